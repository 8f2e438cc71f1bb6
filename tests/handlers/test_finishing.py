"""Finishing a case and what its reporter says of it: photos, reasons, stars, and that it is not in order yet."""

import pytest

from simulator import Group, Person
from tests.handlers.stories import files, files_on_disk, finishes, photos_of, the_case
from tests.towns import TownUnderTest


@pytest.fixture
def somchai(town: TownUnderTest, group: Group) -> Person:
    person = town.resident("somchai", "สมชาย")
    files(person)
    return person


def test_several_after_photos_are_asked_about_once(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    mana.within(group).taps("เสร็จสิ้น")
    heard = len(group.heard)
    mana.within(group).sends_photos(3)
    assert len(group.heard) == heard + 2  # received, and the question
    mana.within(group).taps("ซ่อมเรียบร้อยแล้ว")
    assert "ซ่อมเรียบร้อยแล้ว" in somchai.last_heard.text
    assert len(photos_of(town, the_case(town))) == 3


def test_a_case_may_be_finished_without_having_been_accepted(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    heard = len(somchai.heard)
    finishes(mana.within(group))
    assert len(somchai.heard) == heard + 1
    somchai.says("ติดตาม")
    somchai.taps("ดูรายละเอียด")
    assert "ช่างมานะ (กองช่าง) รับเรื่อง" in somchai.last_heard.text


def test_without_a_photo_there_is_a_reason(mana: Person, group: Group, somchai: Person) -> None:
    mana.within(group).taps("เสร็จสิ้น")
    mana.within(group).says("ซ่อมแล้วครับ")  # talk is not taken for the photo, and its buttons come again
    assert "ไม่มีรูป" in group.last_heard.labels
    mana.within(group).taps("ไม่มีรูป")
    mana.within(group).says("ข้าม")
    assert "ข้อนี้ข้ามไม่ได้" in group.heard[-2].text
    mana.within(group).taps("มืดแล้วถ่ายไม่ชัด")
    mana.within(group).says("ข้าม")
    assert "ข้อนี้ข้ามไม่ได้" in group.heard[-2].text
    mana.within(group).says("เทยางแล้ว")
    assert "เทยางแล้ว" in somchai.last_heard.text
    assert "มืดแล้ว" not in somchai.last_heard.text
    assert somchai.last_heard.pictures == []


def test_cancelling_in_the_middle_changes_nothing_and_keeps_no_photo(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    mana.within(group).taps("เสร็จสิ้น")
    mana.within(group).sends_photo()
    mana.within(group).taps("ยกเลิก")
    assert "ยังเหมือนเดิม" in group.last_heard.text
    assert (the_case(town).status, photos_of(town), files_on_disk(town)) == ("new", [], [])
    heard = len(group.heard)
    mana.within(group).says("คุยกันต่อ")
    assert len(group.heard) == heard
    assert "70-000001" in somchai.last_heard.text


def test_two_finish_at_once_and_the_second_is_told_and_let_go(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    wichai = town.officer("wichai", "ช่างวิชัย")
    group.gains(wichai)
    mana.within(group).taps("เสร็จสิ้น")
    wichai.within(group).taps("เสร็จสิ้น")
    mana.within(group).sends_photo()
    mana.within(group).says("ซ่อมแล้ว")
    heard = len(somchai.heard)
    wichai.within(group).sends_photo()
    assert "อยู่ในสถานะ" in group.last_heard.text
    heard_here = len(group.heard)
    wichai.within(group).says("ซ่อมแล้วเหมือนกัน")
    assert (len(group.heard), len(somchai.heard)) == (heard_here, heard)
    assert len(photos_of(town, the_case(town))) == 1


def test_a_forgotten_question_does_not_take_tomorrows_talk_for_its_answer(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    mana.within(group).taps("เสร็จสิ้น")
    mana.within(group).sends_photo()
    town.passes(hours=15)
    mana.within(group).says("เช้านี้ประชุมกี่โมง")
    assert the_case(town).status == "new"
    assert "ประชุม" not in somchai.last_heard.text


def test_stars_are_given_once(town: TownUnderTest, mana: Person, group: Group, somchai: Person) -> None:
    finishes(mana.within(group))
    somchai.taps("★ 4")
    assert "4 ดาว" in somchai.last_heard.text
    assert (the_case(town).status, the_case(town).stars) == ("closed", 4)
    somchai.posts_back("do=feedback.rate&case=1&stars=1")
    assert "ให้ดาวเรื่องนี้แล้ว" in somchai.last_heard.text
    assert the_case(town).stars == 4
    for stars in ("0", "6", "๓", ""):
        somchai.posts_back(f"do=feedback.rate&case=1&stars={stars}")
        assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in somchai.last_heard.text


def test_a_rated_case_can_be_opened_again_and_rated_again(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    finishes(mana.within(group))
    somchai.taps("★ 5")
    somchai.taps("ยังไม่เรียบร้อย")
    assert "ยังไม่เรียบร้อย 70-000001" in group.last_heard.text
    somchai.taps("ข้าม")
    assert "แจ้งเจ้าหน้าที่แล้ว" in somchai.last_heard.text
    assert (the_case(town).status, the_case(town).stars) == ("reopened", None)
    finishes(mana.within(group), "ทำใหม่แล้ว")
    somchai.taps("★ 2")
    somchai.says("ติดตาม")
    somchai.taps("ดูรายละเอียด")
    assert "ท่านให้ 5 ดาว" not in somchai.last_heard.text
    assert somchai.last_heard.text.count("ท่านให้ 2 ดาว") == 1
    assert "ท่านให้ดาวแล้ว" in somchai.last_heard.text


def test_what_is_still_missing_reaches_the_division_with_a_photo(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    finishes(mana.within(group))
    somchai.taps("ยังไม่เรียบร้อย")
    somchai.sends_photo()
    assert "ข้าม" in somchai.last_heard.labels
    somchai.says("ยังมีหลุมเล็ก")
    said = [heard.text for heard in group.heard[-2:]]
    assert "ผู้แจ้งส่งเพิ่ม 70-000001" in said[0]
    assert "ยังมีหลุมเล็ก" in said[1]
    assert len(photos_of(town, the_case(town))) == 2


def test_opening_two_cases_again_puts_the_words_with_the_later(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    finishes(mana.within(group))
    files(somchai, words="หลุมที่สอง")
    finishes(mana.within(group))
    somchai.posts_back("do=feedback.reopen&case=1")
    somchai.posts_back("do=feedback.reopen&case=2")
    somchai.says("น้ำยังขัง")
    assert "70-000002" in group.last_heard.text
    assert "น้ำยังขัง" in group.last_heard.text


def test_saying_it_is_not_in_order_while_telling_something_else_loses_nothing(
    mana: Person, group: Group, somchai: Person
) -> None:
    finishes(mana.within(group))
    somchai.says("กองขยะหน้าตลาด")
    somchai.taps("ยังไม่เรียบร้อย")
    assert "ยังไม่เรียบร้อย 70-000001" in group.last_heard.text
    somchai.says("ขยะ")
    somchai.says("ข้าม")
    assert "มีรูปไหมคะ" in somchai.last_heard.text


def test_nobody_rates_or_opens_anothers_case(town: TownUnderTest, mana: Person, group: Group, somchai: Person) -> None:
    finishes(mana.within(group))
    malee = town.resident("malee", "มาลี")
    for button in ("feedback.rate&case=1&stars=1", "feedback.reopen&case=1", "tracking.show_case&case=1"):
        malee.posts_back(f"do={button}")
        assert "ไม่พบเรื่องนี้" in malee.last_heard.text
    assert the_case(town).status == "finished"
    assert "70-000001" in somchai.last_heard.text


def test_the_second_repair_is_not_shown_with_the_pictures_and_words_of_the_first(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    finishes(mana.within(group), "เทยางแล้ว")
    first = somchai.last_heard.pictures[-1]
    town.passes(hours=1)
    somchai.taps("ยังไม่เรียบร้อย")
    somchai.says("ข้าม")
    town.passes(hours=1)
    mana.within(group).taps("เสร็จสิ้น")
    mana.within(group).taps("ไม่มีรูป")
    mana.within(group).says("มืดแล้ว")
    mana.within(group).says("อุดเพิ่มแล้ว")
    assert "อุดเพิ่มแล้ว" in somchai.last_heard.text
    assert "เทยางแล้ว" not in somchai.last_heard.text
    assert first not in somchai.last_heard.pictures
