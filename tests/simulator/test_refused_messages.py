"""Each limit of LINE's, by the smallest message that breaks it."""

from contextlib import suppress
from typing import Any

import pytest

from simulator.check_messages import check_messages
from simulator.lengths import graphemes, utf16_units
from simulator.refusals import Refused

Json = dict[str, Any]
POSTBACK: Json = {"type": "postback", "label": "ยืนยัน", "data": "do=x"}
TEXT: Json = {"type": "text", "text": "ครับ"}


def with_quick_replies(*actions: Json) -> Json:
    return TEXT | {"quickReply": {"items": [{"type": "action", "action": action} for action in actions]}}


def flex(*components: Json, **bubble: Any) -> Json:
    body = {"type": "box", "layout": "vertical", "contents": list(components)}
    return {"type": "flex", "altText": "ก", "contents": {"type": "bubble", "body": body} | bubble}


def word(text: str, **more: Any) -> Json:
    return {"type": "text", "text": text} | more


def buttons(**more: Any) -> Json:
    template = {"type": "buttons", "text": "เลือก", "actions": [POSTBACK]} | more
    return {"type": "template", "altText": "ก", "template": template}


def postback(**more: Any) -> Json:
    return POSTBACK | more


LOCATION: Json = {"type": "location", "title": "ก", "address": "ข", "latitude": 18.6, "longitude": 99.0}
IMAGE: Json = {"type": "image", "originalContentUrl": "https://x.th/a.jpg", "previewImageUrl": "https://x.th/b.jpg"}
PICKER: Json = {"type": "datetimepicker", "label": "วัน", "data": "d", "mode": "date", "initial": "2026-11-21"}
COLUMNS = [{"text": "ก", "actions": [POSTBACK]}, {"text": "ข", "actions": [POSTBACK, POSTBACK]}]

ACCEPTED: dict[str, Json] = {
    "5,000 units": {"type": "text", "text": "ก" * 5000},
    "a location in a quick reply": with_quick_replies({"type": "location", "label": "ส่งตำแหน่ง"}),
    "13 quick replies": with_quick_replies(*[POSTBACK] * 13),
    "a label of 20 graphemes and 37 letters": with_quick_replies(postback(label="กี่" * 17 + "กขค")),
    "a date picker": with_quick_replies(PICKER),
    "a date picker with a window": with_quick_replies(PICKER | {"min": "2026-11-21", "max": "2027-02-19"}),
    "a picker of day and time": with_quick_replies(
        {k: PICKER[k] for k in ("type", "label", "data")}
        | {"mode": "datetime", "initial": "2026-11-21T10:00", "min": "2026-11-21t08:30"}
    ),
    "a pin": LOCATION,
    "a picture": IMAGE,
    "a picture from this machine": IMAGE | {"originalContentUrl": "http://127.0.0.1:8001/a.jpg"},
    "a phone number": flex({"type": "button", "action": {"type": "uri", "label": "โทร", "uri": "tel:053511000"}}),
    "a flex text": flex(word("ถนน", wrap=True, size="lg", color="#112233", weight="bold", margin="md")),
    "spans": flex({"type": "text", "contents": [{"type": "span", "text": "ก"}]}),
    "an icon in a baseline": flex(
        {"type": "box", "layout": "baseline", "contents": [{"type": "icon", "url": "https://x.th/i.png"}]}
    ),
    "a hero image": flex(hero={"type": "image", "url": "https://x.th/a.jpg", "size": "full", "aspectRatio": "20:13"}),
    "a template": buttons(),
    "escaped braces": {"type": "textV2", "text": "{{ก}}"},
    "a mention": {
        "type": "textV2",
        "text": "{who} ครับ",
        "substitution": {"who": {"type": "mention", "mentionee": {"type": "all"}}},
    },
}

