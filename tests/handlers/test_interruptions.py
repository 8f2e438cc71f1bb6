"""Life goes on while a complaint is told: restarts, days, emergencies, stickers, a blocked account."""

import pytest
from sqlmodel import col, select

from models.outgoing import Lane, Outgoing
from simulator import Person
from tests.handlers.stories import (
    PLACE,
    ROAD,
    added_to,
    cases,
    files,
    files_on_disk,
    photos_of,
    said_of,
    tells,
    texts_heard,
    the_case,
)
from tests.towns import TownUnderTest

STILL_THERE = "เมื่อวานท่านแจ้งเรื่องค้างไว้"


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    return town.resident("somchai", "สมชาย")


def test_a_half_told_complaint_survives_a_restart_and_days(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    somchai.sends_photo()
    town.starts()
    town.passes(days=4)
    somchai.says("ยืนยัน")  # to whether to go on
    somchai.says("ยืนยัน")
    case = the_case(town)
    assert (said_of(town, case), case.address, len(photos_of(town, case))) == (ROAD, PLACE, 1)


def test_after_a_day_it_asks_once_whether_to_go_on(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    heard = len(somchai.heard)
    town.passes(hours=23)
    assert len(somchai.heard) == heard
    town.passes(hours=2)
    assert STILL_THERE in somchai.last_heard.text
    assert somchai.last_heard.labels == ["ทำต่อ", "เริ่มใหม่", "ยกเลิก"]
    town.passes(days=5)
    assert len(somchai.heard) == heard + 1
    somchai.taps("ทำต่อ")
    assert ROAD in somchai.last_heard.text
    town.passes(days=5)
    assert STILL_THERE not in somchai.last_heard.text


def test_the_day_begins_anew_with_each_word(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    town.passes(hours=20)
    somchai.says("ลึกมาก")
    town.passes(hours=20)
    assert STILL_THERE not in somchai.last_heard.text
    town.passes(hours=5)
    assert STILL_THERE in somchai.last_heard.text


def test_nobody_is_asked_about_what_is_filed_cancelled_or_begun_anew(town: TownUnderTest, somchai: Person) -> None:
    files(somchai)
    malee = town.resident("malee", "มาลี")
    tells(malee)
    malee.says("ยกเลิก")
    wanna = town.resident("wanna", "วรรณา")
    wanna.says("แจ้งปัญหา")  # and told nothing: not worth a message
    town.passes(hours=26)
    for person in (somchai, malee, wanna):
        assert STILL_THERE not in "".join(texts_heard(person, 3))


def test_what_was_begun_anew_is_asked_about_in_its_own_time(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    town.passes(hours=20)
    somchai.says("แจ้งปัญหา")
    somchai.taps("เริ่มใหม่")
    somchai.says("กองขยะ")
    town.passes(hours=5)
    assert STILL_THERE not in somchai.last_heard.text
    town.passes(hours=20)
    assert STILL_THERE in somchai.last_heard.text
    somchai.taps("ทำต่อ")
    assert "แจ้งเรื่องอะไรคะ" in somchai.last_heard.text


def test_beginning_while_something_is_half_told_asks_and_loses_nothing(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    somchai.says("แจ้งปัญหา")
    assert "จะทำต่อหรือเริ่มใหม่คะ" in somchai.last_heard.text
    somchai.taps("ทำต่อ")
    somchai.taps("ยืนยัน ส่งเรื่อง")
    assert said_of(town, the_case(town)) == ROAD


def test_starting_over_lets_the_old_photos_go(town: TownUnderTest, somchai: Person) -> None:
    somchai.sends_photo()
    somchai.says("แจ้งปัญหา")
    somchai.taps("เริ่มใหม่")
    assert photos_of(town) == []
    assert files_on_disk(town) == []


def test_an_emergency_is_answered_at_once_in_its_lane_and_the_complaint_stays(
    town: TownUnderTest, somchai: Person
) -> None:
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    for word in ("ช่วยด้วย", "ไฟไหม้", "1669"):
        somchai.says(word)
        assert "เหตุฉุกเฉิน โทรเลยค่ะ" in somchai.last_heard.text
        with town.session() as session:
            last = session.exec(select(Outgoing).order_by(col(Outgoing.id).desc()).limit(1)).one()
            assert last.lane == Lane.EMERGENCY
    somchai.says(ROAD)
    assert "เกิดขึ้นที่ไหนคะ" in somchai.last_heard.text


def test_a_sticker_or_a_video_in_between_is_answered_with_the_open_question(somchai: Person) -> None:
    tells(somchai)
    somchai.sends_sticker()
    assert "ยืนยัน ส่งเรื่อง" in somchai.last_heard.labels
    for kind in ("video", "audio", "file"):
        somchai.sends({"type": kind}, {"type": "text", "text": kind})
        assert "เรายังรับได้เฉพาะ" in somchai.heard[-2].text
        assert ROAD in somchai.last_heard.text


def test_a_sticker_or_a_video_out_of_the_blue_is_answered_with_what_can_be_done(somchai: Person) -> None:
    somchai.sends_sticker()
    assert "แจ้งปัญหา" in somchai.last_heard.labels
    for kind in ("video", "audio", "file"):
        somchai.sends({"type": kind}, {"type": "text", "text": kind})
        assert "053-000-111" in somchai.last_heard.text
        assert "แจ้งปัญหา" in somchai.last_heard.labels


def test_who_blocks_and_comes_back_finds_their_complaint_and_their_cases(town: TownUnderTest, somchai: Person) -> None:
    number = files(somchai)
    tells(somchai, words="กองขยะ")
    somchai.blocks()
    town.passes(hours=1)
    somchai.adds()
    assert "สวัสดีค่ะ" in somchai.heard[-3].text
    somchai.says("ยืนยัน")
    assert len(cases(town)) == 2
    somchai.says("ติดตาม")
    assert number in somchai.last_heard.text


def test_a_late_photo_can_be_added_to_the_case_just_filed(town: TownUnderTest, somchai: Person) -> None:
    group = town.staff_group("กองช่าง", [town.officer("mana", "ช่างมานะ")])
    number = files(somchai)
    somchai.sends_photo()
    assert number in somchai.heard[-2].text
    somchai.taps("เพิ่มในเรื่องเดิม")
    assert number in somchai.last_heard.text
    assert len(photos_of(town, the_case(town))) == 1
    assert f"ผู้แจ้งส่งเพิ่ม {number}" in group.last_heard.text
    assert len(group.last_heard.pictures) == 1
    somchai.says("ติดตาม")
    assert number in somchai.last_heard.text


def test_late_words_and_a_late_pin_can_be_added_too(town: TownUnderTest, somchai: Person) -> None:
    files(somchai)
    somchai.sends_pin(18.6, 99.0)
    somchai.says("อยู่ฝั่งซ้าย")
    somchai.taps("เพิ่มในเรื่องเดิม")
    case = the_case(town)
    assert (case.latitude, case.longitude, case.address) == (18.6, 99.0, PLACE)
    assert (said_of(town, case), added_to(town, case)) == (ROAD, "อยู่ฝั่งซ้าย")


def test_a_late_photo_may_also_begin_something_new(town: TownUnderTest, somchai: Person) -> None:
    files(somchai)
    somchai.sends_photo()
    somchai.taps("ขยะ")
    somchai.says("กองขยะ")
    somchai.says("ข้าม")
    somchai.says("ยืนยัน")
    first, second = cases(town)
    assert (len(photos_of(town, first)), len(photos_of(town, second))) == (0, 1)


def test_what_comes_much_later_or_about_anothers_case_is_not_added(town: TownUnderTest, somchai: Person) -> None:
    files(somchai)
    malee = town.resident("malee", "มาลี")
    malee.sends_photo()
    malee.posts_back(f"do=complaints.add_to_case&case={the_case(town).id}")
    assert "ไม่พบเรื่องนี้ค่ะ" in malee.heard[-2].text
    town.passes(hours=1)
    somchai.sends_photo()
    assert "เพิ่มในเรื่องเดิม" not in somchai.last_heard.labels
    assert photos_of(town, the_case(town)) == []
