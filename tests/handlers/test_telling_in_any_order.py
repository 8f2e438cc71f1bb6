"""A complaint may be told in any order, in pieces, and with things left out."""

from collections.abc import Callable
from itertools import permutations

import pytest

from models.case import PlaceSource
from simulator import Person
from tests.handlers.stories import PLACE, ROAD, cases, files, photos_of, said_of, tells, texts_heard, the_case
from tests.towns import TownUnderTest

PIECES: dict[str, Callable[[Person], None]] = {
    "photo": lambda person: person.sends_photo(),
    "pin": lambda person: person.sends_pin(18.6477, 99.0417, "ถนนใหญ่"),
    "words": lambda person: person.says(ROAD),
    "type": lambda person: person.says("ถนน"),
}
WAYS_ON = {"ส่งตำแหน่ง", "ถ่ายรูป", "ข้าม", "ยกเลิก"}


def test_all_24_orders_reach_the_same_case(town: TownUnderTest) -> None:
    town.line.faults.add("content", status=202)  # the photos stay on their way: developing 24 takes long
    for row, order in enumerate(permutations(PIECES)):
        person = town.resident(f"r{row}", f"คนที่ {row}")
        for piece in order:
            # The type's name is known as such while it is asked for; later it can be tapped on the card.
            if piece == "type" and row % 2:
                person.posts_back("do=complaints.choose_type&type=road")
            else:
                PIECES[piece](person)
        if row:  # those before have told of the same place
            assert "เป็นเรื่องเดียวกันไหมคะ" in person.last_heard.text, order
            person.says("เป็นคนละเรื่อง")
        assert "ตรวจดูก่อนส่งค่ะ" in person.last_heard.text, order
        person.says("ยืนยัน")

    filed = cases(town)
    assert len(filed) == 24
    facts = {(one.type_code, one.division, one.latitude, one.longitude, one.address) for one in filed}
    assert facts == {("road", "public_works", 18.6477, 99.0417, "ถนนใหญ่")}
    assert {said_of(town, one) for one in filed} == {ROAD}
    assert {len(photos_of(town, one)) for one in filed} == {1}


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_question_shows_the_ways_on(town: TownUnderTest, language: str) -> None:
    ways = WAYS_ON if language == "th" else {"Send location", "Take a photo", "Skip", "Cancel"}
    person = town.resident("p", "สมชาย", language=language)
    person.says("report" if language == "en" else "แจ้งปัญหา")
    for answer in ("Street light" if language == "en" else "ไฟส่องสว่าง", ROAD, PLACE):
        assert ways <= set(person.last_heard.labels)
        person.says(answer)
    assert ways <= set(person.last_heard.labels)  # the question for the photo


def test_photos_chosen_together_are_answered_once(town: TownUnderTest) -> None:
    person = town.resident("p", "สมชาย")
    heard = len(person.heard)
    person.sends_photos(4)
    assert len(person.heard) - heard <= 2  # one answer: received, and the next question
    assert "4 รูป" in person.heard[heard].text


def test_more_photos_than_a_case_holds_are_refused_once_and_the_first_stay(town: TownUnderTest) -> None:
    town.line.faults.add("content", status=202)
    person = town.resident("p", "สมชาย")
    heard = len(person.heard)
    person.sends_photos(13)
    assert "10 รูป" in person.heard[heard].text
    assert len(person.heard) - heard <= 2
    assert len(photos_of(town)) == 10


def test_several_messages_become_one_description(town: TownUnderTest) -> None:
    person = town.resident("p", "สมชาย")
    tells(person)
    person.says("ลึกประมาณหนึ่งศอก")
    person.says("เด็กล้มเมื่อเช้า")
    person.taps("ยืนยัน ส่งเรื่อง")
    assert said_of(town, the_case(town)) == f"{ROAD}\nลึกประมาณหนึ่งศอก\nเด็กล้มเมื่อเช้า"


