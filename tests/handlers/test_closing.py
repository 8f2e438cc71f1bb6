"""After a repair: its reporter confirms, objects within the days that the card names, or the case closes itself, quietly."""

from datetime import timedelta

import pytest
from sqlmodel import select

from content.texts import Texts
from models.case import BANGKOK
from models.case_change import Step, history_of
from models.officer import Role
from models.timer import Timer, TimerStatus
from simulator import Group, Person
from tests.handlers.stories import files, finishes, the_case
from tests.towns import TownUnderTest

SAY = Texts("th")


@pytest.fixture
def somchai(town: TownUnderTest, mana: Person, group: Group) -> Person:
    """Somebody whose road has been repaired on a Friday, 20 November."""
    person = town.resident("somchai", "สมชาย")
    files(person)
    finishes(mana.within(group))
    return person


def steps(town: TownUnderTest) -> list[Step]:
    with town.session() as session:
        return [change.step for change in history_of(session, the_case(town).key)]


def test_the_card_says_until_when_and_on_that_day_it_is_not_too_late(town: TownUnderTest, somchai: Person) -> None:
    assert SAY("told.object_until", day="27 พ.ย. 69") in somchai.last_heard.text
    night = (town.clock().astimezone(BANGKOK) + timedelta(days=7)).replace(hour=23, minute=58)
    town.passes(seconds=(night - town.clock()).total_seconds())
    somchai.taps("ยังไม่เรียบร้อย")
    assert the_case(town).status == "reopened"


def test_after_that_it_closes_itself_and_nobody_is_sent_anything(
    town: TownUnderTest, group: Group, somchai: Person
) -> None:
    town.passes(days=3)  # on Monday the week's question comes, which is another matter
    heard = len(somchai.heard), len(group.heard)
    town.passes(days=4, hours=16)
    assert (the_case(town).status, the_case(town).stars) == ("closed", None)
    assert steps(town)[-1] == Step.CLOSED
    assert (len(somchai.heard), len(group.heard)) == heard
    town.passes(days=30)
    assert steps(town).count(Step.CLOSED) == 1


def test_then_opening_it_again_is_refused_and_reporting_it_anew_is_one_tap(
    town: TownUnderTest, somchai: Person
) -> None:
    town.passes(days=8)
    somchai.taps("ยังไม่เรียบร้อย")
    assert "เปิดอีกครั้งได้ถึงวันที่ 27 พ.ย. 69" in somchai.last_heard.text
    assert the_case(town).status == "closed"
    somchai.taps("แจ้งปัญหา")
    assert SAY("complaints.card_title") in somchai.last_heard.text


def test_a_case_of_long_ago_shows_no_button_to_open_it(town: TownUnderTest, somchai: Person) -> None:
    for days, is_offered in ((0, True), (8, False)):
        town.passes(days=days)
        somchai.says("ติดตาม")
        somchai.taps("ดูรายละเอียด")
        assert ("ยังไม่เรียบร้อย" in somchai.last_heard.labels) is is_offered


