"""What people of a test can hear and tap."""

from typing import Any

import pytest
from linebot.v3.messaging import MessagingApi, PushMessageRequest

from simulator import Line, Person
from tests.simulator.conftest import Bot

Json = dict[str, Any]


def sends(api: MessagingApi, to: str, *messages: Json) -> None:
    api.push_message(PushMessageRequest.from_dict({"to": to, "messages": list(messages)}))


def asks(*actions: Json) -> Json:
    items = [{"type": "action", "action": action} for action in actions]
    return {"type": "text", "text": "เลือกครับ", "quickReply": {"items": items}}


def postback(label: str, data: str = "do=x", **more: str) -> Json:
    return {"type": "postback", "label": label, "data": data} | more


def card(*actions: Json) -> Json:
    words = [{"type": "text", "text": "ถนนชำรุด"}, {"type": "text", "contents": [{"type": "span", "text": "รอรับเรื่อง"}]}]
    buttons = [{"type": "button", "action": action} for action in actions]
    bubble = {
        "type": "bubble",
        "header": {"type": "box", "layout": "vertical", "contents": [{"type": "text", "text": "69-000001"}]},
        "hero": {"type": "image", "url": "https://x.th/a.jpg"},
        "body": {"type": "box", "layout": "vertical", "contents": words},
        "footer": {"type": "box", "layout": "horizontal", "contents": buttons},
    }
    return {"type": "flex", "altText": "ไม่อ่าน", "contents": bubble}


def test_a_card_is_read_from_top_to_bottom(api: MessagingApi, somchai: Person) -> None:
    sends(api, somchai.user_id, card(postback("รับเรื่อง"), postback("ส่งต่อ")))
    heard = somchai.last_heard
    assert heard.text.splitlines() == ["69-000001", "ถนนชำรุด", "รอรับเรื่อง", "รับเรื่อง", "ส่งต่อ"]
    assert (heard.labels, heard.pictures) == (["รับเรื่อง", "ส่งต่อ"], ["https://x.th/a.jpg"])


def test_nothing_heard_says_so(somchai: Person) -> None:
    with pytest.raises(AssertionError, match="heard nothing"):
        _ = somchai.last_heard


def test_a_tap_on_nothing_tells_what_is_offered(api: MessagingApi, somchai: Person) -> None:
    sends(api, somchai.user_id, asks(postback("ข้าม"), postback("ยกเลิก")))
    with pytest.raises(AssertionError, match="not offered 'ยืนยัน'; offered: ข้าม, ยกเลิก"):
        somchai.taps("ยืนยัน")


def test_an_exact_label_goes_before_one_that_contains_it(api: MessagingApi, bot: Bot, somchai: Person) -> None:
    sends(api, somchai.user_id, card(postback("รับเรื่อง", "exact")), card(postback("ไม่รับเรื่อง", "other")))
    somchai.taps("รับเรื่อง")
    assert bot.events[-1]["postback"]["data"] == "exact"
    somchai.taps("ไม่รับ")
    assert bot.events[-1]["postback"]["data"] == "other"


def test_the_newest_of_two_equal_buttons_is_tapped(api: MessagingApi, bot: Bot, somchai: Person) -> None:
    sends(api, somchai.user_id, card(postback("รับเรื่อง", "old")), card(postback("รับเรื่อง", "new")))
    somchai.taps("รับเรื่อง")
    assert bot.events[-1]["postback"]["data"] == "new"


def test_quick_replies_go_when_something_else_is_said(api: MessagingApi, somchai: Person) -> None:
    sends(api, somchai.user_id, asks(postback("ข้าม")))
    assert somchai.offered == ["ข้าม"]
    somchai.says("เดี๋ยวก่อน")
    assert somchai.offered == []


def test_a_tapped_quick_reply_is_gone(api: MessagingApi, somchai: Person) -> None:
    sends(api, somchai.user_id, asks(postback("ข้าม")))
    somchai.taps("ข้าม")
    assert somchai.offered == []


def test_display_text_is_shown_but_is_no_message(line: Line, api: MessagingApi, bot: Bot, somchai: Person) -> None:
    sends(api, somchai.user_id, asks(postback("ข้าม", displayText="ขอข้าม")))
    before = len(bot.events)
    somchai.taps("ข้าม")
    assert line.world.entries[-1].message == {"type": "text", "text": "ขอข้าม"}
    assert [event["type"] for event in bot.events[before:]] == ["postback"]


def test_each_kind_of_action_does_its_thing(api: MessagingApi, bot: Bot, somchai: Person) -> None:
    window = {"min": "2026-11-21", "max": "2026-11-30"}
    picker = {"type": "datetimepicker", "label": "เลือกวัน", "data": "when", "mode": "date", **window}
    sends(
        api,
        somchai.user_id,
        card(
            {"type": "message", "label": "พิมพ์", "text": "ติดตาม"},
            {"type": "uri", "label": "แผนที่", "uri": "https://maps.example/"},
            picker,
        ),
    )
    somchai.taps("พิมพ์")
    assert bot.events[-1]["message"]["text"] == "ติดตาม"
    somchai.taps("แผนที่")
    assert somchai.opened == ["https://maps.example/"]
    with pytest.raises(AssertionError, match="asks for a date"):
        somchai.taps("เลือกวัน")
    for outside in ("2026-11-20", "2026-12-01"):
        with pytest.raises(AssertionError, match="does not let anybody choose"):
            somchai.taps("เลือกวัน", outside)
    somchai.taps("เลือกวัน", "2026-11-21")
    assert bot.events[-1]["postback"] == {"data": "when", "params": {"date": "2026-11-21"}}


def test_a_location_button_asks_for_a_pin(api: MessagingApi, somchai: Person) -> None:
    sends(api, somchai.user_id, asks({"type": "location", "label": "ส่งตำแหน่ง"}))
    with pytest.raises(AssertionError, match=r"use sends_pin\(\)"):
        somchai.taps("ส่งตำแหน่ง")
    assert somchai.offered == ["ส่งตำแหน่ง"]


def test_a_member_taps_in_the_group_under_their_own_name(
    line: Line, api: MessagingApi, bot: Bot, somchai: Person
) -> None:
    crew = line.group("กองช่าง", [somchai])
    crew.invites_bot(by=somchai)
    sends(api, crew.group_id, card(postback("รับเรื่อง")))
    assert crew.offered == ["รับเรื่อง"]
    assert somchai.offered == []
    somchai.within(crew).taps("รับเรื่อง")
    source = {"type": "group", "groupId": crew.group_id, "userId": somchai.user_id}
    assert bot.events[-1]["source"] == source


def test_a_stranger_cannot_speak_in_a_group(line: Line, somchai: Person) -> None:
    with pytest.raises(AssertionError, match="not in the group"):
        somchai.within(line.group("กองช่าง")).says("ขอเข้าด้วย")


def test_who_blocks_cannot_write(somchai: Person) -> None:
    somchai.blocks()
    with pytest.raises(AssertionError, match="has blocked"):
        somchai.says("ฮัลโหล")


def test_who_never_wrote_nor_added_is_not_reached(line: Line, api: MessagingApi) -> None:
    malee = line.person("malee")
    sends(api, malee.user_id, {"type": "text", "text": "ข่าว"})
    assert malee.heard == []
    malee.says("ฮัลโหล")
    sends(api, malee.user_id, {"type": "text", "text": "ข่าว"})
    assert malee.last_heard.text == "ข่าว"
