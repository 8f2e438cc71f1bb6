"""What officers do about a case at the desk: give it to a colleague, correct its type, promise another day."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from handlers.desk import assigning, handing, promising, retyping, steps
from handlers.desk.working import Working
from models.case import BANGKOK, Status
from models.case_change import history_of
from models.officer import Role
from models.taught import Taught
from notifications.about_complaints import show_to_division
from simulator import Group, Person
from tests.handlers.at_the_desk import does, is_refused, role_of, says, steps_of
from tests.handlers.stories import files, the_case
from tests.towns import TownUnderTest


@pytest.fixture
def somchai(town: TownUnderTest, group: Group) -> Person:
    """Who reported a hole in the road."""
    person = town.resident("somchai", "สมชาย")
    files(person)
    return person


@pytest.fixture
def wichai(town: TownUnderTest) -> Person:
    """A colleague of Mana's."""
    return town.officer("wichai", "ช่างวิชัย")


@pytest.fixture
def boss(town: TownUnderTest) -> Person:
    """The head of public works."""
    return town.officer("boss", "ผอ.กองช่าง", role=Role.HEAD)


def gives(town: TownUnderTest, officer: Person, to: Person) -> None:
    does(town, officer, assigning.assign, role_of(town, to).key)


def test_a_head_gives_a_case_to_anybody_and_they_are_told_once_in_private(
    town: TownUnderTest, somchai: Person, mana: Person, wichai: Person, boss: Person
) -> None:
    heard, reporter_heard = len(wichai.heard), len(somchai.heard)
    gives(town, boss, wichai)
    case = the_case(town)
    assert (case.officer_id, case.status) == (role_of(town, wichai).key, Status.NEW)
    assert [case.number in message.text for message in wichai.heard[heard:]] == [True]
    assert "มอบหมายให้ท่าน" in wichai.last_heard.text
    assert len(somchai.heard) == reporter_heard
    wichai.taps("รับเรื่อง")
    assert the_case(town).status == Status.ACCEPTED
    gives(town, boss, mana)
    assert steps_of(town) == ["filed", "assigned", "accepted", "assigned"]


def test_officers_take_a_case_or_give_away_their_own(
    town: TownUnderTest, somchai: Person, mana: Person, wichai: Person, boss: Person
) -> None:
    does(town, mana, steps.accept)
    heard = len(wichai.heard)
    gives(town, wichai, wichai)
    assert the_case(town).officer_id == role_of(town, wichai).key
    assert len(wichai.heard) == heard, "they know it themselves"
    assert is_refused(town, mana, assigning.assign, role_of(town, boss).key) == "desk_deeds.not_yours_to_give"
    gives(town, wichai, mana)
    assert the_case(town).officer_id == role_of(town, mana).key


def test_a_case_is_given_to_nobody_of_another_division_nor_to_somebody_who_has_left(
    town: TownUnderTest, somchai: Person, mana: Person, boss: Person
) -> None:
    nurse = town.officer("nurse", "หมอ", "public_health")
    mayor = town.officer("mayor", "นายก", role=Role.EXECUTIVE)
    for person in (nurse, mayor):
        assert is_refused(town, boss, assigning.assign, role_of(town, person).key) == "desk_deeds.no_colleague"
    assert is_refused(town, boss, assigning.assign, 999_999) == "desk_deeds.no_colleague"
    gone = role_of(town, mana)
    with town.engine.database.begin() as session:
        session.get_one(type(gone), gone.key).ended_at = town.clock()
    assert is_refused(town, boss, assigning.assign, gone.key) == "desk_deeds.no_colleague"
    assert the_case(town).officer_id is None


def test_a_corrected_type_teaches_the_suggestion_and_changes_neither_division_nor_promise(
    town: TownUnderTest, somchai: Person, mana: Person
) -> None:
    before = the_case(town)
    does(town, mana, retyping.retype, "water_supply")
    after = the_case(town)
    assert after.type_code == "water_supply"
    assert (after.division, after.promised_at, after.status) == (before.division, before.promised_at, before.status)
    with town.session() as session:
        assert session.exec(select(Taught.type_code).where(Taught.type_code == "water_supply").limit(1)).first()
        assert history_of(session, before.key)[-1].code == "water_supply"
    assert is_refused(town, mana, retyping.retype, "water_supply") == "desk_deeds.same_type"
    assert is_refused(town, mana, retyping.retype, "no_such_type") == "refused.old_button"


