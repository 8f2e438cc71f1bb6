"""Between taking and finishing: work begins, or the case is delayed to a day and for a reason, and its reporter is told."""

from datetime import UTC, datetime

import pytest

from models.case_change import history_of
from simulator import Group, Person
from simulator.seats import Seat
from tests.handlers.stories import cases, files, finishes, the_case
from tests.towns import TownUnderTest

# The town's clock stands on Friday, 20 November 2026; 25 December is a day on which its office is open.
CHRISTMAS = datetime(2026, 12, 25, 9, 30, tzinfo=UTC)


@pytest.fixture
def somchai(town: TownUnderTest, group: Group) -> Person:
    person = town.resident("somchai", "สมชาย")
    files(person)
    return person


@pytest.fixture
def there(mana: Person, group: Group, somchai: Person) -> Seat:
    """Mana in the group, who has taken the case."""
    seat = mana.within(group)
    seat.taps("รับเรื่อง")
    return seat


def steps_of(town: TownUnderTest) -> list[str]:
    with town.session() as session:
        return [change.step for change in history_of(session, 1)]


def test_whoever_takes_a_case_sees_what_may_come_next(there: Seat, group: Group) -> None:
    assert group.last_heard.labels == ["เริ่มลงมือ", "ต้องเลื่อน", "เสร็จสิ้น"]
    there.taps("เริ่มลงมือ")
    assert group.last_heard.labels == ["เสร็จสิ้น", "ต้องเลื่อน"]


def test_that_work_has_begun_is_told_with_name_and_promise(
    town: TownUnderTest, there: Seat, group: Group, somchai: Person
) -> None:
    there.taps("เริ่มลงมือ")
    assert (the_case(town).status, steps_of(town)) == ("working", ["filed", "accepted", "begun"])
    assert all(part in somchai.last_heard.text for part in ("เริ่มลงมือแล้ว", "ช่างมานะ (กองช่าง)", "22 พ.ย. 69"))
    somchai.says("ติดตาม")
    assert "กำลังดำเนินการ" in somchai.last_heard.text
    somchai.taps("ดูรายละเอียด")
    assert "ช่างมานะ (กองช่าง) เริ่มลงมือแล้ว" in somchai.last_heard.text
    assert "ตั้งใจให้เสร็จภายใน 22 พ.ย. 69" in somchai.last_heard.text


def test_a_second_tap_on_begin_tells_nobody_again(
    town: TownUnderTest, there: Seat, group: Group, somchai: Person
) -> None:
    there.posts_back("do=progress.begin&case=1")
    heard = len(somchai.heard)
    there.posts_back("do=progress.begin&case=1")
    assert "ช่างมานะ (กองช่าง) เริ่มลงมือเรื่อง 70-000001 ไปแล้ว" in group.last_heard.text
    there.posts_back("do=casework.accept&case=1")
    assert "ท่านรับเรื่อง 70-000001 ไว้แล้ว" in group.last_heard.text
    assert len(somchai.heard) == heard


