"""Who asks to be forgotten is forgotten in every table and on disk; that there was a case stays."""

import pytest
from sqlmodel import select

from handlers.erasure import erase
from handlers.turn import Moment
from models.case_change import history_of
from models.enrolment import CodeKind
from models.person import find_person
from models.photo import Photo, PhotoKind
from simulator import Group, Person
from tests.handlers.stories import files, files_on_disk, finishes, is_kept, tells, the_case
from tests.towns import TownUnderTest

NAME, WORDS, PLACE, MORE = "สมชายแซ่ลับ", "ความลับของฉัน", "บ้านลับเลขที่หก", "ยังลับอยู่"


@pytest.fixture
def mana(town: TownUnderTest) -> Person:
    return town.officer("mana", "ช่างมานะ")


@pytest.fixture
def group(town: TownUnderTest, mana: Person) -> Group:
    return town.staff_group("กองช่าง", [mana])


def forgets(town: TownUnderTest, person: Person) -> None:
    with town.engine.database.begin() as session:
        found = find_person(session, person.user_id)
        assert found is not None
        erase(Moment(session, town.engine.office, town.clock()), found)
    town.settles()


def test_everything_of_a_resident_goes_and_number_and_steps_stay(
    town: TownUnderTest, mana: Person, group: Group
) -> None:
    somchai = town.resident("somchai", NAME)
    group.gains(somchai)  # their id is in an event of the group's
    somchai.says("ลงทะเบียน 000000")  # and among the tries
    tells(somchai, words=WORDS, place=PLACE)
    somchai.sends_photo()
    somchai.says("ยืนยัน")
    finishes(mana.within(group))
    somchai.taps("ยังไม่เรียบร้อย")
    somchai.says(MORE)
    somchai.sends_pin(18.64771234, 99.0)
    somchai.sends_photo()  # of a complaint that is not filed
    secrets = (somchai.user_id, NAME, WORDS, PLACE, MORE, "18.64771234")
    assert all(is_kept(town, secret) for secret in secrets)
    with town.session() as session:
        after = {p.sha256 for p in session.exec(select(Photo).where(Photo.kind == PhotoKind.AFTER))}

    forgets(town, somchai)

    assert {secret: is_kept(town, secret) for secret in secrets if is_kept(town, secret)} == {}
    assert {name.split(".")[0] for name in files_on_disk(town)} == after
    case = the_case(town)
    assert (case.number, case.status, case.type_code) == ("70-000001", "reopened", "road")
    with town.session() as session:
        assert [change.step for change in history_of(session, case.key)] == [
            "filed",
            "accepted",
            "finished",
            "reopened",
        ]


def test_the_officers_go_on_with_the_case_of_somebody_forgotten(
    town: TownUnderTest, mana: Person, group: Group
) -> None:
    somchai = town.resident("somchai", NAME)
    files(somchai, words=WORDS)
    forgets(town, somchai)
    heard = len(somchai.heard)
    mana.within(group).taps("รับเรื่อง")
    finishes(mana.within(group))
    assert (the_case(town).status, len(somchai.heard)) == ("finished", heard)


def test_who_comes_back_is_a_stranger(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", NAME)
    tells(somchai, words=WORDS)
    forgets(town, somchai)
    somchai.says("ติดตาม")
    assert "ยังไม่เคยแจ้งเรื่อง" in somchai.last_heard.text
    tells(somchai)
    assert WORDS not in somchai.last_heard.text
    town.passes(hours=26)  # the reminder is this draft's own, not that of a row that is gone
    assert "เมื่อวานท่านแจ้งเรื่องค้างไว้" in somchai.last_heard.text


def test_a_forgotten_officer_is_nobody_and_their_cases_stay(town: TownUnderTest, mana: Person, group: Group) -> None:
    somchai = town.resident("somchai", "สมชาย")
    files(somchai)
    mana.within(group).taps("รับเรื่อง")
    forgets(town, mana)
    assert is_kept(town, "ช่างมานะ") == []
    assert is_kept(town, mana.user_id) == []
    assert the_case(town).status == "accepted"
    somchai.says("ติดตาม")
    somchai.taps("ดูรายละเอียด")
    assert "เจ้าหน้าที่ (กองช่าง) รับเรื่อง" in somchai.last_heard.text
    mana.within(group).taps("เสร็จสิ้น")
    assert "สำหรับเจ้าหน้าที่" in group.last_heard.text


def test_forgetting_one_leaves_the_others(town: TownUnderTest) -> None:
    somchai, malee = town.resident("somchai", NAME), town.resident("malee", "มาลี")
    files(somchai, words=WORDS)
    number = files(malee, words="กองขยะ")
    forgets(town, somchai)
    malee.says("ติดตาม")
    assert number in malee.last_heard.text
    assert is_kept(town, "กองขยะ")
    assert town.code(CodeKind.OFFICER, "finance")


def test_an_officers_name_goes_from_what_was_told_together_with_another_case(
    town: TownUnderTest, mana: Person, group: Group
) -> None:
    wichai = town.officer("wichai", "ช่างลับมาก")
    group.gains(wichai)
    town.is_patient()
    somchai = town.resident("somchai", "สมชาย")
    for words in ("หลุมแรก", "หลุมที่สอง"):
        files(somchai, words=words)
    mana.within(group).posts_back("do=casework.accept&case=1")
    wichai.within(group).posts_back("do=casework.accept&case=2")
    town.passes(minutes=10)
    assert "ช่างลับมาก" in somchai.last_heard.text
    forgets(town, wichai)
    assert is_kept(town, "ช่างลับมาก") == []
