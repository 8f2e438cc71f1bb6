"""Every kind of event and of message that LINE's SDK knows is taken: kept, done, and no fault raised over it.

A new version of the SDK that knows another kind fails here until the kind stands in the table.
"""

from typing import Any

import pytest
from linebot.v3.webhooks.models import Event, MessageContent

from models.webhook_event import EventStatus
from tests.bot.hand_made import STRANGER, delivery, kept, post
from tests.towns import TownUnderTest

PERSON = {"type": "user", "userId": STRANGER}
GROUP = {"type": "group", "groupId": "C" + "7" * 32, "userId": STRANGER}
ROOM = {"type": "room", "roomId": "R" + "7" * 32}
TOKEN = {"replyToken": "0123456789abcdef0123456789abcdef"}
CONTENT = {"contentProvider": {"type": "line"}}
MEMBERS = {"members": [{"type": "user", "userId": "U" + "8" * 32}]}

EVENTS: dict[str, dict[str, Any]] = {
    "accountLink": {"source": PERSON, "link": {"result": "ok", "nonce": "a-nonce"}} | TOKEN,
    "activated": {"chatControl": {"expireAt": 1_795_000_600_000}},
    "beacon": {"source": PERSON, "beacon": {"hwid": "0123456789", "type": "enter", "dm": "00"}} | TOKEN,
    "botResumed": {},
    "botSuspended": {},
    "deactivated": {},
    "delivery": {"delivery": {"data": "0" * 64}},
    "follow": {"source": PERSON, "follow": {"isUnblocked": True}} | TOKEN,
    "join": {"source": GROUP} | TOKEN,
    "leave": {"source": GROUP},
    "memberJoined": {"source": GROUP, "joined": MEMBERS} | TOKEN,
    "memberLeft": {"source": GROUP, "left": MEMBERS},
    "membership": {"source": PERSON, "membership": {"type": "joined", "membershipId": 1}} | TOKEN,
    "message": {"source": PERSON, "message": {"type": "text", "id": "70", "text": "สวัสดี"}} | TOKEN,
    "messageEdited": {"source": PERSON, "message": {"type": "text", "id": "70", "text": "สวัสดีค่ะ"}} | TOKEN,
    "module": {"module": {"type": "attached", "botId": STRANGER, "scopes": []}},
    "postback": {"source": PERSON, "postback": {"data": "do=nothing", "params": {"date": "2026-11-21"}}} | TOKEN,
    "unfollow": {"source": PERSON},
    "unsend": {"source": PERSON, "unsend": {"messageId": "70"}},
    "videoPlayComplete": {"source": PERSON, "videoPlayComplete": {"trackingId": "track"}} | TOKEN,
}
MESSAGES: dict[str, dict[str, Any]] = {
    "audio": {"duration": 60_000} | CONTENT,
    "file": {"fileName": "แผน.pdf", "fileSize": 2138},
    "image": {"imageSet": {"id": "S1", "index": 1, "total": 2}} | CONTENT,
    "location": {"title": "วัด", "address": "ถนนใหญ่", "latitude": 18.64, "longitude": 99.04},
    "sticker": {"packageId": "446", "stickerId": "1988", "stickerResourceType": "STATIC", "keywords": ["hi"]},
    "text": {
        "text": "$ @สมชาย สวัสดี",
        "emojis": [{"index": 0, "length": 1, "productId": "5ac1bfd5040ab15980c9b435", "emojiId": "001"}],
        "mention": {"mentionees": [{"index": 2, "length": 7, "type": "user", "userId": STRANGER, "isSelf": False}]},
        "quotedMessageId": "69",
        "quoteToken": "a-quote",
    },
    "video": {"duration": 60_000} | CONTENT,
}
SOURCES = {"a person": PERSON, "a group": GROUP, "a room": ROOM}


def kinds_known_to_the_sdk(model: type) -> set[str]:
    return set(vars(model)[f"_{model.__name__}__discriminator_value_class_map"])


def raw(kind: str, number: int, more: dict[str, Any]) -> dict[str, Any]:
    head = {
        "type": kind,
        "mode": "active",
        "timestamp": 1_795_000_000_000 + number,
        "webhookEventId": f"01E{number:023}",
    }
    return {**head, "deliveryContext": {"isRedelivery": False}, **more}


@pytest.mark.parametrize(("model", "table"), [(Event, EVENTS), (MessageContent, MESSAGES)])
def test_no_kind_is_missing_here(model: type, table: dict[str, Any]) -> None:
    assert set(table) == kinds_known_to_the_sdk(model)


def test_every_kind_of_event_is_taken(town: TownUnderTest, caplog: pytest.LogCaptureFixture) -> None:
    all_are_taken(town, [raw(kind, number, more) for number, (kind, more) in enumerate(EVENTS.items())], caplog)


@pytest.mark.parametrize("source", SOURCES)
def test_every_kind_of_message_is_taken(town: TownUnderTest, caplog: pytest.LogCaptureFixture, source: str) -> None:
    messages = [{"type": kind, "id": f"7{number}", **more} for number, (kind, more) in enumerate(MESSAGES.items())]
    parts = [{"source": SOURCES[source], "message": message, **TOKEN} for message in messages]
    all_are_taken(town, [raw("message", number, part) for number, part in enumerate(parts)], caplog)


def all_are_taken(town: TownUnderTest, events: list[dict[str, Any]], caplog: pytest.LogCaptureFixture) -> None:
    assert post(town, delivery(town, *events)) == 200
    town.settles()
    assert [row.event_id for row in kept(town)] == [event["webhookEventId"] for event in events]
    assert {row.status for row in kept(town)} == {EventStatus.DONE}
    wrong = [record.msg for record in caplog.records if record.name.startswith("bot.") and record.exc_info]
    assert wrong == []
