"""Officers take cases, pass them on and decline them; whoever may not is told so."""

import pytest
from sqlmodel import col, select

from models.enrolment import CodeKind
from models.officer import Officer, Role
from simulator import Group, Person
from tests.handlers.stories import files, the_case
from tests.towns import TownUnderTest


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    return town.resident("somchai", "สมชาย")


def ends(town: TownUnderTest, name: str) -> None:
    """The role of the officer with this public name is taken away."""
    with town.engine.database.begin() as session:
        session.exec(select(Officer).where(col(Officer.public_name) == name)).one().ended_at = town.clock()


def test_only_the_divisions_officers_can_take_a_case(town: TownUnderTest, group: Group, somchai: Person) -> None:
    files(somchai)
    nurse = town.officer("nurse", "หมอมาลี", "public_health")
    mayor = town.officer("mayor", "นายก", "clerk_office", Role.EXECUTIVE)
    left = town.officer("left", "ช่างเก่า")
    ends(town, "ช่างเก่า")
    refused = {somchai: "สำหรับเจ้าหน้าที่", nurse: "ไม่ได้อยู่กับกองของท่าน", mayor: "เปลี่ยนสถานะไม่ได้", left: "สำหรับเจ้าหน้าที่"}
    heard = len(somchai.heard)
    for person, answer in refused.items():
        group.gains(person)
        for button in ("รับเรื่อง", "เสร็จสิ้น", "ส่งต่อ"):
            person.within(group).taps(button)
            assert answer in group.last_heard.text
    assert (the_case(town).status, len(somchai.heard)) == ("new", heard)


def test_who_took_it_and_by_when_is_told_once(town: TownUnderTest, mana: Person, group: Group, somchai: Person) -> None:
    files(somchai)
    heard = len(somchai.heard)
    mana.within(group).taps("รับเรื่อง")
    mana.within(group).taps("รับเรื่อง")
    assert "ท่านรับเรื่อง 70-000001 ไว้แล้ว" in group.last_heard.text
    assert len(somchai.heard) == heard + 1
    assert "ช่างมานะ (กองช่าง)" in somchai.last_heard.text
    assert "22 พ.ย. 69" in somchai.last_heard.text


