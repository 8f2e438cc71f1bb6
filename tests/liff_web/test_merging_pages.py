"""The merge box on a case's page: what it proposes, and where its forms lead."""

import threading
from typing import Any

import pytest
from flask import g
from werkzeug.test import TestResponse

from handlers.turn import Moment
from liff_web.desk.merging import merging_section
from models.case import Case, Status
from models.case_change import newest_step
from models.officer import Role, officer_of
from models.person import find_person
from simulator import Group, Person
from tests.handlers.stories import cases, files
from tests.liff_web.readers import is_refused, signs_in
from tests.towns import TownUnderTest


def sends(town: TownUnderTest, case: int, deed: str, **form: str) -> TestResponse:
    """Send one of the box's forms; the bot then works until nothing is due."""
    answer = town.web.post(f"/desk/cases/{case}/{deed}", data=form)
    town.settles()
    return answer


def box(town: TownUnderTest, reader: Person, case_id: int) -> dict[str, Any]:
    """What the box of a case shows to an officer."""
    with town.session() as session, town.web.application.test_request_context():
        person = find_person(session, reader.user_id)
        assert person is not None
        g.person, officer = person, officer_of(session, person.key)
        assert officer is not None
        case = session.get_one(Case, case_id)
        moment = Moment(session, town.engine.office, town.clock())
        shown: dict[str, Any] = merging_section(moment, officer, case)["merging"]
        return shown


def pins(person: Person, words: str, east: float = 0) -> None:
    """A complaint about a road, so many degrees east of the market."""
    person.says("แจ้งปัญหา")
    person.taps("ถนน")
    person.says(words)
    person.sends_pin(18.6477, 99.0417 + east)
    if "เป็นคนละเรื่อง" in person.offered:
        person.taps("เป็นคนละเรื่อง")
    person.says("ข้าม")
    person.taps("ยืนยัน")


@pytest.fixture
def three(town: TownUnderTest, group: Group, mana: Person) -> Person:
    """A case, another 40 m away, one of its reporter's about waste and a far one; an officer reads."""
    somchai = town.resident("somchai", "สมชาย")
    pins(somchai, "หลุมหน้าตลาด")
    pins(town.resident("malee", "มาลี"), "ถนนพังหน้าตลาด", east=0.0004)
    files(somchai, "ขยะล้นถัง", kind="ถนน")
    pins(town.resident("wichai", "วิชัย"), "ไกลมาก", east=0.02)
    signs_in(town, mana)
    return mana


def test_it_proposes_what_is_near_first_and_then_what_the_same_person_told(town: TownUnderTest, three: Person) -> None:
    proposed = box(town, three, 1)["proposals"]
    assert [(one.number, one.is_of_same_reporter) for one in proposed] == [("70-000002", False), ("70-000003", True)]
    assert 30 <= proposed[0].metres <= 60
    assert proposed[0].words == "ถนนพังหน้าตลาด"


def test_nothing_is_proposed_that_the_officer_may_not_see(town: TownUnderTest, three: Person) -> None:
    with town.engine.database.begin() as session:
        session.get_one(Case, 3).division = "finance"
    assert [one.id for one in box(town, three, 1)["proposals"]] == [2]
    mayor = town.officer("mayor", "นายก", role=Role.EXECUTIVE)
    assert not box(town, mayor, 1)["proposals"]
    assert not box(town, mayor, 1)["may_merge"]


def test_one_tap_merges_and_leads_to_the_case_that_goes_on(town: TownUnderTest, three: Person) -> None:
    answer = sends(town, 2, "merge", into="1", seen=_seen(town, 2))
    assert (answer.status_code, answer.headers["Location"]) == (303, "../../../desk/cases/1?said=merged")
    shown = box(town, three, 1)
    assert [(one.number, one.words, one.may_be_parted) for one in shown["merged"]] == [
        ("70-000002", "ถนนพังหน้าตลาด", True)
    ]
    assert box(town, three, 2)["goes_on"].number == "70-000001"
    assert not box(town, three, 2)["may_merge"]
    answer = sends(town, 2, "unmerge")
    assert answer.headers["Location"] == "../../../desk/cases/2?said=unmerged"
    assert box(town, three, 1)["merged"] == []
    town.clock.passes(days=1)
    assert sends(town, 2, "unmerge").status_code == 409


