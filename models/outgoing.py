"""The outbox: every message we owe somebody, from the transaction that owes it until LINE has taken it."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, and_, bindparam, case, exists, false, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from models.bell import wake
from models.columns import UtcDateTime, one_of
from models.lease import Leased, claim, next_free


class Lane(StrEnum):
    """Who goes first, and who may use which part of the month's quota."""

    EMERGENCY = "emergency"
    DUTY = "duty"
    ANSWER = "answer"
    STATUS = "status"
    NEWS = "news"


class SendStatus(StrEnum):
    """Where a message stands. `uncertain`: LINE may have it or not, and only a human can tell. `let_go`: not worth a push.

    `held`: the month's quota is spent, or what is left of it is kept for more urgent lanes; it waits for room.
    """

    QUEUED = "queued"
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    LET_GO = "let_go"
    HELD = "held"


# What a message rings: the emergency lane has senders of its own.
TOPICS = {True: "emergency", False: "outbox"}
ORDER_OF_LANES = {lane.value: rank for rank, lane in enumerate(Lane)}


class Outgoing(Leased, table=True):
    """One call to LINE: up to five messages for one recipient. `to` is a user or group id."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "status", "lane", "due_at"),
        Index("ix_outbox_recipient", "status", "to", "lane", "id"),
        Index("ix_outbox_sent_at", "sent_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    lane: Lane = Field(sa_type=one_of(Lane))
    to: str = Field(max_length=64)
    messages: list[dict[str, Any]] = Field(sa_type=JSON)
    reply_token: str | None = Field(default=None, max_length=64)
    reply_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retry_key: str = Field(default_factory=lambda: str(uuid.uuid4()), max_length=36)
    case_id: int | None = Field(default=None, foreign_key="case.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    # When the event that brought it about reached us; None for what a timer or an errand owes.
    event_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # Until when it waits for company, and is not late; None for what goes at once.
    leaves_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # A reply was called and its answer never heard: a push now could say it twice.
    reply_is_unheard: bool = False
    # Since when a push under `retry_key` may have been accepted unheard: after 24 h LINE forgets the key.
    push_unheard_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # Small talk is let go when its free reply has become impossible; everything else is pushed and paid.
    is_worth_a_push: bool = True
    # A push that makes no sound: it is there when the phone is next looked at.
    is_quiet: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    status: SendStatus = Field(default=SendStatus.QUEUED, sa_type=one_of(SendStatus))
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # How many messages of the month's quota it cost: 0 for a reply, one a recipient for a push.
    paid: int = 0
    error: str | None = Field(default=None, max_length=200)


def _is_first_for_its_recipient() -> ColumnElement[bool]:
    earlier = aliased(Outgoing)
    return ~exists().where(
        col(earlier.status) == SendStatus.QUEUED,
        col(earlier.to) == col(Outgoing.to),
        col(earlier.lane) == col(Outgoing.lane),
        col(earlier.id) < col(Outgoing.id),
    )


def take_next(session: Session, now: datetime, limit: int, *, emergency: bool) -> list[Outgoing]:
    """Claim messages to send, lane by lane; of one recipient and lane only the oldest, so that order is kept."""
    return claim(session, _NEXT[emergency], now=now, limit=limit, topic=TOPICS[emergency])


def _next(lanes: ColumnElement[bool]) -> SelectOfScalar[Outgoing]:
    wanted = and_(col(Outgoing.status) == SendStatus.QUEUED, lanes, _is_first_for_its_recipient())
    return next_free(Outgoing, wanted, (case(ORDER_OF_LANES, value=col(Outgoing.lane)), col(Outgoing.id)))


_NEXT = {True: _next(col(Outgoing.lane) == Lane.EMERGENCY), False: _next(col(Outgoing.lane) != Lane.EMERGENCY)}


# The caller may still change or take back such a row: nobody has it in hand, and no call of it is unheard.
_LINE_CANNOT_HAVE_IT = and_(
    col(Outgoing.status).in_([SendStatus.QUEUED, SendStatus.HELD]),
    col(Outgoing.leased_until).is_(None),
    col(Outgoing.reply_token).is_(None),
    col(Outgoing.reply_is_unheard).is_(False),
    col(Outgoing.push_unheard_since).is_(None),
)


def _is_on_its_way() -> ColumnElement[bool]:
    ahead = aliased(Outgoing)
    has_been_called = or_(
        col(ahead.leased_until).is_not(None), col(ahead.reply_is_unheard), col(ahead.push_unheard_since).is_not(None)
    )
    same = (col(ahead.to) == col(Outgoing.to), col(ahead.lane) == col(Outgoing.lane))
    return exists().where(col(ahead.status) == SendStatus.QUEUED, *same, has_been_called)


_NOT_YET_CALLED = (
    select(Outgoing)
    .where(col(Outgoing.to) == bindparam("to"), col(Outgoing.lane) == Lane.STATUS)
    .where(_LINE_CANNOT_HAVE_IT, ~_is_on_its_way())
    .order_by(col(Outgoing.id))
)
_WAITING = {skip: _NOT_YET_CALLED.with_for_update(skip_locked=skip) for skip in (False, True)}


def waiting_status(session: Session, to: str, *, skip_locked: bool = False) -> list[Outgoing]:
    """What waits in the status lane for somebody and LINE can't have yet, the oldest first, locked for a change.

    Nothing while an earlier one is on its way, so that nothing overtakes it. With `skip_locked` without those that
    somebody else is changing or claiming; else after them.
    """
    return list(session.exec(_WAITING[skip_locked], params={"to": to}))


def paid_since(session: Session, at: datetime) -> int:
    """Messages of the quota that were paid after a time."""
    return int(session.exec(select(func.coalesce(func.sum(col(Outgoing.paid)), 0)).where(_was_paid(at))).one())


def paid_by_lane(session: Session, since: datetime) -> dict[Lane, int]:
    """Messages paid after a time, by lane; lanes that cost nothing are left out."""
    query = (
        select(col(Outgoing.lane), func.sum(col(Outgoing.paid))).where(_was_paid(since)).group_by(col(Outgoing.lane))
    )
    return {lane: int(paid) for lane, paid in session.exec(query)}


def dearest_cases(session: Session, since: datetime, limit: int) -> list[tuple[int, int]]:
    """The cases (by id) that cost most after a time, each with its messages paid."""
    paid = func.sum(col(Outgoing.paid))
    query = select(col(Outgoing.case_id), paid).where(_was_paid(since), col(Outgoing.case_id).is_not(None))
    ranked = query.group_by(col(Outgoing.case_id)).order_by(paid.desc(), col(Outgoing.case_id)).limit(limit)
    return [(int(case_id or 0), int(messages)) for case_id, messages in session.exec(ranked)]


def held_by_lane(session: Session) -> dict[Lane, int]:
    """How many messages are held for want of quota, by lane."""
    query = select(col(Outgoing.lane), func.count()).where(col(Outgoing.status) == SendStatus.HELD)
    return {lane: int(held) for lane, held in session.exec(query.group_by(col(Outgoing.lane)))}


def held_since(session: Session) -> dict[Lane, datetime]:
    """When the oldest of the messages that are held for want of quota was owed, by lane."""
    query = select(col(Outgoing.lane), func.min(Outgoing.created_at)).where(col(Outgoing.status) == SendStatus.HELD)
    return {lane: oldest for lane, oldest in session.exec(query.group_by(col(Outgoing.lane)))}


def release_held(session: Session, lanes: list[Lane], now: datetime) -> int:
    """Queue what is held in these lanes; returns how many."""
    held = update(Outgoing).where(col(Outgoing.status) == SendStatus.HELD, col(Outgoing.lane).in_(lanes))
    wake(session, "outbox")
    return session.exec(held.values(status=SendStatus.QUEUED, due_at=now)).rowcount


def _was_paid(since: datetime) -> ColumnElement[bool]:
    return and_(col(Outgoing.sent_at) > since, col(Outgoing.paid) > 0)
