"""How fast things went lately: from LINE's event to done, and from owed to LINE's acceptance, lane by lane."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.outgoing import Lane, Outgoing
from models.webhook_event import EventStatus, WebhookEvent

LATELY = timedelta(minutes=5)
# The newest rows by number, so that a look costs the same in a table of years.
MOST_ROWS = 2000
QUANTILES = {"0.5": 0.5, "0.99": 0.99, "1": 1.0}


@dataclass(frozen=True)
class Pace:
    """Seconds that a hop took, by quantile; `count` rows passed it in the last five minutes."""

    hop: str
    count: int
    took_s: Mapping[str, float]
    lane: Lane | None = None


def recent_paces(session: Session, now: datetime) -> list[Pace]:
    """The hops that something has passed in the last five minutes."""
    return [*_events(session, now - LATELY), *_messages(session, now - LATELY)]


def _events(session: Session, since: datetime) -> Iterator[Pace]:
    query = select(WebhookEvent.status, WebhookEvent.received_at, WebhookEvent.done_at)
    newest = session.exec(query.order_by(col(WebhookEvent.id).desc()).limit(MOST_ROWS))
    done = [(received_at, done_at) for status, received_at, done_at in newest if status == EventStatus.DONE]
    took = _seconds(done, since)
    if took:
        yield Pace("event_to_done", len(took), _quantiles(took))


def _messages(session: Session, since: datetime) -> Iterator[Pace]:
    query = select(Outgoing.lane, Outgoing.created_at, Outgoing.sent_at).order_by(col(Outgoing.id).desc())
    by_lane: dict[Lane, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for lane, created_at, sent_at in session.exec(query.limit(MOST_ROWS)):
        by_lane[Lane(lane)].append((created_at, sent_at))
    for lane, rows in sorted(by_lane.items()):
        took = _seconds(rows, since)
        if took:
            yield Pace("owed_to_line", len(took), _quantiles(took), lane)


def _seconds(rows: Iterable[tuple[datetime, datetime | None]], since: datetime) -> list[float]:
    """How long the rows took that ended after `since`, shortest first."""
    return sorted((end - begin).total_seconds() for begin, end in rows if end is not None and end > since)


def _quantiles(took: Sequence[float]) -> dict[str, float]:
    return {name: took[math.ceil(quantile * len(took)) - 1] for name, quantile in QUANTILES.items()}
