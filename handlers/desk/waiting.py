"""A case waits: for an answer of its reporter, while the promise stands still, or for something else; and goes on."""

from datetime import datetime

from handlers.clocks import restart
from handlers.desk.working import ACCEPTED_ON_THE_WAY, Working, accept_on_the_way, must_allow, note
from handlers.turn import Declined, Moment, Words
from models.case import Case, Status, WaitsFor
from models.case_change import Step, move_to, status_before_waiting
from models.case_note import NoteKind
from models.person import Person
from notifications.about_the_desk import tell_resumed, tell_waiting


def wait(work: Working, waits_for: WaitsFor, reason: Words, until: datetime | None = None) -> None:
    """It stands still: its followers learn why. While its reporter has to answer, the promise stands still too.

    `until`: by when it is promised now, told in the same message.
    """
    case = work.case
    if case.status == Status.WAITING:
        raise Declined("desk_deeds.waits_already", number=case.number)
    must_allow(work, Status.WAITING)
    if case.status in ACCEPTED_ON_THE_WAY[Status.WAITING]:
        accept_on_the_way(work, Status.WAITING)
    case.waits_for = waits_for
    case.paused_at = work.now if waits_for == WaitsFor.REPORTER else None
    kept = note(work, NoteKind.REASON, reason)
    work.move(Status.WAITING, Step.WAITING, note_id=kept, code=waits_for, promised_at=until)
    tell_waiting(work.session, work.office, case, reason.text, work.now)


def resume(work: Working) -> None:
    """It goes on where it stood, with its promises moved on by as long as they stood still."""
    if work.case.status != Status.WAITING:
        raise Declined("desk_deeds.waits_not", number=work.case.number, status=work.say(f"status.{work.case.status}"))
    work.move(status_before_waiting(work.session, work.case.key), Step.RESUMED)
    tell_resumed(work.session, work.office, work.case, work.now)


def resume_by_itself(moment: Moment, person: Person, case: Case) -> None:
    """The reporter has answered: what waited for that goes on, and nobody need see to it."""
    if case.status != Status.WAITING or case.waits_for != WaitsFor.REPORTER or case.reporter_id != person.key:
        return
    before = status_before_waiting(moment.session, case.key)
    move_to(moment.session, case, before, Step.RESUMED, moment.now, person_id=person.key)
    restart(moment, case)
    tell_resumed(moment.session, moment.office, case, moment.now)
