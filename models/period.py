"""Stretches of whole days in Bangkok: a month, a fiscal year, or somebody's own dates. Years are those of the Buddhist era."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from models.case import BANGKOK, BUDDHIST_ERA, FISCAL_YEAR_STARTS_MONTH, fiscal_year

MONTHS = 12
# The first and the last year that a town may ask for: others are slips of the finger.
FIRST_YEAR, LAST_YEAR = 2550, 2650
# Three years and a leap day: what is longer is asked for year by year.
MOST_DAYS = 1097


@dataclass(frozen=True)
class Period:
    """From the morning of `first` to the end of `last`."""

    first: date
    last: date

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """A month of a year (Buddhist era)."""
        return cls(_first_of(year, month), _first_of(year, month + 1) - timedelta(days=1))

    @classmethod
    def fiscal_year(cls, year: int) -> Self:
        """A fiscal year (Buddhist era), from 1 October of the year before."""
        start = FISCAL_YEAR_STARTS_MONTH
        return cls(_first_of(year - 1, start), _first_of(year, start) - timedelta(days=1))

    @classmethod
    def month_of(cls, at: datetime) -> Self:
        """The month that it is then in Bangkok."""
        local = at.astimezone(BANGKOK)
        return cls.month(local.year + BUDDHIST_ERA, local.month)

    @classmethod
    def named(cls, name: str) -> Self | None:
        """`2569-11` is a month and `2570` a fiscal year; None for what is neither."""
        found = re.fullmatch(r"(\d{4})(?:-(\d{2}))?", name, re.ASCII)
        if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            return None
        if found[2] is None:
            return cls.fiscal_year(int(found[1]))
        return cls.month(int(found[1]), int(found[2])) if 1 <= int(found[2]) <= MONTHS else None

    @classmethod
    def month_named(cls, name: str) -> Self:
        """A month as `months` writes it, `2026-11`."""
        year, month = name.split("-")
        return cls.month(int(year) + BUDDHIST_ERA, int(month))

    @classmethod
    def between(cls, since: datetime, until: datetime) -> Self:
        """The days from one moment to another, as `since` and `until` of a period give them."""
        return cls(since.astimezone(BANGKOK).date(), (until - timedelta(seconds=1)).astimezone(BANGKOK).date())

    @property
    def since(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.first, time(), BANGKOK).astimezone(UTC)

    @property
    def until(self) -> datetime:
        """When it is over: the first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), BANGKOK).astimezone(UTC)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def is_month(self) -> bool:
        """Whether it is exactly one month."""
        return self == Period.month(self.first.year + BUDDHIST_ERA, self.first.month)

    @property
    def is_fiscal_year(self) -> bool:
        """Whether it is exactly one fiscal year."""
        return self == Period.fiscal_year(self.year)

    @property
    def year(self) -> int:
        """The fiscal year in which it begins."""
        return fiscal_year(self.since)

    @property
    def name(self) -> str | None:
        """What `named` understands; None for own dates."""
        if self.is_fiscal_year:
            return str(self.year)
        return f"{self.first.year + BUDDHIST_ERA}-{self.first.month:02}" if self.is_month else None

    @property
    def months(self) -> list[str]:
        """Each month that it touches, as `2026-11`."""
        year, month = self.first.year + BUDDHIST_ERA, self.first.month
        touched = (self.last.year - self.first.year) * MONTHS + self.last.month - month + 1
        return [f"{_first_of(year, month + number):%Y-%m}" for number in range(touched)]

    def months_begun(self, now: datetime) -> list[str]:
        """Those of them that have begun; one that has not is no month without cases."""
        return [month for month in self.months if month <= f"{now.astimezone(BANGKOK):%Y-%m}"]

    def moved(self, by: int) -> Self:
        """The month, year or as many days before (-1) or after it (1)."""
        if self.is_fiscal_year:
            return self.fiscal_year(self.year + by)
        if self.is_month:
            return self.month(self.first.year + BUDDHIST_ERA, self.first.month + by)
        return type(self)(self.first + by * timedelta(days=self.days), self.last + by * timedelta(days=self.days))

    @property
    def twelve_months(self) -> Self:
        """The year that ends with the month in which it ends."""
        year, month = self.last.year + BUDDHIST_ERA, self.last.month
        return type(self)(_first_of(year, month - MONTHS + 1), _first_of(year, month + 1) - timedelta(days=1))


def _first_of(year: int, month: int) -> date:
    """The first day of a month; months before January and after December are those of the years around."""
    years, months = divmod(month - 1, MONTHS)
    return date(year + years - BUDDHIST_ERA, months + 1, 1)