def test_a_place_in_words_is_enough(town: TownUnderTest) -> None:
    files(town.resident("p", "สมชาย"))
    case = the_case(town)
    assert (case.address, case.place_source, case.latitude) == (PLACE, PlaceSource.WORDS, None)


def test_a_pin_after_a_place_in_words_loses_neither(town: TownUnderTest) -> None:
    person = town.resident("p", "สมชาย")
    tells(person)
    person.sends_pin(18.6477, 99.0417, "ถนนใหญ่")
    person.taps("ยืนยัน ส่งเรื่อง")
    case = the_case(town)
    assert case.place_source == PlaceSource.PIN
    assert PLACE in f"{case.address}\n{said_of(town, case)}"


def test_words_are_enough_for_a_case(town: TownUnderTest) -> None:
    person = town.resident("p", "สมชาย")
    person.says("น้ำไม่ไหลตั้งแต่เมื่อวาน")
    for _ in range(3):
        person.says("ข้าม")
    person.says("ยืนยัน")
    case = the_case(town)
    assert (case.type_code, case.place_source) == ("other", None)


def test_who_tells_nothing_at_all_is_asked_kindly_and_nothing_is_filed(town: TownUnderTest) -> None:
    person = town.resident("p", "สมชาย")
    person.says("แจ้งปัญหา")
    for _ in range(8):
        person.says("ข้าม")
    assert cases(town) == []
    assert any("ขอข้อความสั้น ๆ หรือรูปอย่างน้อยหนึ่งอย่าง" in text for text in texts_heard(person, 6))
    assert set(person.last_heard.labels) >= WAYS_ON
    person.says("ยกเลิก")
    assert "ยกเลิกแล้วค่ะ" in person.last_heard.text


def test_one_thing_is_changed_at_the_summary_and_the_rest_stays(town: TownUnderTest) -> None:
    person = town.resident("p", "สมชาย")
    tells(person)
    person.taps("เปลี่ยนประเภท")
    assert set(person.last_heard.labels) >= WAYS_ON
    person.taps("ไฟส่องสว่าง")
    assert all(one in person.last_heard.text for one in ("ไฟฟ้าสาธารณะดับหรือชำรุด", ROAD, PLACE))
    person.taps("เปลี่ยนข้อความ")
    assert set(person.last_heard.labels) >= WAYS_ON
    person.says("เสาไฟเอียง")
    assert all(one in person.last_heard.text for one in ("ไฟฟ้าสาธารณะดับหรือชำรุด", "เสาไฟเอียง", PLACE))
    assert ROAD not in person.last_heard.text
    person.taps("เปลี่ยนสถานที่")
    assert set(person.last_heard.labels) >= WAYS_ON
    person.says("หลังวัดใหม่")
    assert all(one in person.last_heard.text for one in ("เสาไฟเอียง", "หลังวัดใหม่"))
    assert PLACE not in person.last_heard.text


def test_the_receipt_says_number_division_and_until_when(town: TownUnderTest) -> None:
    person = town.resident("p", "สมชาย")
    assert files(person) == "70-000001"
    assert "กองช่าง" in person.last_heard.text
    assert "22 พ.ย. 69 เวลา 9.00 น." in person.last_heard.text  # 48 hours, in Bangkok


def test_words_at_the_question_for_a_photo_are_said_to_be_added(town: TownUnderTest) -> None:
    person = town.resident("p", "สมชาย")
    person.says("แจ้งปัญหา")
    person.taps("ถนน")
    person.says(ROAD)
    person.says(PLACE)
    person.says("รถล้มไปสองคันแล้ว")
    said, asked = texts_heard(person, 2)
    assert "เพิ่มข้อความ" in said
    assert "มีรูปไหมคะ" in asked


def test_a_type_may_be_typed_without_its_space(town: TownUnderTest) -> None:
    person = town.resident("p", "สมชาย")
    person.says("แจ้งปัญหา")
    person.says("อื่นๆ")
    assert "เกิดอะไรขึ้นคะ" in person.last_heard.text
