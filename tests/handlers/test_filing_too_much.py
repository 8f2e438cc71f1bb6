"""Whoever files more than the town can read is asked to wait; nothing that they told is lost, and nobody else waits."""

from datetime import timedelta

from models.case import Case
from models.follower import follow
from simulator import Person
from tests.handlers.stories import ROAD, cases, files, tells
from tests.towns import TownUnderTest


def has_filed(town: TownUnderTest, person: Person, count: int) -> None:
    """So many cases, a minute apart; the first was told, the others are copies of it."""
    files(person)
    with town.engine.database.begin() as session:
        first = session.get_one(Case, cases(town)[0].id)
        for number in range(1, count):
            more = first.model_dump(exclude={"id", "number", "filed_at"})
            filed_at = first.filed_at + timedelta(minutes=number)
            session.add(another := Case(**more, number=f"70-1{number:05}", filed_at=filed_at))
            session.flush()
            follow(session, another, another.reporter_id, filed_at)
    town.passes(minutes=count)


def test_after_ten_in_an_hour_the_next_waits_with_all_that_was_told(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    has_filed(town, somchai, 10)
    tells(somchai, words="เรื่องที่สิบเอ็ด")
    somchai.taps("ยืนยัน ส่งเรื่อง")
    assert len(cases(town)) == 10
    assert "เก็บไว้ครบ" in somchai.last_heard.text
    assert town.engine.office.town.phone in somchai.last_heard.text

    town.passes(minutes=51)  # an hour after the first
    somchai.taps("ยืนยัน ส่งเรื่อง")
    assert len(cases(town)) == 11


def test_the_tenth_is_filed_at_once(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    has_filed(town, somchai, 9)
    files(somchai)
    assert len(cases(town)) == 10


def test_nobody_waits_for_what_others_filed(town: TownUnderTest) -> None:
    has_filed(town, town.resident("somchai", "สมชาย"), 10)
    files(town.resident("malee", "มาลี"), words=ROAD)
    assert len(cases(town)) == 11


def test_an_officer_files_for_whoever_stands_at_the_counter(town: TownUnderTest) -> None:
    mana = town.officer("mana", "ช่างมานะ")
    has_filed(town, mana, 10)
    files(mana)
    assert len(cases(town)) == 11


def test_who_has_to_wait_is_shown_the_emergency_numbers_all_the_same(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    has_filed(town, somchai, 10)
    tells(somchai)
    somchai.taps("ยืนยัน ส่งเรื่อง")
    somchai.says("ฉุกเฉิน")
    assert "1669" in somchai.last_heard.text