REFUSED: dict[str, tuple[Json, str]] = {
    "no type": ({"text": "ก"}, "messages[0].type"),
    "an unknown type": ({"type": "telepathy"}, "messages[0].type"),
    "an empty text": ({"type": "text", "text": ""}, "messages[0].text"),
    "5,001 units": ({"type": "text", "text": "ก" * 5001}, "messages[0].text"),
    "2,501 emoji are 5,002 units": ({"type": "text", "text": "🛠" * 2501}, "messages[0].text"),
    "no sticker": ({"type": "sticker", "packageId": "1"}, "messages[0].stickerId"),
    "a pin without a title": (LOCATION | {"title": ""}, "messages[0].title"),
    "a pin off the earth": (LOCATION | {"latitude": 91}, "messages[0].latitude"),
    "a picture by http": (IMAGE | {"originalContentUrl": "http://x.th/a.jpg"}, "messages[0].originalContentUrl"),
    "no preview": ({"type": "image", "originalContentUrl": "https://x.th/a"}, "messages[0].previewImageUrl"),
    "a sender of 21": (TEXT | {"sender": {"name": "ก" * 21}}, "messages[0].sender.name"),
    "14 quick replies": (with_quick_replies(*[POSTBACK] * 14), "messages[0].quickReply.items"),
    "no quick replies": (TEXT | {"quickReply": {"items": []}}, "messages[0].quickReply.items"),
    "a label of 21": (with_quick_replies(postback(label="ก" * 21)), "messages[0].quickReply.items[0].action.label"),
    "no label": (with_quick_replies({"type": "location"}), "messages[0].quickReply.items[0].action.label"),
    "data of 301": (with_quick_replies(postback(data="x" * 301)), "messages[0].quickReply.items[0].action.data"),
    "no data": (with_quick_replies(postback(data="")), "messages[0].quickReply.items[0].action.data"),
    "an unknown action": (with_quick_replies({"type": "fly"}), "messages[0].quickReply.items[0].action.type"),
    "fill-in without the keyboard": (
        with_quick_replies(postback(fillInText="ก")),
        "messages[0].quickReply.items[0].action.fillInText",
    ),
    "a picker of years": (with_quick_replies(PICKER | {"mode": "year"}), "messages[0].quickReply.items[0].action.mode"),
    "a picker with a time for a date": (
        with_quick_replies(PICKER | {"initial": "10:00"}),
        "messages[0].quickReply.items[0].action.initial",
    ),
    "a picker with a day that no month has": (
        with_quick_replies(PICKER | {"initial": "2026-02-30"}),
        "messages[0].quickReply.items[0].action.initial",
    ),
    "a picker that ends before it begins": (
        with_quick_replies(PICKER | {"min": "2026-11-21", "max": "2026-11-20"}),
        "messages[0].quickReply.items[0].action.max",
    ),
    "a picker that opens before it begins": (
        with_quick_replies(PICKER | {"min": "2026-11-22", "max": "2026-11-30"}),
        "messages[0].quickReply.items[0].action.initial",
    ),
    "a camera on a template": (
        buttons(actions=[{"type": "camera", "label": "ถ่าย"}]),
        "messages[0].template.actions[0].type",
    ),
    "five buttons": (buttons(actions=[POSTBACK] * 5), "messages[0].template.actions"),
    "a template text of 161": (buttons(text="ก" * 161), "messages[0].template.text"),
    "61 under a title": (buttons(text="ก" * 61, title="ก"), "messages[0].template.text"),
    "uneven columns": (buttons(type="carousel", columns=COLUMNS), "messages[0].template.columns"),
    "an unknown template": (buttons(type="wall"), "messages[0].template.type"),
    "an altText of 1,501": (flex(word("ก")) | {"altText": "ก" * 1501}, "messages[0].altText"),
    "no altText": (flex(word("ก")) | {"altText": ""}, "messages[0].altText"),
    "an unknown placeholder": ({"type": "textV2", "text": "{who}"}, "messages[0].substitution.who"),
    "a lone brace": ({"type": "textV2", "text": "ราคา { บาท"}, "messages[0].text"),
}