def test_a_case_passed_on_belongs_to_the_new_division(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    nurse = town.officer("nurse", "หมอมาลี", "public_health")
    health = town.staff_group("กองสาธารณสุข", [nurse], "public_health")
    number = files(somchai)
    mana.within(group).taps("รับเรื่อง")
    mana.within(group).taps("ส่งต่อ")
    assert "กองช่าง" not in group.last_heard.labels
    mana.within(group).taps("กองสาธารณสุข")
    mana.within(group).says("ต้องพ่นยา")
    assert f"รับช่วงต่อ {number}" in health.last_heard.text
    assert all(part in somchai.last_heard.text for part in ("กองสาธารณสุข", "ต้องพ่นยา", number))
    mana.within(group).taps("เสร็จสิ้น")
    assert "ไม่ได้อยู่กับกองของท่าน" in group.last_heard.text
    nurse.within(health).taps("รับเรื่อง")
    assert "หมอมาลี" in somchai.last_heard.text
    somchai.says("ติดตาม")
    somchai.taps("ดูรายละเอียด")
    assert "ส่งต่อให้กองสาธารณสุข" in somchai.last_heard.text


def test_passing_on_needs_no_reason_and_can_be_cancelled(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    number = files(somchai)
    mana.within(group).taps("ส่งต่อ")
    mana.within(group).taps("ยกเลิก")
    assert f"เรื่อง {number} ยังเหมือนเดิม" in group.last_heard.text
    mana.within(group).taps("ส่งต่อ")
    mana.within(group).taps("กองคลัง")
    mana.within(group).says("ยกเลิก")
    assert f"เรื่อง {number} ยังเหมือนเดิม" in group.last_heard.text
    assert the_case(town).division == "public_works"
    mana.within(group).taps("ส่งต่อ")
    mana.within(group).taps("กองคลัง")
    mana.within(group).taps("ข้าม")
    assert the_case(town).division == "finance"
    assert "เหตุผล" not in somchai.last_heard.text


def test_a_division_that_does_not_exist_or_is_ones_own_gets_nothing(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    files(somchai)
    for division, answer in (("moon", "ปุ่มนี้ใช้ไม่ได้แล้ว"), ("public_works", "อยู่แล้วค่ะ")):
        mana.within(group).posts_back(f"do=handovers.choose_division&case=1&division={division}")
        assert answer in group.last_heard.text
    assert the_case(town).division == "public_works"


def test_declining_needs_a_reason_that_the_reporter_reads(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    number = files(somchai)
    mana.within(group).posts_back("do=handovers.decline&case=1")
    mana.within(group).says("ข้าม")
    assert "ข้อนี้ข้ามไม่ได้" in group.heard[-2].text
    mana.within(group).taps("เป็นที่ดินเอกชน")
    assert "เป็นที่ดินเอกชน" in somchai.last_heard.text
    assert "053-000-111" in somchai.last_heard.text
    assert the_case(town).status == "declined"
    for button in ("รับเรื่อง", "เสร็จสิ้น", "ส่งต่อ"):
        mana.within(group).taps(button)
        assert f"เรื่อง {number} อยู่ในสถานะ" in group.last_heard.text
    somchai.posts_back("do=feedback.rate&case=1&stars=5")
    assert "ดำเนินการให้ไม่ได้" in somchai.last_heard.text


def test_who_is_asked_for_a_reason_when_the_case_has_moved_on_is_told_and_let_go(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    wichai = town.officer("wichai", "ช่างวิชัย")
    group.gains(wichai)
    files(somchai)
    mana.within(group).posts_back("do=handovers.decline&case=1")
    wichai.within(group).taps("ส่งต่อ")
    wichai.within(group).taps("กองคลัง")
    wichai.within(group).taps("ข้าม")
    mana.within(group).says("อยู่นอกเขตเทศบาล")
    assert "ไม่ได้อยู่กับกองของท่าน" in group.last_heard.text
    heard = len(group.heard)
    mana.within(group).says("อ้าว เหรอ")
    assert len(group.heard) == heard
    assert the_case(town).status == "new"


def test_whoever_loses_their_role_in_the_middle_is_told_and_let_go(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    files(somchai)
    mana.within(group).taps("เสร็จสิ้น")
    ends(town, "ช่างมานะ")
    mana.within(group).sends_photo()
    assert "สำหรับเจ้าหน้าที่" in group.last_heard.text
    heard = len(group.heard)
    mana.within(group).says("เสร็จแล้ว")
    assert len(group.heard) == heard
    assert the_case(town).status == "new"


def test_an_officer_files_privately_while_finishing_in_the_group(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    files(somchai)
    mana.within(group).taps("เสร็จสิ้น")
    own = files(mana, words="หน้าบ้านผมไฟดับ")
    mana.within(group).says("ติดตาม")  # in the group this must not show the officer's own cases
    assert not any("หน้าบ้านผมไฟดับ" in heard.text and "รอเจ้าหน้าที่" in heard.text for heard in group.heard)
    mana.within(group).sends_photo()
    mana.within(group).says("ซ่อมแล้ว")
    assert "ซ่อมแล้ว" in somchai.last_heard.text
    mana.says("ติดตาม")
    assert own in mana.last_heard.text
    assert "70-000001" not in mana.last_heard.text


def test_an_admin_may_take_any_case(town: TownUnderTest, group: Group, somchai: Person) -> None:
    files(somchai)
    admin = town.resident("admin", "ผู้ดูแล")
    admin.says(f"ลงทะเบียน {town.code(CodeKind.OFFICER, 'clerk_office', Role.ADMIN)}")
    admin.says("ปลัด")
    group.gains(admin)
    admin.within(group).taps("รับเรื่อง")
    assert "ปลัด (สำนักปลัด)" in somchai.last_heard.text
