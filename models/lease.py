"""The one small mechanism by which rows that wait are taken: due, leased, counted, and given up when the taker dies.

Events, messages, errands and timers share it. A lease that runs out makes the row free again; `attempts` is the
fence: whoever comes back late finds that the number has moved on and leaves the row alone.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, or_, text
from sqlmodel import Field, Session, col, select

from models.columns import Row, UtcDateTime

LEASE = timedelta(seconds=30)


class Leased(Row):
    """Columns of a row that waits for a taker. `attempts` is counted before the work, in its own commit."""

    due_at: datetime = Field(sa_type=UtcDateTime)
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = Field(default=0)


Waiting = TypeVar("Waiting", bound=Leased)


def is_free(table: type[Leased], now: datetime) -> ColumnElement[bool]:
    """Due, and nobody's."""
    until = col(table.leased_until)
    return and_(col(table.due_at) <= now, or_(until.is_(None), until <= now))


def claim(
    session: Session,
    table: type[Waiting],
    wanted: ColumnElement[bool],
    order: Sequence[Any],
    *,
    now: datetime,
    limit: int,
    lease: timedelta = LEASE,
) -> list[Waiting]:
    """Take at most `limit` free rows that `wanted` admits: leased until `now + lease`, attempts counted.

    The caller commits before it works on them, so that an attempt that kills the process has been counted.
    """
    query = select(table).where(wanted, is_free(table, now)).order_by(*order).limit(limit)
    rows = list(session.exec(query.with_for_update(skip_locked=True)))
    for row in rows:
        row.attempts += 1
        row.leased_until = now + lease
    return rows


def still_ours(session: Session, row: Waiting) -> Waiting | None:
    """The claimed row again, in this transaction, or None if another taker has it by now."""
    table = type(row)
    query = select(table).where(col(table.id) == row.id, col(table.attempts) == row.attempts)  # type: ignore[attr-defined]
    return session.exec(query.with_for_update()).one_or_none()


def put_back(row: Leased, due_at: datetime) -> None:
    """Free the row for another attempt at `due_at`."""
    row.leased_until = None
    row.due_at = due_at


def one_at_a_time(session: Session, key: str) -> None:
    """Wait until no other transaction works under `key`, and hold it until this one ends.

    SQLite has one writer anyway. With PostgreSQL it keeps two events of one person apart even where a lease has run
    out under a slow worker, or an urgent event overtakes another at the moment when that is being claimed.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})
