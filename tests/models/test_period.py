"""Periods: whole days of Bangkok, by the names that addresses carry."""

from datetime import UTC, date, datetime

import pytest

from models.period import Period

NOVEMBER, YEAR = Period.month(2569, 11), Period.fiscal_year(2570)
A_WEEK = Period(date(2026, 11, 2), date(2026, 11, 8))


def test_a_month_begins_and_ends_at_midnight_in_bangkok() -> None:
    assert NOVEMBER.since == datetime(2026, 10, 31, 17, tzinfo=UTC)
    assert NOVEMBER.until == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert Period.month_of(datetime(2026, 11, 30, 16, 30, tzinfo=UTC)) == NOVEMBER
    assert Period.month_of(datetime(2026, 11, 30, 17, 0, tzinfo=UTC)) == Period.month(2569, 12)


def test_a_fiscal_year_begins_on_the_first_of_october_of_the_year_before() -> None:
    assert (YEAR.first, YEAR.last) == (date(2026, 10, 1), date(2027, 9, 30))


def test_months_years_and_own_dates_lead_to_those_before_and_after() -> None:
    assert Period.month(2569, 12).moved(1) == Period.month(2570, 1)
    assert Period.month(2570, 1).moved(-1) == Period.month(2569, 12)
    assert YEAR.moved(-1) == Period.fiscal_year(2569)
    assert A_WEEK.moved(1) == Period(date(2026, 11, 9), date(2026, 11, 15))


def test_the_twelve_months_are_those_that_end_with_it() -> None:
    assert NOVEMBER.twelve_months == Period(date(2025, 12, 1), date(2026, 11, 30))
    assert Period.month(2569, 12).twelve_months == Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("period", [NOVEMBER, YEAR, Period.month(2568, 2), Period.month(2567, 2)])
def test_what_has_a_name_is_found_by_it(period: Period) -> None:
    assert period.name is not None
    assert Period.named(period.name) == period


@pytest.mark.parametrize("period", [NOVEMBER, YEAR, A_WEEK])
def test_its_moments_lead_back_to_it(period: Period) -> None:
    assert Period.between(period.since, period.until) == period


@pytest.mark.parametrize(
    "name", ["", "2569-13", "2569-00", "2569-1", "1999-11", "9999", "２５６９", "2569-11-01", "2569-11\n", "null", "-1"]
)
def test_what_names_no_period_is_none(name: str) -> None:
    assert Period.named(name) is None


def test_own_dates_have_no_name() -> None:
    assert A_WEEK.name is None
    assert (A_WEEK.is_month, A_WEEK.is_fiscal_year, A_WEEK.days) == (False, False, 7)
