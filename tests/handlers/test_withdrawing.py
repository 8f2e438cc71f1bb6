"""A reporter withdraws a case in the chat: asked once whether they are sure, and the officers hear of it."""

import pytest

from content.texts import Texts
from models.case import Status
from models.case_change import history_of
from simulator import Group, Person
from tests.handlers.stories import files, finishes, number_in, the_case
from tests.handlers.test_alike_cases import SAME, tells
from tests.towns import TownUnderTest

SAY = Texts("th")
NUMBER = "70-000001"
TOLD = SAY("desk.withdrawn", number=NUMBER, type="ถนนชำรุด")


@pytest.fixture
def somchai(town: TownUnderTest, group: Group) -> Person:
    person = town.resident("somchai", "สมชาย")
    files(person)
    return person


def asks(person: Person) -> None:
    """From the list to the question whether they are sure."""
    person.says("ติดตาม")
    person.taps("ดูรายละเอียด")
    person.taps("ถอนเรื่อง")


def withdraws(person: Person) -> None:
    """The same, and they are sure."""
    asks(person)
    person.taps("ยืนยันถอนเรื่อง")


def test_a_case_is_withdrawn_in_four_taps_and_its_division_is_told(
    town: TownUnderTest, group: Group, somchai: Person
) -> None:
    heard = len(group.heard)
    withdraws(somchai)
    assert somchai.last_heard.text == SAY("feedback.withdrawn", number=NUMBER)
    assert [message.text for message in group.heard[heard:]] == [TOLD]
    with town.session() as session:
        last = history_of(session, the_case(town).key)[-1]
    assert (the_case(town).status, last.step, last.from_status) == ("withdrawn", "withdrawn", "new")
    somchai.taps("ดูรายละเอียด")
    assert "ท่านถอนเรื่อง" in somchai.last_heard.text
    assert "ถอนเรื่อง" not in somchai.last_heard.labels


def test_nothing_happens_until_they_are_sure(town: TownUnderTest, group: Group, somchai: Person) -> None:
    heard = len(group.heard)
    asks(somchai)
    assert somchai.last_heard.labels == ["ยืนยันถอนเรื่อง", "ไม่ถอน"]
    assert NUMBER in somchai.last_heard.text
    somchai.taps("ไม่ถอน")
    assert SAY("status.new") in somchai.last_heard.text
    assert (the_case(town).status, len(group.heard)) == ("new", heard)


def test_withdrawing_twice_is_told_and_changes_nothing(town: TownUnderTest, group: Group, somchai: Person) -> None:
    withdraws(somchai)
    heard = len(group.heard)
    gone = SAY("feedback.cannot_withdraw", number=NUMBER, status=SAY("status.withdrawn"))
    for old in ("feedback.ask_withdraw", "feedback.withdraw"):
        somchai.posts_back(f"do={old}&case=1")
        assert somchai.last_heard.text == gone
    assert len(group.heard) == heard


