"""Where a day begins in the books of a town, and what in them still waits for something to be done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from models.case import Case
from models.errand import Errand, ErrandStatus
from models.lease import Leased
from models.outgoing import Outgoing, SendStatus
from models.timer import Timer, TimerStatus
from models.webhook_event import EventStatus, WebhookEvent
from simulator import Line

# A reminder a day later, or a look after an hour, is nothing that anybody waits for.
SOON = timedelta(minutes=5)


@dataclass(frozen=True)
class Marks:
    """The last ids of the tables, and the lengths of LINE's own lists."""

    event: int
    message: int
    case: int
    deliveries: int
    accepted: int
    calls: int

    @classmethod
    def of(cls, session: Session, line: Line) -> Self:
        """As the books are now."""
        event, message, case = (_last(session, table.id) for table in (WebhookEvent, Outgoing, Case))
        return cls(event, message, case, len(line.deliveries.log), len(line.accepted), len(line.calls))


def _last(session: Session, column: Any) -> int:
    return int(session.exec(select(func.coalesce(func.max(column), 0))).one())


@dataclass(frozen=True)
class Waiting:
    """A row for which something has still to be done; `is_in_hand`: a worker holds its lease."""

    what: str
    due_at: datetime
    is_in_hand: bool


def what_waits(session: Session, now: datetime) -> list[Waiting]:
    """All that is due now or soon.

    In the order in which one makes the other: PostgreSQL answers each query from its own moment, and what moves on
    between two of them must be met by the second.
    """
    conditions: dict[type[Leased], ColumnElement[bool]] = {
        WebhookEvent: col(WebhookEvent.status) == EventStatus.KEPT,
        Timer: (col(Timer.status) == TimerStatus.SET) & (col(Timer.due_at) < now + SOON),
        Errand: col(Errand.status) == ErrandStatus.WAITING,
        Outgoing: col(Outgoing.status) == SendStatus.QUEUED,
    }
    return [
        Waiting(f"{table.__name__} {row.id}", row.due_at, row.leased_until is not None and row.leased_until > now)  # type: ignore[attr-defined]
        for table, condition in conditions.items()
        for row in session.exec(select(table).where(condition))
    ]
