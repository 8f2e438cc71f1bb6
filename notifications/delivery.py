"""The rules of delivering one message: which way it goes, and what each of LINE's answers makes of it.

A reply is free and its token single-use, so within the token's life it may be tried again: the token is the guard
against saying it twice. A push is guarded by its retry key for 24 hours. Outside those guards a message whose answer
was never heard is `uncertain`, for a human.
"""

import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from models.lease import put_back
from models.outgoing import Lane, Outgoing, SendStatus
from notifications.line import LineLocksUsOut, LineRefused, LineUnavailable, MonthSpent, RateLimited, ReplyTokenDead
from notifications.quota import RULES, price

log = logging.getLogger(__name__)

Answer = LineRefused | LineUnavailable | RateLimited | MonthSpent | LineLocksUsOut | None

RETRY_KEY_LIVES = timedelta(hours=24)
LONGEST_WAIT_S = 300
LONGEST_EMERGENCY_WAIT_S = 10
LOCKED_OUT_WAIT = timedelta(minutes=1)
# Why a row is held that LINE itself would have taken.
KEPT_FOR_URGENT_LANES = "QuotaKept"


class Way(StrEnum):
    """How a message goes, or why it does not go at all."""

    REPLY = "reply"
    PUSH = "push"
    LET_GO = "let_go"
    HOLD = "hold"
    UNCERTAIN = "uncertain"


def way_for(row: Outgoing, now: datetime) -> Way:
    """The way that is open to a message now."""
    if row.reply_token is not None and row.reply_until is not None and now < row.reply_until:
        return Way.REPLY
    if row.reply_is_unheard and row.lane != Lane.EMERGENCY:  # an emergency is better said twice than not at all
        return Way.UNCERTAIN
    if row.push_unheard_since is not None and now - row.push_unheard_since >= RETRY_KEY_LIVES:
        return Way.UNCERTAIN
    return Way.PUSH if row.is_worth_a_push else Way.LET_GO


@dataclass(frozen=True)
class Earlier:
    """What was unheard of a message before the call that is being made now."""

    reply_is_unheard: bool
    push_unheard_since: datetime | None


def before_the_call(row: Outgoing, way: Way, now: datetime) -> Earlier:
    """Write down that LINE may have it, before it may: if we die in the call, the next taker knows."""
    earlier = Earlier(row.reply_is_unheard, row.push_unheard_since)
    if way == Way.REPLY:
        row.reply_is_unheard = True
    elif way == Way.PUSH:
        row.push_unheard_since = row.push_unheard_since or now
    return earlier


def mark(session: Session, row: Outgoing, way: Way, answer: Answer, now: datetime, earlier: Earlier) -> None:
    """Make of LINE's answer what the row's next state is."""
    row.error = type(answer).__name__ if answer is not None else None
    if way == Way.LET_GO:
        _end(row, SendStatus.LET_GO)
    elif way == Way.HOLD:
        row.error = KEPT_FOR_URGENT_LANES
        _end(row, SendStatus.HELD)
    elif way == Way.UNCERTAIN:
        _end(row, SendStatus.UNCERTAIN)
    elif answer is None:
        _sent(row, now, paid=0 if way == Way.REPLY else price(session, row))
    elif isinstance(answer, ReplyTokenDead) and way == Way.REPLY:
        _reply_token_is_dead(row, now, earlier)
    elif isinstance(answer, LineRefused):
        log.error("LINE refused a message", extra={"outbox_id": row.id, "http_status": answer.status, "lane": row.lane})
        _end(row, SendStatus.REFUSED)
    else:
        _try_again(row, answer, now, earlier)


def _sent(row: Outgoing, now: datetime, paid: int) -> None:
    _end(row, SendStatus.SENT)
    row.sent_at, row.paid = now, paid
    row.reply_is_unheard, row.push_unheard_since = False, None


def _end(row: Outgoing, status: SendStatus) -> None:
    row.status, row.leased_until = status, None


def _reply_token_is_dead(row: Outgoing, now: datetime, earlier: Earlier) -> None:
    is_young = row.reply_until is not None and now < row.reply_until
    if earlier.reply_is_unheard and is_young:
        _sent(row, now, paid=0)  # spent, then: by our own earlier call
    elif earlier.reply_is_unheard and row.lane != Lane.EMERGENCY:  # spent, or dead of age while this process slept
        _end(row, SendStatus.UNCERTAIN)
    else:
        row.reply_token, row.reply_is_unheard = None, False
        put_back(row, now)


def _try_again(row: Outgoing, answer: Answer, now: datetime, earlier: Earlier) -> None:
    may_have_arrived = isinstance(answer, LineUnavailable) and answer.may_have_arrived
    if not may_have_arrived:  # LINE said no, or never heard us: nothing new is unheard
        row.reply_is_unheard, row.push_unheard_since = earlier.reply_is_unheard, earlier.push_unheard_since
    if isinstance(answer, MonthSpent):
        log.error("the month's quota is spent", extra={"outbox_id": row.id, "lane": row.lane})
        if RULES[row.lane].waits_for_month:
            _end(row, SendStatus.HELD)
            return
    if isinstance(answer, LineLocksUsOut):
        log.error("LINE locks us out: the access token needs a human", extra={"outbox_id": row.id})
        put_back(row, now + LOCKED_OUT_WAIT)
        return
    put_back(row, now + wait_before(row.attempts + 1, emergency=row.lane == Lane.EMERGENCY))


def wait_before(attempt: int, *, emergency: bool) -> timedelta:
    """How long to wait before an attempt (the second is 2): doubling, with jitter, at most 5 min (emergency: 10 s)."""
    longest = LONGEST_EMERGENCY_WAIT_S if emergency else LONGEST_WAIT_S
    seconds: float = min(2 ** min(attempt - 2, 10), longest)
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311 (jitter, not a secret)
