"""Promises are kept an eye on: who is reminded of one and when, and nobody learns from silence that one is broken.

The town's clock begins on Friday, 20 November 2026 at 9.00; a road is promised in 48 hours, so by Sunday. There are 7 ½
office hours until then, all of them on Friday.
"""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from handlers.clocks import KINDS, restart
from handlers.turn import Moment
from models import person as people
from models.case import BANGKOK, Case, Status, WaitsFor
from models.case_change import Step, history_of, move_to
from models.officer import Role, officer_of
from models.timer import Timer, TimerStatus
from simulator import Group, Person
from tests.handlers.stories import cases, files, finishes, the_case
from tests.towns import TownUnderTest


@pytest.fixture
def somchai(town: TownUnderTest, group: Group) -> Person:
    return town.resident("somchai", "สมชาย")


@pytest.fixture
def daeng(town: TownUnderTest) -> Person:
    """The head of public works."""
    return town.officer("daeng", "หัวหน้าแดง", role=Role.HEAD)


@pytest.fixture
def clerk(town: TownUnderTest) -> Person:
    """The municipal clerk."""
    return town.officer("palad", "ปลัด", "clerk_office", Role.CLERK)


def bangkok(said: str) -> datetime:
    return datetime.fromisoformat(f"2026-{said}").replace(tzinfo=BANGKOK)


def until(town: TownUnderTest, said: str) -> None:
    """Let time pass until then, e.g. `11-20 12:45`, in Bangkok."""
    town.passes(seconds=(bangkok(said) - town.clock()).total_seconds())


def heard_at(town: TownUnderTest, person: Person | Group, words: str) -> list[str]:
    """When somebody heard something with these words in it, in Bangkok."""
    return [f"{one.at.astimezone(BANGKOK):%m-%d %H:%M}" for one in person.heard if words in one.text]


def kept(session: Session, person: Person) -> people.Person:
    """Somebody as the town knows them."""
    return session.exec(select(people.Person).where(col(people.Person.line_user_id) == person.user_id)).one()


def away(town: TownUnderTest, person: Person, until: str = "12-31 00:00") -> None:
    """They are not on duty."""
    with town.engine.database.begin() as session:
        officer = officer_of(session, kept(session, person).key)
        assert officer is not None
        officer.away_until = bangkok(until)


def files_confidential(town: TownUnderTest, person: Person) -> None:
    """A complaint of misconduct."""
    kind = next(one for one in town.engine.office.catalogue.offered if one.is_confidential)
    person.says("แจ้งปัญหา")
    person.posts_back(f"do=complaints.choose_type&type={kind.code}")
    person.says("เจ้าหน้าที่เรียกเงิน")
    person.says("สำนักงาน")
    person.says("ข้าม")
    person.taps("ยืนยัน ส่งเรื่อง")


def still_set(town: TownUnderTest) -> set[str]:
    """The kinds of the cases' timers that would fire."""
    with town.session() as session:
        query = select(Timer.kind).where(col(Timer.status) == TimerStatus.SET, col(Timer.kind).in_(KINDS))
        return set(session.exec(query))


def test_at_half_the_officer_who_holds_it_is_reminded_without_a_sound(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person, daeng: Person
) -> None:
    files(somchai)
    mana.within(group).taps("รับเรื่อง")
    in_group = len(group.heard)
    until(town, "11-20 12:44")
    assert heard_at(town, mana, "ครึ่งหนึ่ง") == []
    until(town, "11-20 12:50")
    assert heard_at(town, mana, "ครึ่งหนึ่ง") == ["11-20 12:50"]
    assert mana.last_heard.labels == ["เริ่มลงมือ", "ต้องเลื่อน", "เสร็จสิ้น"]
    assert [sent.is_quiet for sent in town.line.accepted if sent.how == "push"][-1:] == [True]
    assert (len(group.heard), heard_at(town, daeng, "ครึ่งหนึ่ง")) == (in_group, [])


