"""How fast things go: from LINE's event to done, and from LINE's event to LINE's acceptance of what it brought about."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from models.outgoing import Lane, Outgoing
from models.webhook_event import EventStatus, WebhookEvent

LATELY = timedelta(minutes=5)
# The newest rows by number, so that a look costs the same in a table of years.
MOST_ROWS = 2000
QUANTILES = {"0.5": 0.5, "0.99": 0.99, "1": 1.0}


@dataclass(frozen=True)
class Pace:
    """Seconds that something took, by quantile; `count` rows took them in the last five minutes."""

    count: int
    took_s: Mapping[str, float]


def recent_events(session: Session, now: datetime) -> Pace | None:
    """From LINE's event to done, in the last five minutes; None if there was no event."""
    query = select(WebhookEvent.status, WebhookEvent.received_at, WebhookEvent.done_at)
    newest = session.exec(query.order_by(col(WebhookEvent.id).desc()).limit(MOST_ROWS))
    done = [(received_at, done_at) for status, received_at, done_at in newest if status == EventStatus.DONE]
    took = _seconds(done, now - LATELY)
    return Pace(len(took), _quantiles(took)) if took else None


def messages_taken(session: Session, begin: datetime, end: datetime) -> Iterator[tuple[Lane, float]]:
    """Each message that LINE took between two times (the second excluded): its lane, and the seconds since its event.

    For what no event has brought about, a timer's messages, they are the seconds since it was owed; for what has waited
    for company, since it was to leave.
    """
    since = func.coalesce(col(Outgoing.leaves_at), col(Outgoing.event_at), col(Outgoing.created_at))
    taken = (col(Outgoing.sent_at) >= begin, col(Outgoing.sent_at) < end)
    query = select(Outgoing.lane, since, Outgoing.sent_at).where(*taken).execution_options(yield_per=1000)
    for lane, began_at, sent_at in session.exec(query):
        if sent_at is not None:
            yield Lane(lane), max((sent_at - began_at).total_seconds(), 0)


def _seconds(rows: Iterable[tuple[datetime, datetime | None]], since: datetime) -> list[float]:
    """How long the rows took that ended after `since`, shortest first."""
    return sorted((end - begin).total_seconds() for begin, end in rows if end is not None and end > since)


def _quantiles(took: Sequence[float]) -> dict[str, float]:
    return {name: took[math.ceil(quantile * len(took)) - 1] for name, quantile in QUANTILES.items()}
