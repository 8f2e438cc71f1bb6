"""The one small mechanism by which rows that wait are taken: due, leased, counted, and given up when the taker dies.

Events, messages, errands and timers share it. A lease that runs out makes the row free again; `attempts` is the
fence: whoever comes back late finds that the number has moved on and leaves the row alone.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Integer, Table, Update, and_, bindparam, or_, text
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.bell import wake
from models.columns import Row, UtcDateTime

LEASE = timedelta(seconds=30)
LONGEST_CHAIN = 50  # then the taker looks whether it is to stop


class Leased(Row):
    """Columns of a row that waits for a taker. `attempts` is counted before the work, in its own commit."""

    due_at: datetime = Field(sa_type=UtcDateTime)
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = Field(default=0)


Waiting = TypeVar("Waiting", bound=Leased)
Taken = TypeVar("Taken")


# In the queries of takers: the time at which one looks. They are built once, and only executed each time.
NOW = bindparam("now", type_=UtcDateTime())


def next_free(table: type[Waiting], wanted: ColumnElement[bool], order: Sequence[Any]) -> SelectOfScalar[Waiting]:
    """The query for rows that `wanted` admits, that are due, and nobody's; for `claim`."""
    until = col(table.leased_until)
    is_free = and_(col(table.due_at) <= NOW, or_(until.is_(None), until <= NOW))
    query = select(table).where(wanted, is_free).order_by(*order)
    return query.limit(bindparam("most", type_=Integer())).with_for_update(skip_locked=True)


def claim(
    session: Session,
    query: SelectOfScalar[Waiting],
    *,
    now: datetime,
    limit: int,
    lease: timedelta = LEASE,
    topic: str | None = None,
) -> list[Waiting]:
    """Take at most `limit` of the rows that a query of `next_free` finds: leased until `now + lease`, attempts counted.

    If there are more, `topic` is rung for another taker. The caller commits before it works on what it took, so that
    an attempt that kills the process has been counted.
    """
    rows = list(session.exec(query, params={"now": now, "most": limit + 1}))
    if topic is not None and len(rows) > limit:
        wake(session, topic)
    del rows[limit:]
    for row in rows:
        taken = {"attempts": row.attempts + 1, "leased_until": now + lease}
        session.connection().execute(_take(type(row)), {"taken_id": row.id, **taken})  # type: ignore[attr-defined]
        for name, value in taken.items():
            set_committed_value(row, name, value)
    return rows


@cache
def _take(table: type[Leased]) -> Update:
    rows: Table = table.__table__  # type: ignore[attr-defined]
    return rows.update().where(rows.c.id == bindparam("taken_id"))


def one_after_another(first: Taken | None, work: Callable[[Taken, bool], Taken | None]) -> int:
    """Work on what was taken, and on what each piece of work has taken next; returns how many, `LONGEST_CHAIN` at most.

    The next is claimed in the transaction that ends the one before, which saves a commit; `work` is told whether it may
    go on. Never more than one at a time: what ends its taker must not use up the attempts of its neighbours, and what is
    claimed beside a slow call would wait for it.
    """
    count, taken = 0, first
    while taken is not None:
        count += 1
        taken = work(taken, count < LONGEST_CHAIN)
    return count


def still_ours(session: Session, row: Waiting) -> Waiting | None:
    """The claimed row again, in this transaction, or None if another taker has it by now."""
    return session.exec(_same(type(row)), params={"id": row.id, "attempts": row.attempts}).one_or_none()  # type: ignore[attr-defined]


@cache
def _same(table: type[Waiting]) -> SelectOfScalar[Waiting]:
    rows: Table = table.__table__  # type: ignore[attr-defined]
    is_it = and_(rows.c.id == bindparam("id"), rows.c.attempts == bindparam("attempts"))
    return select(table).where(is_it).with_for_update()


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
