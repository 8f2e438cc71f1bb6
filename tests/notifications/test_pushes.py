"""A push carries one retry key through all its attempts; what LINE says decides between later, never and uncertain."""

from typing import Any

import pytest

from models.outgoing import Lane, SendStatus
from tests.notifications.owed import accepted_for, calls_of, keys_of, owed, row_of, words_to
from tests.towns import TownUnderTest

PUSH = "/message/push"


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 502}, {"lost_answer": True}, {"reset": True}])
def test_a_push_is_tried_again_under_the_same_key_and_heard_once(town: TownUnderTest, fault: dict[str, Any]) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("push", times=2, **fault)
    row_id = owed(town, somchai, "มีผู้รับเรื่องแล้ว")
    town.settles()
    assert row_of(town, row_id).status == SendStatus.QUEUED
    town.passes(seconds=2)
    town.passes(seconds=4)

    assert row_of(town, row_id).status == SendStatus.SENT
    assert keys_of(calls_of(town, PUSH)) == {row_of(town, row_id).retry_key}
    assert words_to(town, somchai).count("มีผู้รับเรื่องแล้ว") == 1
    assert town.line.sending.misused_keys == []
    assert town.line.sending.quota_used == 1


def test_the_key_survives_a_restart(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("push", lost_answer=True, times=1)
    row_id = owed(town, somchai, "มีผู้รับเรื่องแล้ว")
    town.settles()
    town.starts()
    town.passes(seconds=2)

    assert [call.status for call in calls_of(town, PUSH)] == [0, 409]
    assert keys_of(calls_of(town, PUSH)) == {row_of(town, row_id).retry_key}
    assert row_of(town, row_id).status == SendStatus.SENT
    assert row_of(town, row_id).paid == 1


def test_a_push_waits_longer_after_each_failure_but_never_longer_than_five_minutes(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("push", status=500)
    row_id = owed(town, somchai, "มีผู้รับเรื่องแล้ว")
    waits = []
    for _ in range(14):
        town.settles()
        waits.append((row_of(town, row_id).due_at - town.clock()).total_seconds())
        town.clock.at = row_of(town, row_id).due_at
    expected = [min(2**step, 300) for step in range(14)]
    assert all(0.75 * most <= wait <= 1.25 * most for wait, most in zip(waits, expected, strict=True))


def test_an_emergency_waits_at_most_ten_seconds_between_attempts(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("push", status=500)
    row_id = owed(town, somchai, "รถพยาบาลกำลังไป", Lane.EMERGENCY)
    for _ in range(10):
        town.settles()
        assert (row_of(town, row_id).due_at - town.clock()).total_seconds() <= 12.5
        town.clock.at = row_of(town, row_id).due_at


def test_a_push_never_heard_of_for_a_day_is_uncertain_because_line_has_forgotten_the_key(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("push", lost_answer=True, times=1)
    row_id = owed(town, somchai, "มีผู้รับเรื่องแล้ว")
    town.settles()
    calls = len(calls_of(town, PUSH))
    town.passes(hours=24)

    assert row_of(town, row_id).status == SendStatus.UNCERTAIN
    assert len(calls_of(town, PUSH)) == calls


def test_a_push_that_never_left_is_still_sent_after_a_day(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    row_id = owed(town, somchai, "มีผู้รับเรื่องแล้ว")
    town.line.door.stop()
    town.settles()
    assert row_of(town, row_id).push_unheard_since is None
    town.clock.passes(hours=25)
    town.line.door.start(town.line.host, town.line.port)
    town.settles()
    assert row_of(town, row_id).status == SendStatus.SENT


@pytest.mark.parametrize("status", [400, 404])
def test_a_push_that_line_refuses_is_refused_for_good(town: TownUnderTest, status: int) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("push", status=status, times=1)
    row_id = owed(town, somchai, "มีผู้รับเรื่องแล้ว")
    town.settles()
    town.passes(hours=1)

    assert row_of(town, row_id).status == SendStatus.REFUSED
    assert len(calls_of(town, PUSH)) == 1


def test_a_rate_limit_means_later(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("push", rate_limited=True, times=1)
    row_id = owed(town, somchai, "มีผู้รับเรื่องแล้ว")
    town.settles()
    row = row_of(town, row_id)
    assert (row.status, row.error, row.push_unheard_since) == (SendStatus.QUEUED, "RateLimited", None)
    town.passes(seconds=2)
    assert row_of(town, row_id).status == SendStatus.SENT


def test_a_spent_month_holds_a_message_until_a_tidy_finds_quota(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.sending.quota_limit = 0
    row_id = owed(town, somchai, "มีผู้รับเรื่องแล้ว")
    town.settles()
    town.passes(hours=3)
    assert row_of(town, row_id).status == SendStatus.HELD
    assert len(calls_of(town, PUSH)) == 1
    town.line.sending.quota_limit = 300
    town.engine.tidy()
    town.settles()

    assert row_of(town, row_id).status == SendStatus.SENT
    assert words_to(town, somchai).count("มีผู้รับเรื่องแล้ว") == 1


def test_a_spent_month_does_not_keep_free_answers_from_anybody(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.sending.quota_limit = 0
    owed(town, somchai, "มีผู้รับเรื่องแล้ว")
    town.settles()
    somchai.says("ติดต่อ")
    assert accepted_for(town, somchai)[-1].how == "reply"


def test_an_emergency_goes_on_trying_in_a_spent_month(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.sending.quota_limit = 0
    row_id = owed(town, somchai, "รถพยาบาลกำลังไป", Lane.EMERGENCY)
    town.settles()
    town.line.sending.quota_limit = 300
    town.passes(seconds=2)
    assert row_of(town, row_id).status == SendStatus.SENT


@pytest.mark.parametrize("status", [401, 403])
def test_a_locked_door_fails_nothing_and_raises_an_alarm(
    town: TownUnderTest, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("any", status=status)
    row_id = owed(town, somchai, "มีผู้รับเรื่องแล้ว")
    for _ in range(30):
        town.passes(minutes=1)
    assert row_of(town, row_id).status == SendStatus.QUEUED
    assert any(record.levelname == "ERROR" and "token" in record.message for record in caplog.records)
    town.line.faults.clear()
    town.passes(minutes=1)
    assert row_of(town, row_id).status == SendStatus.SENT


def test_a_message_to_a_group_is_paid_once_a_member(town: TownUnderTest) -> None:
    mana, wichai = town.officer("mana", "ช่างมานะ"), town.officer("wichai", "ช่างวิชัย")
    group = town.staff_group("กองช่าง", [mana, wichai])
    before = town.line.sending.quota_used
    row_id = owed(town, group, "เรื่องใหม่", Lane.DUTY)
    town.settles()

    assert row_of(town, row_id).paid == 2
    assert town.line.sending.quota_used - before == 2
