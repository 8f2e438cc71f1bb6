"""An answer goes free by its reply token while that lives, is never said twice, and is never lost in silence."""

from models.outgoing import SendStatus
from tests.notifications.owed import HELLO, accepted_for, calls_of, keys_of, last_row_for, owed, row_of
from tests.towns import TownUnderTest


def test_an_answer_is_a_free_reply_without_a_retry_key(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.says(HELLO)

    assert [sent.how for sent in accepted_for(town, somchai)] == ["reply", "reply"]
    assert town.line.sending.quota_used == 0
    assert keys_of(calls_of(town, "/message/reply")) == {None}
    row = last_row_for(town, somchai)
    assert (row.status, row.paid, row.sent_at) == (SendStatus.SENT, 0, town.clock())


def test_a_token_that_is_almost_too_old_still_answers_free(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.after_delivery = lambda: None
    somchai.says(HELLO)
    town.passes(seconds=49)
    assert accepted_for(town, somchai)[-1].how == "reply"


def test_a_token_that_is_too_old_is_not_tried_and_the_answer_is_pushed(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.after_delivery = lambda: None
    somchai.says(HELLO)
    replies = len(calls_of(town, "/message/reply"))
    town.passes(seconds=50)

    assert accepted_for(town, somchai)[-1].how == "push"
    assert len(calls_of(town, "/message/reply")) == replies
    assert last_row_for(town, somchai).paid == 1


def test_a_reply_that_line_answers_with_500_is_tried_again_while_the_token_lives(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("reply", status=500, times=2)
    somchai.says(HELLO)
    assert len(accepted_for(town, somchai)) == 1  # the greeting, from before
    town.passes(seconds=2)
    town.passes(seconds=4)

    assert accepted_for(town, somchai)[-1].how == "reply"
    assert town.line.sending.quota_used == 0


def test_a_reply_whose_answer_was_lost_is_tried_again_and_not_said_twice(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    before = len(somchai.heard)
    town.line.faults.add("reply", lost_answer=True, times=1)
    somchai.says(HELLO)
    heard = len(somchai.heard)
    assert heard > before
    assert last_row_for(town, somchai).status == SendStatus.QUEUED
    town.passes(seconds=2)

    assert [call.status for call in calls_of(town, "/message/reply")[-2:]] == [0, 400]
    assert len(somchai.heard) == heard
    assert last_row_for(town, somchai).status == SendStatus.SENT
    assert town.line.sending.quota_used == 0


def test_a_reply_that_was_never_heard_of_is_uncertain_after_the_tokens_life_and_not_pushed(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("reply", status=502)
    somchai.says(HELLO)
    town.passes(seconds=60)

    assert last_row_for(town, somchai).status == SendStatus.UNCERTAIN
    assert calls_of(town, "/message/push") == []


def test_an_emergency_answer_that_was_never_heard_of_is_pushed_all_the_same(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("reply", lost_answer=True)
    somchai.says("ฉุกเฉิน")
    town.line.faults.clear()
    town.line.faults.add("reply", status=500)
    town.passes(seconds=60)

    assert [sent.how for sent in accepted_for(town, somchai)[-2:]] == ["reply", "push"]
    assert last_row_for(town, somchai).status == SendStatus.SENT


def test_a_reply_refused_for_its_rate_is_tried_again_and_then_pushed(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("reply", rate_limited=True)
    somchai.says(HELLO)
    town.passes(seconds=2)
    assert last_row_for(town, somchai).status == SendStatus.QUEUED
    town.passes(seconds=60)

    assert accepted_for(town, somchai)[-1].how == "push"
    assert last_row_for(town, somchai).status == SendStatus.SENT


def test_a_reply_that_found_no_connection_is_pushed_once_the_token_is_dead(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.after_delivery = town.line.door.stop  # LINE is away before the bot answers
    somchai.says(HELLO)
    town.settles()
    assert last_row_for(town, somchai).error == "LineUnavailable"
    town.line.door.start(town.line.host, town.line.port)
    town.passes(seconds=60)

    assert accepted_for(town, somchai)[-1].how == "push"
    assert last_row_for(town, somchai).status == SendStatus.SENT


def test_a_token_that_line_calls_dead_at_the_first_try_makes_the_answer_a_push(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.after_delivery = lambda: None
    somchai.says(HELLO)
    for token in town.line.tokens.tokens.values():
        token.is_spent = True
    town.settles()

    assert [call.status for call in calls_of(town, "/message/reply")[-1:]] == [400]
    assert accepted_for(town, somchai)[-1].how == "push"


def test_a_reply_that_line_refuses_for_another_reason_is_refused_and_not_pushed(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("reply", status=400, times=1)
    somchai.says(HELLO)
    town.passes(minutes=5)

    assert last_row_for(town, somchai).status == SendStatus.REFUSED
    assert calls_of(town, "/message/push") == []


def test_small_talk_is_let_go_rather_than_paid(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.after_delivery = lambda: None
    somchai.says("ขอบคุณ")
    town.passes(seconds=50)

    assert last_row_for(town, somchai).status == SendStatus.LET_GO
    assert len(accepted_for(town, somchai)) == 1  # the greeting


def test_small_talk_is_answered_while_it_is_free(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.says("ขอบคุณ")
    assert last_row_for(town, somchai).status == SendStatus.SENT


def test_an_answer_waiting_for_its_reply_does_not_hold_up_a_status(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("reply", status=500)
    somchai.says(HELLO)
    status = owed(town, somchai, "เรื่องของท่านมีผู้รับแล้ว")
    town.settles()
    assert row_of(town, status).status == SendStatus.SENT
