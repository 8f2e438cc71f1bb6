"""Officers enrol in private and groups in the group, each with a code that works once."""

import pytest
from sqlmodel import col, select

from models.enrolment import CodeKind
from models.officer import Officer, Role
from simulator import Person
from tests.handlers.stories import ROAD, files, tells, the_case
from tests.towns import TownUnderTest

OFFICER, GROUP = CodeKind.OFFICER, CodeKind.GROUP
WRONG = "รหัสไม่ถูกต้อง"


@pytest.fixture
def mana(town: TownUnderTest) -> Person:
    return town.resident("mana", "มานะ")


def roles(town: TownUnderTest) -> list[tuple[str, str, str | None]]:
    with town.session() as session:
        active = session.exec(select(Officer).where(col(Officer.ended_at).is_(None)))
        return [(one.division, one.role, one.public_name) for one in active]


def wrong_code(right: str) -> str:
    return f"{(int(right) + 1) % 10**6:06}"


def test_an_officer_enrols_and_is_asked_for_a_name(town: TownUnderTest, mana: Person) -> None:
    mana.says(f"ลงทะเบียน {town.code(OFFICER, 'public_works', Role.HEAD)}")
    assert "หัวหน้า กองช่าง" in mana.heard[-2].text
    assert "ให้ประชาชนเห็นชื่อท่านว่าอะไรคะ" in mana.last_heard.text
    mana.says("ช" * 41)
    assert "ชื่อยาวเกินไปค่ะ" in mana.heard[-2].text
    assert "ข้าม" in mana.last_heard.labels
    mana.says("  ช่าง   มานะ ")
    assert roles(town) == [("public_works", "head", "ช่าง มานะ")]


def test_an_officer_may_stay_without_a_name(town: TownUnderTest, mana: Person) -> None:
    mana.says(f"ลงทะเบียน {town.code(OFFICER, 'public_works')}")  # a code without a role is an officer's
    mana.says("ไม่มีค่ะ")
    assert roles(town) == [("public_works", "officer", None)]
    group = town.staff_group("กองช่าง", [mana])
    somchai = town.resident("somchai", "สมชาย")
    files(somchai)
    mana.within(group).taps("รับเรื่อง")
    assert "เจ้าหน้าที่ (กองช่าง)" in somchai.last_heard.text


@pytest.mark.parametrize("typed", ["ลงทะเบียน{code}", " ลง\u200bทะเบียน  {code} ", "register {code}", "ลงทะเบียน {thai}"])
def test_a_code_is_understood_however_it_is_typed(town: TownUnderTest, mana: Person, typed: str) -> None:
    code = town.code(OFFICER, "finance", Role.OFFICER)
    mana.says(typed.format(code=code, thai=code.translate({ord("0") + n: 0x0E50 + n for n in range(10)})))
    assert len(roles(town)) == 1


def test_wrong_short_spent_and_expired_codes_do_nothing(town: TownUnderTest, mana: Person) -> None:
    code = town.code(OFFICER, "public_works", Role.OFFICER)
    for typed in (wrong_code(code), "12345", f"{code}9"):
        mana.says(f"ลงทะเบียน {typed}")
        assert WRONG in mana.last_heard.text
    mana.says("ลงทะเบียน")
    assert "ตามด้วยรหัส 6 หลัก" in mana.last_heard.text
    mana.says(f"ลงทะเบียน {town.code(GROUP, 'public_works')}")  # a group's code makes nobody an officer
    assert WRONG in mana.last_heard.text
    assert roles(town) == []

    wichai = town.officer("wichai", "ช่างวิชัย")
    spent = town.code(OFFICER, "public_works", Role.OFFICER)
    wichai.says(f"ลงทะเบียน {spent}")
    malee = town.resident("malee", "มาลี")
    malee.says(f"ลงทะเบียน {spent}")
    assert WRONG in malee.last_heard.text
    town.clock.passes(hours=25)
    malee.says(f"ลงทะเบียน {code}")
    assert WRONG in malee.last_heard.text
    assert len(roles(town)) == 1


def test_who_guesses_must_wait_an_hour_even_with_the_right_code(town: TownUnderTest, mana: Person) -> None:
    code = town.code(OFFICER, "public_works", Role.OFFICER)
    for guess in range(1, 6):
        mana.says(f"ลงทะเบียน {(int(code) + guess) % 10**6:06}")
        assert WRONG in mana.last_heard.text
    mana.says(f"ลงทะเบียน {code}")
    assert "กรุณารอหนึ่งชั่วโมง" in mana.last_heard.text
    assert roles(town) == []
    town.clock.passes(minutes=61)
    mana.says(f"ลงทะเบียน {code}")
    assert len(roles(town)) == 1


def test_an_officers_code_is_not_taken_in_a_group(town: TownUnderTest, mana: Person) -> None:
    wichai = town.officer("wichai", "ช่างวิชัย")
    group = town.staff_group("กองช่าง", [wichai, mana])
    code = town.code(OFFICER, "public_works", Role.OFFICER)
    mana.within(group).says(f"ลงทะเบียน {code}")
    assert "ในแชตส่วนตัว" in group.last_heard.text
    mana.says(f"ลงทะเบียน {code}")
    assert len(roles(town)) == 2


def test_enrolling_again_changes_the_division_at_once(town: TownUnderTest) -> None:
    mana = town.officer("mana", "ช่างมานะ")
    group = town.staff_group("กองช่าง", [mana])
    files(town.resident("somchai", "สมชาย"))
    mana.says(f"ลงทะเบียน {town.code(OFFICER, 'finance', Role.OFFICER)}")
    mana.says("คุณมานะ")
    mana.within(group).taps("รับเรื่อง")
    assert "ไม่ได้อยู่กับกองของท่าน" in group.last_heard.text
    assert the_case(town).status == "new"
    assert roles(town) == [("finance", "officer", "คุณมานะ")]


def test_enrolling_loses_no_half_told_complaint(town: TownUnderTest, mana: Person) -> None:
    tells(mana)
    code = town.code(OFFICER, "public_works", Role.OFFICER)
    mana.says(f"ลงทะเบียน {code}")
    assert "ส่งหรือยกเลิกเรื่องนี้ก่อน" in mana.heard[-2].text
    assert ROAD in mana.last_heard.text
    mana.says("ยืนยัน")
    mana.says(f"ลงทะเบียน {code}")
    assert len(roles(town)) == 1


def test_a_name_that_nobody_gave_for_a_day_is_asked_for_no_more(town: TownUnderTest, mana: Person) -> None:
    mana.says(f"ลงทะเบียน {town.code(OFFICER, 'public_works', Role.OFFICER)}")
    town.passes(hours=20)
    mana.says("ไฟหน้าบ้านดับ")
    assert "แจ้งเรื่องอะไรคะ" in mana.last_heard.text
    assert roles(town) == [("public_works", "officer", None)]