def test_a_case_that_becomes_confidential_leaves_those_who_may_not_see_it(
    town: TownUnderTest, somchai: Person, mana: Person, boss: Person, group: Group
) -> None:
    does(town, mana, steps.accept)
    heard, told = len(group.heard), len(boss.heard)
    does(town, mana, retyping.retype, "misconduct")
    case = the_case(town)
    assert case.is_confidential
    assert (case.officer_id, case.status) == (None, Status.NEW), "nobody has it in hand any more"
    assert is_refused(town, mana, steps.accept) == "refused.not_your_division"
    assert len(group.heard) == heard
    assert len(boss.heard) == told + 1
    does(town, boss, steps.accept)


def test_a_card_on_its_way_to_the_group_does_not_arrive_there_any_more(
    town: TownUnderTest, somchai: Person, mana: Person, group: Group
) -> None:
    def shows_it_and_corrects_its_type(work: Working) -> None:
        show_to_division(work.session, work.office, work.case, "added", work.now)
        retyping.retype(work, "misconduct")

    heard = len(group.heard)
    does(town, mana, shows_it_and_corrects_its_type)
    assert len(group.heard) == heard


def test_a_head_keeps_a_case_that_they_make_confidential_and_the_group_sees_it_again_when_it_is_not(
    town: TownUnderTest, somchai: Person, boss: Person, group: Group
) -> None:
    does(town, boss, steps.accept)
    does(town, boss, retyping.retype, "misconduct")
    assert the_case(town).status == Status.ACCEPTED
    heard = len(group.heard)
    does(town, boss, retyping.retype, "road")
    assert len(group.heard) == heard + 1
    assert not the_case(town).is_confidential


def test_a_sooner_day_needs_no_reason_and_a_later_one_does(town: TownUnderTest, somchai: Person, mana: Person) -> None:
    does(town, mana, steps.accept)
    first, today = the_case(town).promised_at, town.clock().astimezone(BANGKOK).date()
    tomorrow, later = today + timedelta(days=1), today + timedelta(days=60)
    does(town, mana, promising.promise, tomorrow, None)
    assert the_case(town).promised_at.astimezone(BANGKOK).date() == tomorrow
    assert "จะเสร็จเร็วขึ้น" in somchai.last_heard.text
    assert is_refused(town, mana, promising.promise, later, None) == "desk_deeds.why_later"
    does(town, mana, promising.promise, later, says("รออะไหล่"))
    assert "ต้องเลื่อน" in somchai.last_heard.text
    assert "รออะไหล่" in somchai.last_heard.text
    case = the_case(town)
    assert case.promised_at.astimezone(BANGKOK).date() == later
    assert case.first_promised_at == first
    assert steps_of(town) == ["filed", "accepted", "promised", "delayed"]


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_other_days_are_refused(town: TownUnderTest, somchai: Person, mana: Person, days: int) -> None:
    does(town, mana, steps.accept)
    day = town.clock().astimezone(BANGKOK).date() + timedelta(days=days)
    assert is_refused(town, mana, promising.promise, day, says("เพราะ")) == "desk.day_not_possible"


def test_a_day_is_promised_by_whoever_has_taken_the_case(town: TownUnderTest, somchai: Person, mana: Person) -> None:
    day = town.clock().astimezone(BANGKOK).date() + timedelta(days=1)
    assert is_refused(town, mana, promising.promise, day, None) == "desk.accept_first"


def test_of_two_at_once_the_second_is_told_what_the_first_did_and_overwrites_nothing(
    town: TownUnderTest, somchai: Person, mana: Person, wichai: Person
) -> None:
    with town.session() as session:
        seen = history_of(session, 1)[-1].key
    does(town, mana, steps.accept, seen=seen)
    assert is_refused(town, wichai, steps.accept, seen=seen) == "desk.meanwhile"
    assert is_refused(town, wichai, steps.accept) == "desk.already_accepted"
    does(town, mana, steps.begin)
    assert is_refused(town, wichai, steps.begin) == "desk.already_begun"
    assert the_case(town).officer_id == role_of(town, mana).key
    assert steps_of(town) == ["filed", "accepted", "begun"]


def test_nothing_is_done_about_a_case_that_has_ended(town: TownUnderTest, somchai: Person, mana: Person) -> None:
    does(town, mana, handing.decline, says("เป็นที่ดินเอกชน"))
    tries: list[tuple[Any, ...]] = [
        (assigning.assign, role_of(town, mana).key),
        (retyping.retype, "water_supply"),
        (handing.hand_over, "finance", None),
        (handing.pass_on, "police", None),
        (handing.take_back,),
    ]
    assert {is_refused(town, mana, *one) for one in tries} == {"desk.no_longer_open"}
    assert steps_of(town) == ["filed", "declined"]
