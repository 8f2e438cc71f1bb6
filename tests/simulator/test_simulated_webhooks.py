"""What the bot receives, read with LINE's own parser."""

import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self

from linebot.v3.webhook import SignatureValidator, WebhookParser
from linebot.v3.webhooks import (
    FollowEvent,
    ImageMessageContent,
    JoinEvent,
    LocationMessageContent,
    MemberJoinedEvent,
    MemberLeftEvent,
    MessageEvent,
    PostbackEvent,
    StickerMessageContent,
    TextMessageContent,
    UnfollowEvent,
    UnsendEvent,
)

from simulator import Line, Person, webhooks
from tests.simulator.conftest import Bot, Clock


class Listener:
    """The smallest bot on a socket."""

    def __init__(self) -> None:
        received: list[tuple[bytes, str]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                received.append((body, self.headers["x-line-signature"]))
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.received = received
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhook"
        self.thread = Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_the_signature_is_lines_own_for_the_published_vector() -> None:
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    assert (
        webhooks.signature("8c570fa6dd201bb328f1c1eac23a96d8", body) == "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="
    )


def test_every_kind_of_event_is_understood_by_the_sdk(line: Line, bot: Bot, somchai: Person) -> None:
    manee = line.person("manee", "มานี")
    crew = line.group("กองช่าง", [manee])
    somchai.says("แจ้งปัญหา")
    somchai.sends_photo()
    somchai.sends_pin(18.6477, 99.0417, "ถนนใหญ่")
    somchai.sends_sticker()
    somchai.posts_back("do=x", params={"date": "2026-11-21"})
    somchai.unsends()
    crew.invites_bot(by=manee)
    manee.within(crew).says("ลงทะเบียนกลุ่ม 123456")
    crew.gains(somchai)
    crew.loses(somchai)
    crew.removes_bot(by=manee)
    somchai.blocks()

    parser = WebhookParser(line.secret)
    events = []
    for body, headers in bot.received:
        payload = parser.parse(body.decode(), headers["x-line-signature"], as_payload=True)
        assert payload.destination == line.bot_user_id
        events += payload.events
    kinds = [type(getattr(event, "message", event)) for event in events]
    assert kinds == [
        FollowEvent, TextMessageContent, ImageMessageContent, LocationMessageContent, StickerMessageContent,
        PostbackEvent, UnsendEvent, JoinEvent, TextMessageContent, MemberJoinedEvent, MemberLeftEvent,
        type(events[11]), UnfollowEvent,
    ]  # fmt: skip
    assert events[11].type == "leave"


def test_an_event_has_the_ids_that_line_gives(bot: Bot, clock: Clock, somchai: Person) -> None:
    somchai.says("สวัสดี")
    event = bot.events[-1]
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{26}", event["webhookEventId"])
    assert re.fullmatch(r"\d+", event["message"]["id"])
    assert re.fullmatch(r"U[0-9a-f]{32}", event["source"]["userId"])
    assert event["timestamp"] == clock.now.timestamp() * 1000
    assert (event["mode"], event["deliveryContext"]) == ("active", {"isRedelivery": False})
    assert event["message"]["quoteToken"]
    assert event["replyToken"]


def test_a_person_has_the_same_id_in_every_run() -> None:
    assert Line().person("somchai").user_id == Line().person("somchai").user_id != Line().person("malee").user_id


def test_several_photos_share_an_image_set(bot: Bot, somchai: Person) -> None:
    somchai.sends_photos(3)
    sets = [event["message"]["imageSet"] for event in bot.events[-3:]]
    assert [(one["index"], one["total"]) for one in sets] == [(1, 3), (2, 3), (3, 3)]
    assert len({one["id"] for one in sets}) == 1


def test_coming_back_after_a_block_is_told(bot: Bot, somchai: Person) -> None:
    somchai.blocks()
    somchai.adds()
    assert [event.get("follow") for event in bot.events] == [{"isUnblocked": False}, None, {"isUnblocked": True}]


def test_a_group_without_the_bot_says_nothing_to_it(line: Line, bot: Bot) -> None:
    manee = line.person("manee", "มานี")
    manee.within(line.group("กองช่าง", [manee])).says("ใครอยู่บ้าง")
    assert bot.events == []


def test_a_duplicate_is_the_same_event_twice(line: Line, bot: Bot, somchai: Person) -> None:
    line.deliveries.duplicate = True
    somchai.says("หนึ่ง")
    assert bot.received[-1] == bot.received[-2]


def test_reordered_deliveries_swap_neighbours(line: Line, bot: Bot, somchai: Person) -> None:
    line.deliveries.reorder = True
    for word in ("หนึ่ง", "สอง", "สาม"):
        somchai.says(word)
    line.deliveries.release()
    assert [event["message"]["text"] for event in bot.events[1:]] == ["สอง", "หนึ่ง", "สาม"]


def test_what_was_not_answered_comes_again_under_its_id(line: Line, bot: Bot, somchai: Person) -> None:
    bot.status = 500
    somchai.says("หนึ่ง")
    bot.status = 200
    line.deliveries.redeliver_unanswered()
    first, again = bot.events[-2:]
    assert again == first | {"deliveryContext": {"isRedelivery": True}}
    line.deliveries.redeliver_unanswered()
    assert len(bot.events) == 3


def test_redelivery_gives_up_after_three(line: Line, bot: Bot, somchai: Person) -> None:
    line.deliveries.redeliver, bot.status = True, 500
    somchai.says("หนึ่ง")
    assert len(bot.events) == 1 + 1 + 3


def test_one_call_can_carry_several_people(line: Line, bot: Bot, somchai: Person) -> None:
    with line.deliveries.together():
        somchai.says("หนึ่ง")
        line.person("malee").says("สอง")
    assert len(json.loads(bot.received[-1][0])["events"]) == 2


def test_something_is_done_after_each_delivery(line: Line, bot: Bot, somchai: Person) -> None:
    rests: list[int] = []
    line.after_delivery = lambda: rests.append(len(bot.events))
    somchai.says("หนึ่ง")
    somchai.says("สอง")
    assert rests == [2, 3]


def test_over_http_webhooks_arrive_signed_and_in_order() -> None:
    with Listener() as listener, Line(webhook_url=listener.url) as line:
        malee = line.person("malee")
        for number in range(20):
            malee.says(str(number))
        line.deliveries.wait_until_idle()
        said = [json.loads(body)["events"][0]["message"]["text"] for body, _ in listener.received]
        assert said == [str(number) for number in range(20)]
        validator = SignatureValidator(line.secret)
        assert all(validator.validate(body.decode(), signature) for body, signature in listener.received)


def test_a_silent_bot_is_a_delivery_with_status_0() -> None:
    with Line(webhook_url="http://127.0.0.1:9/webhook") as line:
        line.person("malee").says("มีใครไหม")
        line.deliveries.wait_until_idle()
        assert [delivery.status for delivery in line.deliveries.log] == [0]


def test_message_events_keep_their_reply_token(bot: Bot, somchai: Person) -> None:
    somchai.says("หนึ่ง")
    event = MessageEvent.from_dict(bot.events[-1])
    assert event is not None
    assert event.reply_token == bot.reply_token