def test_what_nobody_holds_is_put_before_the_group_at_half_and_can_be_accepted_there(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    files(somchai)
    until(town, "11-20 12:45")
    assert heard_at(town, group, "ครึ่งเวลาแล้ว") == ["11-20 12:45"]
    mana.within(group).taps("รับเรื่อง")
    assert the_case(town).status == Status.ACCEPTED


def test_the_head_stands_in_for_an_officer_who_is_away(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person, daeng: Person
) -> None:
    files(somchai)
    mana.within(group).taps("รับเรื่อง")
    away(town, mana)
    until(town, "11-20 12:45")
    assert (heard_at(town, mana, "ครึ่งหนึ่ง"), heard_at(town, daeng, "ครึ่งหนึ่ง")) == ([], ["11-20 12:45"])


def test_at_four_fifths_the_head_is_told_and_can_give_a_new_date_with_two_taps(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person, daeng: Person
) -> None:
    files(somchai)
    mana.within(group).taps("รับเรื่อง")
    until(town, "11-20 15:00")
    assert heard_at(town, daeng, "ใกล้ครบกำหนด") == ["11-20 15:00"]
    assert "ช่างมานะ" in daeng.last_heard.text
    daeng.taps("อีก 3 วันทำการ")
    daeng.taps("ฝนตก ทำงานไม่ได้")
    assert the_case(town).promised_at == bangkok("11-25 16:30")
    assert "25 พ.ย. 69" in somchai.last_heard.text
    heard = len(somchai.heard)
    until(town, "11-23 12:00")
    assert len(somchai.heard) == heard, "the old promise has no clocks any more"


def test_when_nobody_gives_a_new_date_the_town_does_before_the_promise_breaks(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person, daeng: Person, clerk: Person
) -> None:
    files(somchai)
    mana.within(group).taps("รับเรื่อง")
    until(town, "11-20 15:44")
    assert heard_at(town, somchai, "ไม่ทันวันที่บอกไว้") == []
    until(town, "11-20 15:45")
    assert heard_at(town, somchai, "ไม่ทันวันที่บอกไว้") == ["11-20 15:45"]
    assert "24 พ.ย. 69" in somchai.last_heard.text
    case = the_case(town)
    assert (case.promised_at, case.first_promised_at) == (bangkok("11-24 16:30"), bangkok("11-22 09:00"))
    assert case.status == Status.ACCEPTED
    with town.session() as session:
        (change,) = [one for one in history_of(session, 1) if one.step == Step.DELAYED]
    assert (change.officer_id, change.person_id) == (None, None)
    somchai.says("ติดตาม")
    somchai.taps("ดูรายละเอียด")
    assert "เลื่อนเป็นวันที่ 24 พ.ย. 69 เพราะยังทำไม่เสร็จ" in somchai.last_heard.text


def test_a_broken_promise_is_told_to_head_and_clerk_at_the_next_opening(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person, daeng: Person, clerk: Person
) -> None:
    files(somchai)
    mana.within(group).taps("รับเรื่อง")
    for _ in range(73):
        town.passes(hours=1)
    assert heard_at(town, daeng, "เลยกำหนด") == ["11-23 09:00"]  # the first look after 8.30
    assert heard_at(town, clerk, "เลยกำหนด") == ["11-23 09:00"]
    assert clerk.last_heard.labels == ["ดูเรื่องนี้"], "the clerk changes nothing"
    assert "22 พ.ย. 69" in clerk.last_heard.text


def test_without_a_clerk_the_executives_are_told_and_without_those_the_administrators(
    town: TownUnderTest, group: Group, somchai: Person
) -> None:
    admin = town.officer("admin", "ผู้ดูแล", "clerk_office", Role.ADMIN)
    files(somchai)
    until(town, "11-20 12:00")
    assert heard_at(town, admin, "ยังไม่มีผู้รับ") == ["11-20 12:00", "11-20 12:00"], "as head and as clerk, of none"
    mayor = town.officer("mayor", "นายก", "clerk_office", Role.EXECUTIVE)
    files(somchai)
    until(town, "11-20 16:00")
    assert len(heard_at(town, mayor, "แจ้งเมื่อ")) == 2
    assert len(heard_at(town, admin, "แจ้งเมื่อ")) == 2


def test_the_town_moves_it_by_more_each_time(town: TownUnderTest, group: Group, somchai: Person) -> None:
    files(somchai)
    until(town, "11-20 15:45")
    assert the_case(town).promised_at == bangkok("11-24 16:30")
    until(town, "11-24 15:30")
    assert the_case(town).promised_at == bangkok("12-01 16:30")
    until(town, "12-01 15:30")
    assert the_case(town).promised_at == bangkok("12-17 16:30"), "two public holidays are between"
    assert len(heard_at(town, somchai, "ไม่ทันวันที่บอกไว้")) == 3


def test_what_is_finished_in_time_reminds_nobody(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person, daeng: Person, clerk: Person
) -> None:
    files(somchai)
    mana.within(group).taps("รับเรื่อง")
    finishes(mana.within(group))
    assert still_set(town) == set()
    heard = [len(person.heard) for person in (mana, daeng, clerk)]
    before = len(somchai.heard)
    town.passes(days=40)
    assert [len(person.heard) for person in (mana, daeng, clerk)] == heard
    assert ["ซ่อมแล้วจริงไหม" in one.text for one in somchai.heard[before:]] == [True], "the week's question alone"


def test_what_is_withdrawn_reminds_nobody(town: TownUnderTest, group: Group, somchai: Person) -> None:
    files(somchai)
    assert still_set(town) != set()
    somchai.says("ติดตาม")
    somchai.taps("ดูรายละเอียด")
    somchai.taps("ถอนเรื่อง")
    somchai.taps("ยืนยันถอนเรื่อง")
    assert still_set(town) == set()


def test_opened_again_it_has_a_promise_anew(town: TownUnderTest, mana: Person, group: Group, somchai: Person) -> None:
    files(somchai)
    finishes(mana.within(group))
    until(town, "11-25 09:00")
    somchai.taps("ยังไม่เรียบร้อย")
    case = the_case(town)
    assert (case.promised_at, case.first_promised_at) == (bangkok("11-27 09:00"), bangkok("11-22 09:00"))
    assert {"clocks.last", "clocks.unaccepted"} <= still_set(town)


def test_while_the_reporter_has_to_answer_the_clocks_stand_still(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person, daeng: Person
) -> None:
    files(somchai)
    mana.within(group).taps("รับเรื่อง")
    with town.engine.database.begin() as session:
        case = session.get_one(Case, 1)
        case.waits_for, case.paused_at = WaitsFor.REPORTER, town.clock()
        move_to(session, case, Status.WAITING, Step.WAITING, town.clock(), officer_id=case.officer_id)
    heard = [len(person.heard) for person in (mana, somchai, daeng)]
    town.passes(days=4)
    assert [len(person.heard) for person in (mana, somchai, daeng)] == heard, "a timer that was left does nothing"
    with town.engine.database.begin() as session:
        case = session.get_one(Case, 1)
        case.waits_for, case.paused_at = None, None
        later = case.promised_at + timedelta(days=4)
        move_to(session, case, Status.ACCEPTED, Step.RESUMED, town.clock(), officer_id=1, promised_at=later)
        restart(Moment(session, town.engine.office, town.clock()), case)
    until(town, "11-26 08:30")
    assert len(heard_at(town, somchai, "ไม่ทันวันที่บอกไว้")) == 1


def test_a_promise_that_was_moved_without_its_clocks_gets_them_when_an_old_one_fires(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    files(somchai)
    mana.within(group).taps("รับเรื่อง")
    with town.engine.database.begin() as session:
        session.get_one(Case, 1).promised_at = bangkok("11-24 16:30")
    until(town, "11-20 13:00")
    assert heard_at(town, mana, "ครึ่งหนึ่ง") == []
    until(town, "11-24 15:30")
    assert len(heard_at(town, mana, "ครึ่งหนึ่ง")) == 1
    assert len(heard_at(town, somchai, "ไม่ทันวันที่บอกไว้")) == 1


def test_what_nobody_accepts_goes_up_the_ladder_hour_by_hour(
    town: TownUnderTest, group: Group, somchai: Person, daeng: Person, clerk: Person
) -> None:
    files(somchai)
    for _ in range(20):
        town.passes(minutes=10)
    assert heard_at(town, group, "ยังไม่มีผู้รับ") == ["11-20 10:00"]
    assert heard_at(town, daeng, "ยังไม่มีผู้รับ") == ["11-20 11:00"]
    assert heard_at(town, clerk, "ยังไม่มีผู้รับ") == ["11-20 12:00"]
    assert "รับเรื่อง" in daeng.last_heard.labels
    assert clerk.last_heard.labels == ["ดูเรื่องนี้"]


def test_its_hour_is_one_of_office_time(town: TownUnderTest, group: Group, somchai: Person) -> None:
    until(town, "11-20 16:10")
    files(somchai)
    until(town, "11-23 09:09")
    assert heard_at(town, group, "ยังไม่มีผู้รับ 70") == []
    until(town, "11-23 09:10")
    assert heard_at(town, group, "ยังไม่มีผู้รับ 70") == ["11-23 09:10"]


def test_accepted_within_its_hour_it_stays_on_the_ground(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person, daeng: Person, clerk: Person
) -> None:
    files(somchai)
    town.passes(minutes=59)
    mana.within(group).taps("รับเรื่อง")
    town.passes(hours=3)
    assert [heard_at(town, chat, "ยังไม่มีผู้รับ") for chat in (group, daeng, clerk)] == [[], [], []]


def test_handed_over_it_has_an_hour_in_its_new_division(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    health = town.staff_group("กองสาธารณสุข", [town.officer("ya", "หมอหญ้า", "public_health")], "public_health")
    files(somchai)
    town.passes(minutes=50)
    mana.within(group).taps("ส่งต่อ")
    mana.within(group).taps("กองสาธารณสุข")
    mana.within(group).taps("ข้าม")
    assert cases(town)[0].division == "public_health"
    town.passes(minutes=59)
    assert [heard_at(town, chat, "ยังไม่มีผู้รับ") for chat in (group, health)] == [[], []]
    town.passes(minutes=1)
    assert [heard_at(town, chat, "ยังไม่มีผู้รับ") for chat in (group, health)] == [[], ["11-20 10:50"]]


def test_while_the_head_is_away_another_head_is_told_and_without_one_the_clerk(
    town: TownUnderTest, group: Group, somchai: Person, daeng: Person, clerk: Person
) -> None:
    other = town.officer("dam", "หัวหน้าดำ", role=Role.HEAD)
    away(town, daeng)
    files(somchai)
    town.passes(hours=2)
    assert [len(heard_at(town, one, "ยังไม่มีผู้รับ")) for one in (daeng, other, clerk)] == [0, 1, 0]
    away(town, other)
    files(somchai)
    town.passes(hours=2)
    assert [len(heard_at(town, one, "ยังไม่มีผู้รับ")) for one in (daeng, other)] == [0, 1]
    assert len(heard_at(town, clerk, "70-000002")) == 1


def test_when_everybody_is_away_somebody_is_told_all_the_same(
    town: TownUnderTest, group: Group, somchai: Person, daeng: Person, clerk: Person
) -> None:
    away(town, daeng)
    away(town, clerk)
    files(somchai)
    for _ in range(3):
        town.passes(hours=1)
    assert [len(heard_at(town, one, "ยังไม่มีผู้รับ")) for one in (daeng, clerk)] == [0, 2]


def test_who_is_back_is_told_again(town: TownUnderTest, group: Group, somchai: Person, daeng: Person) -> None:
    away(town, daeng, "11-20 10:30")
    files(somchai)
    town.passes(hours=2)
    assert len(heard_at(town, daeng, "ยังไม่มีผู้รับ")) == 1


def test_of_what_is_confidential_only_heads_hear(
    town: TownUnderTest, group: Group, somchai: Person, clerk: Person
) -> None:
    head = town.officer("huana", "หัวหน้าสำนัก", "clerk_office", Role.HEAD)
    own = town.staff_group("สำนักปลัด", [head], "clerk_office")
    files_confidential(town, somchai)
    before = [len(chat.heard) for chat in (group, own, clerk)]
    town.passes(days=60)
    assert len(heard_at(town, head, "70-000001")) > 3
    assert [len(chat.heard) for chat in (group, own, clerk)] == before


def test_after_a_night_without_a_worker_nobody_is_woken(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person, daeng: Person
) -> None:
    files(somchai)
    mana.within(group).taps("รับเรื่อง")
    until(town, "11-20 22:00")
    assert [heard_at(town, one, "70-000001") for one in (daeng,)] == [[]]
    assert len(heard_at(town, somchai, "ไม่ทันวันที่บอกไว้")) == 1, "it breaks on Sunday: they are told while it holds"
    until(town, "11-23 08:30")
    assert heard_at(town, daeng, "เลยกำหนด") == ["11-23 08:30"]
