"""Which figures a page was asked for: the period and the division, whatever somebody has written into its address."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from content.office import Office
from handlers.turn import Declined
from models.case import BUDDHIST_ERA
from models.kept_figures import View
from models.officer import SEE_EVERYTHING, Officer
from models.period import FIRST_YEAR, LAST_YEAR, MOST_DAYS, Period

MONTHS_OFFERED, YEARS_OFFERED = 12, 3


@dataclass(frozen=True)
class Asked:
    """A period, and of those who may see more than one division the one that they chose."""

    officer: Officer
    period: Period
    division: str | None

    @property
    def view(self) -> View:
        """Whose cases are counted."""
        return View.of(self.officer, self.division)

    @property
    def shown_division(self) -> str | None:
        """The division that the figures are about; None for the whole town."""
        return self.division if may_choose(self.officer) else self.officer.division

    @property
    def query(self) -> str:
        """The same as an address says it."""
        days = {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        named = {"period": self.period.name} if self.period.name else days
        return urlencode(named | ({"division": self.division} if self.division else {}))

    def at(self, period: Period) -> "Asked":
        """The same of another period."""
        return replace(self, period=period)


def may_choose(officer: Officer) -> bool:
    """Whether there is more than one division for them to choose from."""
    return officer.role in SEE_EVERYTHING


def asked(fields: MultiDict[str, str], officer: Officer, office: Office, now: datetime) -> Asked:
    """What an address asks for; what it says oddly counts as not said. Raises Declined for too long a time."""
    division = fields.get("division", "")
    chosen = division if may_choose(officer) and division in office.town.by_division else None
    period = _own_days(fields) or Period.named(fields.get("period", "")) or Period.month_of(now)
    if period.days > MOST_DAYS:
        raise Declined("figures.too_long")
    return Asked(officer, period, chosen)


def _own_days(fields: MultiDict[str, str]) -> Period | None:
    first, last = (_day(fields.get(name, "")) for name in ("from", "to"))
    return Period(min(first, last), max(first, last)) if first and last else None


def _day(told: str) -> date | None:
    try:
        day = date.fromisoformat(told)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year + BUDDHIST_ERA <= LAST_YEAR else None


def offered_months(now: datetime, shown: Period) -> list[Period]:
    """The months to choose from, the newest first; the one that is shown is always among them."""
    newest = Period.month_of(now)
    months = [newest.moved(-back) for back in range(MONTHS_OFFERED)]
    return months if shown in months or not shown.is_month else [shown, *months]


def offered_years(now: datetime, shown: Period) -> list[Period]:
    """The fiscal years, likewise."""
    newest = Period.fiscal_year(Period.month_of(now).year)
    years = [newest.moved(-back) for back in range(YEARS_OFFERED)]
    return years if shown in years or not shown.is_fiscal_year else [shown, *years]
