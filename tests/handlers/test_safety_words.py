"""Whoever writes of a danger to life is told whom to call at once; officers hear of it; the complaint goes on underneath."""

import pytest
from sqlmodel import col, select

from models.outgoing import Lane, Outgoing
from simulator import Group, Person
from tests.handlers.stories import ROAD, files, the_case
from tests.towns import TownUnderTest

WIRE = "สายไฟขาดห้อยลงกลางถนนหน้าโรงเรียน"


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    return town.resident("somchai", "สมชาย")


def begins_to_tell(person: Person, words: str) -> None:
    person.says("แจ้งปัญหา")
    person.taps("ถนน")
    person.says(words)


def test_the_numbers_come_first_and_the_next_question_underneath(somchai: Person) -> None:
    begins_to_tell(somchai, WIRE)
    card, question = somchai.heard[-2:]
    assert "กรุณาโทรก่อน" in card.text
    assert "ไฟฟ้าที่อาจดูดคน" in card.text
    assert card.text.index("1129") < card.text.index("1669") < card.text.index("199")
    assert "เกิดขึ้นที่ไหน" in question.text


def test_the_division_hears_of_it_before_the_complaint_is_sent(
    town: TownUnderTest, group: Group, somchai: Person
) -> None:
    begins_to_tell(somchai, WIRE)
    assert "ไฟฟ้าที่อาจดูดคน" in group.heard[-1].text
    assert "โรงเรียน" not in group.heard[-1].text  # their words may still be taken back
    assert "เราบอกเจ้าหน้าที่แล้ว" in somchai.heard[-2].text
    with town.session() as session:
        alert = session.exec(
            select(Outgoing).where(col(Outgoing.to) == group.group_id).order_by(col(Outgoing.id))
        ).all()[-1]
    assert alert.lane == Lane.DUTY


def test_where_no_officer_can_be_told_nobody_says_so(somchai: Person) -> None:
    begins_to_tell(somchai, WIRE)
    assert "เราบอกเจ้าหน้าที่แล้ว" not in somchai.heard[-2].text


def test_each_danger_is_told_once_in_a_complaint(group: Group, somchai: Person) -> None:
    begins_to_tell(somchai, WIRE)
    alerts = len(group.heard)
    somchai.says(f"{WIRE} จริง ๆ นะคะ")
    assert len(group.heard) == alerts
    assert "กรุณาโทรก่อน" not in "".join(heard.text for heard in somchai.heard[-2:])


def test_it_is_heard_in_the_answer_to_where_as_well(somchai: Person) -> None:
    begins_to_tell(somchai, ROAD)
    somchai.says("หน้าวัด มีคนเจ็บอยู่")
    assert "กรุณาโทรก่อน" in somchai.heard[-2].text


def test_the_complaint_is_filed_as_any_other(town: TownUnderTest, group: Group, somchai: Person) -> None:
    files(somchai, words=WIRE)
    assert the_case(town).division == "public_works"
    assert WIRE in group.heard[-1].text


def test_english_readers_get_it_in_english(town: TownUnderTest) -> None:
    anna = town.line.person("anna", "Anna", language="en")
    anna.adds()
    anna.says("a live wire is hanging over the road")
    assert "Please call first" in "".join(heard.text for heard in anna.heard[-3:])
