"""Who works here: read by all, codes given and roles ended by the head; who has left does nothing from that moment."""

import re
from html import unescape

import pytest
from sqlmodel import col, select
from werkzeug.test import TestResponse

from models.case import Case, Status
from models.case_change import Step, history_of
from models.enrolment import CodeKind
from models.officer import Officer, Role
from simulator import Group, Person
from tests.handlers.stories import cases, files
from tests.liff_web.readers import is_refused, reads, signs_in
from tests.towns import TownUnderTest


@pytest.fixture
def head(town: TownUnderTest, mana: Person) -> Person:
    """The head of public works, who reads the pages."""
    person = town.officer("head", "หัวหน้าสมศักดิ์", role=Role.HEAD)
    signs_in(town, person)
    return person


def sends(town: TownUnderTest, path: str, **form: str) -> TestResponse:
    """Send a form of the page; the bot then works until nothing is due."""
    answer = town.web.post(f"/desk/team/{path}", data=form)
    town.settles()
    return answer


def officer_id(town: TownUnderTest, name: str) -> int:
    """The row of the officer of that name who is active."""
    with town.session() as session:
        named = (col(Officer.public_name) == name, col(Officer.ended_at).is_(None))
        return session.exec(select(Officer).where(*named)).one().key


def sentence_in(answer: TestResponse) -> str:
    """The sentence to type that a page shows."""
    page = unescape(answer.get_data(as_text=True))
    found = re.search(r'class="sentence"><strong>(.*?)<', page)
    assert found, page
    return found[1]


def test_everybody_of_a_division_is_named_with_role_and_since_when(town: TownUnderTest, head: Person) -> None:
    town.officer("nurse", "หมอมาลี", "public_health")
    page = reads(town, "/desk/team")
    assert "ช่างมานะ เจ้าหน้าที่ · ตั้งแต่ 20 พ.ย. 69" in page
    assert "หัวหน้าสมศักดิ์ หัวหน้า" in page
    assert "หมอมาลี" not in page


@pytest.mark.parametrize("role", [Role.CLERK, Role.EXECUTIVE])
def test_who_oversees_reads_all_and_changes_nothing(town: TownUnderTest, head: Person, role: Role) -> None:
    signs_in(town, town.officer("mayor", "นายก", "clerk_office", role))
    page = reads(town, "/desk/team")
    assert "ช่างมานะ" in page
    assert "desk/team/" not in town.web.get("/desk/team").get_data(as_text=True), "no form but that of one's own duty"
    assert is_refused(sends(town, f"{officer_id(town, 'ช่างมานะ')}/end"), 409)
    assert officer_id(town, "ช่างมานะ")


def test_an_officer_reads_the_team_and_gives_no_codes(town: TownUnderTest, head: Person, mana: Person) -> None:
    signs_in(town, mana)
    assert "หัวหน้าสมศักดิ์" in reads(town, "/desk/team")
    for path in ("code", "group-code"):
        assert is_refused(sends(town, path, division="public_works", role="officer"), 409)
    assert is_refused(sends(town, f"{officer_id(town, 'หัวหน้าสมศักดิ์')}/end"), 409)


def test_a_head_lets_an_officer_go_at_once_and_has_their_cases(
    town: TownUnderTest, head: Person, mana: Person, group: Group
) -> None:
    files(town.resident("somchai", "สมชาย"))
    mana.within(group).taps("รับเรื่อง")
    answer = sends(town, f"{officer_id(town, 'ช่างมานะ')}/end")
    assert (answer.status_code, answer.headers["Location"]) == (303, "../../../desk/team?said=role_ended")
    assert "สิ้นสุดแล้ว" in mana.last_heard.text
    mana.within(group).posts_back("do=progress.begin&case=1")
    assert "สำหรับเจ้าหน้าที่" in group.last_heard.text
    case = cases(town)[0]
    assert (case.status, case.officer_id) == (Status.ACCEPTED, officer_id(town, "หัวหน้าสมศักดิ์"))
    with town.session() as session:
        assert history_of(session, 1)[-1].step == Step.ASSIGNED
    assert "ช่างมานะ" not in reads(town, "/desk/team")
    signs_in(town, mana)
    assert is_refused(town.web.get("/desk/team"), 403).startswith("สิทธิ์เจ้าหน้าที่ของท่านสิ้นสุดแล้ว")
    assert is_refused(sends(town, "code", division="public_works", role="officer"), 403)


