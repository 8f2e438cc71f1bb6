"""Where a complaint is: words that the town's list knows, places that share a name, and places outside the border."""

import pytest

from models.case import BorderSide, PlaceSource
from models.case import Case as Filed
from simulator import Group, Person
from tests.handlers.stories import PLACE, ROAD, cases, said_of, tells, texts_heard, the_case
from tests.towns import TownUnderTest

HALL = "หลังศาลาอเนกประสงค์"
OUTSIDE, NO_MANS_LAND, AT_THE_BORDER = (18.66, 99.09), (18.65, 98.9), (18.6555, 99.0653)


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    """A resident."""
    return town.resident("somchai", "สมชาย")


def _sends(person: Person) -> None:
    person.taps("ยืนยัน ส่งเรื่อง")


def _pins(person: Person, at: tuple[float, float]) -> None:
    person.says("แจ้งปัญหา")
    person.taps("ถนน")
    person.says(ROAD)
    person.sends_pin(*at)


def _where(case: Filed) -> tuple[object, ...]:
    return case.place_source, case.latitude, case.longitude, case.accuracy_m, case.village, case.border_side


def test_words_that_the_towns_list_knows_become_a_point_with_its_village(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai, place="ข้างตลาดสดบ้านสวนดอกค่ะ")
    _sends(somchai)
    case = the_case(town)
    assert _where(case) == (PlaceSource.WORDS, 18.6477, 99.0417, 80, "m1", BorderSide.INSIDE)
    assert case.address == "ข้างตลาดสดบ้านสวนดอกค่ะ"


