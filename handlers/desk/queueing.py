"""The desk's queue in the chat and from its lines: the way in, and a case taken with one tap."""

from content.cards.desk import desk_card
from content.case_facts import officer_name
from content.messages import Message
from handlers.desk import steps
from handlers.desk.working import Working
from handlers.turn import Asked, Declined, Replies, Turn
from models.case import IN_HAND
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


def accept(work: Working) -> None:
    """Take a case that nobody has. The second who taps is told who has it, and it stays theirs."""
    case = work.case
    if case.status in IN_HAND and case.officer_id == work.officer.key:
        raise Declined("desk.already_yours", number=case.number)
    if case.status in IN_HAND:
        holder = officer_name(work.session, case.officer_id, work.office, work.say)
        raise Declined("desk.already_accepted", number=case.number, officer=holder)
    steps.accept(work)
