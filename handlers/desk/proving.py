"""Whether an after-photo proves a repair: taken at the place, and just now, by all that is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.case import ACCURACY_M, Case, PlaceSource
from models.geography import Point, metres_between

NEAR_M = 100.0
# A position that may be further off than this says nothing: computers know theirs to a few kilometres.
ROUGHEST_M = 500.0
NOW_WITHIN = timedelta(minutes=15)
# How far a telephone's clock may be ahead of ours.
AHEAD_BY = timedelta(minutes=5)


class Doubt(StrEnum):
    """What is missing to a proof."""

    NO_PLACE = "no_place"
    NOT_NEAR = "not_near"
    NO_TIME = "no_time"
    NOT_NOW = "not_now"


OF_PLACE = {Doubt.NO_PLACE, Doubt.NOT_NEAR}


@dataclass(frozen=True)
class Witness:
    """Where (within so many metres) and when a photo was taken, as one source tells: the page, or the file itself."""

    place: Point | None = None
    accuracy_m: float = ACCURACY_M[PlaceSource.PHOTO]
    taken_at: datetime | None = None


@dataclass(frozen=True)
class Verdict:
    """What is known of a photo, and what is missing. `metres_off` and `taken_at` are the worst that was told."""

    taken_at: datetime | None = None
    metres_off: float | None = None
    doubts: frozenset[Doubt] = frozenset()

    @property
    def is_proof(self) -> bool:
        """Whether it was taken there and then."""
        return not self.doubts


def judge(case: Case, arrived_at: datetime, witnesses: Sequence[Witness]) -> Verdict:
    """Every witness that says something has to agree, and one has to. Without a point of the case the time alone counts."""
    times = [one.taken_at for one in witnesses if one.taken_at is not None]
    ways = _ways(case.point, witnesses) if case.point is not None else []
    doubts = {_doubt_of_time(times, arrived_at)}
    if case.point is not None:
        doubts.add(_doubt_of_place(ways, case.accuracy_m or 0))
    worst = max((way for way, _ in ways), default=None)
    return Verdict(min(times, default=None), worst, frozenset(doubt for doubt in doubts if doubt is not None))


def _ways(point: Point, witnesses: Sequence[Witness]) -> list[tuple[float, float]]:
    """How far off each witness saw it, and within how many metres that is right."""
    placed = [(one.place, one.accuracy_m) for one in witnesses if one.place is not None]
    return [(metres_between(point, place), within) for place, within in placed if within <= ROUGHEST_M]


def _doubt_of_time(times: Sequence[datetime], arrived_at: datetime) -> Doubt | None:
    if not times:
        return Doubt.NO_TIME
    is_now = all(arrived_at - NOW_WITHIN <= time <= arrived_at + AHEAD_BY for time in times)
    return None if is_now else Doubt.NOT_NOW


def _doubt_of_place(ways: Sequence[tuple[float, float]], accuracy_m: float) -> Doubt | None:
    if not ways:
        return Doubt.NO_PLACE
    is_near = all(way <= max(NEAR_M, accuracy_m, own_accuracy_m) for way, own_accuracy_m in ways)
    return None if is_near else Doubt.NOT_NEAR


def best_of(verdicts: Sequence[Verdict]) -> Verdict:
    """One photo that proves it is enough; else the one to which least is missing."""
    return min(verdicts, key=lambda verdict: len(verdict.doubts))
