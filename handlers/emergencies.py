"""Emergencies: until the service itself opens, the numbers to call, at once and in the emergency lane."""

from content.cards.welcome import emergency_card
from handlers.turn import Asked, Replies, Turn


def start(turn: Turn, asked: Asked) -> Replies:
    """Whom to call, whatever else is going on in this chat."""
    return [emergency_card(turn.say, turn.office)]
