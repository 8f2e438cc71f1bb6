"""Street lights by QR: not open yet; says so kindly, with the way that is open today."""

from content.cards.welcome import menu_offers
from content.messages import text
from handlers.turn import Asked, Replies, Turn


def start(turn: Turn, asked: Asked) -> Replies:
    """How to report a lamp today."""
    return [text(turn.say("streetlights.not_yet", phone=turn.office.town.phone), menu_offers(turn.say))]
