"""What somebody takes back in LINE is deleted wherever it had got to, before filing and after."""

import pytest

from simulator import Person
from tests.handlers.stories import ROAD, cases, files, files_on_disk, is_kept, photos_of, said_of, tells, the_case
from tests.towns import TownUnderTest

CANARY = "คำลับมาก"


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    return town.resident("somchai", "สมชาย")


def test_words_taken_back_before_filing_are_gone(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    somchai.says(CANARY)
    assert "conversation" in is_kept(town, CANARY)
    somchai.unsends()
    assert is_kept(town, CANARY) == []
    somchai.says("ยืนยัน")
    assert said_of(town, the_case(town)) == ROAD


def test_words_taken_back_after_filing_are_gone_and_the_case_stays(town: TownUnderTest, somchai: Person) -> None:
    town.staff_group("กองช่าง", [town.officer("mana", "ช่างมานะ")])
    tells(somchai)
    somchai.says(CANARY)
    said = somchai.last_said
    somchai.taps("ยืนยัน ส่งเรื่อง")
    assert len(is_kept(town, CANARY)) >= 2
    somchai.unsends(said)
    assert is_kept(town, CANARY) == []
    assert said_of(town, the_case(town)) == f"{ROAD}\n(ผู้ส่งยกเลิกข้อความนี้แล้ว)"


def test_a_place_in_words_taken_back_is_gone_before_and_after_filing(town: TownUnderTest, somchai: Person) -> None:
    for is_filed in (False, True):
        somchai.says("แจ้งปัญหา")
        somchai.taps("ถนน")
        somchai.says(ROAD)
        somchai.says(CANARY)
        said = somchai.last_said
        somchai.says("ข้าม")
        if is_filed:
            somchai.says("ยืนยัน")
        somchai.unsends(said)
        assert is_kept(town, CANARY) == []
        if not is_filed:
            somchai.says("ยกเลิก")
    assert (the_case(town).address, the_case(town).place_source) == (None, None)


def test_a_pin_taken_back_is_gone_before_and_after_filing(town: TownUnderTest, somchai: Person) -> None:
    for is_filed in (False, True):
        somchai.sends_pin(18.64771234, 99.04171234, CANARY)
        pin = somchai.last_said
        somchai.says("ถนน")
        somchai.says(ROAD)
        somchai.says("ข้าม")
        if is_filed:
            somchai.says("ยืนยัน")
        somchai.unsends(pin)
        assert is_kept(town, CANARY) == []
        assert is_kept(town, "18.64771234") == []
        if not is_filed:
            somchai.says("ยกเลิก")
    assert the_case(town).latitude is None


def test_taking_back_one_pin_leaves_the_place_of_another_case(town: TownUnderTest, somchai: Person) -> None:
    for latitude in (18.64, 18.65):
        somchai.sends_pin(latitude, 99.04)
        somchai.says("ถนน")
        somchai.says(ROAD)
        somchai.says("ข้าม")
        somchai.says("ยืนยัน")
        pins = [entry for entry in town.line.world.entries if (entry.message or {}).get("type") == "location"]
        if latitude == 18.65:
            somchai.unsends(pins[-1])
    assert [case.latitude for case in cases(town)] == [18.64, None]


def test_the_only_photo_taken_back_leaves_nothing_to_file(town: TownUnderTest, somchai: Person) -> None:
    somchai.sends_photo()
    somchai.says("ถนน")
    somchai.says("ข้าม")
    somchai.sends_pin(18.64, 99.04)
    photo = next(e for e in reversed(town.line.world.entries) if (e.message or {}).get("type") == "image")
    assert "ตรวจดูก่อนส่งค่ะ" in somchai.last_heard.text
    somchai.unsends(photo)
    assert files_on_disk(town) == []
    somchai.says("ยืนยัน")
    assert cases(town) == []
    assert "มีรูปไหมคะ" in somchai.last_heard.text


def test_a_photo_taken_back_after_filing_is_shown_no_more(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    somchai.sends_photo()
    photo = somchai.last_said
    somchai.says("ยืนยัน")
    (kept,) = photos_of(town, the_case(town))
    assert town.web.get(f"/photos/{kept.token}.jpg").status_code == 200
    somchai.unsends(photo)
    assert town.web.get(f"/photos/{kept.token}.jpg").status_code == 404
    assert files_on_disk(town) == []


def test_a_photo_that_cannot_be_opened_is_asked_for_again(somchai: Person) -> None:
    tells(somchai)
    somchai.sends_photo(b"\xff\xd8\xff this is no picture")
    assert "เปิดไม่ได้" in somchai.last_heard.text
    somchai.says("ทำต่อไหม")
    assert "ไม่มี" in somchai.last_heard.text  # photos: none


def test_a_reason_that_was_told_together_with_another_case_is_gone_everywhere(
    town: TownUnderTest, somchai: Person
) -> None:
    mana = town.officer("mana", "ช่างมานะ")
    there = mana.within(town.staff_group("กองช่าง", [mana]))
    town.is_patient()
    for words in ("หลุมแรก", "หลุมที่สอง"):
        files(somchai, words=words)
    there.posts_back("do=casework.accept&case=1")
    there.posts_back("do=handovers.decline&case=2")
    there.says(CANARY)
    town.passes(minutes=10)
    assert CANARY in somchai.last_heard.text
    there.unsends()
    assert is_kept(town, CANARY) == []
