"""A process that dies between claim and mark loses nothing and says nothing twice."""

from models.lease import LEASE
from models.outgoing import Lane, Outgoing, SendStatus, take_next
from notifications.delivery import Way, before_the_call, way_for
from notifications.sender import Taken
from simulator import Person
from tests.notifications.owed import HELLO, accepted_for, calls_of, last_row_for, owed, row_of
from tests.towns import TownUnderTest


def _dies_after_claiming(town: TownUnderTest) -> list[Outgoing]:
    """What a sender has done when it is killed right before its call: claimed, and written down that it calls."""
    now = town.clock()
    with town.engine.database.begin() as session:
        rows = take_next(session, now, 4, emergency=False)
        for row in rows:
            before_the_call(row, way_for(row, now), now)
    return rows


def _owes_an_answer(town: TownUnderTest) -> tuple[Person, Outgoing]:
    somchai = town.resident("somchai", "สมชาย")
    town.line.after_delivery = town.engine.inbox.take_due
    somchai.says(HELLO)
    return somchai, last_row_for(town, somchai)


def test_killed_before_the_reply_was_called_it_is_said_by_the_next_taker(town: TownUnderTest) -> None:
    somchai, row = _owes_an_answer(town)
    assert [claimed.id for claimed in _dies_after_claiming(town)] == [row.id]
    town.starts()
    town.passes(seconds=LEASE.total_seconds())

    assert accepted_for(town, somchai)[-1].how == "reply"
    assert last_row_for(town, somchai).status == SendStatus.SENT


def test_killed_after_the_reply_was_called_it_is_not_said_again(town: TownUnderTest) -> None:
    somchai, row = _owes_an_answer(town)
    _dies_after_claiming(town)
    town.line.sending.reply({"replyToken": row.reply_token, "messages": row.messages})  # it got as far as LINE
    heard = len(somchai.heard)
    town.starts()
    town.passes(seconds=LEASE.total_seconds())

    assert len(somchai.heard) == heard
    assert last_row_for(town, somchai).status == SendStatus.SENT
    assert calls_of(town, "/message/push") == []


def test_killed_after_a_push_was_called_it_is_not_said_again(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    row_id = owed(town, somchai, "เรื่องของท่าน")
    (row,) = _dies_after_claiming(town)
    town.engine.sender._line.push(row.to, row.messages, row.retry_key)
    heard = len(somchai.heard)
    town.starts()
    town.passes(seconds=LEASE.total_seconds())

    assert len(somchai.heard) == heard
    assert row_of(town, row_id).status == SendStatus.SENT


def _calls_after_a_sleep(town: TownUnderTest, lane: Lane = Lane.ANSWER) -> Outgoing:
    """A reply that LINE never heard is called once more, by a process that sleeps between its claim and its call."""
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("reply", reset=True, times=1)
    town.line.after_delivery = town.engine.inbox.take_due
    somchai.says(HELLO)
    row_id = last_row_for(town, somchai).id
    assert row_id is not None
    with town.engine.database.begin() as session:
        session.get_one(Outgoing, row_id).lane = lane
    sender = town.engine.emergency_sender if lane == Lane.EMERGENCY else town.engine.sender
    sender.send_due()
    town.clock.passes(seconds=2)
    with town.engine.database.begin() as session:
        (row,) = take_next(session, town.clock(), 1, emergency=lane == Lane.EMERGENCY)
        taken = Taken(row, Way.REPLY, before_the_call(row, Way.REPLY, town.clock()))
    town.clock.passes(seconds=61)
    sender._bring(taken, goes_on=False)
    return row_of(town, row_id)


def test_a_token_that_died_while_the_process_slept_says_nothing_about_the_reply_before(town: TownUnderTest) -> None:
    assert _calls_after_a_sleep(town).status == SendStatus.UNCERTAIN


def test_an_emergency_answer_is_pushed_then(town: TownUnderTest) -> None:
    row = _calls_after_a_sleep(town, Lane.EMERGENCY)
    assert (row.status, row.reply_token) == (SendStatus.QUEUED, None)
    town.settles()
    assert calls_of(town, "/message/push") != []


def test_who_comes_back_after_the_lease_was_taken_over_changes_nothing(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    row_id = owed(town, somchai, "เรื่องของท่าน")
    (late,) = _dies_after_claiming(town)
    town.passes(seconds=LEASE.total_seconds())
    sent = row_of(town, row_id)
    town.line.faults.add("push", status=400)
    taken = Taken(late, Way.PUSH, before_the_call(late, Way.PUSH, town.clock()))
    assert town.engine.sender._bring(taken, goes_on=True) is None  # its call fails, but the row has moved on

    assert row_of(town, row_id).status == SendStatus.SENT
    assert row_of(town, row_id).attempts == sent.attempts == 2


def test_a_restart_between_the_case_and_its_receipt_still_gives_the_receipt(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says("ถนนเป็นหลุม")
    somchai.says("หน้าวัด")
    somchai.taps("ข้าม")
    town.line.after_delivery = town.engine.inbox.take_due
    somchai.taps("ยืนยัน")
    assert "70-000001" not in somchai.last_heard.text
    town.starts()
    assert "70-000001" in somchai.last_heard.text
