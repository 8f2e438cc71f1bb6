"""A photo's own position is the place if no other is told, and it is kept nowhere else."""

import io

import pytest
from PIL import Image

from models.case import Case, PlaceSource
from simulator import Person
from tests.handlers.stories import PLACE, ROAD, cases, is_kept, the_case
from tests.towns import TownUnderTest

LATITUDE, LONGITUDE = 18.64575, 99.03675
DEGREES = {1: "N", 2: (18.0, 38.0, 44.7), 3: "E", 4: (99.0, 2.0, 12.3)}


def taken_there(green: int = 90) -> bytes:
    """A photo that says where it was taken."""
    tags, page = Image.Exif(), io.BytesIO()
    tags.get_ifd(0x8825).update(DEGREES)
    Image.new("RGB", (64, 48), (10, green, 10)).save(page, "JPEG", exif=tags)
    return page.getvalue()


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    """A resident."""
    return town.resident("somchai", "สมชาย")


def _place(case: Case) -> tuple[object, ...]:
    return case.place_source, case.latitude, case.longitude, case.accuracy_m, case.address


def _files(person: Person) -> None:
    person.says("ถนน")
    person.says(ROAD)
    person.says("ยืนยัน")


def test_whoever_sends_the_photo_first_is_not_asked_for_the_place(town: TownUnderTest, somchai: Person) -> None:
    somchai.sends_photo(taken_there())
    somchai.says("ถนน")
    somchai.says(ROAD)
    said, summary = (heard.text for heard in somchai.heard[-2:])
    assert "ใช้ตำแหน่งที่ถ่ายรูป" in said
    assert "ตามตำแหน่งที่ถ่ายรูป" in summary
    somchai.says("ยืนยัน")
    assert _place(the_case(town)) == (PlaceSource.PHOTO, LATITUDE, LONGITUDE, 50, None)


def test_it_can_be_changed_before_it_is_sent_and_then_it_is_kept_nowhere(town: TownUnderTest, somchai: Person) -> None:
    somchai.sends_photo(taken_there())
    somchai.says("ถนน")
    somchai.says(ROAD)
    somchai.taps("เปลี่ยนสถานที่")
    assert "เกิดขึ้นที่ไหนคะ" in somchai.last_heard.text
    somchai.says(PLACE)
    somchai.says("ยืนยัน")
    assert _place(the_case(town)) == (PlaceSource.WORDS, None, None, None, PLACE)
    assert is_kept(town, str(LATITUDE)) == []


def test_a_place_that_was_told_is_not_replaced(town: TownUnderTest, somchai: Person) -> None:
    somchai.sends_pin(18.6362, 99.0341)
    somchai.sends_photo(taken_there())
    assert is_kept(town, str(LATITUDE)) == []
    town.line.faults.add("content", status=202, times=1)
    somchai.sends_photo(taken_there(91))  # comes when the case is filed
    _files(somchai)
    town.passes(seconds=1)
    assert _place(the_case(town))[:3] == (PlaceSource.PIN, 18.6362, 99.0341)
    assert is_kept(town, str(LATITUDE)) == []


def test_words_typed_while_the_place_is_asked_for_are_the_place_though_a_photo_has_told_it_meanwhile(
    town: TownUnderTest, somchai: Person
) -> None:
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says(ROAD)
    somchai.sends_photo(taken_there())  # its position is known only after the place was asked for again
    assert "เกิดขึ้นที่ไหนคะ" in somchai.last_heard.text
    somchai.says(PLACE)
    somchai.says("ยืนยัน")
    assert _place(the_case(town)) == (PlaceSource.WORDS, None, None, None, PLACE)


def test_it_is_used_where_the_place_was_skipped(town: TownUnderTest, somchai: Person) -> None:
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says(ROAD)
    somchai.says("ข้าม")
    somchai.sends_photo(taken_there())
    somchai.says("ยืนยัน")
    assert _place(the_case(town)) == (PlaceSource.PHOTO, LATITUDE, LONGITUDE, 50, None)


def test_it_is_used_for_a_case_that_was_filed_before_the_photo_came(town: TownUnderTest, somchai: Person) -> None:
    town.line.faults.add("content", status=202, times=1)
    somchai.sends_photo(taken_there())
    somchai.says("ถนน")
    somchai.says(ROAD)
    somchai.says("ข้าม")
    somchai.says("ยืนยัน")
    assert the_case(town).place_source is None
    town.passes(seconds=1)
    assert _place(the_case(town)) == (PlaceSource.PHOTO, LATITUDE, LONGITUDE, 50, None)


def test_an_officers_photo_of_the_repair_moves_nothing(town: TownUnderTest, mana: Person, somchai: Person) -> None:
    group = town.staff_group("กองช่าง", [mana])
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says(ROAD)
    somchai.says("ข้าม")
    somchai.says("ข้าม")
    somchai.says("ยืนยัน")
    there = mana.within(group)
    there.taps("เสร็จสิ้น")
    there.sends_photo(taken_there())
    there.says("ซ่อมแล้ว")
    assert the_case(town).place_source is None
    assert is_kept(town, str(LATITUDE)) == []


@pytest.mark.parametrize("is_filed", [False, True])
def test_it_goes_with_its_photo_when_that_is_taken_back(town: TownUnderTest, somchai: Person, is_filed: bool) -> None:
    somchai.sends_photo(taken_there())
    photo = next(e for e in reversed(town.line.world.entries) if (e.message or {}).get("type") == "image")
    if is_filed:
        _files(somchai)
        assert the_case(town).place_source == PlaceSource.PHOTO
    somchai.unsends(photo)
    assert [case.place_source for case in cases(town)] == [None] * is_filed
    assert is_kept(town, str(LATITUDE)) == []


def test_a_cancelled_complaint_leaves_nothing_of_it(town: TownUnderTest, somchai: Person) -> None:
    somchai.sends_photo(taken_there())
    assert is_kept(town, str(LATITUDE)) == ["conversation"]
    somchai.says("ยกเลิก")
    assert is_kept(town, str(LATITUDE)) == []
