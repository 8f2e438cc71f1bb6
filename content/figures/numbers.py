"""The columns of the figures' tables, and how their numbers are written."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from content.texts import Texts
from models.figures import Tally

Number = int | float | None
HOURS_A_DAY, SAID_IN_DAYS_FROM_H, MINUTES_AN_HOUR = 24, 48, 60


class Kind(StrEnum):
    """What a number is of."""

    COUNT = "count"
    HOURS = "hours"
    PERCENT = "percent"
    STARS = "stars"


@dataclass(frozen=True)
class Column:
    """One figure of a tally; its heading is `figures.col_<name>`."""

    name: str
    kind: Kind
    of: Callable[[Tally], Number]


def _count(name: str) -> Column:
    return Column(name, Kind.COUNT, lambda tally: int(getattr(tally, name)))


WITHIN = Column("within", Kind.PERCENT, lambda tally: tally.within)
MEDIAN = Column("median", Kind.HOURS, lambda tally: tally.median_h)
P90 = Column("p90", Kind.HOURS, lambda tally: tally.p90_h)
STARS = Column("stars", Kind.STARS, lambda tally: tally.mean_stars)
REOPENED_SHARE = Column("reopened_share", Kind.PERCENT, lambda tally: tally.reopened_share)

_WORK = (_count("taken"), _count("done"), MEDIAN, P90, WITHIN, STARS, _count("rated"))
_CLOSURES = tuple(_count(name) for name in ("proven", "unproven", "no_photo", "reopened", "declined"))
_ONES = (REOPENED_SHARE, _count("merged"), _count("joined"), _count("paid"))
# The tables by what they are about; a spreadsheet has all columns, with the sums that shares were worked out from.
TABLES = {
    "work": (*_WORK, *_ONES),
    "closures": (_count("done"), *_CLOSURES),
    "printed": (_count("taken"), _count("done"), MEDIAN, WITHIN, STARS, REOPENED_SHARE),
    "everything": (*_WORK, _count("due"), _count("kept"), *_ONES, _count("ever_done"), *_CLOSURES),
}


def columns_of(table: str) -> tuple[Column, ...]:
    """The columns of one of TABLES."""
    return TABLES[table]


def in_words(say: Texts, column: Column, tally: Tally) -> str:
    """A number as people read it; a dash where there is nothing to say."""
    number = column.of(tally)
    if number is None:
        return say("figures.nothing")
    if column.kind == Kind.HOURS:
        return hours_in_words(say, number)
    if column.kind == Kind.PERCENT:
        return say("figures.percent", number=whole_percent(number))
    return f"{number:.1f}" if column.kind == Kind.STARS else f"{number:,}"


def whole_percent(share: float) -> str:
    """Without its fraction: 79.6 must not look like a target of 80 that is reached."""
    return f"{int(share)}"


def hours_in_words(say: Texts, hours: float) -> str:
    """How long it took: in minutes, hours or days."""
    if hours < 1:
        return say("figures.minutes", number=round(hours * MINUTES_AN_HOUR))
    if hours < SAID_IN_DAYS_FROM_H:
        return say("figures.hours", number=round(hours))
    return say("figures.days", number=f"{hours / HOURS_A_DAY:.1f}")
