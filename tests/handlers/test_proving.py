"""What proves a repair: all who say something of a photo's place and time agree, and somebody says something."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handlers.desk.proving import AHEAD_BY, NOW_WITHIN, ROUGHEST_M, Doubt, Verdict, Witness, best_of, judge
from models.case import Case, PlaceSource
from models.geography import Point

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
METRE = 1 / 110_650  # of latitude, in degrees
LATELY = NOW - timedelta(minutes=1)


def a_case(accuracy_m: float | None = 30) -> Case:
    """A case in the demo town; without an accuracy it has no point."""
    place: dict[str, Any] = {
        "latitude": 18.6477,
        "longitude": 99.0417,
        "accuracy_m": accuracy_m,
        "place_source": PlaceSource.PIN,
    }
    return Case(
        number="70-000001", type_code="road", reporter_id=1, division="public_works", filed_at=NOW, promised_at=NOW,
        **(place if accuracy_m is not None else {}),
    )  # fmt: skip


def off(metres: float, accuracy_m: float = 10, taken_at: datetime | None = LATELY) -> Witness:
    """Somebody so far north of it."""
    return Witness(Point(18.6477 + metres * METRE, 99.0417), accuracy_m, taken_at)


@pytest.mark.parametrize(
    ("metres", "own", "cases", "is_near"),
    [
        (98, 10, 30, True),
        (103, 10, 30, False),
        (240, 250, 30, True),
        (260, 250, 30, False),
        (800, 10, 900, True),
        (490, ROUGHEST_M, 30, True),
    ],
)
def test_it_is_near_within_a_hundred_metres_or_as_exact_as_either_point_is(
    metres: float, own: float, cases: float, is_near: bool
) -> None:
    verdict = judge(a_case(cases), NOW, [off(metres, own)])
    assert verdict.is_proof is is_near
    assert verdict.metres_off == pytest.approx(metres, rel=0.01)


def test_a_position_that_may_be_anywhere_says_nothing() -> None:
    verdict = judge(a_case(), NOW, [off(0, ROUGHEST_M + 1)])
    assert verdict.doubts == {Doubt.NO_PLACE}
    assert verdict.metres_off is None


@pytest.mark.parametrize(
    ("ago", "is_now"),
    [
        (timedelta(), True),
        (NOW_WITHIN, True),
        (NOW_WITHIN + timedelta(seconds=1), False),
        (-AHEAD_BY, True),
        (-AHEAD_BY - timedelta(seconds=1), False),
    ],
)
def test_it_is_now_for_a_quarter_of_an_hour(ago: timedelta, is_now: bool) -> None:
    verdict = judge(a_case(), NOW, [off(0, taken_at=NOW - ago)])
    assert verdict.doubts == (set() if is_now else {Doubt.NOT_NOW})


def test_who_says_nothing_says_nothing_against_it() -> None:
    assert judge(a_case(), NOW, [off(5), Witness()]).is_proof
    assert judge(a_case(), NOW, [Witness(), Witness()]).doubts == {Doubt.NO_PLACE, Doubt.NO_TIME}


def test_of_two_who_disagree_the_worse_is_kept() -> None:
    old = NOW - timedelta(days=2)
    verdict = judge(a_case(), NOW, [off(5), off(3000, taken_at=old)])
    assert verdict.doubts == {Doubt.NOT_NEAR, Doubt.NOT_NOW}
    assert verdict.taken_at == old
    assert verdict.metres_off == pytest.approx(3000, rel=0.01)


def test_a_case_without_a_point_is_judged_by_time_alone() -> None:
    verdict = judge(a_case(None), NOW, [off(30_000)])
    assert (verdict.is_proof, verdict.metres_off) == (True, None)
    assert judge(a_case(None), NOW, [off(0, taken_at=None)]).doubts == {Doubt.NO_TIME}


def test_the_photo_to_which_least_is_missing_counts() -> None:
    two, one = Verdict(doubts=frozenset({Doubt.NO_PLACE, Doubt.NO_TIME})), Verdict(doubts=frozenset({Doubt.NO_TIME}))
    assert best_of([two, one]) is one
    assert best_of([two, one, Verdict()]).is_proof