def test_work_may_begin_without_having_been_accepted(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    mana.within(group).posts_back("do=progress.begin&case=1")
    assert steps_of(town) == ["filed", "accepted", "begun"]
    assert "ช่างมานะ" in somchai.last_heard.text


def test_what_has_begun_can_be_finished_passed_on_declined_and_begun_anew(
    town: TownUnderTest, there: Seat, group: Group, somchai: Person
) -> None:
    there.taps("เริ่มลงมือ")
    finishes(there)
    somchai.taps("ยังไม่เรียบร้อย")
    somchai.says("ข้าม")
    there.taps("รับเรื่อง")
    there.taps("เริ่มลงมือ")
    assert steps_of(town)[-3:] == ["reopened", "accepted", "begun"]
    for button in ("ส่งต่อ", "กองคลัง", "ข้าม"):
        there.taps(button)
    assert (the_case(town).status, the_case(town).officer_id) == ("new", None)
    there.posts_back("do=progress.begin&case=1")
    assert "ไม่ได้อยู่กับกองของท่าน" in group.last_heard.text


def test_a_case_is_delayed_to_a_day_and_for_a_reason_and_its_reporter_reads_both(
    town: TownUnderTest, there: Seat, group: Group, somchai: Person
) -> None:
    there.taps("ต้องเลื่อน")
    assert group.last_heard.labels[:3] == ["พรุ่งนี้", "อีก 3 วันทำการ", "สัปดาห์หน้า"]
    there.taps("เลือกวัน", "2026-12-25")
    assert "25 ธ.ค. 69" in group.last_heard.text
    there.taps("รออะไหล่หรือวัสดุ")
    assert "เลื่อนเรื่อง 70-000001 เป็น 25 ธ.ค. 69" in group.last_heard.text
    assert group.last_heard.labels == ["เริ่มลงมือ", "ต้องเลื่อน", "เสร็จสิ้น"]
    assert all(part in somchai.last_heard.text for part in ("70-000001", "25 ธ.ค. 69", "รออะไหล่หรือวัสดุ"))
    assert (the_case(town).status, the_case(town).promised_at) == ("accepted", CHRISTMAS)


@pytest.mark.parametrize(
    ("button", "day"),
    [("พรุ่งนี้", "21 พ.ย. 69"), ("อีก 3 วันทำการ", "25 พ.ย. 69"), ("สัปดาห์หน้า", "27 พ.ย. 69")],
)
def test_the_days_that_are_offered(there: Seat, group: Group, somchai: Person, button: str, day: str) -> None:
    there.taps("ต้องเลื่อน")
    there.taps(button)
    there.says("ฝนตกหนัก")
    assert all(part in somchai.last_heard.text for part in (day, "ฝนตกหนัก"))


def test_a_day_may_be_typed_and_is_asked_again_if_it_is_none_or_too_early_or_too_late(
    town: TownUnderTest, there: Seat, group: Group, somchai: Person
) -> None:
    there.taps("ต้องเลื่อน")
    for typed, answer in (
        ("ปลายเดือน", "อ่านวันที่ไม่ออก"),
        ("20/11", "ตั้งแต่พรุ่งนี้ ถึง 18 ก.พ. 70"),
        ("19/11/69", "ตั้งแต่พรุ่งนี้"),
        ("19/2/70", "ตั้งแต่พรุ่งนี้"),
    ):
        there.says(typed)
        assert answer in group.heard[-2].text
        assert "พรุ่งนี้" in group.last_heard.labels
    there.says("25 ธ.ค. 69")
    there.says("รอหม้อแปลงใหม่")
    assert the_case(town).promised_at == CHRISTMAS
    assert "รอหม้อแปลงใหม่" in somchai.last_heard.text


def test_each_delay_keeps_its_own_date_in_the_time_line(
    town: TownUnderTest, there: Seat, group: Group, somchai: Person
) -> None:
    there.taps("เริ่มลงมือ")
    for day in ("25/12", "8/1"):
        there.taps("ต้องเลื่อน")
        there.says(day)
        there.says("ฝนตก")
    assert the_case(town).status == "working"
    somchai.says("ติดตาม")
    somchai.taps("ดูรายละเอียด")
    told = somchai.last_heard.text
    assert told.index("เลื่อนเป็นวันที่ 25 ธ.ค. 69") < told.index("เลื่อนเป็นวันที่ 8 ม.ค. 70")
    assert "ตั้งใจให้เสร็จภายใน 8 ม.ค. 70" in told


def test_a_delay_can_be_cancelled_at_each_question_and_nothing_skipped(
    town: TownUnderTest, there: Seat, group: Group, somchai: Person
) -> None:
    before, heard = the_case(town).promised_at, len(somchai.heard)
    for said in ([], ["พรุ่งนี้"]):
        there.taps("ต้องเลื่อน")
        for button in said:
            there.taps(button)
        there.says("ข้าม")
        assert "ข้อนี้ข้ามไม่ได้" in group.heard[-2].text
        there.taps("ยกเลิก")
        assert "70-000001 ยังเหมือนเดิม" in group.last_heard.text
    assert (the_case(town).promised_at, len(somchai.heard)) == (before, heard)
    quiet = len(group.heard)
    there.says("ไปกินข้าวกัน")
    assert len(group.heard) == quiet


def test_somebody_else_may_tap_the_day_and_is_then_asked_why(
    town: TownUnderTest, there: Seat, group: Group, somchai: Person
) -> None:
    wichai = town.officer("wichai", "ช่างวิชัย")
    group.gains(wichai)
    there.taps("ต้องเลื่อน")
    wichai.within(group).taps("พรุ่งนี้")
    wichai.within(group).says("รอช่าง")
    assert "รอช่าง" in somchai.last_heard.text
    assert the_case(town).officer_id == 1


def test_only_what_an_officer_has_in_hand_is_delayed(
    town: TownUnderTest, mana: Person, group: Group, somchai: Person
) -> None:
    seat = mana.within(group)
    seat.posts_back("do=progress.delay&case=1")
    assert "กรุณาแตะ “รับเรื่อง” ก่อน" in group.last_heard.text
    finishes(seat)
    for button in ("progress.begin", "progress.delay", "progress.choose_day&date=2026-12-25"):
        seat.posts_back(f"do={button}&case=1")
        assert "อยู่ในสถานะ “เสร็จแล้ว" in group.last_heard.text


def test_whoever_is_asked_for_the_reason_when_the_case_is_done_is_told_and_let_go(
    town: TownUnderTest, there: Seat, group: Group, somchai: Person
) -> None:
    wichai = town.officer("wichai", "ช่างวิชัย")
    group.gains(wichai)
    there.taps("ต้องเลื่อน")
    there.taps("พรุ่งนี้")
    finishes(wichai.within(group))
    there.says("รออะไหล่")
    assert "อยู่ในสถานะ" in group.last_heard.text
    quiet = len(group.heard)
    there.says("อ้าว")
    assert len(group.heard) == quiet
    assert "delayed" not in steps_of(town)


def test_an_old_or_odd_date_on_a_button_is_refused(town: TownUnderTest, there: Seat, group: Group) -> None:
    for odd in ("", "2026-13-01", "20261225", "2026-W52-5", "๒๕", "x" * 40):
        there.posts_back(f"do=progress.choose_day&case=1&date={odd}")
        assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in group.last_heard.text
    there.posts_back("do=progress.choose_day&case=1&date=2026-11-01")
    assert "ตั้งแต่พรุ่งนี้" in group.heard[-2].text
    assert the_case(town).status == "accepted"


def test_what_a_picker_of_another_kind_says_changes_no_fact(town: TownUnderTest, there: Seat, group: Group) -> None:
    for params in ({"time": "10:00"}, {"date": 5}, {"case": "2", "do": "repairs.finish"}):
        there.posts_back("do=progress.choose_day&case=1", params=params)
        assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in group.last_heard.text


def test_what_comes_while_a_case_is_being_worked_on_can_still_be_added_to_it(
    town: TownUnderTest, there: Seat, group: Group, somchai: Person
) -> None:
    there.taps("เริ่มลงมือ")
    somchai.sends_photo()
    assert "เพิ่มในเรื่องเดิม" in somchai.last_heard.labels
    somchai.taps("เพิ่มในเรื่องเดิม")
    assert len(cases(town)) == 1
    assert "ผู้แจ้งส่งเพิ่ม" in group.last_heard.text


def test_all_of_it_is_said_in_the_reporters_language(town: TownUnderTest, mana: Person, group: Group) -> None:
    john = town.resident("john", "John", language="en")
    john.posts_back("do=complaints.choose_type&type=road")
    for said in ("A deep hole", "In front of the school", "skip", "confirm"):
        john.says(said)
    seat = mana.within(group)
    for button in ("รับเรื่อง", "เริ่มลงมือ", "ต้องเลื่อน"):
        seat.taps(button)
        assert "กำลัง" not in john.last_heard.text
    assert "has started" in john.last_heard.text
    seat.says("25/12")
    seat.says("ฝนตก")
    assert "25 Dec 2026" in john.last_heard.text
