"""Dates as officers type them, in either calendar; whatever is no date, or could be two, is none."""

from datetime import date

import pytest

from content.texts import texts_in
from content.typed_dates import day_in

TODAY = date(2026, 11, 20)
CHRISTMAS = date(2026, 12, 25)


@pytest.mark.parametrize(
    "typed",
    [
        "25/12",
        "25-12",
        "25.12",
        " 25/12 ",
        "25/12/69",
        "25/12/2569",
        "25/12/2026",
        "25/12/26",
        "๒๕/๑๒/๒๕๖๙",
        "25 ธ.ค.",
        "25 ธค",
        "25ธ.ค.69",
        "25 ธ.ค. 2569",
        "25 ธันวาคม 2569",
        "25 ธันวาคม",
        "25 Dec",
        "25 december 2026",
    ],
)
def test_it_is_read_in_every_way_of_writing_it(typed: str) -> None:
    assert day_in(typed, TODAY) == CHRISTMAS


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20/11", TODAY),
        ("19/11", date(2027, 11, 19)),
        ("5 ม.ค.", date(2027, 1, 5)),
        ("29/2/2571", date(2028, 2, 29)),
        ("1/1/70", date(2027, 1, 1)),
        ("19/11/69", date(2026, 11, 19)),
        ("25/12/2500", date(1957, 12, 25)),
    ],
)
def test_without_a_year_it_is_the_next_such_day_and_with_one_that_day(typed: str, day: date) -> None:
    assert day_in(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "พรุ่งนี้บ่าย",
        "25",
        "12/25",
        "31/11",
        "29/2",
        "29/2/2569",
        "25/12/569",
        "25/12/0",
        "25 ธ.ค. 69 เช้า",
        "วันที่ 25/12",
        "25//12",
        "0/12",
        "25 xyz",
        "25/12/9999999",
        "25/12/0000",
        "9" * 5000,
        "25 " + "ธ" * 5000,
    ],
)
def test_what_is_no_date_is_none(typed: str) -> None:
    assert day_in(typed, TODAY) is None


@pytest.mark.parametrize("key", ["time.months", "time.whole_months"])
def test_each_language_has_twelve_months_that_are_told_apart(key: str) -> None:
    names = [name for language in ("th", "en") for name in texts_in(language)[key]]
    assert [len(texts_in(language)[key]) for language in ("th", "en")] == [12, 12]
    found = [day_in(f"1 {name}", TODAY) for name in names]
    assert [day.month for day in found if day] == [*range(1, 13)] * 2
