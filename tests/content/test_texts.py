"""Dates and times as people of the town read them, and sentences whose blanks are filled with strangers' words."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from content.texts import Texts, command_words, texts_in
from models.thai import canon

TH, EN = Texts("th"), Texts("en")


@pytest.mark.parametrize(
    ("at", "thai", "english"),
    [
        (datetime(2026, 11, 20, 2, 0, tzinfo=UTC), "20 พ.ย. 69", "20 Nov 2026"),
        (datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC), "20 พ.ย. 69", "20 Nov 2026"),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), "21 พ.ย. 69", "21 Nov 2026"),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), "1 ม.ค. 70", "1 Jan 2027"),
        (datetime(2024, 2, 28, 17, 0, tzinfo=UTC), "29 ก.พ. 67", "29 Feb 2024"),
        (datetime(2057, 6, 1, 0, 0, tzinfo=UTC), "1 มิ.ย. 00", "1 Jun 2057"),
        (datetime(2026, 11, 20, 23, 0, tzinfo=timezone(timedelta(hours=-5))), "21 พ.ย. 69", "21 Nov 2026"),
    ],
)
def test_a_day_is_bangkoks_in_the_readers_calendar(at: datetime, thai: str, english: str) -> None:
    assert (TH.day(at), EN.day(at)) == (thai, english)


def test_a_moment_has_bangkoks_clock() -> None:
    midnight = datetime(2026, 11, 20, 17, 5, tzinfo=UTC)
    assert "21 พ.ย. 69" in TH.moment(midnight)
    assert "0.05" in TH.moment(midnight)
    assert EN.moment(midnight) == "21 Nov 2026, 0.05"


def test_words_in_a_blank_are_not_read_as_blanks() -> None:
    said = TH("desk.not_fixed_because", number="70-000001", words="{number} {0.__class__} %s")
    assert "{number} {0.__class__} %s" in said


def test_an_unfilled_blank_and_an_unknown_key_are_faults() -> None:
    with pytest.raises(KeyError):
        TH("told.accepted", number="70-000001")
    with pytest.raises(KeyError):
        TH("told.nothing_of_the_kind")


def test_commands_are_spelled_as_they_are_compared() -> None:
    assert {word: canon(word) for word in command_words() if canon(word) != word} == {}


def test_no_spelling_means_two_commands() -> None:
    spellings = [
        (word, key)
        for language in ("th", "en")
        for key, words in texts_in(language).items()
        if key.startswith("commands.")
        for word in words
    ]
    assert len({word for word, _ in spellings}) == len(set(spellings))
