"""Every card, with the worst facts there are, is a message that LINE takes, and every button leads somewhere."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from linebot.v3.messaging import ApiClient, Configuration, FlexMessage, MessagingApi, ValidateMessageRequest

from bot.tables import POSTBACKS
from content.messages import Message
from content.rich_menu import rich_menus
from content.texts import LANGUAGES
from models.letters import ELLIPSIS, graphemes
from notifications.limits import BUBBLE_BYTES, CAROUSEL_BYTES, check
from simulator import Line
from tests.content.every_card import actions, every_card, parts

WORDS = {
    "plain": "ถนนเป็นหลุมลึก",
    "long": "ก" * 10_000,
    "one long word with marks": "กี้" * 3_400,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 700,
    "markup": '"}]},{"type":"uri","uri":"https://evil.example"}<script>alert(1)</script>{0}{words}%s' * 90,
    "lines": "ก\n" * 5_000,
    "nothing": "",
    "space": " \n ",
}
FACTS = {"pole", "fault", "check", "do", "case", "stars", "type", "what", "round", "division", "place", "date"}
HOSTS = {"liff.line.me", "line.town.example", "www.google.com", "line.me"}
CARDS = [
    pytest.param(language, WORDS[name], photos, has_point, id=f"{language}-{name}-{photos}")
    for language in LANGUAGES
    for name in WORDS
    for photos, has_point in ((0, False), (10, True))
]


@pytest.fixture(scope="module")
def api() -> Iterator[MessagingApi]:
    """The real SDK, talking to the stand-in for LINE."""
    with Line() as line, ApiClient(Configuration(host=line.url, access_token=line.token)) as client:
        yield MessagingApi(client)


@pytest.mark.parametrize(("language", "words", "photos", "has_point"), CARDS)
def test_every_card_is_within_lines_limits_and_line_accepts_it(
    api: MessagingApi, language: str, words: str, photos: int, has_point: bool
) -> None:
    for name, message in every_card(language, words, photos, has_point=has_point):
        check([message])
        try:
            api.validate_push(ValidateMessageRequest.from_dict({"messages": [message]}), _request_timeout=(3, 5))
        except Exception as refused:
            raise AssertionError(f"{name} is refused") from refused


@pytest.mark.parametrize(("language", "words", "photos", "has_point"), CARDS)
def test_every_card_is_less_than_half_of_what_line_takes(
    language: str, words: str, photos: int, has_point: bool
) -> None:
    weights = {
        name: _weight(message) / (CAROUSEL_BYTES if message["contents"]["type"] == "carousel" else BUBBLE_BYTES)
        for name, message in every_card(language, words, photos, has_point=has_point)
        if message["type"] == "flex"
    }
    assert len(weights) > 8
    assert {name: weight for name, weight in weights.items() if weight >= 0.5} == {}


def _weight(message: Message) -> int:
    return len(json.dumps(message["contents"], ensure_ascii=False, separators=(",", ":")).encode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_survives_the_sdk_unchanged(language: str) -> None:
    for name, message in every_card(language, WORDS["markup"], 10, has_point=True):
        if message["type"] == "flex":
            arrives = FlexMessage.from_dict(message).to_dict()
            assert _as_written(arrives["contents"], message["contents"]) == message["contents"], name


def _as_written(arrives: Any, written: Any) -> Any:
    """What arrives, without the defaults that the SDK adds."""
    if isinstance(arrives, dict) and isinstance(written, dict):
        return {key: _as_written(value, written[key]) for key, value in arrives.items() if key in written}
    if isinstance(arrives, list) and isinstance(written, list):
        return [_as_written(one, other) for one, other in zip(arrives, written, strict=True)]
    return arrives


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_calls_a_handler_that_exists(language: str) -> None:
    called = {
        parse_qs(action["data"])["do"][0]
        for _, message in every_card(language, "ก", 10, has_point=True)
        for action in actions(message)
        if action["type"] == "postback"
    }
    called |= {
        parse_qs(area["action"]["data"])["do"][0] for menu in rich_menus().values() for area in menu.definition["areas"]
    }
    assert len(called) > 15
    assert called - set(POSTBACKS) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_fits_without_being_cut(language: str) -> None:
    labels = {
        action["label"]
        for _, message in every_card(language, "ก", 10, has_point=True)
        for action in actions(message)
        if "label" in action
    }
    assert len(labels) > 20
    assert {label for label in labels if len(graphemes(label)) > 20 or label.endswith(ELLIPSIS)} == set()


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_no_words_of_a_stranger_become_an_address_or_the_data_of_a_button(words: str) -> None:
    for name, message in every_card("th", words, 10, has_point=True):
        for action in actions(message):
            if action["type"] == "uri":
                address = urlsplit(action["uri"])
                assert address.scheme == "tel" or address.hostname in HOSTS, name
            if action["type"] == "postback":
                assert set(parse_qs(action["data"])) <= FACTS, name


def test_a_very_long_time_line_keeps_its_beginning_and_its_end() -> None:
    named = dict(every_card("th", "ก"))
    steps = json.dumps(named["case_card finished"], ensure_ascii=False).count("รับเรื่อง")
    assert 5 < steps < 20


@pytest.mark.parametrize("name", ["summary", "finished_card", "case_card finished"])
def test_photos_side_by_side_are_of_few_bytes_and_open_whole(name: str) -> None:
    shown = [part for part in parts(dict(every_card("th", "ก", 3))[name]) if part.get("type") == "image"]
    assert len(shown) >= 2
    for photo in shown:
        assert photo["url"] == photo["action"]["uri"].replace(".jpg", ".small.jpg")


def test_a_photo_that_fills_the_divisions_card_is_whole() -> None:
    hero = dict(every_card("th", "ก", 3))["division_card new"]["contents"]["hero"]
    assert hero["url"] == hero["action"]["uri"]
    assert ".small" not in hero["url"]
