"""Each working morning at eight: one message a division, the digest for who asked, and nothing when there is nothing.

The town's clock begins on Friday, 20 November 2026 at 9.00.
"""

import threading
from dataclasses import replace

import pytest

from bot.clockwork import Clockwork
from bot.engine import build
from handlers.desk.digest import want_digest
from handlers.turn import Declined, Moment
from models.officer import Role
from models.outgoing import Lane, paid_by_lane
from notifications.quota import keep_reading
from simulator import Group, Person
from tests.handlers.stories import files, finishes
from tests.handlers.test_clocks import away, bangkok, files_confidential, heard_at, kept, somchai, until
from tests.towns import TownUnderTest

__all__ = ["somchai"]


def asks(town: TownUnderTest, person: Person, *, wants: bool = True) -> None:
    """For the digest, on the page."""
    with town.engine.database.begin() as session:
        moment = Moment(session, town.engine.office, town.clock())
        want_digest(moment, kept(session, person), wants=wants)


def test_the_group_reads_at_eight_of_yesterday_and_of_today(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    until(town, "11-24 09:00")
    files(somchai)
    finishes(mana.within(group))
    files(somchai)
    until(town, "11-25 07:59")
    assert heard_at(town, group, "สรุปเช้า") == []
    until(town, "11-25 08:00")
    assert heard_at(town, group, "สรุปเช้า") == ["11-25 08:00"]
    said = group.last_heard.text
    assert all(part in said for part in ("25 พ.ย. 69", "ตั้งแต่ 24 พ.ย. 69", "เข้าใหม่\n2 เรื่อง", "เสร็จ\n1 เรื่อง"))
    assert "ยังไม่มีผู้รับ\n1 เรื่อง" in said
    assert group.last_heard.labels == ["เปิดโต๊ะงาน"]
    until(town, "11-25 09:00")
    there = mana.within(group)
    there.posts_back("do=casework.accept&case=2")
    there.taps("ต้องเลื่อน")
    there.taps("พรุ่งนี้")
    there.says("รอวัสดุ")
    until(town, "11-26 08:00")
    assert "ครบกำหนดวันนี้\n1 เรื่อง\n70-000002" in group.last_heard.text
    assert "เข้าใหม่" not in group.last_heard.text


def test_on_monday_it_tells_of_the_weekend_too_and_on_days_off_nothing(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    until(town, "11-21 10:00")
    files(somchai)
    for _ in range(4 * 24):
        town.passes(hours=1)
    assert heard_at(town, group, "สรุปเช้า") == ["11-23 08:00", "11-24 08:00", "11-25 08:00"]
    assert any("ตั้งแต่ 20 พ.ย. 69" in one.text and "เข้าใหม่" in one.text for one in group.heard)


def test_what_is_late_stays_so_though_the_town_has_moved_it(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    files(somchai)
    until(town, "11-20 16:00")
    until(town, "11-23 08:00")
    assert "เลยกำหนดแรก\n1 เรื่อง\n70-000001" in group.last_heard.text


def test_when_there_is_nothing_to_say_nothing_is_said_and_the_next_morning_comes_all_the_same(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    heard = len(group.heard)
    for _ in range(5):
        town.passes(days=1)
    assert len(group.heard) == heard
    files(somchai)
    until(town, "11-26 08:00")
    assert heard_at(town, group, "สรุปเช้า") == ["11-26 08:00"]


def test_it_costs_a_message_a_member_of_the_officers_lane(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    until(town, "11-24 16:29")
    files(somchai)
    with town.session() as session:
        before = paid_by_lane(session, bangkok("11-01 00:00")).get(Lane.DUTY, 0)
    until(town, "11-25 08:00")
    with town.session() as session:
        assert paid_by_lane(session, bangkok("11-01 00:00"))[Lane.DUTY] == before + 1, "Mana alone is in it"


def test_while_messages_run_low_none_is_spent_on_it(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    files(somchai)
    with town.engine.database.begin() as session:
        keep_reading(session, 300, 250, town.clock())
    until(town, "11-23 08:00")
    assert heard_at(town, group, "สรุปเช้า") == []


def test_a_town_may_do_without_it(town: TownUnderTest, mana: Person, group: Group, somchai: Person) -> None:
    files(somchai)
    office = town.engine.office
    without = replace(office, town=office.town.model_copy(update={"has_morning_summary": False}))
    town.clock.passes(seconds=(bangkok("11-23 08:00") - town.clock()).total_seconds())
    while Clockwork(town.engine.database, without, town.clock).fire_due():
        pass
    town.settles()
    assert heard_at(town, group, "สรุปเช้า") == []


def test_two_workers_say_it_once_and_a_new_start_does_not_say_it_again(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    files(somchai)
    other = build(town.settings, town.clock)
    town.clock.passes(seconds=(bangkok("11-23 08:00") - town.clock()).total_seconds())
    threads = [threading.Thread(target=engine.rest) for engine in (town.engine, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.stop()
    town.starts()
    assert heard_at(town, group, "สรุปเช้า") == ["11-23 08:00"]


def test_after_a_worker_has_stood_still_nobody_reads_at_noon_how_the_morning_was(
    town: TownUnderTest, group: Group, somchai: Person
) -> None:
    files(somchai)
    until(town, "11-23 12:00")
    assert heard_at(town, group, "สรุปเช้า") == []
    until(town, "11-24 09:00")
    assert heard_at(town, group, "สรุปเช้า") == ["11-24 09:00"]


def test_what_is_confidential_is_counted_for_no_group(town: TownUnderTest, group: Group, somchai: Person) -> None:
    head = town.officer("huana", "หัวหน้าสำนัก", "clerk_office", Role.HEAD)
    clerk = town.officer("palad", "ปลัด", "clerk_office", Role.CLERK)
    own = town.staff_group("สำนักปลัด", [head], "clerk_office")
    asks(town, head)
    asks(town, clerk)
    files_confidential(town, somchai)
    until(town, "11-23 08:00")
    assert [heard_at(town, one, "สรุป") for one in (own, head)] == [[], []]
    assert "เข้าใหม่ 1 · เสร็จ 0 · ค้าง 1" in clerk.last_heard.text


def test_the_digest_is_for_those_who_asked_while_they_are_on_duty(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    mayor = town.officer("mayor", "นายก", "clerk_office", Role.EXECUTIVE)
    other = town.officer("rong", "รองนายก", "clerk_office", Role.EXECUTIVE)
    asks(town, mayor)
    files(somchai)
    until(town, "11-23 08:00")
    assert heard_at(town, mayor, "สรุปทั้งเทศบาล") == ["11-23 08:00"]
    assert all(part in mayor.last_heard.text for part in ("กองช่าง", "ค้าง 1", "ยังไม่มีผู้รับ 1"))
    assert mayor.last_heard.labels == ["ดูวันนี้"]
    away(town, mayor, "11-24 12:00")
    until(town, "11-24 08:00")
    until(town, "11-25 08:00")
    assert heard_at(town, mayor, "สรุปทั้งเทศบาล") == ["11-23 08:00", "11-25 08:00"]
    asks(town, mayor, wants=False)
    until(town, "11-26 08:00")
    assert len(heard_at(town, mayor, "สรุปทั้งเทศบาล")) == 2
    assert heard_at(town, other, "สรุปทั้งเทศบาล") == []


def test_an_officer_of_a_division_gets_no_digest_of_the_town(town: TownUnderTest, mana: Person) -> None:
    with pytest.raises(Declined, match=r"refused\.not_your_role"):
        asks(town, mana)
