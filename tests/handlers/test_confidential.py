"""A confidential case is for the division's heads, in private: no group ever sees it, and no other officer may touch it."""

import pytest

from models.case import Status
from models.officer import Role
from simulator import Person
from tests.handlers.stories import cases, the_case
from tests.towns import TownUnderTest

WORDS = "มีคนเรียกรับเงินค่าใบอนุญาต"


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    return town.resident("somchai", "สมชาย")


def _files(person: Person) -> None:
    person.says("แจ้งปัญหา")
    person.says("ทุจริต/เจ้าหน้าที่")
    for answer in (WORDS, "ข้าม", "ข้าม", "ยืนยัน"):
        person.says(answer)


def test_its_card_goes_to_the_head_and_never_to_the_group(town: TownUnderTest, somchai: Person) -> None:
    head = town.officer("head", "หัวหน้าแดง", "clerk_office", Role.HEAD)
    clerk = town.officer("clerk", "ช่างนิด", "clerk_office")
    group = town.staff_group("สำนักปลัด", [clerk, head], "clerk_office")
    heard = len(group.heard)
    _files(somchai)
    assert WORDS in head.last_heard.text
    assert all(WORDS not in one.text for one in clerk.heard)
    head.taps("เสร็จสิ้น")
    head.says("ข้าม")
    head.says("มืดแล้วถ่ายไม่ชัด")
    head.says("ตรวจแล้วไม่พบปัญหา")
    assert the_case(town).status == Status.FINISHED
    somchai.taps("ยังไม่เรียบร้อย")
    somchai.says("ยังเรียกอยู่")
    assert "ยังเรียกอยู่" in head.last_heard.text
    assert len(group.heard) == heard


def test_an_officer_of_the_division_may_not_touch_it(town: TownUnderTest, somchai: Person) -> None:
    clerk = town.officer("clerk", "ช่างนิด", "clerk_office")
    _files(somchai)
    clerk.posts_back(f"do=casework.accept&case={the_case(town).key}")
    assert the_case(town).status == Status.NEW
    assert "ไม่ได้อยู่กับกองของท่าน" in clerk.last_heard.text


def test_where_a_division_has_no_head_the_administrators_get_it(town: TownUnderTest, somchai: Person) -> None:
    boss = town.officer("boss", "แอดมิน", "finance", Role.ADMIN)
    _files(somchai)
    assert WORDS in boss.last_heard.text


def test_what_was_filed_before_there_was_a_head_waits_for_one_and_for_no_group(
    town: TownUnderTest, somchai: Person
) -> None:
    _files(somchai)
    clerk = town.officer("clerk", "ช่างนิด", "clerk_office")
    group = town.staff_group("สำนักปลัด", [clerk], "clerk_office")
    assert all(WORDS not in one.text for one in (*group.heard, *clerk.heard))
    head = town.enrols("head", "หัวหน้าแดง", "clerk_office", Role.HEAD)
    assert [one for one in head.heard if WORDS in one.text]
    assert [case.is_confidential for case in cases(town)] == [True]
