"""A register comes in from a file: every usual kind of file is read, every usual mistake is named, and it is all or nothing."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import func, select

from handlers.register.reading import read_file
from handlers.turn import Declined
from models.asset import Asset, AssetState
from tests.handlers.pole_files import (
    HEADS,
    SUAN_DOK,
    a_csv,
    a_geojson,
    a_point,
    an_xlsx,
    imports,
    planned,
    pole,
    problems,
    told,
)
from tests.towns import TownUnderTest

FULL = (*HEADS, "หมู่ที่", "ถนน", "ชนิดโคม", "วัตต์", "เจ้าของ", "วงจร", "วันที่ติดตั้ง", "สถานะ")
FULL_ROW = ("A-0001", "18.6489", "99.0402", "1", "ถนนสุขใจ", "แอลอีดี", "๖๐", "กฟภ.", "ว1", "31/5/2567", "ใช้งาน")


def count(town: TownUnderTest) -> int:
    """How many poles there are."""
    with town.session() as session:
        return session.exec(select(func.count()).select_from(Asset)).one()


def test_a_row_becomes_a_pole(town: TownUnderTest) -> None:
    imports(town, a_csv(FULL_ROW, heads=FULL))
    found = pole(town, "A-0001")
    assert (found.latitude, found.longitude, found.village, found.road) == (18.6489, 99.0402, "m1", "ถนนสุขใจ")
    assert (found.lamp, found.watts, found.owner, found.circuit) == ("led", 60, "electricity", "ว1")
    assert (found.installed_on, found.state) == (date(2024, 5, 31), AssetState.IN_USE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "tis-620", "cp874"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_thai_is_read_in_every_encoding_and_with_every_separator(
    town: TownUnderTest, encoding: str, separator: str
) -> None:
    source = a_csv(FULL_ROW, heads=FULL, separator=separator, encoding=encoding)
    (new,) = planned(town, source).new
    assert (new["road"], new["watts"]) == ("ถนนสุขใจ", 60)


def test_columns_stand_in_any_order_with_english_heads_and_titles_above(town: TownUnderTest) -> None:
    rows = [("", "", "18.6489"), ("lon", "Pole code", "LAT."), ("99.0402", "a 12", "๑๘.๖๔๘๙")]
    plan = planned(town, a_csv(*rows, heads=("ทะเบียนเสาไฟ", "", "")))
    assert plan.new == [{"code": "A-12", "latitude": 18.6489, "longitude": 99.0402}]


def test_excel_is_read_with_its_own_numbers_and_days(town: TownUnderTest) -> None:
    row = ("A-0001", 18.6489, 99.0402, 2, date(2567, 5, 31), 40.0)
    (new,) = planned(town, an_xlsx(row, heads=(*HEADS, "หมู่", "ติดตั้งเมื่อ", "วัตต์"))).new
    assert (new["village"], new["installed_on"], new["watts"]) == ("m2", date(2024, 5, 31), 40)


def test_a_map_is_read_longitude_first(town: TownUnderTest) -> None:
    (new,) = planned(town, a_geojson(({"code": "A-1", "lamp": "led"}, a_point()))).new
    assert (new["latitude"], new["longitude"], new["lamp"]) == (18.6489, 99.0402, "led")


def test_what_is_no_point_is_named(town: TownUnderTest) -> None:
    line = {"type": "LineString", "coordinates": [[99, 18], [99, 19]]}
    plan = planned(town, a_geojson(({"code": "A-1"}, a_point()), ({"code": "A-2"}, line), ({"code": "A-3"}, None)))
    assert told(plan) == ["2 odd_geometry", "3 odd_geometry"]


def test_imported_again_it_changes_nothing_and_what_is_new_updates_by_code(town: TownUnderTest) -> None:
    source = a_csv(FULL_ROW, heads=FULL)
    imports(town, source)
    assert (planned(town, source).same, planned(town, source).does_something) == (1, False)
    plan = imports(town, a_csv(("a 0001", "โซเดียม"), heads=("รหัส", "หลอด")))
    assert (len(plan.changed), len(plan.new)) == (1, 0)
    found = pole(town, "A-0001")
    assert (found.lamp, found.road, found.latitude) == ("sodium", "ถนนสุขใจ", 18.6489), "other columns stay as they are"


def test_an_empty_cell_empties_and_an_empty_position_stays(town: TownUnderTest) -> None:
    imports(town, a_csv(FULL_ROW, heads=FULL))
    imports(town, a_csv(("A-0001", "", "", "-"), heads=(*HEADS, "ถนน")))
    found = pole(town, "A-0001")
    assert (found.road, found.latitude) == (None, 18.6489)


def test_a_single_bad_row_refuses_the_whole_file(town: TownUnderTest) -> None:
    with pytest.raises(Declined) as refusal:
        imports(town, a_csv(SUAN_DOK, ("A-0002", "99.0402", "18.6489")))
    assert (refusal.value.key, refusal.value.blanks) == ("register.refused", {"count": 1})
    assert count(town) == 0


@pytest.mark.parametrize(
    ("latitude", "longitude", "why"),
    [
        ("99.0402", "18.6489", "odd_swapped"),
        ("0", "0", "odd_zero"),
        ("0.0", "๐", "odd_zero"),
        ("2062000", "504000", "odd_utm"),
        ("48.85", "2.35", "odd_not_in_thailand"),
        ("13.7563", "100.5018", "odd_outside"),
        ("18.6489", "", "odd_half_position"),
        ("", "", "odd_no_position"),
        ("18 38 56 N", "99.0402", "odd_degrees"),
        ("nan", "99.0402", "odd_degrees"),
    ],
)
def test_a_place_that_is_none_is_named(town: TownUnderTest, latitude: str, longitude: str, why: str) -> None:
    assert problems(town, SUAN_DOK, ("A-0002", latitude, longitude)) == [f"3 {why}"]


def test_swapped_degrees_are_told_in_the_right_order(town: TownUnderTest) -> None:
    (problem,) = planned(town, a_csv(("A-1", "99.0402", "18.6489"))).problems
    assert problem.blanks == {"latitude": "18.648900", "longitude": "99.040200"}


def test_a_pole_a_little_beyond_the_border_is_taken_with_a_warning(town: TownUnderTest) -> None:
    plan = imports(town, a_csv(("A-1", "18.6250", "99.0480")))
    assert [remark.key for remark in plan.warnings] == ["register.warn_beyond"]
    assert count(town) == 1


def test_codes_twice_in_a_file_are_named_with_both_lines(town: TownUnderTest) -> None:
    plan = planned(town, a_csv(SUAN_DOK, ("B-1", "18.6489", "99.0403"), ("a 0001", "18.6489", "99.0404")))
    assert [(one.line, one.key, one.blanks) for one in plan.problems] == [(4, "register.odd_duplicate", {"first": 2})]


@pytest.mark.parametrize(
    ("head", "cell", "why"),
    [
        ("หมู่ที่", "99", "odd_village"),
        ("ชนิดโคม", "เทียน", "odd_lamp"),
        ("เจ้าของ", "นายสมชาย", "odd_owner"),
        ("วัตต์", "มาก", "odd_watts"),
        ("วัตต์", "0", "odd_watts"),
        ("วันที่ติดตั้ง", "31/2/2567", "odd_date"),
        ("วันที่ติดตั้ง", "5/13/2567", "odd_date"),
        ("วันที่ติดตั้ง", "1/1/2600", "odd_date"),
        ("วันที่ติดตั้ง", "31/5", "odd_date"),
        ("วันที่ติดตั้ง", "2567", "odd_date"),
        ("สถานะ", "ชำรุด", "odd_state"),
        ("ถนน", "=HYPERLINK(1)", "odd_formula"),
        ("ถนน", "@SUM(A1)", "odd_formula"),
        ("ถนน", "ย" * 201, "odd_too_long"),
    ],
)
def test_an_odd_cell_is_named(town: TownUnderTest, head: str, cell: str, why: str) -> None:
    assert problems(town, (*SUAN_DOK, cell), heads=(*HEADS, head)) == [f"2 {why}"]


@pytest.mark.parametrize("cell", ["31/5/2567", "31-05-67", "31 พ.ค. 2567", "2024-05-31", "2567-05-31", "๓๑/๕/๒๕๖๗"])
def test_days_are_read_as_people_write_them(town: TownUnderTest, cell: str) -> None:
    (new,) = planned(town, a_csv((*SUAN_DOK, cell), heads=(*HEADS, "วันที่ติดตั้ง"))).new
    assert new["installed_on"] == date(2024, 5, 31)


@pytest.mark.parametrize("cell", ["1", "๑", "ม.1", "หมู่ 1", "บ้านสวนดอก", "m1", "Ban Suan Dok"])
def test_villages_are_read_as_people_write_them(town: TownUnderTest, cell: str) -> None:
    (new,) = planned(town, a_csv((*SUAN_DOK, cell), heads=(*HEADS, "หมู่ที่"))).new
    assert new["village"] == "m1"


@pytest.mark.parametrize("cell", ["", "เทศบาล", "อบต.", "เทศบาลตำบลบ้านเรา"])
def test_what_is_the_towns_own_has_no_other_owner(town: TownUnderTest, cell: str) -> None:
    (new,) = planned(town, a_csv((*SUAN_DOK, cell), heads=(*HEADS, "เจ้าของ"))).new
    assert new["owner"] is None


@pytest.mark.parametrize("code", ["A/1#", "", "A" * 21, "💡", "../../x?"])
def test_a_code_that_no_address_can_bear_is_refused(town: TownUnderTest, code: str) -> None:
    (said,) = problems(town, (code, "18.6489", "99.0402"))
    assert said in ("2 odd_code", "2 odd_no_code")


def test_a_formula_in_excel_is_named(town: TownUnderTest) -> None:
    assert told(planned(town, an_xlsx(("A-1", "=18+0.6489", 99.0402)))) == ["2 odd_formula"]


PAGE = "<html><body><table><tr><td>รหัสเสา</td></tr></table></body></html>".encode()


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf \r\n", "empty_file"),
        (a_csv(), "no_rows"),
        (b"a,b\r\n1,2", "no_code_column"),
        (PAGE, "page_not_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "old_excel"),
        (b"PK\x03\x04 cut off", "unreadable"),
        (an_xlsx(SUAN_DOK)[:2000], "unreadable"),
        (b"%PDF-1.4\n\x00\x01\xff\xfe\x80\x81", "unreadable"),
        (b'{"type": "FeatureCollection", "features": [', "broken_geojson"),
        (b'{"type": "Polygon"}', "not_features"),
        (b'{"type": "FeatureCollection", "features": []}', "no_rows"),
        (b"x" * 20_000_001, "too_large"),
        (a_csv(SUAN_DOK, heads=("code", "lat", "latitude")), "column_twice"),
        (b'code,lat,lon\r\n"A-1,18,99' + b"x" * 20_000, "broken_line"),
        (b"code\r\n" + b"A\r\n" * 200_001, "too_many_rows"),
    ],
    ids=lambda told: told if isinstance(told, str) else "",
)
def test_what_is_no_list_of_poles_is_refused_with_a_sentence(source: bytes, why: str) -> None:
    with pytest.raises(Declined) as refusal:
        read_file(source)
    assert refusal.value.key == f"register.{why}"


def test_the_demo_towns_poles_are_a_good_file(town: TownUnderTest) -> None:
    plan = imports(town, Path("content/towns/demo/poles.csv").read_bytes())
    assert (len(plan.new) > 50, plan.warnings, plan.unknown) == (True, [], ())
