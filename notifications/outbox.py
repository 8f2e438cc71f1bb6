"""How a message becomes owed: checked against LINE's limits, then a row in the transaction that owes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from content.messages import Message
from models.bell import wake
from models.outgoing import TOPICS, Lane, Outgoing
from notifications.limits import check

EVENT_AT = "event_at"


@dataclass(frozen=True)
class ReplyToken:
    """LINE's single-use permission to answer an event for nothing, and until when we trust it."""

    token: str
    until: datetime


def answer_event(session: Session, received_at: datetime) -> None:
    """Whatever is owed in this transaction is owed because of an event that reached us at that time."""
    session.info[EVENT_AT] = received_at


def owe(
    session: Session,
    to: str,
    messages: Sequence[Message],
    lane: Lane,
    now: datetime,
    *,
    reply: ReplyToken | None = None,
    is_worth_a_push: bool = True,
    is_quiet: bool = False,
    case_id: int | None = None,
    leaves_at: datetime | None = None,
) -> Outgoing:
    """Owe one to five messages to a user or group; the sender wakes at the commit, or takes it when it is to leave.

    Raises limits.BreaksLineLimit: then the whole transaction is wrong, and nothing of it happens.
    """
    check(messages)
    row = Outgoing(
        lane=lane,
        to=to,
        messages=list(messages),
        reply_token=reply.token if reply else None,
        reply_until=reply.until if reply else None,
        is_worth_a_push=is_worth_a_push,
        is_quiet=is_quiet,
        case_id=case_id,
        created_at=now,
        event_at=session.info.get(EVENT_AT),
        due_at=leaves_at or now,
        leaves_at=leaves_at,
    )
    session.add(row)
    wake(session, TOPICS[lane == Lane.EMERGENCY])
    return row
