"""What LINE told us, kept before anything else happens: the inbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Index, Text, and_, exists, or_, tuple_, update
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col

from models.columns import UtcDateTime, one_of
from models.inserting import insert_new
from models.lease import NOW, Leased, claim, next_free


class EventStatus(StrEnum):
    """Where a kept event stands."""

    KEPT = "kept"
    DONE = "done"
    QUARANTINED = "quarantined"


class WebhookEvent(Leased, table=True):
    """One event. `event_id` stays for ever, so that a redelivery after years changes nothing; `body` does not."""

    __tablename__ = "webhook_event"
    __table_args__ = (
        Index("ix_webhook_event_source", "status", "source_key", "occurred_ms", "id"),
        Index("ix_webhook_event_waiting", "status", "is_urgent", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: str = Field(max_length=64, unique=True)
    kind: str = Field(max_length=40)
    # Events with the same key are taken in order, one at a time: a person's, or a group's where LINE hides the person.
    source_key: str = Field(max_length=64)
    message_id: str | None = Field(default=None, max_length=64, index=True)
    is_urgent: bool = False
    occurred_ms: int = Field(sa_type=BigInteger)
    received_at: datetime = Field(sa_type=UtcDateTime)
    body: str = Field(sa_type=Text)
    status: EventStatus = Field(default=EventStatus.KEPT, sa_type=one_of(EventStatus))
    # When it was done, or first quarantined.
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = Field(default=None, max_length=200)


def keep(session: Session, events: Sequence[dict[str, Any]]) -> None:
    """Insert raw events; those whose `event_id` is known already change nothing."""
    insert_new(session, WebhookEvent, "event_id", events)


def _may_go() -> ColumnElement[bool]:
    """Nothing of the same source is being worked on, and nothing earlier waits, unless this one is urgent and that isn't."""
    other, this = aliased(WebhookEvent), WebhookEvent
    is_before = tuple_(other.occurred_ms, other.id) < tuple_(col(this.occurred_ms), col(this.id))
    goes_first = and_(is_before, or_(col(other.is_urgent), ~col(this.is_urgent)))
    is_underway = and_(col(other.id) != col(this.id), col(other.leased_until) > NOW)
    same_source = and_(col(other.status) == EventStatus.KEPT, col(other.source_key) == col(this.source_key))
    return ~exists().where(same_source, or_(goes_first, is_underway))


def take_next(session: Session, now: datetime, limit: int) -> list[WebhookEvent]:
    """Claim the next events: the urgent first, and of each source only what is its turn."""
    return claim(session, _NEXT, now=now, limit=limit, topic="inbox")


_NEXT = next_free(
    WebhookEvent,
    and_(col(WebhookEvent.status) == EventStatus.KEPT, _may_go()),
    (col(WebhookEvent.is_urgent).desc(), col(WebhookEvent.id)),
)


def forget_bodies(session: Session, before: datetime) -> int:
    """Empty what people wrote in events done before `before`; their ids stay. Returns how many."""
    old = and_(
        col(WebhookEvent.status) == EventStatus.DONE, col(WebhookEvent.done_at) < before, col(WebhookEvent.body) != "{}"
    )
    return session.connection().execute(update(WebhookEvent).where(old).values(body="{}")).rowcount


BODIES_KEPT_FOR = timedelta(days=30)
