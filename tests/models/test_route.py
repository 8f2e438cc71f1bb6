"""The round trip: every stop once, what is urgent first, never longer than as listed, and hardly longer than the best."""

import random
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.geography import Point, metres_between
from models.route import round_trip

DEPOT = Point(18.6466, 99.0431)
points = st.builds(Point, st.floats(18.60, 18.70), st.floats(99.00, 99.10))
depots = st.none() | st.just(DEPOT)


@settings(deadline=None, max_examples=60)
@given(depots, st.lists(points, max_size=14), st.integers(0, 15))
def test_every_stop_once_the_urgent_first_and_never_longer_than_as_listed(
    depot: Point | None, stops: list[Point], urgent: int
) -> None:
    route = round_trip(depot, stops, urgent)
    assert sorted(route.order) == list(range(len(stops)))
    first = min(urgent, len(stops))
    assert set(route.order[:first]) == set(range(first))
    assert route.saved >= 0
    assert route == round_trip(depot, stops, urgent)


@settings(deadline=None, max_examples=30)
@given(depots, st.lists(points, min_size=1, max_size=10))
def test_the_legs_are_the_ways_from_stop_to_stop(depot: Point | None, stops: list[Point]) -> None:
    route = round_trip(depot, stops)
    trip = [depot or stops[0], *(stops[place] for place in route.order)]
    assert list(route.legs) == [metres_between(one, other) for one, other in pairwise(trip)]
    assert route.back == metres_between(trip[-1], trip[0])


def test_stops_on_one_spot_and_no_stops_are_trips_too() -> None:
    assert round_trip(None, [DEPOT] * 5).metres == 0
    assert round_trip(DEPOT, []).order == ()


@pytest.mark.parametrize("seed", range(5))
def test_seven_stops_are_within_a_tenth_of_the_shortest_of_all_trips(seed: int) -> None:
    chance = random.Random(seed)
    stops = [Point(chance.uniform(18.60, 18.70), chance.uniform(99.00, 99.10)) for _ in range(7)]

    def metres(order: tuple[int, ...]) -> float:
        trip = [DEPOT, *(stops[place] for place in order), DEPOT]
        return sum(metres_between(one, other) for one, other in pairwise(trip))

    near = round_trip(DEPOT, stops)
    exact = round_trip_by_trying(stops, metres)
    assert near.metres == pytest.approx(metres(near.order))
    assert near.metres <= exact * 1.1


def round_trip_by_trying(stops: list[Point], metres) -> float:  # type: ignore[no-untyped-def]
    """The metres of the shortest of all trips."""
    firsts = permutations(range(len(stops)))
    return float(min(metres(order) for order in firsts if order[0] <= order[-1]))
