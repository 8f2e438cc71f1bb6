"""Working days are counted in Bangkok, without Saturdays, Sundays and the town's holidays."""

from datetime import UTC, date, datetime

import pytest

from models.case import BANGKOK
from models.working_days import working_days_after

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("now", "days", "ends_on"),
    [
        (FRIDAY, 1, date(2026, 11, 23)),
        (FRIDAY, 5, date(2026, 11, 27)),
        (FRIDAY, 6, date(2026, 11, 30)),
        (datetime(2026, 11, 21, 9, 0, tzinfo=BANGKOK), 1, date(2026, 11, 23)),  # a Saturday
        (datetime(2026, 11, 22, 18, 0, tzinfo=UTC), 1, date(2026, 11, 24)),  # Monday already in Bangkok
    ],
)
def test_a_promise_ends_when_the_office_closes(now: datetime, days: int, ends_on: date) -> None:
    ends = working_days_after(now, days, ())
    assert (ends.date(), f"{ends:%H.%M %z}") == (ends_on, "16.30 +0700")


def test_a_holiday_does_not_count() -> None:
    assert working_days_after(FRIDAY, 1, {date(2026, 11, 23)}).date() == date(2026, 11, 24)
