"""Lamps that go out together are one matter: the crew goes once, everybody is told once, and an officer may part them."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from sqlmodel import col, select

from handlers.desk.merging import unmerge, unmerging
from handlers.streetlights.lines import join_line
from handlers.turn import Moment
from models.asset import Asset
from models.case import Case, Status
from models.case_merge import CaseMerge, merge_of
from models.geography import Point
from models.outgoing import Lane, Outgoing
from models.person import find_person
from models.streetlight import Streetlight, poles_with
from simulator import Group, Person
from tests.handlers.poles import HERE, a_pole
from tests.handlers.stories import cases, finishes
from tests.handlers.test_street_lights import reports
from tests.towns import TownUnderTest

# A metre of latitude, near enough.
METRE = 1 / 110_700


def a_row(town: TownUnderTest, *metres: float, **facts: Any) -> list[Asset]:
    """Poles so many metres north of the first, A-0001 and on."""
    return [
        a_pole(town, f"A-{number:04}", Point(HERE.latitude + metre * METRE, HERE.longitude), **facts)
        for number, metre in enumerate(metres, start=1)
    ]


def goes_dark(town: TownUnderTest, *poles: Asset, fault: str = "dark") -> list[Person]:
    """Each is reported by somebody else."""
    people = [town.resident(f"near-{pole.code}", f"คนใกล้ {pole.code}") for pole in poles]
    for person, pole in zip(people, poles, strict=True):
        reports(town, person, pole, fault)
    return people


def line_of(town: TownUnderTest) -> list[str]:
    """The codes of the poles of the only line; nothing if there is none."""
    with town.session() as session:
        line = session.exec(select(Streetlight).where(col(Streetlight.is_line))).one_or_none()
        return [pole.code for pole in poles_with(session, line.case_id)] if line is not None else []


def parts(town: TownUnderTest, officer: Person, case: int) -> None:
    """An officer says that it is another matter."""
    with town.engine.database.begin() as session:
        person = find_person(session, officer.user_id)
        assert person is not None
        moment = Moment(session, town.engine.office, town.clock())
        unmerge(unmerging(moment, person, moment.office.says_in("th"), case))
    town.settles()


def statuses(town: TownUnderTest) -> list[Status]:
    """Where each case stands."""
    return [case.status for case in cases(town)]


def told_of_it(person: Person) -> int:
    """How often somebody has heard that it is a line."""
    return sum(heard.text.count("ไฟดับหลายดวงในแนวเดียวกัน") for heard in person.heard)


def test_three_lamps_of_a_circuit_are_one_case_the_oldest(town: TownUnderTest) -> None:
    goes_dark(town, *a_row(town, 0, 900, 1800, circuit="C1"))
    assert statuses(town) == [Status.NEW, Status.MERGED, Status.MERGED]
    assert line_of(town) == ["A-0001", "A-0002", "A-0003"]
    with town.session() as session:
        merge = merge_of(session, 2)
        assert merge is not None
        assert (merge.into_id, merge.officer_id) == (1, None)


def test_a_circuit_has_no_hours(town: TownUnderTest) -> None:
    poles = a_row(town, 0, 900, 1800, circuit="C1")
    for pole in poles:
        goes_dark(town, pole)
        town.passes(days=2)
    assert statuses(town) == [Status.NEW, Status.MERGED, Status.MERGED]


def test_three_lamps_within_150_metres_are_one_case_whatever_their_order(town: TownUnderTest) -> None:
    first, middle, last = a_row(town, 0, 70, 140)
    goes_dark(town, last, first, middle)
    assert line_of(town) == ["A-0001", "A-0002", "A-0003"]


def test_two_lamps_are_two_matters(town: TownUnderTest) -> None:
    goes_dark(town, *a_row(town, 0, 40, circuit="C1"))
    assert statuses(town) == [Status.NEW, Status.NEW]


def test_three_lamps_that_reach_further_than_150_metres_are_three_matters(town: TownUnderTest) -> None:
    first, middle, last = a_row(town, 0, 100, 200)
    goes_dark(town, first, last, middle)
    assert line_of(town) == []


def test_a_day_and_a_minute_apart_they_are_no_line(town: TownUnderTest) -> None:
    first, second, third, fourth = a_row(town, 0, 40, 80, 120)
    goes_dark(town, first)
    town.passes(minutes=1)
    goes_dark(town, second)
    town.clock.passes(days=1)
    goes_dark(town, third)
    assert line_of(town) == []
    goes_dark(town, fourth)
    assert line_of(town) == ["A-0002", "A-0003", "A-0004"]


@pytest.mark.parametrize("fault", ["flicker", "wire"])
def test_only_what_is_dark_makes_a_line(town: TownUnderTest, fault: str) -> None:
    first, second, third = a_row(town, 0, 40, 80, circuit="C1")
    goes_dark(town, first, second)
    goes_dark(town, third, fault=fault)
    assert line_of(town) == []


def test_a_pole_of_another_owner_makes_no_line(town: TownUnderTest) -> None:
    goes_dark(town, *a_row(town, 0, 40, circuit="C1"), a_pole(town, "B-0001", owner="pea", circuit="C1"))
    assert line_of(town) == []


def test_one_pole_that_is_told_of_thrice_is_no_line(town: TownUnderTest) -> None:
    (pole,) = a_row(town, 0, circuit="C1")
    for number in range(3):
        reports(town, town.resident(f"p{number}", "คน"), pole)
    assert len(cases(town)) == 1
    assert line_of(town) == []


def test_the_fourth_lamp_joins_the_line_and_its_pole_told_again_is_the_line(town: TownUnderTest, group: Group) -> None:
    first, second, third, fourth = a_row(town, 0, 70, 140, 280)
    goes_dark(town, first, second, third)
    before = len(group.heard)
    goes_dark(town, fourth)
    assert line_of(town)[-1] == "A-0004"
    assert len(group.heard) == before
    again = reports(town, town.resident("late", "ผู้มาทีหลัง"), third)
    assert not again.is_new
    assert again.case.key == 1


def test_the_division_has_one_card_of_the_line_with_its_poles(town: TownUnderTest, group: Group) -> None:
    first, second, third = a_row(town, 0, 40, 80)
    goes_dark(town, first, second)
    before = len(group.heard)
    goes_dark(town, third)
    (card,) = group.heard[before:]
    assert "น่าจะเป็นทั้งวงจร" in card.text
    assert "A-0001, A-0002, A-0003" in card.text


def test_each_is_told_once_with_the_next_step_and_for_one_paid_message(
    town: TownUnderTest, mana: Person, group: Group
) -> None:
    poles = a_row(town, 0, 40, 80, 120)
    people = goes_dark(town, *poles)
    reports(town, people[0], a_pole(town, "A-0009", HERE))  # who has told of two lamps is told once, too
    assert [told_of_it(person) for person in people] == [0] * 4
    finishes(mana.within(group))
    town.passes(hours=1)
    assert [told_of_it(person) for person in people] == [1] * 4
    assert [paid_for(town, person) for person in people] == [1] * 4


def paid_for(town: TownUnderTest, person: Person) -> int:
    """How many messages of the month's quota somebody has cost."""
    with town.session() as session:
        rows = session.exec(
            select(Outgoing).where(col(Outgoing.to) == person.user_id, col(Outgoing.lane) == Lane.STATUS)
        )
        return sum(row.paid for row in rows)


