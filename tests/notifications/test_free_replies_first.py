"""What waits to be told rides along with the next free answer, once, and is paid for only if that can't be."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import col, select

from content.messages import tap, text
from models.outgoing import Lane, Outgoing, SendStatus
from notifications.outbox import owe
from notifications.steps import take_along, tell
from simulator import Person
from tests.handlers.stories import files, finishes
from tests.notifications.owed import HELLO, HELLO_AGAIN, accepted_for, calls_of, last_row_for, owed, row_of, words_to
from tests.notifications.test_joined_steps import CARD, STEPS, rows_for, send, speak, tells
from tests.notifications.test_quota import reads
from tests.towns import TownUnderTest

NEWS, MORE = "มีผู้รับเรื่องแล้ว", "ส่งต่อแล้ว"
# How many messages the answer to HELLO has.
ALONE = 2


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    return town.resident("somchai", "สมชาย")


def test_it_rides_in_front_of_the_answer_once_and_costs_nothing(town: TownUnderTest, somchai: Person) -> None:
    tells(town, somchai, NEWS)
    somchai.says(HELLO)
    answer = accepted_for(town, somchai)[-1]
    assert (answer.how, answer.messages[0]) == ("reply", text(NEWS))
    assert len(answer.messages) == 1 + ALONE
    assert "แจ้งปัญหา" in somchai.last_heard.labels  # the answer's own quick replies
    assert rows_for(town, somchai) == []
    somchai.says(HELLO_AGAIN)
    town.passes(hours=1)
    assert words_to(town, somchai).count(NEWS) == 1
    assert town.line.sending.quota_used == 0


def test_news_of_two_cases_ride_together(town: TownUnderTest, somchai: Person) -> None:
    mana = town.officer("mana", "ช่างมานะ")
    group = town.staff_group("กองช่าง", [mana])
    town.is_patient()
    for words in ("หลุมแรก", "หลุมที่สอง"):
        files(somchai, words=words)
        mana.within(group).taps("รับเรื่อง")
    somchai.says("ติดตาม")
    told = accepted_for(town, somchai)[-1]
    assert told.how == "reply"
    assert "70-000002" in told.messages[0]["text"]
    assert sum("รับแล้วค่ะ" in words for words in words_to(town, somchai)) == 2


def test_what_is_held_for_want_of_messages_rides_too(town: TownUnderTest, somchai: Person) -> None:
    reads(town, 300, 300)
    row_id = owed(town, somchai, NEWS)
    town.settles()
    with town.session() as session:
        assert session.get_one(Outgoing, row_id).status == SendStatus.HELD
    somchai.says(HELLO)
    assert NEWS in words_to(town, somchai)
    reads(town, 300, 0)
    town.passes(hours=1)
    assert words_to(town, somchai).count(NEWS) == 1


def test_the_stars_are_asked_for_once_also_where_the_card_was_held(town: TownUnderTest, somchai: Person) -> None:
    mana = town.officer("mana", "ช่างมานะ")
    group = town.staff_group("กองช่าง", [mana])
    files(somchai)
    reads(town, 300, 300)
    finishes(mana.within(group))
    assert "★5" not in somchai.last_heard.text
    town.passes(hours=3)
    somchai.says(HELLO)
    reads(town, 300, 0)
    for _ in range(8):
        town.passes(hours=12)
    assert sum("★5" in heard.text for heard in somchai.heard) == 1


def test_with_a_dead_token_both_are_pushed_for_the_price_of_one(town: TownUnderTest, somchai: Person) -> None:
    tells(town, somchai, NEWS)
    town.line.after_delivery = lambda: None
    somchai.says("ขอบคุณ")  # small talk, which alone is let go
    town.engine.inbox.take_due()
    town.passes(seconds=50)
    pushed = accepted_for(town, somchai)[-1]
    assert (pushed.how, pushed.messages[0]) == ("push", text(NEWS))
    assert last_row_for(town, somchai).paid == 1
    town.passes(hours=1)
    assert words_to(town, somchai).count(NEWS) == 1


def test_nothing_rides_with_an_answer_that_comes_too_late_to_be_free(town: TownUnderTest, somchai: Person) -> None:
    tells(town, somchai, NEWS)
    town.line.after_delivery = lambda: None
    somchai.says("ขอบคุณ")
    town.passes(seconds=50)
    assert last_row_for(town, somchai).status == SendStatus.LET_GO
    assert [row.status for row in rows_for(town, somchai)] == [SendStatus.QUEUED]


def test_a_crash_after_the_ride_has_begun_loses_and_doubles_nothing(town: TownUnderTest, somchai: Person) -> None:
    tells(town, somchai, NEWS)
    town.line.after_delivery = lambda: None
    somchai.says(HELLO)
    town.engine.inbox.take_due()
    town.starts()
    town.passes(hours=1)
    assert words_to(town, somchai).count(NEWS) == 1


def test_an_event_that_fails_leaves_what_waits_where_it_was(town: TownUnderTest, somchai: Person) -> None:
    tells(town, somchai, NEWS)
    with pytest.raises(ZeroDivisionError), town.engine.database.begin() as session:  # noqa: PT012
        assert take_along(session, somchai.line_id, [text("คำตอบ")]).messages == [text(NEWS)]
        1 / 0  # noqa: B018
    town.passes(minutes=10)
    assert words_to(town, somchai).count(NEWS) == 1


def test_nothing_rides_into_a_group_or_with_an_emergency(town: TownUnderTest) -> None:
    mana = town.officer("mana", "ช่างมานะ")
    group = town.staff_group("กองช่าง", [mana])
    files(town.resident("somchai", "สมชาย"))
    tells(town, mana, NEWS)
    mana.within(group).taps("รับเรื่อง")
    mana.says("ฉุกเฉิน")
    assert NEWS not in words_to(town, mana) + words_to(town, group)
    mana.says(HELLO)
    assert NEWS in words_to(town, mana)


def test_what_does_not_fit_beside_the_answer_waits_on(town: TownUnderTest, somchai: Person) -> None:
    for number in range(5):
        tells(town, somchai, {**CARD, "altText": str(number)})
    somchai.says(HELLO)
    assert len(accepted_for(town, somchai)[-1].messages) == ALONE
    town.passes(minutes=10)
    assert len(accepted_for(town, somchai)[-1].messages) == 5


def test_a_question_that_waits_keeps_its_buttons_and_its_own_message(town: TownUnderTest, somchai: Person) -> None:
    tells(town, somchai, text("ทำต่อไหมคะ", [tap("ทำต่อ", "complaints.go_on")]))
    somchai.says(HELLO)
    assert len(accepted_for(town, somchai)[-1].messages) == ALONE
    town.passes(minutes=10)
    assert "ทำต่อ" in somchai.last_heard.labels


def test_what_is_on_its_way_already_does_not_ride_and_is_not_overtaken(town: TownUnderTest, somchai: Person) -> None:
    owed(town, somchai, NEWS)
    town.line.faults.add("push", lost_answer=True, times=1)
    town.settles()
    tells(town, somchai, MORE)
    somchai.says(HELLO)
    assert len(accepted_for(town, somchai)[-1].messages) == ALONE
    town.passes(minutes=10)
    assert words_to(town, somchai).count(NEWS) == 1
    assert words_to(town, somchai)[-1] == MORE


def test_what_is_held_though_line_may_have_it_does_not_ride(town: TownUnderTest, somchai: Person) -> None:
    row_id = owed(town, somchai, NEWS)
    town.line.faults.add("push", lost_answer=True, times=1)
    town.settles()
    town.line.faults.add("push", month_spent=True, times=1)
    town.passes(seconds=3)
    assert row_of(town, row_id).status == SendStatus.HELD
    somchai.says(HELLO)
    assert words_to(town, somchai).count(NEWS) == 1


def test_the_price_of_an_answer_with_news_is_counted_for_their_case(town: TownUnderTest, somchai: Person) -> None:
    files(somchai)
    with town.engine.database.begin() as session:
        tell(session, somchai.line_id, text(NEWS), town.clock(), patience=timedelta(minutes=10), case_id=1)
    somchai.says(HELLO)
    with town.session() as session:
        newest = select(Outgoing).where(col(Outgoing.to) == somchai.line_id).order_by(col(Outgoing.id).desc())
        row = session.exec(newest.limit(1)).one()
    assert (row.lane, row.case_id) == (Lane.ANSWER, 1)
    assert calls_of(town, "/message/push") == []


def test_who_rides_who_joins_and_who_sends_at_the_same_time_lose_and_double_nothing(
    town: TownUnderTest, somchai: Person
) -> None:
    at_once = threading.Barrier(4)
    hands = [threading.Thread(target=speak, args=(town, [somchai], name, at_once)) for name in "กข"]
    hands += [threading.Thread(target=work, args=(town, at_once)) for work in (send, partial(_answer, to=somchai))]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    town.settles()
    said = [word for words in words_to(town, somchai) for word in words.split("\n\n") if word[0] in "กข"]
    assert sorted(said) == sorted(f"{name}{number}" for name in "กข" for number in range(STEPS))


def _answer(town: TownUnderTest, at_once: threading.Barrier, to: Person) -> None:
    at_once.wait()
    for _ in range(STEPS):
        with town.engine.database.begin() as session:
            riders = take_along(session, to.line_id, [text("คำตอบ")])
            owe(session, to.line_id, [*riders.messages, text("คำตอบ")], Lane.ANSWER, town.clock())
