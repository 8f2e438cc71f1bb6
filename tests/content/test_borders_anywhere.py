"""Borders of any shape, asked about any place on earth, beside what walking along them and looking from them finds."""

from itertools import pairwise
from math import cos, radians, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from content.names import Name
from content.towns import load_town
from content.towns.borders import Borders, Neighbour
from models.case import BorderSide
from models.geography import Area, Point, metres_between

Ring = list[tuple[float, float]]
CENTRE = Point(18.65, 99.04)
WALKED_IN = 60  # steps for each piece of border
DEMO = load_town("demo").borders
INSIDE, NEAR, OUTSIDE = BorderSide.INSIDE, BorderSide.NEAR, BorderSide.OUTSIDE

anywhere = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
about_the_town = st.builds(Point, st.floats(18.58, 18.72), st.floats(98.97, 99.11))
metres = st.floats(0, 5000)


def _star(reaches: list[float]) -> Ring:
    """A border all around the centre, so many degrees away from it in each direction."""
    turns = [radians(360 * turn / len(reaches)) for turn in range(len(reaches))]
    ring = [
        (CENTRE.longitude + reach * cos(turn), CENTRE.latitude + reach * sin(turn))
        for reach, turn in zip(reaches, turns, strict=True)
    ]
    return [*ring, ring[0]]


rings = st.lists(st.floats(0.004, 0.05), min_size=3, max_size=9).map(_star)


def _crossings_to_the_east(ring: Ring, point: Point) -> int:
    """How often one crosses the border on the way due east."""
    count = 0
    for (west, south), (east, north) in pairwise(ring):
        if (south > point.latitude) != (north > point.latitude):
            crossed_at = west + (point.latitude - south) / (north - south) * (east - west)
            count += point.longitude < crossed_at
    return count


def _walk(ring: Ring) -> list[Point]:
    shares = [step / WALKED_IN for step in range(WALKED_IN)]
    return [
        Point(south + (north - south) * share, west + (east - west) * share)
        for (west, south), (east, north) in pairwise(ring)
        for share in shares
    ]


def _longest_step(walk: list[Point]) -> float:
    return max(metres_between(one, next_one) for one, next_one in pairwise([*walk, walk[0]]))


@settings(max_examples=60, deadline=None)
@given(rings, about_the_town)
def test_a_place_is_held_from_which_every_way_out_crosses_the_border_an_odd_number_of_times(
    ring: Ring, point: Point
) -> None:
    area = Area(Polygon(ring))
    if area.metres_from_border(point) > 0.01:
        assert area.holds(point) is (_crossings_to_the_east(ring, point) % 2 == 1)


@settings(max_examples=60, deadline=None)
@given(rings, about_the_town)
def test_the_border_is_as_far_as_a_walk_along_it_comes_near(ring: Ring, point: Point) -> None:
    walk = _walk(ring)
    nearest = min(metres_between(point, one) for one in walk)
    found = Area(Polygon(ring)).metres_from_border(point)
    # Within half a step of the walk, and a thousandth for a degree's being as long in the north as in the south.
    assert nearest * 0.999 - _longest_step(walk) / 2 <= found <= nearest * 1.001 + 0.01


@settings(max_examples=60, deadline=None)
@given(rings, about_the_town, metres)
def test_near_is_what_is_within_the_accuracy_of_the_border_and_nothing_else(
    ring: Ring, point: Point, accuracy_m: float
) -> None:
    area = Area(Polygon(ring))
    standing = Borders(own=area).standing(point, accuracy_m)
    assert standing is not None
    expected = INSIDE if area.holds(point) else OUTSIDE
    assert standing.side == (NEAR if area.metres_from_border(point) <= accuracy_m else expected)


@settings(max_examples=100, deadline=None)
@given(anywhere, st.floats(0, 1e7))
def test_any_place_on_earth_stands_somewhere(point: Point, accuracy_m: float) -> None:
    assert DEMO.own is not None
    standing = DEMO.standing(point, accuracy_m)
    assert standing is not None
    is_far = metres_between(point, CENTRE) > 50_000
    assert not is_far or not DEMO.own.holds(point)
    assert not is_far or standing.side == OUTSIDE or accuracy_m > 30_000


@pytest.mark.parametrize("longitude", [-180.0, 0.0, 99.04, 180.0])
@pytest.mark.parametrize("latitude", [-90.0, 0.0, 90.0])
def test_the_ends_of_the_earth_are_outside(latitude: float, longitude: float) -> None:
    standing = DEMO.standing(Point(latitude, longitude), 30)
    assert standing is not None
    assert (standing.side, standing.neighbour) == (OUTSIDE, None)


@settings(max_examples=100, deadline=None)
@given(about_the_town, metres)
def test_two_neighbours_never_both_have_a_place_nor_send_it_to_and_fro(point: Point, accuracy_m: float) -> None:
    assert DEMO.own is not None
    us = Neighbour.model_construct(code="us", name=Name(th="เรา", en="us"), area=DEMO.own)
    ours = DEMO.standing(point, accuracy_m)
    assert ours is not None
    for neighbour in DEMO.neighbours:
        theirs = Borders(own=neighbour.area, neighbours=(us,)).standing(point, accuracy_m)
        assert theirs is not None
        assert not (ours.side == theirs.side == INSIDE)
        if ours.side == OUTSIDE and ours.neighbour == neighbour:
            assert theirs.side != OUTSIDE
        if theirs.side == OUTSIDE and theirs.neighbour is not None:
            assert ours.side != OUTSIDE


@settings(max_examples=100, deadline=None)
@given(about_the_town, metres)
def test_whoever_is_named_has_the_place_or_may_have_it(point: Point, accuracy_m: float) -> None:
    standing = DEMO.standing(point, accuracy_m)
    assert standing is not None
    if standing.neighbour is not None:
        area = standing.neighbour.area
        assert area.holds(point) or area.metres_from_border(point) <= accuracy_m