def test_before_the_promise_ends_everybody_has_heard_of_it(town: TownUnderTest, group: Group) -> None:
    people = goes_dark(town, *a_row(town, 0, 40, 80))
    town.passes(hours=48)
    assert [told_of_it(person) for person in people] == [1] * 3


def test_a_lamp_that_was_parted_goes_on_by_itself_and_is_not_joined_again(
    town: TownUnderTest, mana: Person, group: Group
) -> None:
    first, second, third, fourth = a_row(town, 0, 40, 80, 120)
    goes_dark(town, first, second, third)
    before = len(group.heard)
    parts(town, mana, 3)
    assert statuses(town)[2] == Status.NEW
    assert "A-0003" in group.heard[-1].text  # never shown by itself before
    assert len(group.heard) == before + 1
    goes_dark(town, fourth)
    assert statuses(town) == [Status.NEW, Status.MERGED, Status.NEW, Status.MERGED]
    assert line_of(town) == ["A-0001", "A-0002", "A-0004"]


def test_a_line_from_which_all_were_parted_is_one_lamp_again(town: TownUnderTest, mana: Person) -> None:
    first, second, third, fourth = a_row(town, 0, 40, 80, 120)
    goes_dark(town, first, second, third)
    parts(town, mana, 2)
    parts(town, mana, 3)
    assert line_of(town) == []
    goes_dark(town, fourth)
    assert statuses(town) == [Status.NEW] * 4


def test_a_line_that_is_finished_is_no_line_for_the_next_lamp(town: TownUnderTest, mana: Person, group: Group) -> None:
    first, second, third, fourth = a_row(town, 0, 40, 80, 120)
    goes_dark(town, first, second, third)
    finishes(mana.within(group))
    goes_dark(town, fourth)
    assert statuses(town) == [Status.FINISHED, Status.MERGED, Status.MERGED, Status.NEW]


def test_two_that_become_certain_at_once_are_seen_together(town: TownUnderTest) -> None:
    first, second, third = a_row(town, 0, 40, 80)
    goes_dark(town, first)
    goes_dark(town, second)
    with town.engine.database.begin() as session:
        session.get_one(Streetlight, 2).is_doubtful = True
    goes_dark(town, third)
    with town.engine.database.begin() as session:
        session.get_one(Streetlight, 3).is_doubtful = True
    both = Barrier(2)

    def is_certain(case_id: int) -> None:
        with town.engine.database.begin() as session:
            session.get_one(Streetlight, case_id).is_doubtful = False
            session.flush()
            with suppress(BrokenBarrierError):  # a database with one writer lets the other wait
                both.wait(0.5)
            join_line(Moment(session, town.engine.office, town.clock()), session.get_one(Case, case_id))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(is_certain, (2, 3)))
    assert line_of(town) == ["A-0001", "A-0002", "A-0003"]
    with town.session() as session:
        assert len(session.exec(select(CaseMerge)).all()) == 2


def test_the_earliest_promise_of_them_holds(town: TownUnderTest) -> None:
    poles = a_row(town, 0, 40, 80)
    for pole in poles:
        goes_dark(town, pole)
        town.passes(hours=1)
    first = cases(town)[0]
    assert first.promised_at == first.filed_at + timedelta(hours=48)
