"""Two reports of the same matter become one case: everybody is told each step once, and it can be undone for a week."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import col, select

from handlers.desk.merging import merge, merging, unmerge, unmerging
from handlers.desk.waiting import wait
from handlers.desk.working import Working, working_on
from handlers.turn import Declined, Moment, Words
from models.case import Case, Status, WaitsFor
from models.case_change import Step, history_of
from models.enrolment import CodeKind
from models.follower import Follower
from models.officer import Role, officer_of
from models.person import find_person
from simulator import Group, Person
from tests.handlers.stories import cases, files, finishes
from tests.towns import TownUnderTest


@pytest.fixture
def somchai(town: TownUnderTest, group: Group) -> Person:
    """Who reported the first case."""
    person = town.resident("somchai", "สมชาย")
    files(person)
    return person


@pytest.fixture
def john(town: TownUnderTest, somchai: Person) -> Person:
    """Who reported the second, an hour later, and reads English."""
    town.passes(hours=1)
    person = town.resident("john", "John", language="en")
    files_in_english(person, "there is a hole in the road")
    return person


def files_in_english(person: Person, words: str) -> None:
    """A complaint of a reader of English."""
    for told in ("report a problem", "Road", words, "in front of the shop", "skip", "yes"):
        person.says(told)


def joins(town: TownUnderTest, officer: Person, case: int, into: int, seen: int | None = None) -> None:
    """An officer merges a case into another."""

    def deed(moment: Moment) -> None:
        found = find_person(moment.session, officer.user_id)
        assert found is not None
        merge(*merging(moment, found, moment.office.says_in("th"), case, into, seen))

    at_the_desk(town, deed)


def parts(town: TownUnderTest, officer: Person, case: int) -> None:
    """An officer undoes it."""

    def deed(moment: Moment) -> None:
        found = find_person(moment.session, officer.user_id)
        assert found is not None
        unmerge(unmerging(moment, found, moment.office.says_in("th"), case))

    at_the_desk(town, deed)


def at_the_desk(town: TownUnderTest, deed: Callable[[Moment], None]) -> None:
    with town.engine.database.begin() as session:
        deed(Moment(session, town.engine.office, town.clock()))
    town.settles()


def is_refused(town: TownUnderTest, officer: Person, case: int, into: int) -> str:
    """Why merging is refused; nothing has changed then."""
    before = [case.model_dump() for case in cases(town)]
    with pytest.raises(Declined) as refusal:
        joins(town, officer, case, into)
    assert [case.model_dump() for case in cases(town)] == before
    return refusal.value.key


def followers(town: TownUnderTest, case: int) -> set[int]:
    """Ids of the people who follow a case now."""
    with town.session() as session:
        here = (col(Follower.case_id) == case, col(Follower.left_at).is_(None))
        return set(session.exec(select(Follower.person_id).where(*here)))


def news(town: TownUnderTest, *people: Person) -> list[int]:
    """How many messages each of them has heard so far."""
    return [len(person.heard) for person in people]


def test_whose_case_goes_on_as_another_is_told_so_and_from_then_on_each_step_once(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    before = news(town, somchai, john)
    joins(town, mana, 2, 1)
    assert news(town, somchai, john) == [before[0], before[1] + 1]
    assert "It goes on as case 70-000001" in john.last_heard.text
    assert "look it up as 70-000002" in john.last_heard.text
    mana.within(group).posts_back("do=casework.accept&case=1")
    assert news(town, somchai, john) == [before[0] + 1, before[1] + 2]
    assert "70-000001" in john.last_heard.text
    finishes(mana.within(group))
    assert news(town, somchai, john) == [before[0] + 2, before[1] + 3]


def test_who_follows_both_is_told_once(town: TownUnderTest, somchai: Person, mana: Person, group: Group) -> None:
    town.passes(hours=1)
    files(somchai, "ถนนเป็นหลุมอีก")
    before = len(somchai.heard)
    joins(town, mana, 2, 1)
    mana.within(group).posts_back("do=casework.accept&case=1")
    assert len(somchai.heard) == before + 2
    parts(town, mana, 2)
    mana.within(group).posts_back("do=progress.begin&case=1")
    assert len(somchai.heard) == before + 4


def test_both_histories_tell_it(town: TownUnderTest, john: Person, mana: Person) -> None:
    joins(town, mana, 2, 1)
    parts(town, mana, 2)
    with town.session() as session:
        steps = [[change.step for change in history_of(session, case)] for case in (1, 2)]
    assert [case[-2:] for case in steps] == [[Step.MERGED, Step.UNMERGED]] * 2


def test_the_earlier_promise_holds_and_each_has_its_own_again(town: TownUnderTest, john: Person, mana: Person) -> None:
    first, second = (case.promised_at for case in cases(town))
    assert first < second
    joins(town, mana, 1, 2)
    assert [cases(town)[1].promised_at, cases(town)[1].first_promised_at] == [first, first]
    parts(town, mana, 1)
    assert [case.promised_at for case in cases(town)] == [first, second]
    assert [case.first_promised_at for case in cases(town)] == [first, second]


def test_a_day_that_was_promised_meanwhile_stays(town: TownUnderTest, john: Person, mana: Person, group: Group) -> None:
    joins(town, mana, 1, 2)
    mana.within(group).posts_back("do=casework.accept&case=2")
    mana.within(group).posts_back("do=progress.choose_day&case=2&date=2026-12-10")
    mana.within(group).says("รอยาง")
    delayed = cases(town)[1].promised_at
    parts(town, mana, 1)
    assert cases(town)[1].promised_at == delayed


def test_parted_it_stands_where_it_stood_and_is_whose_it_was(
    town: TownUnderTest, john: Person, mana: Person, group: Group
) -> None:
    mana.within(group).posts_back("do=casework.accept&case=2")
    held = cases(town)[1]
    joins(town, mana, 2, 1)
    assert cases(town)[1].status == Status.MERGED
    parts(town, mana, 2)
    now = cases(town)[1]
    assert (now.status, now.officer_id, now.accepted_at) == (held.status, held.officer_id, held.accepted_at)
    assert "no longer joined" in john.last_heard.text


def test_parted_it_waits_for_whom_it_waited_for(town: TownUnderTest, john: Person, mana: Person, group: Group) -> None:
    promised = cases(town)[1].promised_at
    at_the_desk(town, lambda moment: wait(_work(moment, mana, 2), WaitsFor.REPORTER, Words(None, "หลุมอยู่ฝั่งไหน")))
    town.clock.passes(hours=5)
    joins(town, mana, 2, 1)
    town.clock.passes(hours=1)
    parts(town, mana, 2)
    now = cases(town)[1]
    assert (now.status, now.waits_for, now.paused_at) == (Status.WAITING, WaitsFor.REPORTER, town.clock())
    assert now.promised_at == promised + timedelta(hours=5)


def _work(moment: Moment, officer: Person, case_id: int) -> Working:
    found = find_person(moment.session, officer.user_id)
    assert found is not None
    return working_on(moment, found, moment.office.says_in("th"), case_id)


def test_a_case_that_was_open_again_is_not_counted_as_opened_twice(
    town: TownUnderTest, john: Person, mana: Person, group: Group
) -> None:
    mana.within(group).posts_back("do=repairs.finish&case=2")
    mana.within(group).sends_photo()
    mana.within(group).says("เทยางแล้ว")
    john.taps("Not fixed yet")
    joins(town, mana, 2, 1)
    parts(town, mana, 2)
    assert (cases(town)[1].status, cases(town)[1].reopenings) == (Status.REOPENED, 1)


def test_after_a_week_they_stay_together(town: TownUnderTest, john: Person, mana: Person) -> None:
    joins(town, mana, 2, 1)
    town.clock.passes(days=7)
    with pytest.raises(Declined) as refusal:
        parts(town, mana, 2)
    assert refusal.value.key == "desk_merge.too_late"
    town.clock.passes(seconds=-1)
    parts(town, mana, 2)
    assert cases(town)[1].status == Status.NEW


def test_who_joined_meanwhile_stays_and_who_came_by_the_merge_leaves(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person
) -> None:
    malee = town.resident("malee", "มาลี")
    files(malee, "หลุมใหญ่มาก")
    joins(town, mana, 2, 1)
    joins(town, mana, 3, 1)
    assert followers(town, 1) == {person_id(town, one) for one in (somchai, john, malee)}
    malee.posts_back("do=tracking.unfollow&case=1")
    malee.posts_back("do=tracking.follow_again&case=1")
    parts(town, mana, 2)
    parts(town, mana, 3)
    assert followers(town, 1) == {person_id(town, one) for one in (somchai, malee)}
    assert followers(town, 2) == {person_id(town, john)}
    assert followers(town, 3) == {person_id(town, malee)}


def person_id(town: TownUnderTest, person: Person) -> int:
    """The row of somebody."""
    with town.session() as session:
        found = find_person(session, person.user_id)
        assert found is not None
        return found.key


def test_who_came_by_two_merges_stays_while_one_of_them_lasts(town: TownUnderTest, john: Person, mana: Person) -> None:
    files_in_english(john, "a deep hole")
    joins(town, mana, 2, 1)
    joins(town, mana, 3, 1)
    parts(town, mana, 2)
    assert person_id(town, john) in followers(town, 1)
    parts(town, mana, 3)
    assert person_id(town, john) not in followers(town, 1)


def test_what_was_merged_into_a_case_moves_on_with_it_and_comes_back(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    malee = town.resident("malee", "มาลี")
    files(malee, "หลุมใหญ่มาก")
    before = [case.promised_at for case in cases(town)]
    joins(town, mana, 1, 2)
    joins(town, mana, 2, 3)
    everybody = {person_id(town, one) for one in (somchai, john, malee)}
    assert followers(town, 3) == everybody
    assert cases(town)[2].promised_at == before[0]
    heard = news(town, somchai, john, malee)
    mana.within(group).posts_back("do=casework.accept&case=3")
    assert news(town, somchai, john, malee) == [count + 1 for count in heard]
    somchai.posts_back("do=tracking.show_case&case=1")
    assert "70-000003" in somchai.last_heard.text
    parts(town, mana, 2)
    assert [followers(town, case) for case in (2, 3)] == [
        {person_id(town, somchai), person_id(town, john)},
        {person_id(town, malee)},
    ]
    assert [cases(town)[1].promised_at, cases(town)[2].promised_at] == [before[0], before[2]]
    parts(town, mana, 1)
    assert [case.promised_at for case in cases(town)] == before
    assert [len(followers(town, case)) for case in (1, 2, 3)] == [1, 1, 1]


def test_what_moved_on_can_be_parted_from_there(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person
) -> None:
    malee = town.resident("malee", "มาลี")
    files(malee, "หลุมใหญ่มาก")
    joins(town, mana, 1, 2)
    joins(town, mana, 2, 3)
    parts(town, mana, 1)
    assert cases(town)[0].status == Status.NEW
    assert followers(town, 3) == {person_id(town, john), person_id(town, malee)}
    parts(town, mana, 2)
    assert followers(town, 2) == {person_id(town, john)}


def test_what_cannot_be_merged_is_refused_with_a_sentence(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    files(somchai, "ถนนทรุด")
    assert is_refused(town, mana, 1, 1) == "desk_merge.itself"
    assert is_refused(town, mana, 1, 99) == "desk_merge.unknown"
    assert is_refused(town, mana, 99, 1) == "refused.not_your_division"
    joins(town, mana, 2, 1)
    assert is_refused(town, mana, 3, 2) == "desk_merge.merged_already"
    assert is_refused(town, mana, 2, 3) == "desk_merge.merged_already"
    assert is_refused(town, mana, 1, 2) == "desk_merge.merged_already"
    mana.within(group).posts_back("do=repairs.finish&case=3")
    mana.within(group).sends_photo()
    mana.within(group).says("เสร็จ")
    assert is_refused(town, mana, 3, 1) == "desk.no_longer_open"
    assert is_refused(town, mana, 1, 3) == "desk.no_longer_open"


def test_a_case_of_another_division_is_unknown_here(
    town: TownUnderTest, somchai: Person, mana: Person, group: Group
) -> None:
    files(somchai, "ขยะล้นถัง", kind="ขยะ")
    somsri = town.officer("somsri", "หมอสมศรี", "public_health")
    assert is_refused(town, mana, 1, 2) == "desk_merge.unknown"
    assert is_refused(town, somsri, 1, 2) == "refused.not_your_division"
    mayor = town.officer("mayor", "นายก", role=Role.EXECUTIVE)
    assert is_refused(town, mayor, 1, 2) == "refused.reads_only"
    joins(town, town.officer("admin", "ผู้ดูแล", role=Role.ADMIN), 2, 1)
    assert cases(town)[1].status == Status.MERGED


def test_confidential_cases_merge_only_with_those_of_the_same_reporter(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person
) -> None:
    files(somchai, "ถนนทรุด")
    head = town.officer("head", "หัวหน้า", role=Role.HEAD)
    _become_confidential(town, 1)
    assert is_refused(town, head, 1, 2) == "desk_merge.not_both_confidential"
    assert is_refused(town, mana, 1, 2) == "refused.not_your_division"
    assert is_refused(town, mana, 2, 1) == "desk_merge.unknown"
    _become_confidential(town, 2)
    assert is_refused(town, head, 1, 2) == "desk_merge.confidential_of_two"
    _become_confidential(town, 3)
    joins(town, head, 3, 1)


def _become_confidential(town: TownUnderTest, case_id: int) -> None:
    with town.engine.database.begin() as session:
        session.get_one(Case, case_id).is_confidential = True


def test_a_merged_case_takes_no_other_step(town: TownUnderTest, john: Person, mana: Person, group: Group) -> None:
    joins(town, mana, 2, 1)
    before = [case.model_dump() for case in cases(town)]
    for button in ("casework.accept", "progress.begin", "repairs.finish", "handovers.decline", "handovers.hand_over"):
        mana.within(group).posts_back(f"do={button}&case=2")
        assert "รวมกับอีกเรื่อง" in group.last_heard.text, button
    assert [case.model_dump() for case in cases(town)] == before


def test_its_reporter_finds_it_by_its_own_number_and_is_led_on(town: TownUnderTest, john: Person, mana: Person) -> None:
    joins(town, mana, 2, 1)
    john.says("my cases")
    assert "70-000002" in john.last_heard.text
    john.posts_back("do=tracking.show_case&case=2")
    assert "Joined with case 70-000001" in john.last_heard.text
    john.taps("See the joined case")
    assert "70-000001" in john.last_heard.text
    assert "ถนนหน้าโรงเรียน" not in john.last_heard.text


def test_what_they_add_is_seen_with_the_case_that_goes_on(
    town: TownUnderTest, john: Person, mana: Person, group: Group
) -> None:
    joins(town, mana, 2, 1)
    john.says("the hole is deeper now, a motorbike fell")
    john.posts_back("do=complaints.add_to_case&case=2")
    assert "มีผู้แจ้งเพิ่ม 70-000001" in group.last_heard.text
    assert "motorbike" in group.last_heard.text


def test_who_withdraws_a_merged_case_hears_no_more_of_either(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    joins(town, mana, 2, 1)
    john.posts_back("do=feedback.withdraw&case=2")
    heard = news(town, somchai, john)
    mana.within(group).posts_back("do=casework.accept&case=1")
    assert news(town, somchai, john) == [heard[0] + 1, heard[1]]
    assert cases(town)[0].status == Status.ACCEPTED


def test_the_second_of_two_who_merge_crosswise_is_told(town: TownUnderTest, john: Person, mana: Person) -> None:
    joins(town, mana, 1, 2)
    assert is_refused(town, mana, 2, 1) == "desk_merge.merged_already"


def test_of_whoever_left_meanwhile_the_head_has_it(
    town: TownUnderTest, john: Person, mana: Person, group: Group
) -> None:
    mana.within(group).posts_back("do=casework.accept&case=2")
    joins(town, mana, 2, 1)
    head = town.officer("head", "หัวหน้า", role=Role.HEAD)
    mana.says(f"ลงทะเบียน {town.code(CodeKind.OFFICER, 'finance', Role.OFFICER)}")  # of another division now
    parts(town, head, 2)
    with town.session() as session:
        boss = find_person(session, head.user_id)
        officer = officer_of(session, boss.key) if boss is not None else None
    assert officer is not None
    assert (cases(town)[1].status, cases(town)[1].officer_id) == (Status.ACCEPTED, officer.key)
