"""What people are told about complaints fits into a message whatever was typed, and never fails the step it tells of."""

import pytest

from models.case import Case, Status
from notifications.about_complaints import announce
from simulator import Group, Person
from tests.handlers.stories import files
from tests.towns import TownUnderTest

LONG = "ก" * 5_000


@pytest.fixture
def told(town: TownUnderTest) -> tuple[Person, Person, Group]:
    """A case of public works: its reporter, its officer, the officer's group."""
    mana = town.officer("mana", "ช่างมานะ")
    group = town.staff_group("กองช่าง", [mana])
    somchai = town.resident("somchai", "สมชาย")
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says("ถนนเป็นหลุม")
    somchai.says("หน้าวัด")
    somchai.taps("ข้าม")
    somchai.taps("ยืนยัน")
    return somchai, mana, group


def _status(town: TownUnderTest) -> Status:
    with town.session() as session:
        return session.get_one(Case, 1).status


def test_a_case_is_announced_once_however_often_it_is_asked_for(
    town: TownUnderTest, told: tuple[Person, Person, Group]
) -> None:
    _, _, group = told
    heard = len(group.heard)
    with town.engine.database.begin() as session:
        announce(session, town.engine.office, session.get_one(Case, 1), town.clock())
    town.settles()
    assert len(group.heard) == heard


def test_a_refusal_with_a_very_long_reason_reaches_the_reporter(
    town: TownUnderTest, told: tuple[Person, Person, Group]
) -> None:
    somchai, mana, group = told
    mana.within(group).posts_back("do=handovers.decline&case=1")
    mana.within(group).says(LONG)
    assert _status(town) == Status.DECLINED
    assert "ก" * 900 in somchai.last_heard.text
    assert "053-000-111" in somchai.last_heard.text


def test_a_handover_with_a_very_long_reason_reaches_the_reporter(
    town: TownUnderTest, told: tuple[Person, Person, Group]
) -> None:
    somchai, mana, group = told
    mana.within(group).taps("ส่งต่อ")
    mana.within(group).taps("กองคลัง")
    mana.within(group).says(LONG)
    assert "กองคลัง" in somchai.last_heard.text
    assert "ก" * 900 in somchai.last_heard.text


def test_very_long_words_about_what_is_missing_reach_the_group(
    town: TownUnderTest, told: tuple[Person, Person, Group]
) -> None:
    somchai, mana, group = told
    mana.within(group).taps("เสร็จสิ้น")
    mana.within(group).taps("ไม่มีรูป")
    mana.within(group).taps("มืดแล้วถ่ายไม่ชัด")
    mana.within(group).says(LONG)
    somchai.taps("ยังไม่เรียบร้อย")
    somchai.says(LONG)
    assert _status(town) == Status.REOPENED
    assert "ก" * 200 in group.last_heard.text


def test_a_case_reopened_over_and_over_can_still_be_looked_at(
    town: TownUnderTest, told: tuple[Person, Person, Group]
) -> None:
    somchai, mana, group = told
    for _ in range(6):
        mana.within(group).taps("เสร็จสิ้น")
        mana.within(group).taps("ไม่มีรูป")
        mana.within(group).taps("มืดแล้วถ่ายไม่ชัด")
        mana.within(group).taps("ซ่อมเรียบร้อยแล้ว")
        somchai.taps("ยังไม่เรียบร้อย")
        somchai.says("ยังมีหลุมอยู่")
    somchai.posts_back("do=tracking.show_case&case=1")
    assert "ท่านแจ้งเรื่อง" in somchai.last_heard.text
    assert "…" in somchai.last_heard.text


def test_a_case_that_no_group_will_see_raises_an_alarm_in_the_log(
    town: TownUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    files(town.resident("somchai", "สมชาย"))
    alarms = [record for record in caplog.records if record.msg == "a case has no group to go to"]
    assert [record.levelname for record in alarms] == ["ERROR"]
