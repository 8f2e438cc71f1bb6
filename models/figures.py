"""What a town has made of the cases that were filed within a period: figures by type, division, village and month."""

from collections.abc import Iterable
from datetime import datetime
from operator import add
from typing import Any

from pydantic import BaseModel

# What a town means to reach, of a hundred.
TARGET_PERCENT = 80
# Where a type or a village is not told: of a confidential case, and of one that is in no village.
NOT_TOLD = ""


class Tally(BaseModel):
    """Cases counted. All figures are about the same cases: those that were filed within the period."""

    taken: int = 0
    done: int = 0
    # Promises that can be judged: it is finished, or its time has come. And those of them that were kept.
    due: int = 0
    kept: int = 0
    stars: int = 0
    rated: int = 0
    # Finished at least once, and those of them that somebody said were not in order.
    ever_done: int = 0
    reopened: int = 0
    # Closures, by how well they are proven; what was finished without a word on its proof is in none of them.
    proven: int = 0
    unproven: int = 0
    no_photo: int = 0
    declined: int = 0
    # The same matter told again: cases merged into another, and people who joined a case instead of filing one.
    merged: int = 0
    joined: int = 0
    # Messages of LINE's quota.
    paid: int = 0
    # Hours from filing to finishing, of those that are done.
    median_h: float | None = None
    p90_h: float | None = None

    @property
    def within(self) -> float | None:
        """Percent of the promises that were kept."""
        return percent(self.kept, self.due)

    @property
    def mean_stars(self) -> float | None:
        """Of those that were rated."""
        return self.stars / self.rated if self.rated else None

    @property
    def reopened_share(self) -> float | None:
        """Percent of what was finished."""
        return percent(self.reopened, self.ever_done)

    @property
    def proven_share(self) -> float | None:
        """Percent of what is done."""
        return percent(self.proven, self.done)


# What a database sums; the others are worked out from times.
SUMS = tuple(name for name in Tally.model_fields if not name.endswith("_h"))
Sums = list[int]


class Figures(BaseModel):
    """The figures of a period. Groups stand by their codes; months are `2026-11`, Bangkok's."""

    counted_at: datetime
    total: Tally
    by_type: dict[str, Tally]
    by_division: dict[str, Tally]
    by_village: dict[str, Tally]
    by_month: dict[str, Tally]
    # Cases filed, by weekday (Monday first) and hour.
    heat: list[list[int]]
    # Where it was: latitude, longitude, how many cases.
    places: list[tuple[float, float, int]]


def percent(part: int, whole: int) -> float | None:
    """Of a hundred; None of nothing."""
    return 100 * part / whole if whole else None


def together(tallies: Iterable[Tally]) -> Tally:
    """Several groups as one. How long theirs took can't be told from how long each took."""
    listed = list(tallies)
    return Tally(**{name: sum(getattr(tally, name) for tally in listed) for name in SUMS})


class Sheet:
    """Sums of cells (type, division, village, month) that are added up along each of them, and as a whole."""

    def __init__(self) -> None:
        self._sums: list[dict[str, Sums]] = [{}, {}, {}, {}, {}]

    def add(self, cells: Iterable[tuple[tuple[str, ...], Sums]]) -> None:
        """Add cells with their sums, in the order of SUMS."""
        for codes, sums in cells:
            for kept, code in zip(self._sums, (*codes, NOT_TOLD), strict=True):
                kept[code] = list(map(add, kept[code], sums)) if code in kept else list(sums)

    def tallies(self, along: int, hours: dict[str, tuple[float, float]]) -> dict[str, Tally]:
        """What was added up along one of them, the largest first; `hours`: median and 90th percentile by code."""
        found = {}
        for code, sums in sorted(self._sums[along].items(), key=lambda item: (-item[1][0], item[0])):
            median_h, p90_h = hours.get(code, (None, None))
            counted: dict[str, Any] = dict(zip(SUMS, sums, strict=True))
            found[code] = Tally.model_construct(**counted, median_h=median_h, p90_h=p90_h)
        return found
