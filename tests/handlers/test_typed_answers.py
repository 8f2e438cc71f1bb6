"""Typing works as well as tapping, the way Thai is really typed; on a computer there are no quick replies at all."""

import pytest

from simulator import Person
from tests.handlers.stories import ROAD, cases, files, said_of, tells, the_case
from tests.towns import TownUnderTest


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    return town.resident("somchai", "สมชาย")


def test_starting_is_understood(somchai: Person) -> None:
    typed = "แจ้งปัญหา", " แจ้งปัญหา ", "แจ้ง\u200bปัญหา", "แจ้งปัญหาค่ะ", "แจ้งปัญหา ครับ", "เเจ้งปัญหา", "Report"
    for words in typed:
        heard = len(somchai.heard)
        somchai.says(words)
        assert "แจ้งเรื่องอะไรคะ" in somchai.last_heard.text, words
        assert len(somchai.heard) == heard + 1, words  # words of a complaint would be said to be added
        somchai.says("ยกเลิก")


def test_confirming_is_understood(town: TownUnderTest, somchai: Person) -> None:
    for row, words in enumerate(("ยืนยัน", "ยืนยันค่ะ", "ยืน\u200bยัน", "ใช่ครับ", "ตกลง", "confirm"), start=1):
        tells(somchai)
        somchai.says(words)
        assert len(cases(town)) == row, words
        assert cases(town)[-1].number in somchai.last_heard.text


def test_skipping_is_understood(somchai: Person) -> None:
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says(ROAD)
    for words in ("ข้าม", "ขา้ม", "ข้ามค่ะ", "ไม่มีครับ", "ไม่มีรูปค่ะ", "skip"):
        somchai.says("หน้าวัด")
        somchai.says(words)
        assert "ตรวจดูก่อนส่งค่ะ" in somchai.last_heard.text, words
        assert f"{ROAD}\nสถานที่" in somchai.last_heard.text, words
        somchai.says("แจ้งปัญหา")
        somchai.says("เริ่มใหม่")
        somchai.taps("ถนน")
        somchai.says(ROAD)


def test_cancelling_is_understood(town: TownUnderTest, somchai: Person) -> None:
    for words in ("ยกเลิก", "ยกเลิกค่ะ", "ไม่แจ้งแล้วครับ", "cancel"):
        tells(somchai)
        somchai.says(words)
        assert "ยกเลิกแล้วค่ะ" in somchai.last_heard.text, words
    somchai.says("ยืนยัน")
    assert cases(town) == []


def test_tracking_is_understood(somchai: Person) -> None:
    number = files(somchai)
    for words in ("ติดตาม", "ติดตามเรื่อง", "ติด\u200bตาม", "ติดตามค่ะ", "track"):
        somchai.says(words)
        assert f"{number}\nรอเจ้าหน้าที่รับเรื่อง" in somchai.last_heard.text, words


def test_the_summarys_buttons_may_be_typed(somchai: Person) -> None:
    tells(somchai)
    for words, asked, answer in (
        ("เปลี่ยนประเภท", "แจ้งเรื่องอะไรคะ", "ขยะ"),
        ("เปลี่ยนข้อความ", "เกิดอะไรขึ้นคะ", "กองขยะ"),
        ("เปลี่ยนสถานที่", "เกิดขึ้นที่ไหนคะ", "หลังตลาด"),
    ):
        somchai.says(words)
        assert asked in somchai.last_heard.text
        somchai.says(answer)
    assert "กองขยะ\nสถานที่\nหลังตลาด" in somchai.last_heard.text


def test_going_on_and_starting_over_may_be_typed(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    somchai.says("แจ้งปัญหา")
    somchai.says("ทำต่อ")
    assert ROAD in somchai.last_heard.text
    assert "ทำต่อ" not in somchai.last_heard.text
    somchai.says("แจ้งปัญหา")
    somchai.says("เริ่มใหม่")
    assert "แจ้งเรื่องอะไรคะ" in somchai.last_heard.text


def test_yes_to_whether_to_go_on_shows_the_summary_and_files_nothing(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    somchai.says("แจ้งปัญหา")
    somchai.says("ใช่")
    assert cases(town) == []
    assert "ตรวจดูก่อนส่งค่ะ" in somchai.last_heard.text
    somchai.says("ใช่")
    assert len(cases(town)) == 1


def test_a_lamp_that_is_out_is_an_answer_while_a_complaint_is_told(town: TownUnderTest, somchai: Person) -> None:
    somchai.says("แจ้งปัญหา")
    somchai.taps("ไฟส่องสว่าง")
    somchai.says("ไฟดับ")
    assert "เกิดขึ้นที่ไหนคะ" in somchai.last_heard.text
    for _ in range(2):
        somchai.says("ข้าม")
    somchai.says("ยืนยัน")
    assert said_of(town, the_case(town)) == "ไฟดับ"


def test_nothing_to_say_when_asked_for_words_asks_on(somchai: Person) -> None:
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says("ไม่มี")
    assert "เกิดขึ้นที่ไหนคะ" in somchai.last_heard.text


def test_politeness_at_the_summary_shows_it_again_because_nothing_has_been_sent(
    town: TownUnderTest, somchai: Person
) -> None:
    tells(somchai)
    for typed in ("ขอบคุณค่ะ", "สวัสดีครับ"):
        somchai.says(typed)
        assert "ยืนยัน ส่งเรื่อง" in somchai.last_heard.labels
    assert cases(town) == []
    assert "ขอบคุณ" not in somchai.last_heard.text


def test_a_reader_of_english_is_served_in_english(town: TownUnderTest) -> None:
    john = town.resident("john", "John", language="en")
    john.says("report a problem")
    john.taps("Garbage")
    john.says("Rubbish at the market")
    john.says("behind the market")
    john.says("no photo")
    john.says("yes")
    assert "70-000001" in john.last_heard.text
    assert "Public Health Division" in john.last_heard.text
