"""Working days and office hours are counted in Bangkok: without weekends, public holidays and the town's closed days."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.office_hours import OfficeHours, public_holidays
from content.towns import Town, load_town
from models.case import BANGKOK

HOURS = OfficeHours()
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=BANGKOK)
# As the cabinet announced them for government offices. Labour Day is none of theirs.
IN_2026 = [
    "01-01 01-02 03-03 04-06 04-13 04-14 04-15 05-04 05-13 06-01 06-03 07-28 07-29 07-30 08-12 10-13 10-23",
    "12-07 12-10 12-31",
]
# By the same rules; the Royal Ploughing and bridging days are announced later, and are a town's data.
IN_2027 = [
    "01-01 02-22 04-06 04-13 04-14 04-15 05-04 05-20 06-03 07-19 07-20 07-28 08-12 10-13 10-25",
    "12-06 12-10 12-31",
]
TIMES = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 (hypothesis puts the zone)
    datetime(2028, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
OFFICES = st.builds(
    OfficeHours,
    opens=st.sampled_from([time(8), time(8, 30), time(9, 15)]),
    closes=st.sampled_from([time(12), time(16), time(16, 30)]),
    closed=st.frozensets(st.dates(date(2026, 1, 1), date(2028, 12, 31)), max_size=8),
    worked=st.frozensets(st.dates(date(2026, 1, 1), date(2028, 12, 31)), max_size=8),
)
SPANS = st.timedeltas(timedelta(), timedelta(hours=200))


def days(year: int, listed: list[str]) -> list[date]:
    return [date.fromisoformat(f"{year}-{day}") for line in listed for day in line.split()]


@pytest.mark.parametrize(("year", "listed"), [(2026, IN_2026), (2027, IN_2027)])
def test_government_offices_are_closed_on_the_public_holidays(year: int, listed: list[str]) -> None:
    on_weekdays = sorted(day for day in public_holidays(year) if day.weekday() < 5)
    assert on_weekdays == days(year, listed)


@pytest.mark.parametrize("day", [date(2026, 5, 1), date(2027, 5, 3)])
def test_labour_day_and_its_day_in_lieu_are_worked_in_government_offices(day: date) -> None:
    assert HOURS.is_working_day(day)


@pytest.mark.parametrize(
    ("now", "days", "ends_on"),
    [
        (FRIDAY, 1, date(2026, 11, 23)),
        (FRIDAY, 5, date(2026, 11, 27)),
        (FRIDAY, 6, date(2026, 11, 30)),
        (datetime(2026, 11, 21, 9, 0, tzinfo=BANGKOK), 1, date(2026, 11, 23)),  # a Saturday
        (datetime(2026, 11, 22, 18, 0, tzinfo=UTC), 1, date(2026, 11, 24)),  # Monday already in Bangkok
        (datetime(2026, 4, 10, 9, 0, tzinfo=BANGKOK), 1, date(2026, 4, 16)),  # Songkran
    ],
)
def test_a_promise_ends_when_the_office_closes(now: datetime, days: int, ends_on: date) -> None:
    ends = HOURS.working_days_after(now, days).astimezone(BANGKOK)
    assert (ends.date(), f"{ends:%H.%M %z}") == (ends_on, "16.30 +0700")


def test_a_town_adds_and_removes_days() -> None:
    own = OfficeHours(closed=frozenset({date(2026, 11, 23)}), worked=frozenset({date(2026, 12, 7), date(2026, 11, 21)}))
    assert own.working_days_after(FRIDAY, 1).date() == date(2026, 11, 21)
    assert own.working_days_after(FRIDAY, 2).date() == date(2026, 11, 24)
    assert own.is_working_day(date(2026, 12, 7))


def test_the_hours_are_data() -> None:
    town = load_town("demo")
    assert (town.hours.opens, town.hours.closes) == (time(8, 30), time(16, 30))
    with pytest.raises(ValueError, match="opens has to be before closes"):
        Town.model_validate({**town.model_dump(exclude={"borders", "gazetteer"}), "opens": time(17)})


@pytest.mark.parametrize(
    ("at", "open_at"),
    [
        ("2026-11-20 08:29", "2026-11-20 08:30"),
        ("2026-11-20 08:30", "2026-11-20 08:30"),
        ("2026-11-20 16:29", "2026-11-20 16:29"),
        ("2026-11-20 16:30", "2026-11-23 08:30"),
        ("2026-12-05 12:00", "2026-12-08 08:30"),
    ],
)
def test_what_is_to_happen_outside_office_hours_waits_for_the_next_opening(at: str, open_at: str) -> None:
    asked, expected = (datetime.fromisoformat(said).replace(tzinfo=BANGKOK) for said in (at, open_at))
    assert HOURS.next_office_time(asked) == expected


@settings(deadline=None)  # the holidays of a year are computed when it is first asked for
@given(OFFICES, TIMES)
def test_the_next_office_time_is_in_office_hours_not_before_and_its_own(hours: OfficeHours, at: datetime) -> None:
    found = hours.next_office_time(at)
    assert found >= at
    assert hours.is_open(found)
    assert hours.next_office_time(found) == found
    assert hours.time_between(at, found) == timedelta()


@settings(deadline=None)
@given(OFFICES, TIMES, SPANS)
def test_so_much_office_time_later_is_in_office_hours_and_so_much_later(
    hours: OfficeHours, at: datetime, span: timedelta
) -> None:
    then = hours.after(at, span)
    assert hours.is_open(then)
    assert hours.time_between(at, then) == span


@settings(deadline=None)
@given(OFFICES, TIMES, SPANS, SPANS)
def test_office_time_adds_up(hours: OfficeHours, at: datetime, one: timedelta, other: timedelta) -> None:
    assert hours.after(hours.after(at, one), other) == hours.after(at, one + other)


@settings(deadline=None)
@given(OFFICES, TIMES, st.integers(1, 20))
def test_a_promise_of_working_days_has_so_many_of_them(hours: OfficeHours, at: datetime, count: int) -> None:
    today, last = at.astimezone(BANGKOK).date(), hours.working_days_after(at, count).astimezone(BANGKOK).date()
    between = [today + timedelta(days=n) for n in range(1, (last - today).days + 1)]
    assert sum(hours.is_working_day(day) for day in between) == count
    assert hours.is_working_day(last)
    before = hours.last_working_day(last)
    assert hours.next_working_day(before) == last
