"""Webhook events as LINE builds them: ids, source, reply token, and the signature over the bytes."""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime
from typing import Any

from simulator.refusals import Json
from simulator.world import GroupPhone, PersonPhone, Phone

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REPLYABLE = ("message", "follow", "join", "postback", "memberJoined", "beacon", "accountLink", "videoPlayComplete")


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def event_id(at: datetime) -> str:
    """A ULID: 48 bits of time, 80 of chance, 26 letters."""
    number = milliseconds(at) << 80 | secrets.randbits(80)
    return "".join(CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def quote_token() -> str:
    return secrets.token_urlsafe(36)


def source(chat: Phone, speaker: PersonPhone | None) -> Json:
    if not isinstance(chat, GroupPhone):
        return {"type": "user", "userId": chat.line_id}
    group: Json = {"type": "group", "groupId": chat.line_id}
    return group | ({"userId": speaker.line_id} if speaker else {})


def event(kind: str, at: datetime, chat: Phone, speaker: PersonPhone | None = None, **content: Any) -> Json:
    """One event of `kind`; `content` is what this kind carries (message, postback, follow …)."""
    happened: Json = {
        "type": kind,
        "mode": "active",
        "timestamp": milliseconds(at),
        "source": source(chat, speaker),
        "webhookEventId": event_id(at),
        "deliveryContext": {"isRedelivery": False},
    }
    if kind in REPLYABLE:
        happened["replyToken"] = secrets.token_hex(16)
    return happened | content


def redelivered(event: Json) -> Json:
    return event | {"deliveryContext": {"isRedelivery": True}}


def body(destination: str, events: list[Json]) -> bytes:
    return json.dumps(
        {"destination": destination, "events": events}, ensure_ascii=False, separators=(",", ":")
    ).encode()


def signature(secret: str, raw: bytes) -> str:
    return base64.b64encode(hmac.new(secret.encode(), raw, hashlib.sha256).digest()).decode()


def headers(secret: str, raw: bytes) -> dict[str, str]:
    return {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "LineBotWebhook/2.0",
        "x-line-signature": signature(secret, raw),
    }
