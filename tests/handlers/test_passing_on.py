"""A case goes to another authority: the number stays, its followers learn whom to call, and it can be taken back."""

import pytest

from content.towns import load_town
from handlers.desk import handing, steps
from models.case import Status
from models.case_change import history_of
from simulator import Group, Person
from tests.handlers.at_the_desk import does, is_refused, says, steps_of
from tests.handlers.stories import files, the_case
from tests.liff_web.readers import reads, signs_in
from tests.towns import TownUnderTest


@pytest.fixture
def somchai(town: TownUnderTest, group: Group) -> Person:
    """Who reported a hole in the road."""
    person = town.resident("somchai", "สมชาย")
    files(person)
    return person


def test_the_towns_authorities_are_data_and_its_neighbours_are_among_them() -> None:
    town = load_town("demo")
    assert set(town.by_authority) >= {"highway_district", "electricity", "waterworks", "police", "mae_yen"}
    assert all(authority.phone for authority in town.authorities)


def test_the_number_stays_and_its_reporter_learns_whom_to_call(
    town: TownUnderTest, somchai: Person, mana: Person
) -> None:
    number = the_case(town).number
    does(town, mana, handing.pass_on, "highway_district", says("เป็นทางหลวงแผ่นดิน"))
    case = the_case(town)
    assert (case.status, case.authority, case.number, case.officer_id) == (
        Status.PASSED_ON,
        "highway_district",
        number,
        None,
    )
    told = somchai.last_heard.text
    assert all(part in told for part in (number, "แขวงทางหลวง", "053-000-401", "เป็นทางหลวงแผ่นดิน"))
    signs_in(town, somchai)
    page = reads(town, "/liff/cases/1")
    assert "แขวงทางหลวง (โทร 053-000-401)" in page
    somchai.posts_back("do=tracking.show_case&case=1")
    assert "แขวงทางหลวง" in somchai.last_heard.text
    with town.session() as session:
        assert history_of(session, case.key)[-1].code == "highway_district"


def test_without_a_reason_and_to_a_neighbour(town: TownUnderTest, somchai: Person, mana: Person) -> None:
    does(town, mana, steps.accept)
    does(town, mana, handing.pass_on, "mae_yen", None)
    assert "แม่เย็น" in somchai.last_heard.text
    assert "เหตุผล" not in somchai.last_heard.text


def test_it_can_be_taken_back_and_begins_anew_by_a_day_that_is_to_come(
    town: TownUnderTest, somchai: Person, mana: Person, group: Group
) -> None:
    first = the_case(town).promised_at
    does(town, mana, handing.pass_on, "electricity", None)
    town.passes(days=40)
    heard = len(group.heard)
    does(town, mana, handing.take_back)
    case = the_case(town)
    assert (case.status, case.authority) == (Status.NEW, None)
    assert case.promised_at > town.clock()
    assert case.first_promised_at == first, "by this it is judged"
    assert "รับกลับมาดูแลเอง" in somchai.last_heard.text
    assert len(group.heard) == heard + 1
    assert steps_of(town) == ["filed", "passed_on", "taken_back"]
    assert is_refused(town, mana, handing.take_back) == "desk.no_longer_open"


def test_a_promise_that_still_holds_is_kept(town: TownUnderTest, somchai: Person, mana: Person) -> None:
    first = the_case(town).promised_at
    does(town, mana, handing.pass_on, "electricity", None)
    does(town, mana, handing.take_back)
    assert the_case(town).promised_at == first


def test_an_authority_that_nobody_knows_is_refused(town: TownUnderTest, somchai: Person, mana: Person) -> None:
    assert is_refused(town, mana, handing.pass_on, "moon_office", None) == "refused.old_button"


def test_what_is_with_another_authority_is_handed_to_no_division(
    town: TownUnderTest, somchai: Person, mana: Person
) -> None:
    does(town, mana, handing.pass_on, "police", None)
    assert is_refused(town, mana, handing.hand_over, "finance", None) == "desk.no_longer_open"
    assert the_case(town).authority == "police"
