"""The steps that lead a case to its end: taken, begun, promised for a day. `finishing` has the last."""

from datetime import datetime

from content.case_facts import officer_name
from handlers.desk.working import Working, accept_on_the_way, must_allow, note
from handlers.turn import Declined, Words
from models.case import IN_HAND, OPEN, Status
from models.case_change import Step
from models.case_note import NoteKind
from notifications.about_complaints import tell_accepted, tell_begun, tell_delayed


def accept(work: Working) -> None:
    """Take the case; its followers learn who has it and by when. Of two who take it at once the second is refused."""
    must_allow(work, Status.ACCEPTED)
    if work.case.status in IN_HAND:
        key = "desk.already_yours" if work.case.officer_id == work.officer.key else "desk.already_accepted"
        raise Declined(key, number=work.case.number, officer=_holder(work))
    work.case.officer_id = work.officer.key
    work.move(Status.ACCEPTED, Step.ACCEPTED)
    tell_accepted(work.session, work.office, work.case, work.now)


def begin(work: Working) -> None:
    """Work has begun. Of two who begin at once the second is refused."""
    must_allow(work, Status.WORKING)
    if work.case.status == Status.WORKING:
        raise Declined("desk.already_begun", number=work.case.number, officer=_holder(work))
    accept_on_the_way(work, Status.WORKING)
    work.move(Status.WORKING, Step.BEGUN)
    tell_begun(work.session, work.office, work.case, work.now)


def _holder(work: Working) -> str:
    return officer_name(work.session, work.case.officer_id, work.office, work.say)


def must_be_in_hand(work: Working) -> None:
    """Refuse what only a case can be that somebody has taken."""
    case = work.case
    if case.status not in IN_HAND:
        key = "desk.accept_first" if case.status in OPEN else "desk.no_longer_open"
        raise Declined(key, number=case.number, status=work.say(f"status.{case.status}"))


def delay(work: Working, until: datetime, reason: Words) -> None:
    """It has to wait: its followers learn until when, and why."""
    must_be_in_hand(work)
    kept = note(work, NoteKind.REASON, reason)
    work.move(work.case.status, Step.DELAYED, note_id=kept, promised_at=until)
    tell_delayed(work.session, work.office, work.case, reason.text, work.now)
