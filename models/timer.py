"""Timers: things to do at a time, as rows. The clock only ticks; a timer fires in the transaction of its effect."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import Index, Insert, UniqueConstraint
from sqlmodel import Field, Session, col, select, update

from models.bell import wake
from models.columns import UtcDateTime, one_of
from models.inserting import dialect_of, insert_into
from models.lease import Leased, claim, next_free


class TimerStatus(StrEnum):
    """Whether it still has to fire."""

    SET = "set"
    FIRED = "fired"
    CANCELLED = "cancelled"


class Timer(Leased, table=True):
    """One firing: unique by what it does (`kind`), for whom (`subject`) and which time round (`slot`)."""

    __table_args__ = (
        UniqueConstraint("kind", "subject", "slot"),
        Index("ix_timer_waiting", "status", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=60)
    subject: int
    slot: str = Field(max_length=40)
    # What may make it fire before its time, e.g. the last photo of a case: see `hurry`.
    waits_for: str | None = Field(default=None, max_length=20)
    status: TimerStatus = Field(default=TimerStatus.SET, sa_type=one_of(TimerStatus))
    fired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def set_timer(
    session: Session, kind: str, subject: int, due_at: datetime, slot: str = "once", waits_for: str | None = None
) -> None:
    """Fire `kind` for `subject` at `due_at`; if this slot is set already, move it. One that has fired stays fired."""
    new = {"kind": kind, "subject": subject, "slot": slot, "waits_for": waits_for, "attempts": 0}
    set_again = _insert_or_move(dialect_of(session))
    session.connection().execute(set_again, new | {"status": TimerStatus.SET, "due_at": due_at})


def set_timers(session: Session, subject: int, times: Mapping[tuple[str, str], datetime]) -> None:
    """The same for several timers of one subject, each by its kind and slot, in one go."""
    shared = {"subject": subject, "waits_for": None, "attempts": 0, "status": TimerStatus.SET}
    rows = [{"kind": kind, "slot": slot, "due_at": due_at, **shared} for (kind, slot), due_at in times.items()]
    if rows:
        session.connection().execute(_insert_or_move(dialect_of(session)), rows)


def cancel_all_but(session: Session, subject: int, kinds: Collection[str], kept: Collection[str]) -> None:
    """Make sure that of these kinds nothing fires for `subject` any more but what is in the slots that are `kept`."""
    it = (col(Timer.subject) == subject, col(Timer.kind).in_(kinds), col(Timer.status) == TimerStatus.SET)
    others = update(Timer).where(*it, col(Timer.slot).not_in(kept))
    session.connection().execute(others.values(status=TimerStatus.CANCELLED))


@cache
def _insert_or_move(dialect: str) -> Insert:
    insert = insert_into(dialect, Timer)
    moved = {"status": TimerStatus.SET, "due_at": insert.excluded.due_at}
    has_not_fired = col(Timer.status) != TimerStatus.FIRED
    return insert.on_conflict_do_update(index_elements=["kind", "subject", "slot"], set_=moved, where=has_not_fired)


def newest_timer(session: Session, kind: str, subject: int) -> Timer | None:
    """The one of this kind and subject that was or is due last, whether it has fired or not."""
    these = select(Timer).where(col(Timer.kind) == kind, col(Timer.subject) == subject)
    return session.exec(these.order_by(col(Timer.due_at).desc()).limit(1)).first()


def cancel_timer(session: Session, kind: str, subject: int, slot: str = "once") -> None:
    """Make sure that it does not fire any more; nothing happens if it has, or was never set."""
    it = (col(Timer.kind) == kind, col(Timer.subject) == subject, col(Timer.slot) == slot)
    still_set = update(Timer).where(*it, col(Timer.status) == TimerStatus.SET)
    session.connection().execute(still_set.values(status=TimerStatus.CANCELLED))


def hurry(session: Session, subject: int, waited_for: str, now: datetime) -> None:
    """What these timers of `subject` waited for is there: fire them now."""
    due = (col(Timer.subject) == subject, col(Timer.waits_for) == waited_for, col(Timer.status) == TimerStatus.SET)
    session.exec(update(Timer).where(*due).values(due_at=now))
    wake(session, "timers")


def take_due(session: Session, now: datetime, limit: int) -> list[Timer]:
    """Claim the timers that are due."""
    return claim(session, _NEXT, now=now, limit=limit, topic="timers")


_NEXT = next_free(Timer, col(Timer.status) == TimerStatus.SET, (col(Timer.due_at), col(Timer.id)))
