"""What becomes of people's cases, told with as few paid messages as can be: steps wait a little for each other and go as
one message, and whatever waits rides along with the next free reply to the same person."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from content.messages import Message
from models.bell import wake
from models.letters import utf16_units
from models.outgoing import TOPICS, Lane, Outgoing, SendStatus, waiting_status
from notifications.limits import LONGEST_TEXT, MOST_MESSAGES, check
from notifications.outbox import owe
from notifications.quota import standing_at

AT_ONCE = timedelta()


def tell(
    session: Session, to: str, message: Message, now: datetime, *, patience: timedelta, case_id: int | None = None
) -> None:
    """Owe a message of the status lane that leaves after `patience`, with whatever waits for the same person.

    It never makes wait longer what waits already, and with no patience all of it leaves now. Joined messages keep the
    case of the first, whose price they are. Raises limits.BreaksLineLimit as `owe` does.
    """
    leaves_at = now + patience
    waiting = waiting_status(session, to)
    if any(row.status == SendStatus.HELD for row in waiting) and standing_at(session, now).has_room(Lane.STATUS, 1):
        # It need not wait for room with the others; if LINE says otherwise, it is held too.
        waiting = [row for row in waiting if row.status == SendStatus.QUEUED]
    together = joined(waiting[-1].messages, [message]) if waiting else []
    if waiting and len(together) <= MOST_MESSAGES:
        check(together)
        # The old key belongs to the old body, should LINE have refused that.
        waiting[-1].messages, waiting[-1].retry_key = together, str(uuid.uuid4())
        wake(session, TOPICS[False])
    else:
        owe(session, to, [message], Lane.STATUS, now, case_id=case_id, leaves_at=leaves_at)
    for row in waiting:
        _leave_by(row, leaves_at)


def _leave_by(row: Outgoing, at: datetime) -> None:
    if row.status == SendStatus.QUEUED and at < row.due_at:
        row.due_at = row.leaves_at = at


def joined(first: Sequence[Message], then: Sequence[Message]) -> list[Message]:
    """Both, one after the other; plain texts that meet become one. A question stays the last, where its buttons show."""
    if not first:
        return list(then)
    *before, last = first
    if "quickReply" in last and "quickReply" not in then[-1]:
        return [*joined(before, then), last]
    if _is_plain(last) and _is_plain(then[0]):
        both = f"{last['text']}\n\n{then[0]['text']}"
        if utf16_units(both) <= LONGEST_TEXT:
            return [*before, {"type": "text", "text": both}, *then[1:]]
    return [*first, *then]


def _is_plain(message: Message) -> bool:
    return set(message) == {"type", "text"}


@dataclass(frozen=True)
class Riders:
    """What rides along with an answer, and the case that its price is counted for."""

    messages: Sequence[Message] = ()
    case_id: int | None = None


def take_along(session: Session, to: str, answer: Sequence[Message]) -> Riders:
    """Take out of the outbox what waits for somebody and fits in front of a free answer to them.

    The rows end here: in this transaction their messages become part of the answer's. Questions wait for a message of
    their own, since only the last one's buttons are shown.
    """
    messages: list[Message] = []
    case_id = None
    for row in waiting_status(session, to, skip_locked=True):
        together = joined(messages, row.messages)
        if "quickReply" in row.messages[-1]:
            continue
        if len(together) + len(answer) > MOST_MESSAGES:
            break
        messages, case_id = together, case_id or row.case_id
        session.delete(row)
    return Riders(messages, case_id)