def test_what_was_opened_again_and_repaired_again_has_its_days_anew(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    town.passes(days=5)
    somchai.taps("ยังไม่เรียบร้อย")
    somchai.taps("ข้าม")
    finishes(mana.within(group), "ทำใหม่แล้ว")
    town.passes(days=4)
    assert the_case(town).status == "finished"
    town.passes(days=4)
    assert the_case(town).status == "closed"


def test_one_tap_says_that_it_is_in_order_and_stars_may_follow(town: TownUnderTest, somchai: Person) -> None:
    somchai.taps("เรียบร้อยแล้ว")
    assert the_case(town).status == "closed"
    assert "ปิดเรียบร้อยแล้ว" in somchai.last_heard.text
    count = len(steps(town))
    somchai.posts_back("do=feedback.confirm&case=1")  # a second tap
    assert len(steps(town)) == count
    somchai.posts_back("do=feedback.rate&case=1&stars=5")
    assert (the_case(town).status, the_case(town).stars) == ("closed", 5)
    somchai.says("ติดตาม")
    somchai.taps("ดูรายละเอียด")
    assert SAY("tracking.confirmed") in somchai.last_heard.text
    assert "ท่านให้ 5 ดาว" in somchai.last_heard.text


def test_stars_are_welcome_for_a_month_after_it_closed_itself_and_once(town: TownUnderTest, somchai: Person) -> None:
    town.passes(days=29)
    somchai.taps("★ 4")
    assert "4 ดาว" in somchai.last_heard.text
    somchai.taps("★ 1")
    assert SAY("feedback.already_rated") in somchai.last_heard.text
    assert the_case(town).stars == 4


def test_later_stars_are_not_taken(town: TownUnderTest, somchai: Person) -> None:
    town.passes(days=31)
    somchai.taps("★ 4")
    assert "อยู่ในสถานะ" in somchai.last_heard.text
    assert the_case(town).stars is None


def test_a_town_may_give_its_people_longer(town: TownUnderTest, mana: Person, group: Group) -> None:
    kept = town.engine.office.town.model_copy(update={"days_to_object": 14})
    object.__setattr__(town.engine.office, "town", kept)
    person = town.resident("malee", "มาลี")
    files(person)
    finishes(mana.within(group))
    assert "4 ธ.ค. 69" in person.last_heard.text
    town.passes(days=10)
    assert the_case(town).status == "finished"
    town.passes(days=5)
    assert the_case(town).status == "closed"


def test_it_closes_although_the_bot_was_away_when_it_was_due(town: TownUnderTest, somchai: Person) -> None:
    town.clock.passes(days=9)
    town.starts()
    assert the_case(town).status == "closed"
    with town.session() as session:
        closing = session.exec(select(Timer).where(Timer.kind == "closing.close")).one()
        assert (closing.status, closing.attempts) == (TimerStatus.FIRED, 1)


def test_what_is_opened_again_goes_to_the_head_besides_the_group(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    head = town.officer("wichai", "หัวหน้าวิชัย", role=Role.HEAD)
    other = town.officer("somsri", "หัวหน้าสมศรี", "public_health", Role.HEAD)
    heard = len(other.heard)
    somchai.taps("ยังไม่เรียบร้อย")
    somchai.says("ยังมีหลุมเล็ก")
    for chat in (head, group):
        card, words = chat.heard[-2:]
        assert "ยังไม่เรียบร้อย 70-000001" in card.text
        assert "ยังมีหลุมเล็ก" in words.text
    assert len(other.heard) == heard


@pytest.mark.parametrize("role", [Role.CLERK, Role.ADMIN])
def test_in_a_division_without_a_head_it_goes_to_the_clerk_or_the_administrator(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person, role: Role
) -> None:
    above = town.officer("wichai", "วิชัย", "clerk_office", role)
    somchai.taps("ยังไม่เรียบร้อย")
    assert "ยังไม่เรียบร้อย 70-000001" in above.last_heard.text


def test_a_confidential_case_goes_to_its_head_once(town: TownUnderTest, mana: Person, group: Group) -> None:
    head = town.officer("wichai", "หัวหน้าวิชัย", "clerk_office", Role.HEAD)
    malee = town.resident("malee", "มาลี")
    clerk = town.officer("nid", "ปลัดนิด", "clerk_office", Role.CLERK)
    malee.says("แจ้งปัญหา")
    malee.says("ทุจริต/เจ้าหน้าที่")
    for answer in ("มีคนเรียกเงิน", "ข้าม", "ข้าม", "ยืนยัน"):
        malee.says(answer)
    assert the_case(town).is_confidential
    head.taps("เสร็จสิ้น")
    head.taps("ไม่มีรูป")
    for words in ("แก้ทางโทรศัพท์", "ตรวจสอบแล้ว"):
        head.says(words)
    elsewhere = len(clerk.heard)
    heard, in_group = len(head.heard), len(group.heard)
    malee.taps("ยังไม่เรียบร้อย")
    assert (len(head.heard), len(group.heard), len(clerk.heard)) == (heard + 1, in_group, elsewhere)
