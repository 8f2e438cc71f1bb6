"""Borders are data: whose a place is, and how exact one must know it to say so."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings import Settings, SettingsWrong
from content.towns import HERE, load_town
from content.towns.borders import Borders
from models.case import BorderSide
from models.geography import Point
from tests.bot.test_settings import GIVEN
from tests.content.test_office import a_town_of_my_own

DEMO = load_town("demo").borders
CENTRE, DOI_KHAM, NOWHERE = Point(18.6477, 99.0417), Point(18.66, 99.09), Point(18.65, 98.9)
points = st.builds(Point, st.floats(18.60, 18.70), st.floats(98.99, 99.09))
metres = st.floats(1, 3000)
SWAPPED = '{"type": "Polygon", "coordinates": [[[18, 99], [19, 99], [19, 98], [18, 99]]]}'


def _own_holds(point: Point) -> bool:
    assert DEMO.own is not None
    return DEMO.own.holds(point)


def _side(point: Point, accuracy_m: float) -> BorderSide:
    standing = DEMO.standing(point, accuracy_m)
    assert standing is not None
    return standing.side


@settings(max_examples=50, deadline=None)
@given(points, metres)
def test_nobody_is_told_that_a_place_is_outside_which_may_be_inside(point: Point, accuracy_m: float) -> None:
    if _own_holds(point):
        assert _side(point, accuracy_m) in (BorderSide.INSIDE, BorderSide.NEAR)
    if _side(point, accuracy_m) == BorderSide.OUTSIDE:
        assert not _own_holds(point)


@settings(max_examples=50, deadline=None)
@given(points, metres, st.floats(0, 360), st.floats(0, 0.99))
def test_what_is_told_apart_stays_so_wherever_within_the_accuracy_it_really_is(
    point: Point, accuracy_m: float, bearing: float, share: float
) -> None:
    there = geodesic(meters=accuracy_m * share).destination((point.latitude, point.longitude), bearing)
    really = Point(there.latitude, there.longitude)
    told = _side(point, accuracy_m)
    if told != BorderSide.NEAR:
        assert _own_holds(really) is (told == BorderSide.INSIDE)


@settings(max_examples=50, deadline=None)
@given(points, metres, metres)
def test_a_more_exact_point_is_never_told_apart_worse(point: Point, one: float, other: float) -> None:
    exact, vague = sorted((one, other))
    if _side(point, vague) != BorderSide.NEAR:
        assert _side(point, exact) == _side(point, vague)


@settings(max_examples=50, deadline=None)
@given(points)
def test_a_point_on_one_side_of_the_border_is_near_it_at_just_its_distance(point: Point) -> None:
    assert DEMO.own is not None
    distance = DEMO.own.metres_from_border(point)
    assert _side(point, distance + 0.1) == BorderSide.NEAR
    if distance > 1:
        assert _side(point, distance - 0.1) != BorderSide.NEAR


@pytest.mark.parametrize(
    ("point", "whose"), [(DOI_KHAM, "doi_kham"), (Point(18.69, 99.04), "nong_pla_nuea"), (NOWHERE, None)]
)
def test_outside_it_is_said_whose_it_is_if_that_is_known(point: Point, whose: str | None) -> None:
    standing = DEMO.standing(point, 30)
    assert standing is not None
    assert standing.side == BorderSide.OUTSIDE
    assert (standing.neighbour.code if standing.neighbour else None) == whose


def test_just_inside_the_border_the_neighbour_is_named_whose_it_may_be() -> None:
    standing = DEMO.standing(Point(18.6555, 99.0650), 100)
    assert standing is not None
    assert (standing.side, standing.neighbour and standing.neighbour.code) == (BorderSide.NEAR, "doi_kham")


def test_a_town_without_its_border_turns_nobody_away() -> None:
    assert Borders().standing(DOI_KHAM, 30) is None


def _geojson(change: Callable[[dict[str, object]], object]) -> str:
    return json.dumps(change(json.loads((HERE / "demo/border.geojson").read_text("utf-8"))))


@pytest.mark.parametrize("unwrap", [lambda whole: whole["features"][0], lambda whole: whole["features"][0]["geometry"]])
def test_a_border_may_be_a_single_feature_or_a_bare_geometry(
    tmp_path: Path, unwrap: Callable[[dict[str, object]], object]
) -> None:
    ours = a_town_of_my_own(tmp_path, "", "")
    (ours / "border.geojson").write_text(_geojson(unwrap), "utf-8")
    own = load_town(str(ours)).borders.own
    assert own is not None
    assert own.holds(CENTRE)


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("border.geojson", "no json", "border.geojson: is no JSON"),
        ("border.geojson", '{"type": "Point", "coordinates": [99, 18]}', "border.geojson: .*Polygon"),
        ("border.geojson", SWAPPED, ".*longitude first"),
        ("border.geojson", '{"hello": 1}', "border.geojson: is no GeoJSON geometry"),
        ("neighbours.geojson", '{"type": "Feature", "properties": {}, "geometry": null}', "neighbours.geojson: "),
        ("places.toml", '[[places]]\ncode = "x"', "places.toml: "),
        ("places.toml", "no toml", "places.toml: "),
    ],
)
def test_a_file_that_makes_no_sense_stops_the_start_with_its_name(
    tmp_path: Path, file: str, content: str, says: str
) -> None:
    ours = a_town_of_my_own(tmp_path, "", "")
    (ours / file).write_text(content, "utf-8")
    with pytest.raises(SettingsWrong, match=f"TOWN names a town that cannot be read: {says}"):
        Settings.from_environment({**GIVEN, "TOWN": str(ours)})


def test_a_town_needs_none_of_these_files(tmp_path: Path) -> None:
    ours = a_town_of_my_own(tmp_path, "", "")
    for file in ("border.geojson", "neighbours.geojson", "places.toml"):
        (ours / file).unlink()
    town = load_town(str(ours))
    assert town.borders.own is None
    assert town.gazetteer.named_in("หน้าตลาดสดบ้านสวนดอก") == ()
