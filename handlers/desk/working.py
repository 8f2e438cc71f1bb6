"""An officer with a case that they may change: what every deed of the desk begins with."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from content.case_facts import officer_name
from content.office import Office
from content.texts import Texts
from handlers.clocks import restart
from handlers.guards import acting
from handlers.turn import Declined, Moment, Words
from models.case import OPEN, Case, Status
from models.case_change import ALLOWED_NEXT, CaseChange, Step, move_to, newest_step
from models.case_note import CaseNote, NoteKind, write_note
from models.officer import Officer, case_for
from models.person import Person

LONGEST_SENTENCE = 1000
# From where a step may be taken though the case has first to be accepted, by the step.
ACCEPTED_ON_THE_WAY = {
    Status.WORKING: {Status.NEW, Status.REOPENED},
    Status.WAITING: {Status.NEW, Status.REOPENED},
    Status.FINISHED: {Status.NEW},
}


@dataclass(frozen=True)
class Working:
    """An officer with a case that they may change, locked for this transaction. `say`: in the officer's language."""

    moment: Moment
    officer: Officer
    case: Case
    say: Texts

    @property
    def session(self) -> Session:
        """The transaction."""
        return self.moment.session

    @property
    def office(self) -> Office:
        """The town hall."""
        return self.moment.office

    @property
    def now(self) -> datetime:
        """The time of the deed."""
        return self.moment.now

    @property
    def officers_name(self) -> str:
        """The officer as colleagues and residents read it."""
        return officer_name(self.session, self.officer.key, self.office, self.say)

    def move(self, status: Status, step: Step, **more: int | str | datetime | None) -> CaseChange:
        """Take the step, as this officer; the case's clocks go by how it stands then. Raises IllegalStatusChange."""
        change = move_to(self.session, self.case, status, step, self.now, officer_id=self.officer.key, **more)  # type: ignore[arg-type]
        restart(self.moment, self.case)
        return change


def working_on(moment: Moment, person: Person, say: Texts, case_id: int, seen: int | None = None) -> Working:
    """The case, if this officer may see it; decided in SQL. Raises Declined.

    `seen` is the id of the newest step that a page showed (`models.case_change.newest_step`): if there is another one
    since, nothing of it is overwritten, and the officer is told who took it.
    """
    officer = acting(moment.session, person.key)
    case = case_for(moment.session, officer, case_id)
    if case is None:
        raise Declined("refused.not_your_division")
    work = Working(moment, officer, case, say)
    if seen is not None:
        _must_be_seen(work, seen)
    return work


def _must_be_seen(work: Working, seen: int) -> None:
    newest = newest_step(work.session, work.case.key)
    if newest is None or newest.key <= seen:
        return
    nobody = work.say("desk.the_town" if newest.person_id is None else "desk.the_reporter")
    by = officer_name(work.session, newest.officer_id, work.office, work.say) or nobody
    status = work.say(f"status.{work.case.status}")
    raise Declined("desk.meanwhile", number=work.case.number, by=by, at=work.say.moment(newest.at), status=status)


def must_be_open(work: Working) -> None:
    """Refuse with a sentence where the case stands, if the town has nothing to do for it any more."""
    if work.case.status not in OPEN:
        where = work.say(f"status.{work.case.status}")
        raise Declined("desk.no_longer_open", number=work.case.number, status=where)


def must_allow(work: Working, status: Status) -> None:
    """Refuse with a sentence where the case stands, if it can't go to `status` from there.

    A case that nobody has accepted yet can be begun or finished too: the accepting is then part of it.
    """
    if work.case.status in ACCEPTED_ON_THE_WAY.get(status, ()):
        return
    if status not in ALLOWED_NEXT[work.case.status]:
        where = work.say(f"status.{work.case.status}")
        raise Declined("desk.no_longer_open", number=work.case.number, status=where)


def accept_on_the_way(work: Working, status: Status) -> None:
    """Write down that the officer takes the case, if the step to `status` is the first sign of it."""
    if work.case.status in ACCEPTED_ON_THE_WAY[status]:
        work.move(Status.ACCEPTED, Step.ACCEPTED)
    work.case.officer_id = work.officer.key


def note(work: Working, kind: NoteKind, words: Words) -> int:
    """Keep what the officer wrote about the case; returns the note's id."""
    kept = CaseNote(
        case_id=work.case.key,
        kind=kind,
        person_id=work.officer.person_id,
        line_message_id=words.message_id,
        words=words.text[:LONGEST_SENTENCE],
        written_at=work.now,
    )
    return write_note(work.session, kept).key