def test_words_that_it_does_not_know_are_the_place_as_they_are(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    _sends(somchai)
    case = the_case(town)
    assert _where(case) == (PlaceSource.WORDS, None, None, None, None, None)
    assert case.address == PLACE


def test_a_pin_is_as_exact_as_pins_are_and_knows_its_village(town: TownUnderTest, somchai: Person) -> None:
    _pins(somchai, (18.6362, 99.0341))
    somchai.says("ข้าม")
    _sends(somchai)
    assert _where(the_case(town)) == (PlaceSource.PIN, 18.6362, 99.0341, 30, "m5", BorderSide.INSIDE)


@pytest.mark.parametrize("answer", ["tap", "หมู่ 5"])
def test_of_several_places_of_one_name_the_person_chooses_once(
    town: TownUnderTest, somchai: Person, answer: str
) -> None:
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says(ROAD)
    somchai.says(HALL)
    assert "หลายที่" in somchai.last_heard.text
    halls = [label for label in somchai.last_heard.labels if "ศาลา" in label]
    assert halls == [f"ศาลาอเนกประสงค์ หมู่ {number}" for number in (2, 5, 11)]
    assert all(hall in somchai.last_heard.text for hall in halls)  # on a computer there are no quick replies
    if answer == "tap":
        somchai.taps(halls[1])
    else:
        somchai.says(answer)
    assert "มีรูปไหมคะ" in somchai.last_heard.text
    somchai.says("ข้าม")
    _sends(somchai)
    case = the_case(town)
    assert _where(case) == (PlaceSource.WORDS, 18.6362, 99.0341, 60, "m5", BorderSide.INSIDE)
    assert case.address == HALL


def test_who_does_not_choose_keeps_their_words(town: TownUnderTest, somchai: Person) -> None:
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says(ROAD)
    somchai.says(HALL)
    somchai.says("ข้าม")
    assert "มีรูปไหมคะ" in somchai.last_heard.text
    somchai.says("ข้าม")
    _sends(somchai)
    assert (the_case(town).address, the_case(town).latitude) == (HALL, None)


def test_a_place_named_in_the_complaint_is_one_tap_when_the_place_is_asked_for(
    town: TownUnderTest, somchai: Person
) -> None:
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says("หลุมลึกหน้าวัดป่าแสงจันทร์ รถล้มบ่อย")
    somchai.taps("วัดป่าแสงจันทร์")
    assert "มีรูปไหมคะ" in somchai.last_heard.text
    somchai.says("ข้าม")
    _sends(somchai)
    assert _where(the_case(town)) == (PlaceSource.WORDS, 18.64388, 99.04526, 120, "m2", BorderSide.INSIDE)
    assert the_case(town).address == "วัดป่าแสงจันทร์"


def test_words_of_a_listed_place_that_are_taken_back_take_the_point_along(town: TownUnderTest, somchai: Person) -> None:
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says(ROAD)
    somchai.says("ตลาดสดบ้านสวนดอก")
    told = town.line.world.entries
    place = next(entry for entry in reversed(told) if (entry.message or {}).get("text") == "ตลาดสดบ้านสวนดอก")
    somchai.says("ข้าม")
    _sends(somchai)
    somchai.unsends(place)
    assert the_case(town).address is None
    assert _where(the_case(town)) == (None,) * 6


def test_outside_the_border_it_is_said_whose_it_is_and_whom_to_call(town: TownUnderTest, somchai: Person) -> None:
    _pins(somchai, OUTSIDE)
    asked = somchai.last_heard
    assert all(said in asked.text for said in ("อยู่นอกเขต", "อบต.ดอยคำ (โทร 053-000-333)", "1669"))
    assert {"ให้ช่วยส่งต่อ", "แจ้งที่นี่", "โทร 053-000-333", "เหตุฉุกเฉิน", "เปลี่ยนสถานที่"} <= set(asked.labels)
    somchai.taps("เหตุฉุกเฉิน")
    assert "โทรเลยค่ะ" in somchai.last_heard.text


@pytest.mark.parametrize("insists", ["แจ้งที่นี่", "ข้าม", "ยืนยัน"])
def test_who_insists_is_taken_all_the_same(town: TownUnderTest, somchai: Person, group: Group, insists: str) -> None:
    _pins(somchai, OUTSIDE)
    somchai.says(insists)
    assert "มีรูปไหมคะ" in somchai.last_heard.text
    somchai.says("ข้าม")
    _sends(somchai)
    case = the_case(town)
    assert (case.border_side, case.neighbour, case.wants_passing_on) == (BorderSide.OUTSIDE, "doi_kham", False)
    assert "อบต.ดอยคำ" in group.last_heard.text


def test_it_is_passed_on_if_the_person_would_have_that(town: TownUnderTest, somchai: Person, group: Group) -> None:
    _pins(somchai, OUTSIDE)
    somchai.taps("ให้ช่วยส่งต่อ")
    somchai.says("ข้าม")
    _sends(somchai)
    assert the_case(town).wants_passing_on
    assert "ผู้แจ้งขอให้ส่งต่อ" in group.last_heard.text
    assert "โทร 053-000-333" in group.last_heard.text


def test_outside_where_nobody_is_known_it_is_taken_too(town: TownUnderTest, somchai: Person) -> None:
    _pins(somchai, NO_MANS_LAND)
    assert "อยู่นอกเขต" in somchai.last_heard.text
    assert "ให้ช่วยส่งต่อ" not in somchai.last_heard.labels
    somchai.taps("แจ้งที่นี่")
    somchai.says("ข้าม")
    _sends(somchai)
    assert (the_case(town).border_side, the_case(town).neighbour) == (BorderSide.OUTSIDE, None)


def test_what_is_said_and_shown_at_the_border_question_is_taken(town: TownUnderTest, somchai: Person) -> None:
    _pins(somchai, OUTSIDE)
    somchai.says("รถล้มไปสองคันแล้ว")
    assert "อยู่นอกเขต" in somchai.last_heard.text
    somchai.sends_photo()
    somchai.taps("แจ้งที่นี่")
    _sends(somchai)
    assert said_of(town, the_case(town)) == f"{ROAD}\nรถล้มไปสองคันแล้ว"


def test_another_place_may_be_told_instead(town: TownUnderTest, somchai: Person) -> None:
    _pins(somchai, OUTSIDE)
    somchai.says("เปลี่ยนสถานที่")
    assert "เกิดขึ้นที่ไหนคะ" in somchai.last_heard.text
    somchai.sends_pin(18.6477, 99.0417)
    assert "มีรูปไหมคะ" in somchai.last_heard.text
    somchai.sends_pin(*OUTSIDE)
    somchai.taps("แจ้งที่นี่")
    assert "มีรูปไหมคะ" in somchai.last_heard.text
    somchai.sends_pin(*NO_MANS_LAND)  # what was decided about one place says nothing about another
    assert "อยู่นอกเขต" in somchai.last_heard.text


def test_so_near_the_border_that_a_pin_may_be_off_nobody_is_asked_and_officers_are_told(
    town: TownUnderTest, somchai: Person, group: Group
) -> None:
    _pins(somchai, AT_THE_BORDER)
    assert "มีรูปไหมคะ" in somchai.last_heard.text
    somchai.says("ข้าม")
    _sends(somchai)
    assert (the_case(town).border_side, the_case(town).neighbour) == (BorderSide.NEAR, "doi_kham")
    assert "อยู่ติดเขต อาจเป็นพื้นที่ของอบต.ดอยคำ" in group.last_heard.text


def test_officers_see_the_village_and_how_exact_a_place_told_in_words_is(
    town: TownUnderTest, somchai: Person, group: Group
) -> None:
    tells(somchai, place="แถวหมู่ 5")
    _sends(somchai)
    assert "แถวหมู่ 5 · บ้านแม่เย็น หมู่ 5 · ตำแหน่งโดยประมาณ ±800 ม." in group.last_heard.text


def test_an_old_button_of_a_place_does_nothing_where_no_place_is_asked_for(
    town: TownUnderTest, somchai: Person
) -> None:
    for button in ("choose_place&place=market", "choose_place&place=gone", "choose_place", "keep_here", "pass_on"):
        somchai.posts_back(f"do=complaints.{button}")
        refusals = ("ไม่มีเรื่องที่กำลังกรอกอยู่", "ปุ่มนี้ใช้ไม่ได้แล้ว")
        assert any(said in somchai.last_heard.text for said in refusals), button
    somchai.says("แจ้งปัญหา")
    somchai.posts_back("do=complaints.choose_place&place=gone")
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in somchai.heard[-2].text  # and what is being told goes on
    assert cases(town) == []


def test_an_english_reader_is_asked_in_english(town: TownUnderTest) -> None:
    john = town.resident("john", "John", language="en")
    john.says("report")
    john.taps("Drain")
    john.says("deep hole")
    john.says("behind the village hall")
    assert "Village Hall, Moo 11" in john.last_heard.labels
    john.says("village no. 2")
    john.sends_pin(*OUTSIDE)
    assert "Doi Kham Subdistrict Office (call 053-000-333)" in texts_heard(john, 1)[0]
