"""Whatever people write, a card keeps its structure: their words stand in texts and nowhere else."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.texts import LANGUAGES
from models.thai import clean
from notifications.limits import check
from tests.content.every_card import every_card

ORDINARY = "ถนนเป็นหลุม"
# What reaches a card has been cleaned at the door (`bot.event`).
WRITTEN = st.text(min_size=1, max_size=1200).map(clean)
NASTY = st.sampled_from(['"', "\\", "{", "}", "{number}", "%s", "</text>", "\u200b", "\ufffd", "กำ", "👨‍👩‍👧", "&amp;"])


def shape(node: Any) -> Any:
    """A message with every text that people read taken out of it."""
    if isinstance(node, dict):
        return {key: "words" if key in ("text", "altText") else shape(value) for key, value in node.items()}
    return [shape(one) for one in node] if isinstance(node, list) else node


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=20, deadline=None)
@given(words=WRITTEN | st.lists(NASTY, min_size=1, max_size=200).map("".join))
def test_words_change_nothing_but_texts(language: str, words: str) -> None:
    for (name, ordinary), (_, written) in zip(
        every_card(language, ORDINARY, 2), every_card(language, words, 2), strict=True
    ):
        assert shape(written) == shape(ordinary), name


@settings(max_examples=20, deadline=None)
@given(words=WRITTEN)
def test_no_words_make_a_card_that_line_would_refuse(words: str) -> None:
    for _, message in every_card("th", words, 10):
        check([message])
