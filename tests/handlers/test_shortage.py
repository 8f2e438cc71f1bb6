"""While the month's messages run out, officers read in the chat what no longer goes out: with free replies alone."""

import pytest

from models.enrolment import CodeKind
from models.officer import Role
from models.outgoing import Lane
from simulator import Group, Person
from tests.handlers.stories import files, texts_heard
from tests.notifications.owed import owed
from tests.notifications.test_quota import reads
from tests.towns import TownUnderTest

LOW, NEARLY_NOTHING = 240, 270  # used of 300: no status goes out, and nothing but emergencies
TO_REPORTERS = "ข้อความถึงผู้แจ้งยังรอส่ง"
IN_GROUPS = "เรื่องใหม่ไม่ขึ้นในกลุ่ม"


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    return town.resident("somchai", "สมชาย")


def test_who_takes_a_case_reads_since_when_the_reporter_is_not_told_and_that_a_call_is_needed(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    files(somchai)
    reads(town, 300, LOW)
    owed(town, somchai, "ความคืบหน้า", Lane.STATUS)
    town.passes(hours=1)
    heard, paid = len(somchai.heard), town.line.sending.quota_used
    mana.within(group).taps("รับเรื่อง")
    answer, warning = texts_heard(group, 2)
    assert "ช่างมานะ (กองช่าง) รับเรื่อง 70-000001 แล้ว" in answer
    assert all(part in warning for part in (TO_REPORTERS, "ตั้งแต่ 20 พ.ย. 69", " 9.00", "กรุณาโทร"))
    assert IN_GROUPS not in warning
    assert (len(somchai.heard), town.line.sending.quota_used) == (heard, paid)


def test_when_only_emergencies_go_out_officers_read_that_groups_are_silent_too_until_there_is_room(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    files(somchai)
    reads(town, 300, NEARLY_NOTHING)
    mana.within(group).taps("รับเรื่อง")
    assert IN_GROUPS in group.last_heard.text
    assert TO_REPORTERS in group.last_heard.text
    reads(town, 300, 100)
    mana.within(group).taps("รับเรื่อง")
    assert "รับเรื่อง 70-000001 ไว้แล้ว" in group.last_heard.text


def test_what_is_held_is_told_though_the_count_says_that_there_is_room(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    files(somchai)
    town.line.faults.add("push", month_spent=True)
    owed(town, somchai, "ความคืบหน้า", Lane.STATUS)
    town.settles()
    mana.within(group).taps("รับเรื่อง")
    assert TO_REPORTERS in group.last_heard.text


def test_who_asks_in_private_reads_it_in_their_language_above_the_buttons_if_they_are_an_officer(
    town: TownUnderTest,
) -> None:
    emma = town.resident("emma", "Emma", language="en")
    reads(town, 300, NEARLY_NOTHING)
    emma.says("my cases")
    assert "colleagues" not in "".join(texts_heard(emma, 2))
    emma.says(f"register {town.code(CodeKind.OFFICER, 'public_works', Role.OFFICER)}")
    emma.says("Emma")
    emma.says("my cases")
    warning, answer = emma.heard[-2:]
    assert "Please phone reporters and colleagues." in warning.text
    assert "Report a problem" in answer.labels


def test_news_that_waits_concerns_no_officer(town: TownUnderTest, mana: Person) -> None:
    reads(town, 300, 220)
    owed(town, mana, "ข่าว", Lane.NEWS)
    town.settles()
    mana.says("ติดตามเรื่อง")
    assert TO_REPORTERS not in "".join(texts_heard(mana, 2))


def test_a_question_that_is_open_is_not_interrupted(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    files(somchai)
    reads(town, 300, LOW)
    mana.within(group).taps("เสร็จสิ้น")
    assert TO_REPORTERS not in "".join(texts_heard(group, 2))
    mana.within(group).sends_photo()
    mana.within(group).says("ซ่อมแล้ว")
    answer, warning = texts_heard(group, 2)
    assert "เสร็จแล้ว" in answer
    assert TO_REPORTERS in warning
