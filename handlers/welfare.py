"""Welfare by LINE: not open yet; says so kindly, with the telephone and its hours."""

from content.cards.welcome import menu_offers
from content.messages import text
from handlers.turn import Asked, Replies, Turn


def start(turn: Turn, asked: Asked) -> Replies:
    """How to ask for help today."""
    town = turn.office.town
    hours = town.office_hours.in_(turn.say.language)
    return [text(turn.say("welfare.not_yet", phone=town.phone, hours=hours), menu_offers(turn.say))]
