"""What our limits let through LINE takes, and what is one too long both refuse: the simulator counts by code of its own."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.thai import clean
from notifications.limits import BreaksLineLimit, check, clip, clip_label
from simulator.check_messages import check_messages
from simulator.refusals import Refused

Json = dict[str, Any]
LETTERS = [
    "ก",
    "น้ำ",
    "ที่",
    "é",
    "e\u0301",
    "\u1100\u1161",
    "각",
    "a\u200c",
    "😀",
    "👍🏽",
    "🇹🇭",
    "👨‍👩‍👧",
    "❤️",
    "🏴\U000e0067\U000e007f",
]
letters = st.sampled_from(LETTERS)
pieces = st.sampled_from([*"กั้ำ\u200d\u200c\u0301 é", "😀", "🏽", "🇹", "♀", "\ufe0f", "°", "\u1161", "각"])
words = st.text(max_size=40) | st.lists(pieces, max_size=40).map("".join) | st.lists(letters).map("".join)


def said(text: str) -> Json:
    return {"type": "text", "text": text}


def asked(label: str, text: str = "ก") -> Json:
    action = {"type": "message", "label": label, "text": text}
    return {**said("ก"), "quickReply": {"items": [{"type": "action", "action": action}]}}


def is_taken_by_both(message: Json) -> bool:
    """Whether our limits let it through, and with them the simulator; never one without the other."""
    try:
        check([message])
    except BreaksLineLimit:
        with pytest.raises(Refused):
            check_messages([message])
        return False
    check_messages([message])
    return True


@given(words, st.integers(1, 400))
def test_a_clipped_text_is_taken(text: str, times: int) -> None:
    assert is_taken_by_both(said(clip(text * times, 5000).strip() or "ก"))


@given(words)
def test_a_clipped_label_is_taken(text: str) -> None:
    assert is_taken_by_both(asked(clip_label(text).strip() or "ก"))


@given(st.lists(letters, min_size=19, max_size=22))
def test_a_label_of_letters_of_any_script_is_taken_up_to_the_limit_and_not_one_further(told: list[str]) -> None:
    assert is_taken_by_both(asked("".join(told))) is (len(told) <= 20)


@given(letters, st.integers(4990, 5010))
def test_a_text_is_taken_up_to_the_last_unit(letter: str, units: int) -> None:
    text = ("ก" * units + letter)[:units]
    assert is_taken_by_both(said(text)) is (units <= 5000)
    assert is_taken_by_both(said(clip(text, 5000)))


@given(words, st.integers(298, 302))
def test_a_tapped_text_is_taken_up_to_the_last_unit(text: str, units: int) -> None:
    assert is_taken_by_both(asked("ก", clip("ก" + text * 50, 300).strip()))
    assert is_taken_by_both(asked("ก", "ก" * units)) is (units <= 300)


@given(st.text(st.characters(codec=None), max_size=60))
def test_words_with_half_a_letter_are_taken_once_they_are_cleaned(text: str) -> None:
    assert is_taken_by_both(said(clean(text).strip() or "ก"))
