"""A process that dies between claim and mark loses nothing and says nothing twice."""

from models.lease import LEASE
from models.outgoing import Outgoing, SendStatus, take_next
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
    somchai.taps("ถนน/ทางเท้า")
    somchai.says("ถนนเป็นหลุม")
    somchai.says("หน้าวัด")
    somchai.taps("ข้าม")
    town.line.after_delivery = town.engine.inbox.take_due
    somchai.taps("ยืนยัน")
    assert "70-000001" not in somchai.last_heard.text
    town.starts()
    assert "70-000001" in somchai.last_heard.text
