"""The month's quota: who yields first, what is held, and what goes whatever is left."""

from datetime import timedelta

import pytest

from models.outgoing import Lane, SendStatus
from notifications.outbox import ReplyToken
from notifications.quota import Standing, keep_reading, may_push, standing_at
from tests.notifications.owed import calls_of, owed, row_of, words_to
from tests.towns import TownUnderTest

PUSH = "/message/push"


def reads(town: TownUnderTest, limit: int | None, used: int) -> None:
    """LINE tells what it knows of the month."""
    with town.engine.database.begin() as session:
        keep_reading(session, limit, used, town.clock())


def standing(town: TownUnderTest) -> Standing:
    """The quota as it stands now."""
    with town.session() as session:
        return standing_at(session, town.clock())


@pytest.mark.parametrize(("limit", "reserve"), [(300, 30), (15_000, 1_500), (35_000, 3_500), (100, 20), (10, 10)])
def test_a_tenth_is_kept_for_emergencies_and_twenty_messages_at_least(limit: int, reserve: int) -> None:
    assert Standing(limit, 0, None).reserve == reserve


@pytest.mark.parametrize(
    ("left", "going"),
    [
        (91, set(Lane)),
        (90, set(Lane) - {Lane.NEWS}),
        (61, set(Lane) - {Lane.NEWS}),
        (60, {Lane.EMERGENCY, Lane.DUTY, Lane.ANSWER}),
        (31, {Lane.EMERGENCY, Lane.DUTY, Lane.ANSWER}),
        (30, {Lane.EMERGENCY}),
        (0, {Lane.EMERGENCY}),
    ],
)
def test_news_yields_first_then_status_and_emergencies_never(left: int, going: set[Lane]) -> None:
    assert {lane for lane in Lane if Standing(300, 300 - left, None).has_room(lane, 1)} == going


def test_a_push_to_a_group_needs_room_for_each_of_its_members() -> None:
    assert Standing(300, 250, None).has_room(Lane.DUTY, 20)
    assert not Standing(300, 250, None).has_room(Lane.DUTY, 21)


def test_without_a_limit_or_a_reading_everything_goes(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    unread = owed(town, somchai, "ข่าว", Lane.NEWS)
    town.settles()
    reads(town, None, 100_000)
    unlimited = owed(town, somchai, "ข่าวอีก", Lane.NEWS)
    town.settles()
    assert {row_of(town, unread).status, row_of(town, unlimited).status} == {SendStatus.SENT}


def test_what_touches_the_reserve_is_held_unasked_and_the_emergency_goes(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    reads(town, 300, 270)
    rows = {lane: owed(town, somchai, lane.value, lane) for lane in Lane}
    town.settles()

    held = {lane: row_of(town, row) for lane, row in rows.items() if lane != Lane.EMERGENCY}
    assert {(row.status, row.error) for row in held.values()} == {(SendStatus.HELD, "QuotaKept")}
    assert row_of(town, rows[Lane.EMERGENCY]).status == SendStatus.SENT
    assert len(calls_of(town, PUSH)) == 1


def test_a_free_reply_goes_whatever_is_left(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    reads(town, 300, 300)
    somchai.says("ติดต่อ")
    assert town.line.accepted[-1].how == "reply"


def test_an_answer_whose_reply_token_has_died_is_held_like_any_push(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    reads(town, 300, 300)
    dead = ReplyToken("spent", town.clock() + timedelta(seconds=50))
    row_id = owed(town, somchai, "คำตอบ", Lane.ANSWER, reply=dead)
    town.settles()
    assert row_of(town, row_id).status == SendStatus.HELD


def test_a_push_that_line_may_have_already_is_tried_again_though_nothing_is_left(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("push", lost_answer=True, times=1)
    row_id = owed(town, somchai, "มีผู้รับเรื่องแล้ว")
    town.settles()
    reads(town, 300, 300)
    town.passes(seconds=2)
    assert row_of(town, row_id).status == SendStatus.SENT
    assert words_to(town, somchai).count("มีผู้รับเรื่องแล้ว") == 1


def test_what_we_paid_since_the_reading_is_counted(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    owed(town, somchai, "ก่อนอ่าน")
    town.settles()
    reads(town, 300, 100)
    town.passes(seconds=1)
    owed(town, somchai, "หลังอ่าน")
    town.settles()
    assert standing(town).used == 101


def test_a_new_month_in_bangkok_starts_from_nothing(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    reads(town, 300, 300)
    row_id = owed(town, somchai, "มีผู้รับเรื่องแล้ว")
    town.settles()
    assert row_of(town, row_id).status == SendStatus.HELD
    town.clock.passes(days=31)
    assert standing(town).used == 0
    with town.session() as session:
        assert may_push(session, row_of(town, row_id), town.clock())


def test_a_reading_that_shows_room_lets_go_the_officers_alerts_first(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    reads(town, 300, 300)
    news, status, duty = (owed(town, somchai, lane.value, lane) for lane in (Lane.NEWS, Lane.STATUS, Lane.DUTY))
    town.settles()
    reads(town, 300, 220)
    town.settles()

    assert [row_of(town, row).status for row in (duty, status, news)] == [SendStatus.SENT] * 2 + [SendStatus.HELD]
    assert words_to(town, somchai)[-2:] == [Lane.DUTY.value, Lane.STATUS.value]


def test_low_quota_raises_an_alarm_once_a_threshold_and_month(
    town: TownUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    def alarms() -> list[int]:
        return [record.__dict__["percent_left"] for record in caplog.records if "percent_left" in record.__dict__]

    for used in (100, 239, 240, 241, 285, 286, 300, 300):
        reads(town, 300, used)
    assert alarms() == [20, 5, 0]
    town.clock.passes(days=31)
    reads(town, 300, 240)
    assert alarms() == [20, 5, 0, 20]
