"""What breaks LINE's limits never enters the outbox, and takes the transaction that wrote it along."""

import pytest
from sqlmodel import col, func, select

from content.messages import Message, text
from models.known_fact import fact, learn
from models.outgoing import Lane, Outgoing
from notifications.limits import BreaksLineLimit
from notifications.outbox import owe
from tests.notifications.owed import accepted_for, owed_messages
from tests.towns import TownUnderTest

SOMEBODY = "U" + "0" * 32


def _rows(town: TownUnderTest) -> int:
    with town.session() as session:
        return session.exec(select(func.count(col(Outgoing.id)))).one()


@pytest.mark.parametrize(
    "messages",
    [
        [text("ก" * 5001)],
        [text(" ")],
        [text("😀" * 2501)],
        [text("หนึ่ง")] * 6,
        [],
        [text("เลือก", [{"type": "message", "label": "ก" * 21, "text": "ก"}])],
        [{"type": "flex", "altText": "ก", "contents": {"type": "bubble", "body": {"type": "text", "text": "ก"}}}],
    ],
    ids=["long", "empty", "surrogates", "six", "none", "label", "not flex"],
)
def test_a_message_that_line_would_refuse_rolls_its_whole_transaction_back(
    town: TownUnderTest, messages: list[Message]
) -> None:
    with pytest.raises(BreaksLineLimit), town.engine.database.begin() as session:  # noqa: PT012
        owe(session, SOMEBODY, [text("ก่อนหน้า")], Lane.STATUS, town.clock())
        learn(session, "effect", "of the same transaction")
        owe(session, SOMEBODY, messages, Lane.STATUS, town.clock())

    assert _rows(town) == 0
    with town.session() as session:
        assert fact(session, "effect") is None


def test_five_messages_are_one_call_and_one_price(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    owed_messages(town, somchai.user_id, [text(f"ข้อ {number}") for number in range(5)], Lane.STATUS)
    town.settles()
    assert len(accepted_for(town, somchai)[-1].messages) == 5
    assert town.line.sending.quota_used == 1


def test_nothing_goes_out_for_a_transaction_that_was_rolled_back(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    heard = len(somchai.heard)
    with pytest.raises(ZeroDivisionError), town.engine.database.begin() as session:  # noqa: PT012
        owe(session, somchai.user_id, [text("ไม่ควรได้ยิน")], Lane.STATUS, town.clock())
        1 / 0  # noqa: B018
    town.settles()
    assert len(somchai.heard) == heard


def test_a_message_of_the_emergency_lane_wakes_the_emergency_sender(town: TownUnderTest) -> None:
    rung = town.engine.database.bell._rung
    rung.clear()
    owed_messages(town, SOMEBODY, [text("รถพยาบาลกำลังไป")], Lane.EMERGENCY)
    assert rung == {"emergency"}
