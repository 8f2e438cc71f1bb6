"""The type is suggested from the words, chosen by the reporter, and learnt from the officers; a second matter is offered."""

import pytest

from handlers.complaints import correct_type
from handlers.turn import Declined, Moment
from models.case import BorderSide, Case, PlaceSource
from simulator import Person
from tests.handlers.stories import PLACE, cases, files, said_of, tells, the_case
from tests.towns import TownUnderTest

TWO_MATTERS = "ถนนเป็นหลุมลึก และฝาท่อก็หายด้วย"
LOCAL = "ไอ้ตูบตัวลายมาอีกแล้ว"


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    return town.resident("somchai", "สมชาย")


def _corrects(town: TownUnderTest, case: Case, code: str) -> None:
    with town.engine.database.begin() as session:
        own = session.get_one(Case, case.key)
        correct_type(Moment(session, town.engine.office, town.clock()), own, code)


def _choices(person: Person) -> list[str]:
    """The names on the tiles, in their order."""
    others = ("ส่งตำแหน่ง", "ถ่ายรูป", "เลือกรูป", "ข้าม", "ยกเลิก", "กรอกเป็นแบบฟอร์ม")
    return [label for label in person.last_heard.labels if label not in others]


def test_words_that_come_first_put_the_likeliest_types_first(somchai: Person) -> None:
    somchai.says("สายไฟขาดห้อยลงมา กิ่งไม้หักพาดอยู่")
    assert "น่าจะเป็นเรื่องนี้" in somchai.last_heard.text
    assert _choices(somchai)[:2] == ["สายไฟ/สายสื่อสาร", "ต้นไม้/กิ่งไม้"]
    assert {"ถนน", "อื่น ๆ", "ดูทั้งหมด"} <= set(_choices(somchai))
    assert len(_choices(somchai)) == len(set(_choices(somchai))) == 12


def test_however_clear_the_words_are_the_reporter_is_asked(town: TownUnderTest, somchai: Person) -> None:
    somchai.says("ขยะล้นถัง รถขยะไม่มาเก็บ กองขยะเหม็น")
    assert cases(town) == []
    assert _choices(somchai)[0] == "ขยะ"
    somchai.taps("ขยะ")
    assert "เกิดขึ้นที่ไหนคะ" in somchai.last_heard.text


def test_without_words_the_commonest_types_are_offered(somchai: Person) -> None:
    somchai.says("แจ้งปัญหา")
    assert "น่าจะเป็นเรื่องนี้" not in somchai.last_heard.text
    assert _choices(somchai)[0] == "ถนน"
    assert len(_choices(somchai)) == 12


@pytest.mark.parametrize("asks", ["taps", "says"])
def test_every_type_is_one_tap_away(town: TownUnderTest, somchai: Person, asks: str) -> None:
    somchai.says("แจ้งปัญหา")
    getattr(somchai, asks)("ดูทั้งหมด")
    names = {kind.short.th for kind in town.engine.office.catalogue.offered}
    assert names <= set(somchai.last_heard.labels)
    somchai.taps("คลอง/ตลิ่ง")
    assert "น้ำเน่า ตื้นเขิน หรือตลิ่งพังคะ" in somchai.last_heard.text


def test_a_case_promised_in_working_days_says_so(town: TownUnderTest, somchai: Person) -> None:
    somchai.says("แจ้งปัญหา")
    somchai.taps("ดูทั้งหมด")
    somchai.taps("สอบถาม")
    for answer in ("จ่ายภาษีที่ไหน", PLACE, "ข้าม", "ยืนยัน"):
        somchai.says(answer)
    assert "25 พ.ย. 69 เวลา 16.30 น." in somchai.last_heard.text  # three working days after Friday the 20th


def test_whose_it_is_otherwise_is_on_the_receipt(somchai: Person) -> None:
    files(somchai, kind="น้ำประปา")
    assert "1662" in somchai.last_heard.text


def test_a_second_matter_is_filed_without_typing_it_again(town: TownUnderTest, somchai: Person) -> None:
    files(somchai, words=TWO_MATTERS)
    assert "ในข้อความมีเรื่อง “ท่อระบายน้ำ” ด้วย" in somchai.last_heard.text
    somchai.taps("ท่อระบายน้ำ")
    somchai.says("ข้าม")
    somchai.taps("ยืนยัน ส่งเรื่อง")
    first, second = cases(town)
    assert (first.type_code, second.type_code, second.address) == ("road", "drain", PLACE)
    assert said_of(town, second) == "ฝาท่อก็หายด้วย"


def test_a_second_matter_is_at_the_very_place_of_the_first_and_nothing_about_it_is_asked_again(
    town: TownUnderTest, somchai: Person
) -> None:
    tells(somchai, words=TWO_MATTERS, place="ข้างตลาดสดบ้านสวนดอกค่ะ")
    somchai.taps("ยืนยัน ส่งเรื่อง")
    with town.engine.database.begin() as session:  # as if it lay beyond the border, and they had been asked
        session.get_one(Case, the_case(town).id).border_side = BorderSide.OUTSIDE
    somchai.taps("ท่อระบายน้ำ")
    assert "มีรูปไหมคะ" in somchai.last_heard.text
    somchai.says("ข้าม")
    somchai.taps("ยืนยัน ส่งเรื่อง")
    places = [
        (case.place_source, case.latitude, case.accuracy_m, case.village, case.border_side) for case in cases(town)
    ]
    assert places == [(PlaceSource.WORDS, 18.6477, 80, "m1", BorderSide.OUTSIDE)] * 2


def test_one_matter_is_offered_no_second(somchai: Person) -> None:
    files(somchai)
    assert "ด้วย ถ้าต้องการแจ้ง" not in somchai.last_heard.text


def test_a_second_matter_waits_for_what_is_half_told(town: TownUnderTest, somchai: Person) -> None:
    files(somchai, words=TWO_MATTERS)
    case = the_case(town)
    somchai.says("น้ำท่วมหน้าบ้าน")
    somchai.posts_back(f"do=complaints.tell_second&case={case.key}&type=drain")
    assert "ค้างไว้" in somchai.last_heard.text


@pytest.mark.parametrize("code", ["noise", "no_such_type"])
def test_a_second_matter_that_the_words_do_not_tell_is_refused(town: TownUnderTest, somchai: Person, code: str) -> None:
    files(somchai, words=TWO_MATTERS)
    somchai.posts_back(f"do=complaints.tell_second&case={the_case(town).key}&type={code}")
    assert "ปุ่มนี้ใช้ไม่ได้แล้วค่ะ" in somchai.last_heard.text


def test_what_an_officer_corrects_is_suggested_to_the_next(town: TownUnderTest, somchai: Person) -> None:
    somchai.says(LOCAL)
    assert "น่าจะเป็นเรื่องนี้" not in somchai.last_heard.text
    somchai.says("ยกเลิก")
    files(somchai, words=LOCAL, kind="อื่น ๆ")
    _corrects(town, the_case(town), "stray_animal")
    assert the_case(town).type_code == "stray_animal"
    malee = town.resident("malee", "มาลี")
    malee.says("ไอ้ตูบตัวลายอยู่หน้าตลาด")
    assert _choices(malee)[0] == "สัตว์จรจัด"


def test_a_type_that_there_is_not_can_be_corrected_to_by_nobody(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    somchai.says("ยืนยัน")
    with pytest.raises(Declined):
        _corrects(town, the_case(town), "no_such_type")
