"""Staff groups: counted when they enrol and when people come or go, left after an hour if they don't enrol."""

from sqlmodel import select

from models.enrolment import CodeKind
from models.outgoing import Lane
from models.staff_group import StaffGroup
from notifications.groups import COUNT
from simulator import Group, Person
from tests.notifications.owed import calls_of, errands_of, owed, row_of
from tests.towns import TownUnderTest


def _group(town: TownUnderTest) -> StaffGroup:
    with town.session() as session:
        return session.exec(select(StaffGroup)).one()


def _strangers(town: TownUnderTest) -> tuple[Person, Group]:
    malee = town.resident("malee", "มาลี")
    group = town.line.group("กลุ่มเพื่อน", members=[malee])
    group.invites_bot(by=malee)
    return malee, group


def _paid_for_a_push_to(town: TownUnderTest, group: Group) -> int:
    row_id = owed(town, group, "มีเรื่องใหม่", Lane.DUTY)
    town.settles()
    return row_of(town, row_id).paid


def _is_in(group: Group) -> bool:
    return group.bot_is_in


def test_a_group_is_counted_when_it_enrols(town: TownUnderTest) -> None:
    town.staff_group("กองช่าง", [town.resident(name, name) for name in ("mana", "wichai", "malee")])
    assert _group(town).member_count == 3


def test_a_group_that_could_not_be_counted_is_counted_later(town: TownUnderTest) -> None:
    town.line.faults.add("group", status=500, times=1)
    town.staff_group("กองช่าง", [town.resident("mana", "มานะ")])
    assert _group(town).member_count is None
    town.passes(seconds=5)
    assert _group(town).member_count == 1


def test_a_push_costs_what_the_group_has_become(town: TownUnderTest) -> None:
    mana, wichai = (town.resident(name, name) for name in ("mana", "wichai"))
    group = town.staff_group("กองช่าง", [mana])
    group.gains(wichai)
    assert _paid_for_a_push_to(town, group) == 2
    group.loses(wichai)
    assert _paid_for_a_push_to(town, group) == 1


def test_while_line_does_not_say_how_many_have_come_the_number_before_holds(town: TownUnderTest) -> None:
    mana, wichai = (town.resident(name, name) for name in ("mana", "wichai"))
    group = town.staff_group("กองช่าง", [mana, town.resident("malee", "มาลี")])
    town.line.faults.add("group", status=500, times=1)
    group.gains(wichai)
    assert _paid_for_a_push_to(town, group) == 2
    town.passes(seconds=5)
    assert _paid_for_a_push_to(town, group) == 3


def test_a_group_that_has_not_enrolled_is_not_counted(town: TownUnderTest) -> None:
    _, group = _strangers(town)
    group.gains(town.resident("wichai", "วิชัย"))
    assert errands_of(town, COUNT) == []


def test_a_group_without_a_code_is_left_after_an_hour_and_not_before(town: TownUnderTest) -> None:
    _, group = _strangers(town)
    town.passes(minutes=59)
    assert _is_in(group)
    town.passes(minutes=1)
    assert not _is_in(group)
    assert _group(town).left_at == town.clock()


def test_a_group_that_enrolled_is_not_left(town: TownUnderTest) -> None:
    group = town.staff_group("กองช่าง", [town.resident("mana", "มานะ")])
    town.passes(hours=2)
    assert group.bot_is_in


def test_leaving_is_tried_again_when_line_is_away(town: TownUnderTest) -> None:
    _, group = _strangers(town)
    town.line.faults.add("group", status=500, times=1)
    town.passes(hours=1)
    assert _is_in(group)
    town.passes(seconds=5)
    assert not _is_in(group)


def test_a_group_that_enrols_while_leaving_is_being_tried_is_not_left(town: TownUnderTest) -> None:
    malee, group = _strangers(town)
    town.line.faults.add("group", status=500, times=1)
    town.passes(hours=1)
    malee.within(group).says(f"ลงทะเบียนกลุ่ม {town.code(CodeKind.GROUP, 'public_works')}")
    town.passes(hours=1)

    assert group.bot_is_in
    assert len(calls_of(town, "/leave")) == 1
    assert _group(town).left_at is None
