"""Reads one raw webhook event, trusting nothing about its shape: what is not understood is said to be so, and kept.

The SDK's parser loses a whole body for one unknown value, so it is not used here. Source of the shapes: LINE's
Messaging API reference, "Webhook event objects".
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from handlers.turn import Asked, Picture, Pin, Words
from models.thai import canon, clean

Raw = dict[str, Any]
STANDBY = "standby"
# Beyond the year 3000 a timestamp is a mistake, and soon nothing that a calendar holds.
LATEST_MS = 2**45


@dataclass(frozen=True)
class Event:
    """One event as far as we understand it. Exactly one of words, pin, picture and asked is set for what a person said."""

    kind: str
    user_id: str | None
    # The group or room it happened in; None in a private chat.
    group_id: str | None
    reply_token: str | None
    occurred_ms: int
    is_redelivery: bool
    is_standby: bool
    words: Words | None = None
    pin: Pin | None = None
    picture: Picture | None = None
    asked: Asked | None = None
    unsent_id: str | None = None


def _table(raw: Raw, name: str) -> Raw:
    found = raw.get(name)
    return found if isinstance(found, dict) else {}


def _string(raw: Raw, name: str, longest: int = 64) -> str | None:
    found = raw.get(name)
    return clean(found)[:longest] or None if isinstance(found, str) else None


def event_id(raw: Raw) -> str:
    """LINE's own id; for an event without one, a hash of all of it, so that a copy is still known as a copy."""
    given = raw.get("webhookEventId")
    if isinstance(given, str) and 0 < len(given) <= 64 and given.isascii() and given.isprintable():
        return given
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()


def kind_of(raw: Raw) -> str:
    """`follow`, `message.text`, `postback` …"""
    kind = _string(raw, "type", 20) or "unknown"
    message = _string(_table(raw, "message"), "type", 18)
    return f"{kind}.{message}" if kind == "message" and message else kind


def source_key(raw: Raw) -> str:
    """Whose order it keeps: the person's, or the group's where LINE hides the person."""
    source = _table(raw, "source")
    return _string(source, "userId") or _string(source, "groupId") or _string(source, "roomId") or "nobody"


def message_id(raw: Raw) -> str | None:
    """The id of the message that it carries, by which its author may take it back."""
    return _string(_table(raw, "message"), "id")


def occurred_ms(raw: Raw, now: datetime) -> int:
    """LINE's own time of it in milliseconds; of our receipt where that is missing or no number."""
    given = raw.get("timestamp")
    is_usable = isinstance(given, int) and not isinstance(given, bool) and 0 <= given < LATEST_MS
    return given if is_usable else int(now.timestamp() * 1000)  # type: ignore[return-value]


def is_urgent(raw: Raw, emergency_words: frozenset[str]) -> bool:
    """Whether it asks for help in an emergency: taken before everything else, and answered in that lane."""
    text = _table(raw, "message").get("text")
    if isinstance(text, str) and len(text) < 200:
        return canon(text) in emergency_words
    data = _table(raw, "postback").get("data")
    return isinstance(data, str) and data.startswith("do=emergencies.")


def read_event(raw: Raw, now: datetime) -> Event:
    """Everything that we understand of it."""
    source = _table(raw, "source")
    return Event(
        kind=kind_of(raw),
        user_id=_string(source, "userId"),
        group_id=_string(source, "groupId") or _string(source, "roomId"),
        reply_token=_string(raw, "replyToken"),
        occurred_ms=occurred_ms(raw, now),
        is_redelivery=_table(raw, "deliveryContext").get("isRedelivery") is True,
        is_standby=raw.get("mode") == STANDBY,
        words=_words(raw),
        pin=_pin(raw),
        picture=_picture(raw),
        asked=_asked(raw),
        unsent_id=_string(_table(raw, "unsend"), "messageId"),
    )


def _message(raw: Raw, kind: str) -> Raw | None:
    message = _table(raw, "message")
    return message if raw.get("type") == "message" and message.get("type") == kind else None


def _words(raw: Raw) -> Words | None:
    message = _message(raw, "text")
    text = message.get("text") if message else None
    if message is None or not isinstance(text, str) or not clean(text).strip():
        return None
    return Words(_string(message, "id"), clean(text).strip(), _string(message, "quotedMessageId"))


def _pin(raw: Raw) -> Pin | None:
    message = _message(raw, "location")
    if message is None:
        return None
    latitude, longitude = message.get("latitude"), message.get("longitude")
    if not (_is_within(latitude, 90) and _is_within(longitude, 180)):
        return None
    address = _string(message, "address", 1000) or _string(message, "title", 1000)
    return Pin(_string(message, "id"), float(latitude), float(longitude), address)  # type: ignore[arg-type]


def _is_within(degrees: object, most: int) -> bool:
    return isinstance(degrees, (int, float)) and not isinstance(degrees, bool) and -most <= degrees <= most


def _picture(raw: Raw) -> Picture | None:
    message = _message(raw, "image")
    message_id = _string(message, "id") if message else None
    # A photo that lives elsewhere is an address chosen by a stranger: it is not fetched.
    if message is None or message_id is None or _table(message, "contentProvider").get("type") != "line":
        return None
    photos = _table(message, "imageSet")
    total = photos.get("total")
    return Picture(message_id, _string(photos, "id"), total if isinstance(total, int) else 1)


def _asked(raw: Raw) -> Asked | None:
    postback = _table(raw, "postback")
    data = postback.get("data")
    if raw.get("type") != "postback" or not isinstance(data, str):
        return None
    asked = Asked(parse_qsl(clean(data)))
    if (picked := _string(_table(postback, "params"), "date")) is not None:  # what a date picker adds to its data
        asked["date"] = picked
    return asked
