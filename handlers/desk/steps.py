"""The steps that lead a case to its end: taken, begun, promised for a day, finished."""

from datetime import datetime

from content.case_facts import officer_name
from handlers.desk.working import Working, accept_on_the_way, must_allow, note
from handlers.turn import Declined, Moment, Words
from models.case import IN_HAND, OPEN, Case, Status
from models.case_change import CaseChange, Step
from models.case_note import NoteKind
from models.photo import PHOTOS, WAIT_FOR_PHOTOS, has_photos_on_their_way
from models.timer import Timer, set_timer
from notifications.about_complaints import tell_accepted, tell_begun, tell_delayed, tell_finished

TIMER_TELL = "repairs.tell_now"


def accept(work: Working) -> None:
    """Take the case; its followers learn who has it and by when. Of two who take it at once the second is refused."""
    must_allow(work, Status.ACCEPTED)
    if work.case.status in IN_HAND:
        raise Declined("desk.already_accepted", number=work.case.number, officer=_holder(work))
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


def finish(work: Working, outcome: Words) -> None:
    """It is done. The followers see the repair once its photos are here."""
    must_allow(work, Status.FINISHED)
    accept_on_the_way(work, Status.FINISHED)
    change = work.move(Status.FINISHED, Step.FINISHED, note_id=note(work, NoteKind.OUTCOME, outcome))
    _tell_when_whole(work, change)


def _tell_when_whole(work: Working, change: CaseChange) -> None:
    if has_photos_on_their_way(work.session, work.case.key):
        slot, due = str(change.id), work.now + WAIT_FOR_PHOTOS
        set_timer(work.session, TIMER_TELL, work.case.key, due, slot=slot, waits_for=PHOTOS)
    else:
        tell_finished(work.session, work.office, work.case, work.now)


def tell_now(moment: Moment, timer: Timer) -> None:
    """The after-photo is here, or took too long: show the followers the repair."""
    case = moment.session.get(Case, timer.subject)
    if case is not None and case.status == Status.FINISHED:
        tell_finished(moment.session, moment.office, case, moment.now)