def test_a_head_ends_nobody_elses_role(town: TownUnderTest, head: Person) -> None:
    town.officer("nurse", "หมอมาลี", "public_health")
    town.officer("second", "หัวหน้าคนที่สอง", role=Role.HEAD)
    for name in ("หมอมาลี", "หัวหน้าคนที่สอง", "หัวหน้าสมศักดิ์"):
        assert is_refused(sends(town, f"{officer_id(town, name)}/end"), 409)
        assert officer_id(town, name)
    assert is_refused(sends(town, "999999/end"), 409)


def test_a_second_tap_is_told_that_it_has_been_done(town: TownUnderTest, head: Person) -> None:
    path = f"{officer_id(town, 'ช่างมานะ')}/end"
    assert sends(town, path).status_code == 303
    assert is_refused(sends(town, path), 409)


def test_without_a_head_their_cases_wait_as_if_new(town: TownUnderTest, mana: Person, group: Group) -> None:
    files(town.resident("somchai", "สมชาย"))
    mana.within(group).taps("รับเรื่อง")
    signs_in(town, town.officer("admin", "ผู้ดูแล", "clerk_office", Role.ADMIN))
    assert sends(town, f"{officer_id(town, 'ช่างมานะ')}/end").status_code == 303
    assert (cases(town)[0].status, cases(town)[0].officer_id) == (Status.NEW, None)


def test_who_moves_to_another_division_takes_no_cases_along_and_who_rises_keeps_them(
    town: TownUnderTest, head: Person, mana: Person, group: Group
) -> None:
    for person in ("somchai", "malee"):
        files(town.resident(person, person))
        mana.within(group).taps("รับเรื่อง")
    mana.says(f"ลงทะเบียน {town.code(CodeKind.OFFICER, 'public_works', Role.HEAD)}")
    mana.says("ช่างมานะ")
    assert {case.officer_id for case in cases(town)} == {officer_id(town, "ช่างมานะ")}
    mana.says(f"ลงทะเบียน {town.code(CodeKind.OFFICER, 'finance', Role.OFFICER)}")
    assert {case.officer_id for case in cases(town)} == {officer_id(town, "หัวหน้าสมศักดิ์")}


def test_a_head_gives_a_code_that_works_once(town: TownUnderTest, head: Person) -> None:
    answer = sends(town, "code", division="public_works", role="officer")
    sentence = sentence_in(answer)
    assert re.fullmatch(r"ลงทะเบียน \d{6}", sentence)
    assert answer.headers["Cache-Control"] == "no-store"
    assert sentence not in reads(town, "/desk/team")
    new = town.resident("new", "คนใหม่")
    new.says(sentence)
    assert "ลงทะเบียนเป็นเจ้าหน้าที่" in new.heard[-2].text
    other = town.resident("other", "อีกคน")
    other.says(sentence)
    assert "ใช้ไปแล้ว" in other.last_heard.text


def test_a_code_for_a_group(town: TownUnderTest, head: Person) -> None:
    sentence = sentence_in(sends(town, "group-code", division="public_works"))
    group = town.line.group("กลุ่มใหม่", [head])
    group.invites_bot(by=head)
    head.within(group).says(sentence)
    assert "ลงทะเบียนกลุ่มนี้" in group.heard[-1].text


@pytest.mark.parametrize(
    ("division", "role"),
    [("public_works", "head"), ("public_works", "admin"), ("public_health", "officer"), ("", ""), ("x", "officer")],
)
def test_a_head_gives_no_other_codes(town: TownUnderTest, head: Person, division: str, role: str) -> None:
    assert "รหัส" in is_refused(sends(town, "code", division=division, role=role), 409)
    if division != "public_works":
        assert is_refused(sends(town, "group-code", division=division), 409)


@pytest.mark.parametrize("role", list(Role))
def test_an_administrator_gives_codes_of_every_role(town: TownUnderTest, role: Role) -> None:
    signs_in(town, town.officer("admin", "ผู้ดูแล", "clerk_office", Role.ADMIN))
    sentence = sentence_in(sends(town, "code", division="finance", role=role.value))
    town.resident("new", "คนใหม่").says(sentence)
    with town.session() as session:
        newest = session.exec(select(Officer).order_by(col(Officer.id).desc())).first()
        assert newest is not None
        assert (newest.role, newest.division) == (role, "finance")


def test_a_case_that_is_confidential_is_not_shown_by_its_holders_leaving(
    town: TownUnderTest, head: Person, mana: Person, group: Group
) -> None:
    files(town.resident("somchai", "สมชาย"))
    mana.within(group).taps("รับเรื่อง")
    with town.engine.database.begin() as session:
        session.get_one(Case, 1).is_confidential = True
    heard = len(group.heard)
    sends(town, f"{officer_id(town, 'ช่างมานะ')}/end")
    assert len(group.heard) == heard
