"""What periods and groups are called. A code that the town's lists no longer know is its own name."""

from datetime import timedelta

from content.office import Office
from content.texts import Texts
from models.case import BUDDHIST_ERA
from models.figures import NOT_TOLD
from models.period import Period

# Each way to group cases, and what its group without a code is called.
NAMELESS = {"type": "figures.confidential", "village": "figures.no_village"}


def group_name(office: Office, say: Texts, along: str, code: str) -> str:
    """The name of a type, a division, a village or a month (`along`)."""
    if along in NAMELESS and code == NOT_TOLD:
        return say(NAMELESS[along])
    if along == "month":
        return month_name(say, code)
    language = say.language
    if along == "type":
        return kind.name.in_(language) if (kind := office.catalogue.by_code.get(code)) else code
    if along == "division":
        return division.name.in_(language) if (division := office.town.by_division.get(code)) else code
    place = office.town.gazetteer.by_code.get(code)
    return say("case.village", name=place.name.in_(language), number=place.number) if place else code


def month_name(say: Texts, code: str) -> str:
    """`2026-11` as people write it, with the year of the reader's calendar."""
    year, month = _parts(code)
    return say("figures.month", month=say.words("time.whole_months")[month - 1], year=_year(say, year))


def short_month(say: Texts, code: str) -> str:
    """The same where there is little room, without its year."""
    return say.words("time.months")[_parts(code)[1] - 1]


def period_name(say: Texts, period: Period) -> str:
    """A month, a fiscal year, or from one day to another."""
    if period.is_month:
        return month_name(say, f"{period.first:%Y-%m}")
    if period.is_fiscal_year:
        return say("figures.fiscal_year", year=_year(say, period.year - BUDDHIST_ERA))
    last_at = period.until - timedelta(seconds=1)
    return say("figures.days_from_to", first=say.day(period.since), last=say.day(last_at))


def view_name(office: Office, say: Texts, division: str | None) -> str:
    """Whose cases they are: a division's, or the whole town's."""
    return group_name(office, say, "division", division) if division else say("figures.whole_town")


def _parts(code: str) -> tuple[int, int]:
    year, _, month = code.partition("-")
    return int(year), int(month)


def _year(say: Texts, year: int) -> int:
    return year + BUDDHIST_ERA if say.language == "th" else year
