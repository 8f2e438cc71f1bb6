"""Reply tokens: one use, one minute from delivery; a redelivered one dies 20 minutes after its event."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from simulator.refusals import INVALID_REPLY_TOKEN, Json, refused
from simulator.world import Clock

LIFE = timedelta(minutes=1)
REDELIVERED_LIFE = timedelta(minutes=20)


@dataclass
class ReplyToken:
    chat_id: str
    delivered_at: datetime
    event_at: datetime
    is_redelivered: bool = False
    is_spent: bool = False

    def lives(self, now: datetime) -> bool:
        is_fresh = now - self.delivered_at <= LIFE
        is_recent = not self.is_redelivered or now - self.event_at <= REDELIVERED_LIFE
        return is_fresh and is_recent and not self.is_spent


class ReplyTokens:
    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.lock = threading.Lock()
        self.tokens: dict[str, ReplyToken] = {}

    def delivered(self, event: Json) -> None:
        """Each delivery of an event starts its token's minute again; a spent one stays spent."""
        name = event.get("replyToken")
        if not name:
            return
        where = event["source"]
        with self.lock:
            token = self.tokens.setdefault(
                name,
                ReplyToken(
                    where.get("groupId") or where["userId"],
                    self.clock(),
                    datetime.fromtimestamp(event["timestamp"] / 1000, UTC),
                ),
            )
            token.delivered_at = self.clock()
            token.is_redelivered = bool(event["deliveryContext"]["isRedelivery"])

    def chat_of(self, name: object) -> str | None:
        token = self.tokens.get(str(name))
        return token.chat_id if token else None

    def require(self, name: object) -> ReplyToken:
        token = self.tokens.get(str(name))
        if token is None or not token.lives(self.clock()):
            raise refused(400, INVALID_REPLY_TOKEN)
        return token

    def spend(self, name: object) -> str:
        """The chat that the token answers; Refused when it is unknown, spent or too old."""
        with self.lock:
            token = self.require(name)
            token.is_spent = True
            return token.chat_id
