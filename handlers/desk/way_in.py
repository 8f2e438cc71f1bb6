"""The way to the desk from the chat."""

from content.cards.desk import desk_card
from content.messages import Message
from handlers.turn import Asked, Declined, Replies, Turn
from models.officer import Officer, officer_of


def open_desk(turn: Turn, asked: Asked) -> Replies:
    """The link to the desk, for officers."""
    officer = officer_of(turn.session, turn.person.key)
    if officer is None:
        raise Declined("desk_queue.for_officers")
    return [way_in(turn, officer)]


def way_in(turn: Turn, officer: Officer) -> Message:
    """The card that leads to the desk."""
    division = turn.office.division_name(officer.division, turn.say.language)
    return desk_card(turn.say, division, turn.office.liff_url("desk"), turn.office.liff_url("desk/today"))