REFUSED_FLEX: dict[str, tuple[Json, str]] = {
    "an unknown component": (flex({"type": "marquee"}), "/body/contents/0/type"),
    "an empty text": (flex(word("")), "/body/contents/0/text"),
    "an unknown field": (flex(word("ก", colour="#112233")), "/body/contents/0/colour"),
    "a colour by name": (flex(word("ก", color="red")), "/body/contents/0/color"),
    "an unknown size": (flex(word("ก", size="huge")), "/body/contents/0/size"),
    "a picture by http": (flex({"type": "image", "url": "http://x.th/a.jpg"}), "/body/contents/0/url"),
    "an icon in a column": (flex({"type": "icon", "url": "https://x.th/i.png"}), "/body/contents/0/type"),
    "a button without an action": (flex({"type": "button"}), "/body/contents/0/action"),
    "a button without a label": (
        flex({"type": "button", "action": {"type": "postback", "data": "x"}}),
        "/body/contents/0/action/label",
    ),
    "a location button": (
        flex({"type": "button", "action": {"type": "location", "label": "ที่นี่"}}),
        "/body/contents/0/action/type",
    ),
    "a script for a uri": (
        flex({"type": "button", "action": {"type": "uri", "label": "ก", "uri": "javascript:alert(1)"}}),
        "/body/contents/0/action/uri",
    ),
    "a uri of 1,001": (
        flex({"type": "button", "action": {"type": "uri", "label": "ก", "uri": "https://x.th/" + "a" * 988}}),
        "/body/contents/0/action/uri",
    ),
    "no layout": (flex(body={"type": "box", "contents": []}), "/body/layout"),
    "no contents": (flex(body={"type": "box", "layout": "vertical"}), "/body/contents"),
    "a text for a body": (flex(body=word("ก")), "/body/type"),
    "no block": ({"type": "flex", "altText": "ก", "contents": {"type": "bubble"}}, "/"),
    "an unknown container": ({"type": "flex", "altText": "ก", "contents": {"type": "wall"}}, "/type"),
    "a bubble above 30 kB": (flex(*[word("ก" * 1000)] * 11), "/"),
    "13 bubbles": (
        flex() | {"contents": {"type": "carousel", "contents": [flex(word("ก"))["contents"]] * 13}},
        "/contents",
    ),
    "a carousel above 50 kB": (
        flex() | {"contents": {"type": "carousel", "contents": [flex(*[word("ก" * 900)] * 9)["contents"]] * 3}},
        "/",
    ),
    "an unknown size of bubble": (flex(word("ก"), size="tera"), "/size"),
}


@pytest.mark.parametrize("message", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_line_takes_is_taken(message: Json) -> None:
    assert check_messages([message]) == [message]


@pytest.mark.parametrize(("message", "place"), REFUSED.values(), ids=REFUSED.keys())
def test_what_line_refuses_is_refused_where_it_is_wrong(message: Json, place: str) -> None:
    with pytest.raises(Refused) as caught:
        check_messages([message])
    details = caught.value.body["details"]
    assert caught.value.body["message"] == f"The request body has {len(details)} error(s)"
    assert place in [detail["property"] for detail in details]


@pytest.mark.parametrize(("message", "place"), REFUSED_FLEX.values(), ids=REFUSED_FLEX.keys())
def test_a_wrong_flex_message_is_refused_where_it_is_wrong(message: Json, place: str) -> None:
    with pytest.raises(Refused) as caught:
        check_messages([TEXT, message])
    assert caught.value.body["message"] == "A message (messages[1]) in the request body is invalid"
    assert [detail["property"] for detail in caught.value.body["details"]] == [place]


@pytest.mark.parametrize("count", [0, 6])
def test_a_request_carries_one_to_five_messages(count: int) -> None:
    with pytest.raises(Refused) as caught:
        check_messages([TEXT] * count)
    assert caught.value.body["details"] == [{"message": "Size must be between 1 and 5", "property": "messages"}]


def test_letters_are_counted_as_line_counts_them() -> None:
    assert (utf16_units("ที่นี่"), graphemes("ที่นี่")) == (6, 2)
    assert [graphemes(word) for word in ("น้ำ", "ทำ", "👩‍🔧", "🇹🇭🇹🇭", "👍🏽")] == [1, 1, 1, 2, 1]


@pytest.mark.parametrize("value", [None, 1, "ก", [], [1], {"type": 1}, True])
@pytest.mark.parametrize("message", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_values_of_a_wrong_type_are_refused_never_a_crash(message: Json, value: Any) -> None:
    for name in message.keys() - {"altText", "text", "title", "address"}:
        with pytest.raises(Refused) if name in ("type", "contents", "template") else suppress(Refused):
            check_messages([message | {name: value}])
