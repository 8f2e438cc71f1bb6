"""When the town hall is open: working days without Thailand's public holidays, and time counted in office hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from holidays import GOVERNMENT, PUBLIC, country_holidays

from models.case import BANGKOK

SATURDAY = 5
A_DAY = timedelta(days=1)
# Of private firms and banks alone: government offices work on it.
LABOUR_DAY = "National Labor Day"


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Days on which government offices are closed, those in lieu of a weekend's and the Royal Ploughing among them.

    What the cabinet adds late (bridging days, most years' Ploughing) a town adds as data.
    """
    listed = country_holidays("TH", years=year, categories=(PUBLIC, GOVERNMENT), language="en_US", expand=False)
    listed.pop_named(LABOUR_DAY)
    return frozenset(listed)


@dataclass(frozen=True)
class OfficeHours:
    """The hours of every working day, in Bangkok. `closed` and `worked`: the town's own days, against the rule.

    Times that go in and come out are aware; those that come out are UTC.
    """

    opens: time = time(8, 30)
    closes: time = time(16, 30)
    closed: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether the office is open on a day."""
        if day in self.worked:
            return True
        return day.weekday() < SATURDAY and day not in self.closed and day not in public_holidays(day.year)

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is there: from the opening until just before the closing."""
        local = at.astimezone(BANGKOK)
        return self.is_working_day(local.date()) and self.opens <= local.time() < self.closes

    def opens_on(self, day: date) -> datetime:
        """The time when the office opens on a day."""
        return _in_bangkok(day, self.opens)

    def closes_on(self, day: date) -> datetime:
        """The time when the office closes on a day: until then a promise for that day holds."""
        return _in_bangkok(day, self.closes)

    def next_working_day(self, after: date) -> date:
        """The first working day after a day."""
        return next(self._working_days(after + A_DAY))

    def last_working_day(self, before: date) -> date:
        """The last working day before a day."""
        day = before - A_DAY
        while not self.is_working_day(day):
            day -= A_DAY
        return day

    def next_office_time(self, at: datetime) -> datetime:
        """That time, if the office is open; else its next opening."""
        return at if self.is_open(at) else next(opens for opens, _ in self._stretches(at) if opens >= at)

    def working_days_after(self, now: datetime, days: int) -> datetime:
        """The time when the office closes on the `days`th working day after today."""
        day = now.astimezone(BANGKOK).date()
        for _ in range(days):
            day = self.next_working_day(day)
        return self.closes_on(day)

    def time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much office time there is from one time to another; none if the second is the earlier."""
        total = timedelta()
        for opens, closes in self._stretches(start):
            if opens >= end:
                return total
            total += max(min(closes, end) - max(opens, start), timedelta())
        raise AssertionError("working days never end")

    def after(self, start: datetime, office_time: timedelta) -> datetime:
        """When so much office time has passed: within office hours, at an opening rather than at the closing before."""
        left = office_time
        for opens, closes in self._stretches(start):
            begins = max(opens, start)
            if begins + left < closes:
                return begins + left
            left -= max(closes - begins, timedelta())
        raise AssertionError("working days never end")

    def _working_days(self, first: date) -> Iterator[date]:
        """Those from a day on, for ever."""
        day = first
        while True:
            if self.is_working_day(day):
                yield day
            day += A_DAY

    def _stretches(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """When the office opens and closes, from the working day of a time on."""
        for day in self._working_days(since.astimezone(BANGKOK).date()):
            yield self.opens_on(day), self.closes_on(day)


def _in_bangkok(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, BANGKOK).astimezone(UTC)
