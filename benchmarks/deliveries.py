"""Deliveries as LINE makes them: residents who each tell a whole complaint, signed, as the bytes of an HTTP request."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from typing import Any

from simulator import webhooks

SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
BOT_USER_ID = "U" + "b" * 32
_numbers, _places = count(1), count()


@dataclass(frozen=True)
class Delivery:
    """One event in one webhook call; its answer is known by the reply token."""

    reply_token: str
    request: bytes


def _text(words: str) -> dict[str, Any]:
    return {"type": "message", "message": {"type": "text", "id": str(next(_numbers)), "text": words}}


def _pin() -> dict[str, Any]:
    # Each at a place of its own, 60 m from the next: alike cases would be asked about.
    number = next(_places)
    latitude, longitude = 18.635 + number % 40 * 0.00055, 99.03 + number // 40 % 40 * 0.0006
    place = {"latitude": latitude, "longitude": longitude, "address": "ถนนใหญ่"}
    return {"type": "message", "message": {"type": "location", "id": str(next(_numbers)), **place}}


def _tap(do: str) -> dict[str, Any]:
    return {"type": "postback", "postback": {"data": f"do={do}"}}


def _complaint() -> tuple[dict[str, Any], ...]:
    return (
        _text("แจ้งปัญหา"),
        _tap("complaints.choose_type&type=road"),
        _text("ถนนหน้าโรงเรียนเป็นหลุมลึก"),
        _pin(),
        _tap("complaints.skip"),  # no photo
        _tap("complaints.confirm"),
    )


EVENTS_OF_A_COMPLAINT = len(_complaint())


def _delivery(event: dict[str, Any], source: dict[str, str], seconds_ago: int = 0) -> Delivery:
    now = datetime.now(UTC) - timedelta(seconds=seconds_ago)
    token = secrets.token_hex(16)
    envelope = {
        "mode": "active",
        "timestamp": webhooks.milliseconds(now),
        "source": source,
        "webhookEventId": webhooks.event_id(now),
        "deliveryContext": {"isRedelivery": False},
        "replyToken": token,
    }
    body = json.dumps({"destination": BOT_USER_ID, "events": [event | envelope]}, ensure_ascii=False).encode()
    headers = {"host": "127.0.0.1", "content-length": str(len(body)), **webhooks.headers(SECRET, body)}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return Delivery(token, f"POST /webhook HTTP/1.1\r\n{head}\r\n".encode() + body)


def _somebody() -> dict[str, str]:
    return {"type": "user", "userId": f"U{secrets.token_hex(16)}"}


def complaint() -> list[Delivery]:
    """A resident whom the town has never seen tells a complaint, from the first word to "send it"."""
    somebody = _somebody()
    ago = range(EVENTS_OF_A_COMPLAINT, 0, -1)  # LINE's own times, which keep a person's events in order
    return [_delivery(event, somebody, seconds) for event, seconds in zip(_complaint(), ago, strict=True)]


def complaints(events: int, at_once: int = 30) -> list[Delivery]:
    """About so many events of residents who tell their complaints at the same time, `at_once` of them."""
    rounds = -(-events // (EVENTS_OF_A_COMPLAINT * at_once))
    return list(islice(_woven(rounds, at_once), events))


def _woven(rounds: int, at_once: int) -> Iterator[Delivery]:
    for _ in range(rounds):
        for step in zip(*(complaint() for _ in range(at_once)), strict=True):
            yield from step


def emergency() -> Delivery:
    """Somebody asks whom to call."""
    return _delivery(_tap("emergencies.start"), _somebody())


def enrolment_of_group(group_id: str, code: str) -> Delivery:
    """A member of a staff group makes it the group of a division."""
    return _delivery(_text(f"ลงทะเบียนกลุ่ม {code}"), {"type": "group", "groupId": group_id, **_user_of(_somebody())})


def _user_of(source: dict[str, str]) -> dict[str, str]:
    return {"userId": source["userId"]}
