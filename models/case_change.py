"""The history of a case: only ever appended, and the only way to change a status. It holds ids and codes, no words."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Session, col, select

from models.case import IN_HAND, OPEN, Case, Status
from models.columns import Row, UtcDateTime, one_of


class Step(StrEnum):
    """What happened to a case, as its time line shows it."""

    FILED = "filed"
    ACCEPTED = "accepted"
    HANDED_OVER = "handed_over"
    BEGUN = "begun"
    DELAYED = "delayed"
    FINISHED = "finished"
    REOPENED = "reopened"
    RATED = "rated"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ASSIGNED = "assigned"
    RETYPED = "retyped"
    PROMISED = "promised"
    WAITING = "waiting"
    RESUMED = "resumed"
    PASSED_ON = "passed_on"
    TAKEN_BACK = "taken_back"
    MERGED = "merged"
    UNMERGED = "unmerged"
    # Nobody said in time that it is not in order; with a person: they said that it is.
    CLOSED = "closed"


# What may become of any case that the town has something to do for.
_ANY_TIME = {Status.DECLINED, Status.WITHDRAWN, Status.PASSED_ON, Status.MERGED, Status.NEW}
# To where it stands already: handed over, assigned, of another type or promised for another day.
ALLOWED_NEXT: dict[Status, set[Status]] = {
    Status.NEW: {Status.ACCEPTED, *_ANY_TIME},
    Status.ACCEPTED: {Status.ACCEPTED, Status.WORKING, Status.WAITING, Status.FINISHED, *_ANY_TIME},
    Status.WORKING: {Status.WORKING, Status.WAITING, Status.FINISHED, *_ANY_TIME},
    Status.WAITING: {Status.WAITING, Status.ACCEPTED, Status.WORKING, Status.FINISHED, *_ANY_TIME},
    Status.REOPENED: {Status.REOPENED, Status.ACCEPTED, Status.FINISHED, *_ANY_TIME},
    Status.FINISHED: {Status.CLOSED, Status.REOPENED},
    # To where it stands: its stars may come later.
    Status.CLOSED: {Status.REOPENED, Status.CLOSED},
    Status.DECLINED: set(),
    Status.WITHDRAWN: set(),
    Status.PASSED_ON: {Status.NEW},
    # But for parting it again, which puts it back where it stood: see `_may_go`.
    Status.MERGED: set(),
}


# Steps that say that a division's work did not stand or was not done, for an index and the figures that use it.


class IllegalStatusChange(Exception):
    """The case does not go from where it stands to there."""


class CaseChange(Row, table=True):
    """One step. The database refuses to update or delete it."""

    __tablename__ = "case_change"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    step: Step = Field(sa_type=one_of(Step))
    from_status: Status | None = Field(default=None, sa_type=one_of(Status, "from_status"))
    to_status: Status = Field(sa_type=one_of(Status, "to_status"))
    # Who took it, if it was no officer; of ASSIGNED, to whom it was given.
    person_id: int | None = Field(default=None, foreign_key="person.id")
    officer_id: int | None = Field(default=None, foreign_key="officer.id")
    division: str = Field(max_length=40)
    note_id: int | None = Field(default=None, foreign_key="case_note.id")
    # The new promise, of a step that gives one.
    promised_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # What the step chose: the type of RETYPED, the authority of PASSED_ON, for whom it waits of WAITING.
    code: str | None = Field(default=None, max_length=40)

    @property
    def key(self) -> int:
        """The id of a step that has been written down."""
        assert self.id is not None
        return self.id


def move_to(
    session: Session,
    case: Case,
    status: Status,
    step: Step,
    now: datetime,
    *,
    person_id: int | None = None,
    officer_id: int | None = None,
    note_id: int | None = None,
    promised_at: datetime | None = None,
    code: str | None = None,
) -> CaseChange:
    """Move a case, or its promise, and write down that it moved. Raises IllegalStatusChange and changes nothing.

    A case that stood still and moves on has its promises moved on by as long; what is promised anew holds as it is.
    """
    if not _may_go(case.status, status, step):
        raise IllegalStatusChange(f"{case.status} to {status}")
    before, case.status = case.status, status
    if case.paused_at is not None and (status != Status.WAITING or promised_at is not None):
        _move_promises_on(case, case.paused_at, now)
        promised_at = promised_at or case.promised_at
    case.promised_at = promised_at or case.promised_at
    _note_times(case, before, now)
    change = CaseChange(
        case_id=case.key,
        at=now,
        step=step,
        from_status=before,
        to_status=status,
        person_id=person_id,
        officer_id=officer_id,
        division=case.division,
        note_id=note_id,
        promised_at=promised_at,
        code=code,
    )
    session.add(change)
    session.flush()
    return change


def _may_go(before: Status, status: Status, step: Step) -> bool:
    """By the table; merging and parting are also written down with the case that stays where it stands."""
    if step in (Step.MERGED, Step.UNMERGED) and before == status:
        return True
    return status in (OPEN if before == Status.MERGED and step == Step.UNMERGED else ALLOWED_NEXT[before])


def _move_promises_on(case: Case, paused_at: datetime, now: datetime) -> None:
    """By as long as the case stood still; if it does so still, it begins anew from now."""
    stood_still = now - paused_at
    case.promised_at, case.first_promised_at = case.promised_at + stood_still, case.first_promised_at + stood_still
    case.paused_at = now


def _note_times(case: Case, before: Status, now: datetime) -> None:
    """What lists and figures ask of a case stands with it, so that they need not read its history."""
    if case.status != Status.WAITING:
        case.waits_for = case.paused_at = None
    if case.status in IN_HAND and case.accepted_at is None:
        case.accepted_at = now
    if case.status == Status.FINISHED and before != Status.FINISHED:
        case.finished_at = now
    elif case.status == Status.REOPENED and before in (Status.FINISHED, Status.CLOSED):
        case.finished_at, case.reopenings, case.proof = None, case.reopenings + 1, None


def begin_history(session: Session, case: Case, now: datetime) -> None:
    """Write down that a case was filed."""
    first = CaseChange(
        case_id=case.key,
        at=now,
        step=Step.FILED,
        to_status=case.status,
        person_id=case.reporter_id,
        division=case.division,
    )
    session.add(first)


def history_of(session: Session, case_id: int) -> list[CaseChange]:
    """All steps of a case, oldest first."""
    return list(session.exec(select(CaseChange).where(col(CaseChange.case_id) == case_id).order_by(col(CaseChange.id))))


def newest_step(session: Session, case_id: int) -> CaseChange | None:
    """The step that was taken last."""
    steps = select(CaseChange).where(col(CaseChange.case_id) == case_id)
    return session.exec(steps.order_by(col(CaseChange.id).desc()).limit(1)).first()


def status_before_waiting(session: Session, case_id: int) -> Status:
    """Where a case that waits stood before: there it goes on."""
    waited = (col(CaseChange.case_id) == case_id, col(CaseChange.step) == Step.WAITING)
    last = session.exec(select(CaseChange).where(*waited).order_by(col(CaseChange.id).desc()).limit(1)).first()
    return (last.from_status if last else None) or Status.ACCEPTED


def last_reopened_at(session: Session, case_id: int) -> datetime | None:
    """When the reporter last said that it is not in order: what was repaired before then does not count."""
    reopened = (col(CaseChange.case_id) == case_id, col(CaseChange.step) == Step.REOPENED)
    query = select(CaseChange).where(*reopened).order_by(col(CaseChange.id).desc()).limit(1)
    found = session.exec(query).first()
    return found.at if found else None
