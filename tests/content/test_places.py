"""The town's own list of places: what people write is found in it, however they write it, and nothing else is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from content.towns import load_town
from content.towns.places import Gazetteer, Place, PlaceKind
from models.geography import Point

DEMO = load_town("demo").gazetteer
HALLS = {"hall_m2", "hall_m5", "hall_m11"}
ALONE = [place for place in DEMO.places if place.code not in HALLS]


def _codes(text: str) -> set[str]:
    return {place.code for place in DEMO.named_in(text)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("หน้าตลาดสดบ้านสวนดอก ใกล้ร้านป้าแดง", "market"),
        ("ตรงข้ามรร.หนองปลาขาวเลยครับ", "school"),
        ("สะพาน แม่เย็น ฝั่งวัด", "bridge"),
        ("near the SUAN DOK  market, second gate", "market"),
        ("บ้านเลขที่ 12 หมู่ที่ ๓", "m3"),
        ("ม.11", "m11"),
        ("ม. 11 ซอย 2", "m11"),
        ("ถนนสายสวนดอก–แม่เย็น", "main_road"),
        ("ศาลาอเนกประสงค์ หมู่ 5", "hall_m5"),
        ("หมู่ 11 หลังศาลากลางบ้าน", "hall_m11"),
        ("ศาลากลางบ้าน บ้านแม่เย็น", "hall_m5"),
        ("ซอยข้างวัดป่าแสงจันทร์ หมู่ 1", "temple"),
    ],
)
def test_a_listed_place_is_found_as_people_write_it(text: str, code: str) -> None:
    assert _codes(text) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "หน้าร้านป้าแดง",
        "กม.3 ถนนใหญ่",
        "หมู่ 25",
        "ม.115",
        "moo 33",
        "บ้านยายคำ",
        "",
        "Suan Doks Market",
        "xSuan Dok Market",
        "มา3คน",
        "12 village hallway",
    ],
)
def test_what_only_looks_like_a_place_is_none(text: str) -> None:
    assert _codes(text) == set()


def test_the_longest_name_in_a_text_counts() -> None:
    assert _codes("จากสะพานแม่เย็น ไปทางถนนเลียบคลองแม่เย็น") == {"canal_road"}


def test_places_of_one_name_are_all_meant_until_a_village_tells_them_apart() -> None:
    assert _codes("ศาลาอเนกประสงค์") == HALLS
    assert _codes("ศาลาอเนกประสงค์ หมู่ 1") == HALLS  # there is none
    halls = DEMO.named_in("ศาลาอเนกประสงค์")
    for answer, code in {"หมู่ 5": "hall_m5", "บ้านสันกลาง": "hall_m11", "Village Hall, Moo 2": "hall_m2"}.items():
        meant = DEMO.meant_by(answer, halls)
        assert meant is not None
        assert meant.code == code
    for answer in ("ที่เดิม", "ศาลาอเนกประสงค์"):
        assert DEMO.meant_by(answer, halls) is None


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(ALONE),
    st.sampled_from(["th", "en"]),
    st.text("กขคงจ !", max_size=12),
    st.text("กขคงจ !", max_size=12),
)
def test_a_name_is_found_whatever_stands_around_it(place: Place, language: str, before: str, after: str) -> None:
    assert place in DEMO.named_in(f"{before}{place.name.in_(language)}{after}")


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_text_may_be_looked_up(text: str) -> None:
    assert set(DEMO.named_in(text)) <= set(DEMO.places)


def test_a_point_is_in_a_village_if_it_is_in_the_circle_of_one_alone() -> None:
    assert DEMO.village_at(Point(18.6362, 99.0341)) == "m5"
    assert DEMO.village_at(Point(18.7, 99.2)) is None
    between = Point(18.64572, 99.04472)  # the circles of m1 and m2 overlap here
    assert DEMO.village_at(between) is None


def _village(code: str, name: str = "ก") -> dict[str, object]:
    where = {"latitude": 18.6, "longitude": 99.0, "radius_m": 100}
    return {"code": code, "kind": PlaceKind.VILLAGE, "name": {"th": name, "en": code}, **where}


def test_a_name_that_begins_like_another_is_not_the_other() -> None:
    alike = Gazetteer.model_validate({"places": [_village("m1", "บ้านใหม่"), _village("m2", "บ้านใหม่เจริญ")]})
    assert [place.code for place in alike.named_in("ท้ายบ้านใหม่เจริญ")] == ["m2"]


def test_a_list_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValidationError, match="same code"):
        Gazetteer.model_validate({"places": [_village("m1"), _village("m1")]})
    with pytest.raises(ValidationError, match="not listed, at m2"):
        Gazetteer.model_validate({"places": [_village("m1"), _village("m2") | {"village": "m9"}]})
