"""Working days: Monday to Friday in Bangkok, but for the holidays that a town has written down."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from models.case import BANGKOK

OFFICE_CLOSES = time(16, 30)
SATURDAY = 5


def working_days_after(now: datetime, days: int, holidays: Collection[date]) -> datetime:
    """The time when the office closes on the `days`th working day after today."""
    day = now.astimezone(BANGKOK).date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY and day not in holidays
    return office_closes_on(day)


def office_closes_on(day: date) -> datetime:
    """The time when the office closes on a day: until then a promise for that day holds."""
    return datetime.combine(day, OFFICE_CLOSES, BANGKOK)
