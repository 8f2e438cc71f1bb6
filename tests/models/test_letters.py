"""Letters as people see them, in any script and however they are put together: counted, and cut between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.letters import ELLIPSIS, clip, clip_label, graphemes, utf16_units

# One letter each to whoever reads it.
LETTERS = [
    "ก", "น้ำ", "ที่", "กำ", "ผู้", "ຳ", "é", "e\u0301", "ñ", "각", "\u1100\u1161\u11a8", "क्", "a\u200c", "\r\n", " ", "😀",
    "👍🏽", "🇹🇭", "👨‍👩‍👧‍👦", "❤️", "🏳️‍🌈", "1️⃣", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "👩🏾‍🚀", "…",
]  # fmt: skip
letters = st.lists(st.sampled_from(LETTERS).filter(lambda letter: letter[0] not in "ຳ"), max_size=60)
# Halves of surrogate pairs too: a person's words reach us by other ways than LINE.
anything = st.text(st.characters(codec=None), max_size=80)
pieces = st.sampled_from(
    [*"กั้ำเ\u0e4d\u200d\u200c\u0301\n\r aé", "😀", "🏽", "🇹", "♀", "\ufe0f", "°", "\ud83d", "\u1161", "각"]
)
muddles = st.lists(pieces, max_size=40).map("".join)
texts = anything | muddles | letters.map("".join)


@given(texts)
def test_units_are_what_the_wire_format_has(text: str) -> None:
    assert utf16_units(text) == len(text.encode("utf-16-le", "surrogatepass")) / 2


@given(texts)
def test_cut_into_letters_and_joined_again_a_text_is_itself(text: str) -> None:
    assert "".join(graphemes(text)) == text
    assert "" not in graphemes(text)


@given(letters)
def test_each_letter_of_any_script_is_one(told: list[str]) -> None:
    assert graphemes("".join(told)) == told


@given(texts)
def test_letters_cut_apart_stay_apart(text: str) -> None:
    assert all(graphemes(letter) == [letter] for letter in graphemes(text))


@pytest.mark.parametrize("text", ["ก\u200d🇹", "a\u200d°", "🇹\u200d🇭", "\u200d😀"])
def test_only_emoji_join_to_one(text: str) -> None:
    assert len(graphemes(text)) == 2


@given(texts, st.integers(1, 60))
def test_clipped_it_fits_and_keeps_as_many_whole_letters_as_fit(text: str, units: int) -> None:
    clipped = clip(text, units)
    assert utf16_units(clipped) <= units
    assert (clipped == text) is (utf16_units(text) <= units)
    if clipped != text:
        told = graphemes(text)
        beginnings = ["".join(told[:count]) for count in range(len(told) + 1)]
        fitting = [begun for begun in beginnings if utf16_units(begun + ELLIPSIS) <= units]
        assert clipped == fitting[-1].rstrip() + ELLIPSIS


@given(texts, st.integers(1, 25))
def test_a_clipped_label_has_so_many_letters_and_no_more(text: str, most: int) -> None:
    label = clip_label(text, most)
    assert len(graphemes(label)) <= most
    assert (label == text) is (len(graphemes(text)) <= most)
    if label != text:
        assert label == "".join(graphemes(text)[: most - 1]).rstrip() + ELLIPSIS


@pytest.mark.parametrize("cut", [clip, clip_label])
def test_there_must_be_room_for_the_ellipsis(cut: object) -> None:
    assert callable(cut)
    with pytest.raises(ValueError, match="room"):
        cut("กข", 0)