def _seen(town: TownUnderTest, case: int) -> str:
    with town.session() as session:
        newest = newest_step(session, case)
        return str(newest.key if newest else 0)


@pytest.mark.parametrize("number", ["70-000001", " #70-000001 ", "๗๐-๐๐๐๐๐๑"])
def test_a_number_will_do_however_it_is_typed(town: TownUnderTest, three: Person, number: str) -> None:
    assert sends(town, 4, "merge", number=number).status_code == 303
    assert cases(town)[3].status == Status.MERGED


@pytest.mark.parametrize("form", [{}, {"number": ""}, {"number": "70-009999"}, {"into": "x"}, {"into": "1" * 30}])
def test_what_names_no_case_is_refused_with_a_sentence(
    town: TownUnderTest, three: Person, form: dict[str, str]
) -> None:
    assert is_refused(sends(town, 4, "merge", **form), 409)
    assert cases(town)[3].status == Status.NEW


def test_what_a_colleague_did_meanwhile_is_not_overwritten(town: TownUnderTest, three: Person, group: Group) -> None:
    seen = _seen(town, 2)
    three.within(group).posts_back("do=casework.accept&case=2")
    refused = is_refused(sends(town, 2, "merge", into="1", seen=seen), 409)
    assert "ช่างมานะ" in refused
    assert cases(town)[1].status == Status.ACCEPTED


def test_what_was_merged_is_on_the_card_of_the_case_that_goes_on(
    town: TownUnderTest, three: Person, group: Group
) -> None:
    sends(town, 2, "merge", into="1")
    town.line.person("somchai").posts_back("do=complaints.add_to_case&case=1")
    town.line.person("malee").posts_back("do=feedback.withdraw&case=2")
    head = town.officer("head", "หัวหน้า", role=Role.ADMIN)
    head.posts_back("do=handovers.choose_division&case=1&division=finance")
    head.says("เรื่องงบ")
    with town.session() as session:
        assert session.get_one(Case, 1).division == "finance"
    finance = town.staff_group("กองคลัง", [town.officer("wipa", "วิภา", "finance")], "finance")
    shown = finance.heard[-1].text
    assert "หลุมหน้าตลาด" in shown
    assert "ถนนพังหน้าตลาด" in shown


def test_two_who_merge_crosswise_at_once_both_come_to_an_end(town: TownUnderTest, three: Person) -> None:
    apps = [town.web, town.web.application.test_client()]
    apps[1].environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    town.web = apps[1]
    signs_in(town, three)
    answers: list[int] = []

    def merges(client: Any, case: int, into: int) -> None:
        answers.append(client.post(f"/desk/cases/{case}/merge", data={"into": str(into)}).status_code)

    both = [threading.Thread(target=merges, args=(apps[n], 1 + n, 2 - n)) for n in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)
    assert sorted(answers) == [303, 409]
    assert sorted(case.status for case in cases(town)[:2]) == [Status.MERGED, Status.NEW]


def test_a_merged_case_leads_its_reporter_on(town: TownUnderTest, three: Person) -> None:
    sends(town, 2, "merge", into="1")
    malee = town.line.person("malee")
    signs_in(town, malee)
    page = town.web.get("/liff/cases/2").get_data(as_text=True)
    assert "รวมกับเรื่อง 70-000001" in page
    assert 'href="../../liff/cases/1"' in page
    assert "70-000001" in town.web.get("/liff/cases").get_data(as_text=True)
    other = town.web.get("/liff/cases/1").get_data(as_text=True)
    assert "หลุมหน้าตลาด" not in other
    answer = town.web.post("/liff/cases/2/add", data={"words": "ลึกกว่าเดิม"}, content_type="multipart/form-data")
    assert answer.status_code == 303
