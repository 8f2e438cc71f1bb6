"""What LINE would refuse is refused before the outbox; what LINE takes passes."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linebot.v3.messaging import Message

from notifications.limits import BreaksLineLimit, check, clip, clip_label

Json = dict[str, Any]
PHOTO = "https://baanrao.example/photos/1.jpg"


def text(words: str = "สวัสดี", **more: Any) -> Json:
    return {"type": "text", "text": words, **more}


def postback(label: str = "รับเรื่อง", **more: Any) -> Json:
    return {"type": "postback", "label": label, "data": "do=complaints.take&case=1", **more}


def asked(*actions: Json) -> Json:
    return text(quickReply={"items": [{"type": "action", "action": action} for action in actions]})


def bubble(*contents: Json, **more: Any) -> Json:
    return {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": list(contents)}, **more}


def flex(contents: Json, alt_text: str = "เรื่องใหม่") -> Json:
    return {"type": "flex", "altText": alt_text, "contents": contents}


def carousel(*bubbles: Json) -> Json:
    return flex({"type": "carousel", "contents": list(bubbles)})


def line_of(words: str = "ถนนเป็นหลุม", **more: Any) -> Json:
    return {"type": "text", "text": words, "wrap": True, **more}


def button(action: Json) -> Json:
    return {"type": "button", "style": "primary", "action": action}


def link(uri: str) -> Json:
    return button({"type": "uri", "label": "เปิด", "uri": uri})


def location(**more: Any) -> Json:
    pin = {"type": "location", "title": "ที่เกิดเหตุ", "address": "ถนนใหญ่", "latitude": 18.64, "longitude": 99.04}
    return {**pin, **more}


def image(url: str = PHOTO) -> Json:
    return {"type": "image", "originalContentUrl": url, "previewImageUrl": url}


GOOD: dict[str, list[Json]] = {
    "one letter": [text("ก")],
    "the longest text": [text("ก" * 5000)],
    "emoji up to the last unit": [text("😀" * 2500)],
    "five messages": [text()] * 5,
    "thirteen quick replies": [asked(*[postback()] * 13)],
    "camera, album and place as quick replies": [
        asked(*[{"type": kind, "label": "ส่ง"} for kind in ("camera", "cameraRoll", "location")])
    ],
    "a label of twenty letters in sixty characters": [asked(postback("น้ำ" * 20))],
    "a flex label of forty letters": [flex(bubble(button(postback("ก" * 40))))],
    "the longest data": [flex(bubble(button(postback(data="x" * 300, displayText="ก" * 300))))],
    "twelve bubbles": [carousel(*[bubble(line_of())] * 12)],
    "a telephone number": [flex(bubble(link("tel:+6653000000")))],
    "a LINE address": [flex(bubble(link("line://nv/location")))],
    "a LIFF page": [flex(bubble(link("https://liff.line.me/123-abc/form?case=1")))],
    "a page on this machine": [flex(bubble(link("http://localhost:8000/map")))],
    "a picture from this machine": [image("http://127.0.0.1:8000/photos/1.jpg")],
    "a picture": [image(), flex(bubble({"type": "image", "url": PHOTO}, hero={"type": "image", "url": PHOTO}))],
    "a pin": [location()],
    "a sticker": [{"type": "sticker", "packageId": "446", "stickerId": "1988"}],
    "a sender": [text(sender={"name": "กองช่าง", "iconUrl": PHOTO})],
    "spans": [flex(bubble({"type": "text", "contents": [{"type": "span", "text": "ก", "weight": "bold"}]}))],
    "a tappable box": [
        flex(bubble({"type": "box", "layout": "vertical", "contents": [], "action": {"type": "message", "text": "ก"}}))
    ],
}

BAD: dict[str, tuple[list[Json], str]] = {
    "no message": ([], "messages"),
    "six messages": ([text()] * 6, "messages"),
    "an empty text": ([text("")], "messages[0].text"),
    "only blanks": ([text(" \n")], "messages[0].text"),
    "a text one too long": ([text("ก" * 5001)], "messages[0].text"),
    "emoji one unit too long": ([text(), text("😀" * 2500 + "ก")], "messages[1].text"),
    "half a surrogate pair": ([text("ก\ud83d")], "messages[0]"),
    "a number for a text": ([{"type": "text", "text": 5}], "messages[0]"),
    "no type": ([{"text": "ก"}], "messages[0]"),
    "an unknown type": ([{"type": "letter", "text": "ก"}], "messages[0]"),
    "a type without known limits": ([{"type": "audio", "originalContentUrl": PHOTO, "duration": 1}], "messages[0]"),
    "an unknown key": ([text(colour="red")], "messages[0].colour"),
    "an unknown key deep in a flex": (
        [flex(bubble(line_of(colour="red")))],
        "messages[0].contents.body.contents[0].colour",
    ),
    "an unknown style": ([flex(bubble({**button(postback()), "style": "loud"}))], "messages[0]"),
    "a key left empty": ([text(quickReply=None)], "messages[0].quickReply"),
    "not a number": ([location(latitude=float("nan"))], "messages[0]"),
    "fourteen quick replies": ([asked(*[postback()] * 14)], "messages[0]"),
    "no quick reply": ([asked()], "messages[0].quickReply.items"),
    "a quick reply without an action": (
        [text(quickReply={"items": [{"type": "action"}]})],
        "messages[0].quickReply.items[0]",
    ),
    "a label of twenty-one letters": ([asked(postback("น้ำ" * 21))], "messages[0].quickReply.items[0].action.label"),
    "a blank label": ([asked(postback(" "))], "messages[0].quickReply.items[0].action.label"),
    "an icon over http": (
        [text(quickReply={"items": [{"type": "action", "imageUrl": "http://x.example/i.png", "action": postback()}]})],
        "messages[0].quickReply.items[0].imageUrl",
    ),
    "a flex label of forty-one letters": (
        [flex(bubble(button(postback("ก" * 41))))],
        "messages[0].contents.body.contents[0].action.label",
    ),
    "a button without a label": (
        [flex(bubble(button({"type": "message", "text": "ก"})))],
        "messages[0].contents.body.contents[0].action.label",
    ),
    "a place asked for by a button": (
        [flex(bubble(button({"type": "location", "label": "ก"})))],
        "messages[0].contents.body.contents[0].action",
    ),
    "a menu switched by a message": (
        [asked({"type": "richmenuswitch", "label": "ก", "richMenuAliasId": "a", "data": "b"})],
        "messages[0].quickReply.items[0].action",
    ),
    "data too long": ([asked(postback(data="x" * 301))], "messages[0].quickReply.items[0].action.data"),
    "no data": ([asked({"type": "postback", "label": "ก"})], "messages[0].quickReply.items[0].action.data"),
    "a display text too long": (
        [asked(postback(displayText="x" * 301))],
        "messages[0].quickReply.items[0].action.displayText",
    ),
    "a tapped text too long": (
        [asked({"type": "message", "label": "ก", "text": "x" * 301})],
        "messages[0].quickReply.items[0].action.text",
    ),
    "nothing to copy": (
        [asked({"type": "clipboard", "label": "ก", "clipboardText": ""})],
        "messages[0]",
    ),
    "an alt text too long": ([flex(bubble(line_of()), "ก" * 1501)], "messages[0].altText"),
    "no alt text": ([flex(bubble(line_of()), "")], "messages[0].altText"),
    "an empty text in a flex": ([flex(bubble(line_of("")))], "messages[0].contents.body.contents[0]"),
    "an empty text in a footer": (
        [flex(bubble(footer={"type": "box", "layout": "vertical", "contents": [line_of("")]}))],
        "messages[0].contents.footer.contents[0]",
    ),
    "a bubble too heavy": ([flex(bubble(*[line_of("ก" * 1000)] * 10))], "messages[0].contents"),
    "thirteen bubbles": ([carousel(*[bubble(line_of())] * 13)], "messages[0].contents.contents"),
    "no bubble": ([carousel()], "messages[0].contents.contents"),
    "a carousel too heavy": ([carousel(*[bubble(line_of("ก" * 2000))] * 9)], "messages[0].contents"),
    "bubbles of two sizes": (
        [carousel(bubble(line_of(), size="kilo"), bubble(line_of()))],
        "messages[0].contents",
    ),
    "a picture over http": ([image("http://baanrao.example/1.jpg")], "messages[0].originalContentUrl"),
    "a picture in a flex over http": (
        [flex(bubble({"type": "image", "url": "http://x.example/1.jpg"}))],
        "messages[0].contents.body.contents[0].url",
    ),
    "a picture without a host": ([image("https:///1.jpg")], "messages[0].originalContentUrl"),
    "a picture's address too long": ([image(PHOTO + "x" * 2000)], "messages[0].originalContentUrl"),
    "a pin without an address": ([location(address="")], "messages[0].address"),
    "a pin's title too long": ([location(title="ก" * 101)], "messages[0].title"),
    "a sender's picture over http": (
        [text(sender={"name": "ก", "iconUrl": "http://x.example/i.png"})],
        "messages[0].sender.iconUrl",
    ),
    "a sender's name too long": ([text(sender={"name": "ก" * 21})], "messages[0].sender.name"),
}
BAD_LINKS = (
    "javascript:alert(1)", "ftp://x.example/", "/map", "https://", "tel:", "", "http://[::1", "https://x.example/ถนน",
    "https://x.example/a b", "https://x.example/" + "a" * 1000,
)  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_line_takes(name: str) -> None:
    before = copy.deepcopy(GOOD[name])
    check(GOOD[name])
    assert GOOD[name] == before


@pytest.mark.parametrize("name", BAD)
def test_line_would_refuse(name: str) -> None:
    messages, where = BAD[name]
    with pytest.raises(BreaksLineLimit) as refused:
        check(messages)
    assert refused.value.where == where
    assert refused.value.why


@pytest.mark.parametrize("uri", BAD_LINKS)
def test_a_link_that_line_does_not_open_is_refused(uri: str) -> None:
    with pytest.raises(BreaksLineLimit) as refused:
        check([flex(bubble(link(uri)))])
    assert refused.value.where == "messages[0].contents.body.contents[0].action.uri"


def test_a_refusal_repeats_nothing_of_what_was_written() -> None:
    with pytest.raises(BreaksLineLimit) as refused:
        check([{"type": "letter", "text": "นางสาวสมศรี"}])
    assert "สมศรี" not in str(refused.value)
    assert refused.value.__cause__ is None


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_words_pass_once_they_are_clipped(words: str, label: str) -> None:
    words, label = words.strip() or "ก", label.strip() or "ก"
    check([text(clip(words * 300, 5000)), asked(postback(clip_label(label * 30)))])


KEYS = st.sampled_from(["type", "text", "contents", "action", "label"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner),
    max_leaves=8,
)
KINDS = st.sampled_from(["text", "flex", "image", "location", "sticker"])
REST = st.dictionaries(st.sampled_from(["text", "altText", "contents", "quickReply", "sender", "title"]), JSON)


@given(KINDS, REST)
def test_whatever_is_written_either_passes_whole_or_is_refused(kind: str, rest: Json) -> None:
    message = {**rest, "type": kind}
    try:
        check([message])
    except BreaksLineLimit:
        return
    arrives = Message.from_dict(message).to_dict()
    assert {key for key, value in message.items() if value is not None} <= set(arrives)
