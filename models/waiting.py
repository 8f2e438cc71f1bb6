"""Everything that waits, and for how long: what the metrics, the alarms and `baanrao doctor` look at. Numbers only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, select

from models.errand import Errand, ErrandStatus
from models.lease import Leased
from models.outgoing import Lane, Outgoing, SendStatus
from models.photo import Photo, PhotoStatus
from models.timer import Timer, TimerStatus
from models.webhook_event import EventStatus, WebhookEvent

# A timer that fails is put a minute off each time, so it is never late: its attempts tell.
TIMER_ATTEMPTS_ALLOWED = 3
OUTBOX_STATES = {
    "outbox_queued": SendStatus.QUEUED,
    "outbox_held": SendStatus.HELD,
    "outbox_uncertain": SendStatus.UNCERTAIN,
}
# What is worked on by `models.lease`, and when it still waits.
WORKED_ON: Mapping[str, tuple[type[Leased], ColumnElement[bool]]] = {
    "event": (WebhookEvent, col(WebhookEvent.status) == EventStatus.KEPT),
    "outbox": (Outgoing, col(Outgoing.status) == SendStatus.QUEUED),
    "errand": (Errand, col(Errand.status) == ErrandStatus.WAITING),
    "timer": (Timer, col(Timer.status) == TimerStatus.SET),
}
LOCKED_OUT = "LineLocksUsOut"


@dataclass(frozen=True)
class Waiting:
    """How many rows are in a state, and the age of the oldest in seconds (0 if there are none)."""

    state: str
    count: int
    oldest_s: float
    lane: Lane | None = None


def everything_that_waits(session: Session, now: datetime) -> list[Waiting]:
    """Every waiting state, the empty ones too: one query each."""
    states = {**_plain_states(now), **_abandoned(now), **_locked_out()}
    plain = [_counted(session, now, name, since, where) for name, (since, where) in states.items()]
    return [*plain, *_outbox(session, now)]


def _plain_states(now: datetime) -> dict[str, tuple[Any, ColumnElement[bool]]]:
    """By state: since when a row is in it, and which rows are."""
    is_set = col(Timer.status) == TimerStatus.SET
    return {
        "event_kept": (WebhookEvent.received_at, col(WebhookEvent.status) == EventStatus.KEPT),
        "event_quarantined": (WebhookEvent.done_at, col(WebhookEvent.status) == EventStatus.QUARANTINED),
        "photo_wanted": (Photo.received_at, col(Photo.status) == PhotoStatus.WANTED),
        "errand_waiting": (Errand.created_at, col(Errand.status) == ErrandStatus.WAITING),
        "timer_late": (Timer.due_at, and_(is_set, col(Timer.due_at) <= now)),
        "timer_failing": (Timer.due_at, and_(is_set, col(Timer.attempts) >= TIMER_ATTEMPTS_ALLOWED)),
    }


def _abandoned(now: datetime) -> dict[str, tuple[Any, ColumnElement[bool]]]:
    """Rows whose taker has not come back: their lease has run out, and nobody has taken them up again."""
    return {
        f"{name}_abandoned": (table.leased_until, and_(waits, col(table.leased_until) <= now))
        for name, (table, waits) in WORKED_ON.items()
    }


def _locked_out() -> dict[str, tuple[Any, ColumnElement[bool]]]:
    """What waits because LINE refuses our access token."""
    message = and_(col(Outgoing.status) == SendStatus.QUEUED, col(Outgoing.error) == LOCKED_OUT)
    errand = and_(col(Errand.status) == ErrandStatus.WAITING, col(Errand.error) == LOCKED_OUT)
    return {"outbox_locked_out": (Outgoing.created_at, message), "errand_locked_out": (Errand.created_at, errand)}


def _counted(session: Session, now: datetime, state: str, since: Any, where: ColumnElement[bool]) -> Waiting:
    count, oldest = session.exec(select(func.count(), func.min(since)).where(where)).one()
    return Waiting(state, count, _age(oldest, now))


def _outbox(session: Session, now: datetime) -> Iterator[Waiting]:
    for state, status in OUTBOX_STATES.items():
        # What waits for company is not late before it leaves.
        since = func.min(func.coalesce(col(Outgoing.leaves_at), col(Outgoing.created_at)))
        query = select(Outgoing.lane, func.count(), since).where(col(Outgoing.status) == status)
        found = {lane: (count, oldest) for lane, count, oldest in session.exec(query.group_by(col(Outgoing.lane)))}
        for lane in Lane:
            count, oldest = found.get(lane, (0, None))
            yield Waiting(state, count, _age(oldest, now), lane)


def _age(oldest: datetime | None, now: datetime) -> float:
    return max((now - oldest).total_seconds(), 0) if oldest else 0
