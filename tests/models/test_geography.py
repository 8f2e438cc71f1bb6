"""Points and areas on earth: what is inside, and how far the border is."""

from math import cos, radians

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Polygon, shape

from models.geography import Area, Point, bearing, metres_between

# A square of 0.02 degrees around the demo town's centre: about 2.1 km wide and 2.2 km high.
WEST, EAST, SOUTH, NORTH = 99.03, 99.05, 18.64, 18.66
SQUARE = Area(Polygon([(WEST, SOUTH), (EAST, SOUTH), (EAST, NORTH), (WEST, NORTH)]))
inside = st.builds(Point, st.floats(SOUTH, NORTH), st.floats(WEST, EAST))
anywhere_near = st.builds(Point, st.floats(18.5, 18.8), st.floats(98.9, 99.2))


@settings(max_examples=50, deadline=None)
@given(inside)
def test_a_square_holds_every_point_within_its_edges(point: Point) -> None:
    assert SQUARE.holds(point)


@settings(max_examples=50, deadline=None)
@given(anywhere_near)
def test_a_square_holds_no_point_beyond_its_edges(point: Point) -> None:
    is_beyond = not (SOUTH <= point.latitude <= NORTH and WEST <= point.longitude <= EAST)
    assert SQUARE.holds(point) is not is_beyond


@settings(max_examples=50, deadline=None)
@given(anywhere_near)
def test_the_border_is_where_a_walk_along_all_of_it_comes_nearest(point: Point) -> None:
    steps = [step / 100 for step in range(101)]
    walk = [Point(SOUTH + (NORTH - SOUTH) * step, edge) for step in steps for edge in (WEST, EAST)]
    walk += [Point(edge, WEST + (EAST - WEST) * step) for step in steps for edge in (SOUTH, NORTH)]
    shortest = min(metres_between(point, one) for one in walk)
    assert SQUARE.metres_from_border(point) == pytest.approx(shortest, rel=0.001, abs=20)  # its steps are 22 m


def test_a_lake_inside_is_outside() -> None:
    lake = Polygon([(99.036, 18.646), (99.044, 18.646), (99.044, 18.654), (99.036, 18.654)])
    around = Area(Polygon([(WEST, SOUTH), (EAST, SOUTH), (EAST, NORTH), (WEST, NORTH)], [lake.exterior.coords]))
    assert not around.holds(Point(18.65, 99.04))
    assert around.holds(Point(18.642, 99.032))


def test_areas_that_touch_are_one_without_a_border_between_them() -> None:
    west, east = (Polygon([(x, 18.64), (x + 0.01, 18.64), (x + 0.01, 18.66), (x, 18.66)]) for x in (99.03, 99.04))
    assert Area.of_all([Area(west), Area(east)]).metres_from_border(Point(18.65, 99.04)) > 1000


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (LineString([(99.0, 18.6), (99.1, 18.6)]), "Polygon"),
        (Polygon(), "encloses something"),
        (Polygon([(18.6, 99.0), (18.7, 99.0), (18.7, 99.1)]), "longitude first"),
        (Polygon([(503_000, 2_061_000), (504_000, 2_061_000), (504_000, 2_062_000)]), "in degrees"),
        (Polygon([(99.0, 18.6), (99.1, 18.7), (99.1, 18.6), (99.0, 18.7)]), "crosses itself"),
    ],
    ids=["a line", "nothing", "latitude first", "metres", "a bow tie"],
)
def test_what_is_no_area_in_degrees_is_refused_with_what_is_wrong(broken: Polygon, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Area(shape(broken.__geo_interface__))


@pytest.mark.parametrize(
    ("north", "east", "degrees"), [(1, 0, 0), (1, 1, 45), (0, 1, 90), (-1, 0, 180), (0, -1, 270), (1, -1, 315)]
)
def test_a_direction_is_told_clockwise_from_north(north: int, east: int, degrees: float) -> None:
    step = 40 / 111_000
    end = Point(18.6 + north * step, 99.0 + east * step / cos(radians(18.6)))
    assert bearing(Point(18.6, 99.0), end) == pytest.approx(degrees, abs=0.5)
