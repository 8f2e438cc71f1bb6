"""Takes what the bot sends: checks it, counts it against the month, and lets it be heard."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from simulator import webhooks
from simulator.check_messages import check_messages
from simulator.heard import QUOTABLE
from simulator.refusals import (
    FAILED_TO_SEND,
    MONTH_SPENT,
    RETRY_KEY_ACCEPTED,
    Json,
    Problem,
    Refused,
    body_refused,
    property_refused,
    refused,
)
from simulator.reply_tokens import ReplyTokens
from simulator.world import BOT, GroupPhone, PersonPhone, World

LINE_ID = re.compile(r"[UCR][0-9a-f]{32}")
RETRY_KEY_LIFE = timedelta(hours=24)
MOST_RECIPIENTS = 500


@dataclass(frozen=True)
class Accepted:
    """A send that LINE said yes to: `paid` is what it took from the month's quota; a quiet one made no sound."""

    how: str
    to: str | tuple[str, ...]
    messages: list[Json]
    retry_key: str | None
    paid: int
    at: datetime
    is_quiet: bool = False


@dataclass(frozen=True)
class UsedKey:
    at: datetime
    body: Json
    request_id: str
    sent: list[Json]


class Sending:
    def __init__(self, world: World, tokens: ReplyTokens) -> None:
        self.world, self.tokens = world, tokens
        self.accepted: list[Accepted] = []
        self.used_keys: dict[str, UsedKey] = {}
        self.misused_keys: list[str] = []  # same key, other body: LINE says 409 and the second is lost
        self.quota_limit: int | None = 300
        self.quota_used = 0

    def reply(self, body: Json, retry_key: str | None = None) -> Json:
        if retry_key is not None:
            raise refused(400, "The X-Line-Retry-Key header is not supported by this endpoint")
        if not isinstance(body.get("replyToken"), str) or not body["replyToken"]:
            raise body_refused([Problem("replyToken", "May not be empty")])
        messages = check_messages(body.get("messages"))
        with self.world.lock:
            phone = self.world.phone_of(self.tokens.chat_of(body["replyToken"]))
            if phone is None or (isinstance(phone, GroupPhone) and not phone.bot_is_in):
                self.tokens.require(body["replyToken"])
            if is_gone(phone):
                raise refused(404)
            self.tokens.spend(body["replyToken"])
            assert phone is not None
            return {"sentMessages": self.deliver("reply", [phone], messages, None, 0)}

    def push(self, body: Json, retry_key: str | None, request_id: str) -> Json:
        with self.world.lock:
            self.refuse_used_key(retry_key, body)
            messages = check_messages(body.get("messages"))
            phone = self.receiver(body.get("to"))
            paid = self.charge([phone])
            sent = self.deliver("push", [phone], messages, retry_key, paid, is_quiet=wants_no_sound(body))
            self.remember(retry_key, body, request_id, sent)
            return {"sentMessages": sent}

    def multicast(self, body: Json, retry_key: str | None, request_id: str) -> Json:
        """Ids that nobody has are passed over in silence, as LINE does."""
        with self.world.lock:
            self.refuse_used_key(retry_key, body)
            messages = check_messages(body.get("messages"))
            ids = body.get("to")
            if not isinstance(ids, list) or not 1 <= len(ids) <= MOST_RECIPIENTS:
                raise body_refused([Problem("to", f"Size must be between 1 and {MOST_RECIPIENTS}")])
            if not all(re.fullmatch(r"U[0-9a-f]{32}", str(one)) for one in ids):
                raise property_refused("to")
            phones = [phone for one in dict.fromkeys(ids) if (phone := self.world.person_of(one)) and not phone.is_gone]
            paid = self.charge(phones)
            self.deliver("multicast", phones, messages, retry_key, paid)
            self.remember(retry_key, body, request_id, [])
            return {}

    def receiver(self, to: Any) -> PersonPhone | GroupPhone:
        if not isinstance(to, str) or not LINE_ID.fullmatch(to):
            raise property_refused("to")
        phone = self.world.phone_of(to)
        if phone is None or (isinstance(phone, GroupPhone) and not phone.bot_is_in):
            raise refused(400, FAILED_TO_SEND)
        if is_gone(phone):
            raise refused(404)
        return phone

    def charge(self, phones: list[Any]) -> int:
        """One message for each who is reached, however many bubbles it has; a group costs its members."""
        cost = sum(recipients(phone) for phone in phones)
        if self.quota_limit is not None and self.quota_used + cost > self.quota_limit:
            raise refused(429, MONTH_SPENT)
        self.quota_used += cost
        return cost

    def deliver(
        self,
        how: str,
        phones: list[Any],
        messages: list[Json],
        retry_key: str | None,
        paid: int,
        *,
        is_quiet: bool = False,
    ) -> list[Json]:
        sent = [self.sent_message(message) for message in messages]
        to = tuple(phone.line_id for phone in phones) if how == "multicast" else phones[0].line_id
        self.accepted.append(Accepted(how, to, messages, retry_key, paid, self.world.clock(), is_quiet))
        for phone in phones:
            if isinstance(phone, PersonPhone) and not phone.is_reached:
                continue
            for message, receipt in zip(messages, sent, strict=True):
                self.world.show(phone, BOT, message, receipt["id"], how)
        return sent

    def sent_message(self, message: Json) -> Json:
        receipt = {"id": self.world.new_message_id()}
        return receipt | ({"quoteToken": webhooks.quote_token()} if message["type"] in QUOTABLE else {})

    def refuse_used_key(self, key: str | None, body: Json) -> None:
        if key is None:
            return
        if not is_uuid(key):
            raise refused(400, "The X-Line-Retry-Key header is invalid: it must be a UUID")
        used = self.used_keys.get(key.lower())
        if used is None or self.world.clock() - used.at > RETRY_KEY_LIFE:
            return
        if used.body != body:
            self.misused_keys.append(key)
        answer: Json = {"message": RETRY_KEY_ACCEPTED}
        raise Refused(
            409,
            answer | ({"sentMessages": used.sent} if used.sent else {}),
            {"x-line-accepted-request-id": used.request_id},
        )

    def remember(self, key: str | None, body: Json, request_id: str, sent: list[Json]) -> None:
        if key is not None:
            self.used_keys[key.lower()] = UsedKey(self.world.clock(), body, request_id, sent)


def wants_no_sound(body: Json) -> bool:
    asked = body.get("notificationDisabled", False)
    if not isinstance(asked, bool):
        raise property_refused("notificationDisabled")
    return asked


def recipients(phone: PersonPhone | GroupPhone) -> int:
    return len(phone.members) if isinstance(phone, GroupPhone) else int(phone.is_reached)


def is_gone(phone: PersonPhone | GroupPhone | None) -> bool:
    return isinstance(phone, PersonPhone) and phone.is_gone


def is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