def test_what_the_town_is_done_with_is_not_withdrawn(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    asks(somchai)
    finishes(mana.within(group))
    somchai.taps("ยืนยันถอนเรื่อง")
    assert somchai.last_heard.text == SAY("feedback.cannot_withdraw", number=NUMBER, status=SAY("status.finished"))
    assert the_case(town).status == "finished"
    somchai.posts_back("do=tracking.show_case&case=1")
    assert "ถอนเรื่อง" not in somchai.last_heard.labels


@pytest.mark.parametrize("opened_again", [False, True])
def test_a_case_that_an_officer_has_can_be_withdrawn(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person, opened_again: bool
) -> None:
    mana.within(group).taps("รับเรื่อง")
    if opened_again:
        finishes(mana.within(group))
        somchai.taps("ยังไม่เรียบร้อย")
    withdraws(somchai)
    assert the_case(town).status == "withdrawn"
    assert group.last_heard.text == TOLD


def test_officers_old_buttons_say_that_it_was_withdrawn(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    withdraws(somchai)
    gone = SAY("desk.no_longer_open", number=NUMBER, status=SAY("status.withdrawn"))
    for button in ("รับเรื่อง", "เสร็จสิ้น", "ส่งต่อ"):
        mana.within(group).taps(button)
        assert group.last_heard.text == gone, button
    mana.posts_back("do=handovers.choose_division&case=1&division=finance")
    assert the_case(town).status == "withdrawn"


def test_an_officer_in_the_middle_of_finishing_is_told_and_let_go(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    mana.within(group).taps("เสร็จสิ้น")
    withdraws(somchai)
    mana.within(group).sends_photo()
    assert SAY("status.withdrawn") in group.last_heard.text
    heard = len(group.heard)
    mana.within(group).says("คุยกันต่อ")
    assert (len(group.heard), the_case(town).status) == (heard, "withdrawn")


def test_what_is_still_missing_is_not_asked_of_a_case_that_was_withdrawn(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    finishes(mana.within(group))
    somchai.taps("ยังไม่เรียบร้อย")
    withdraws(somchai)
    heard = len(group.heard)
    somchai.says("ตรงมุมถนน")
    assert "แจ้งเรื่องอะไรคะ" in somchai.last_heard.text or "เกี่ยวกับอะไร" in somchai.last_heard.text
    assert len(group.heard) == heard


def test_a_case_that_nobody_has_seen_yet_leaves_without_a_word(town: TownUnderTest, group: Group) -> None:
    somchai = town.resident("somchai", "สมชาย")
    heard = len(group.heard)
    town.line.faults.add("content", status=202)
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says("หลุม")
    somchai.says("หน้าวัด")
    somchai.sends_photo()
    somchai.taps("ยืนยัน ส่งเรื่อง")
    assert (the_case(town).announced_at, len(group.heard)) == (None, heard)
    withdraws(somchai)
    town.line.faults.clear()
    town.passes(minutes=5)
    assert (the_case(town).status, len(group.heard)) == ("withdrawn", heard)


def test_it_is_filed_anew_after_a_change_of_mind(town: TownUnderTest, group: Group, somchai: Person) -> None:
    withdraws(somchai)
    assert files(somchai) != NUMBER
    assert number_in(group.last_heard.text) != NUMBER


def test_a_group_that_enrols_later_is_not_shown_it(town: TownUnderTest, mana: Person) -> None:
    malee = town.resident("malee", "มาลี")
    files(malee)
    withdraws(malee)
    assert the_case(town).status == Status.WITHDRAWN
    group = town.staff_group("กองช่าง", [mana])
    assert NUMBER not in "\n".join(heard.text for heard in group.heard)


def test_the_question_speaks_english_to_who_reads_english(town: TownUnderTest, group: Group) -> None:
    emma = town.resident("emma", "Emma", language="en")
    emma.says("deep hole")
    emma.taps("Road")
    emma.says("at the school")
    emma.taps("Skip")
    emma.taps("Confirm and send")
    emma.posts_back("do=feedback.ask_withdraw&case=1")
    assert emma.last_heard.labels == ["Yes, withdraw", "Keep the case"]
    emma.taps("Yes, withdraw")
    assert "withdrawn" in emma.last_heard.text
    assert group.last_heard.text == TOLD, "the office works in Thai"


def test_where_others_follow_it_goes_on_for_them_and_only_its_reporter_hears_no_more(
    town: TownUnderTest, mana: Person, group: Group
) -> None:
    reporter, malee = town.resident("reporter", "สมศรี"), town.resident("malee", "มาลี")
    tells(reporter, "หลุมลึก")
    reporter.says("ข้าม")
    reporter.says("ยืนยัน")
    tells(malee, "ล้อแตก")
    malee.taps(SAME)
    heard = len(group.heard)
    asks(reporter)
    assert "มีผู้อื่นแจ้งเรื่องเดียวกันด้วย" in reporter.last_heard.text
    for _ in range(2):
        reporter.taps("ยืนยันถอนเรื่อง")
        assert reporter.last_heard.text == SAY("feedback.withdrawn_of_several", number=NUMBER)
    assert (the_case(town).status, len(group.heard)) == ("new", heard)
    told = len(reporter.heard)
    mana.within(group).taps("รับเรื่อง")
    assert len(reporter.heard) == told
    assert "เจ้าหน้าที่รับแล้ว" in malee.last_heard.text
    reporter.says("ติดตาม")
    assert SAY("tracking.none") in reporter.last_heard.text


def test_when_nobody_else_follows_it_any_more_it_ends(town: TownUnderTest, group: Group) -> None:
    reporter, malee = town.resident("reporter", "สมศรี"), town.resident("malee", "มาลี")
    tells(reporter, "หลุมลึก")
    reporter.says("ข้าม")
    reporter.says("ยืนยัน")
    tells(malee, "ล้อแตก")
    malee.taps(SAME)
    malee.posts_back("do=tracking.unfollow&case=1")
    withdraws(reporter)
    assert reporter.last_heard.text == SAY("feedback.withdrawn", number=NUMBER)
    assert (the_case(town).status, group.last_heard.text) == ("withdrawn", TOLD)
