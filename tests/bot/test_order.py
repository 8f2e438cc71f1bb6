"""Whose turn it is: each person's events by LINE's time and one at a time, the urgent first, nobody waiting for others."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, select

from bot.inbox import Inbox
from models.conversation import Conversation
from models.lease import LEASE
from models.webhook_event import EventStatus, WebhookEvent, take_next
from tests.bot.hand_made import DiesAtSecondLook, Fault, delivery, kept, post, said
from tests.towns import TownUnderTest

STUMBLE = Fault("stumble", "conversation", when="CAST(NEW.draft AS TEXT) LIKE '%stumble%'")


def told(town: TownUnderTest) -> list[str]:
    """What the half-told complaints of the town say, in the order in which it was taken."""
    with town.session() as session:
        drafts = [conversation.draft for conversation in session.exec(select(Conversation))]
    return [said["words"] for draft in drafts for said in draft.get("said", [])]


def now_ms(town: TownUnderTest) -> int:
    return int(town.clock().timestamp() * 1000)


def taken(town: TownUnderTest) -> list[str]:
    """Which events a taker that comes by now gets, and keeps."""
    with town.engine.database.begin() as session:
        return [event.event_id for event in take_next(session, town.clock(), 10)]


def test_events_of_a_person_are_taken_in_the_order_of_their_timestamps(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    at = now_ms(town)
    events = [said(f"คำที่ {number}", f"01{number}", somchai.user_id, at + number) for number in range(6)]
    for number in (3, 0, 5, 2, 4, 1):
        post(town, delivery(town, events[number]))
    town.settles()
    assert told(town) == [f"คำที่ {number}" for number in range(6)]


def test_events_of_the_same_millisecond_are_taken_as_they_came(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    post(town, delivery(town, *(said(f"คำที่ {n}", f"01{9 - n}", somchai.user_id, now_ms(town)) for n in range(5))))
    town.settles()
    assert told(town) == [f"คำที่ {number}" for number in range(5)]


def test_of_a_person_one_event_at_a_time_is_taken_and_of_others_theirs(town: TownUnderTest) -> None:
    anna, boon = "U" + "a" * 32, "U" + "b" * 32
    at = now_ms(town)
    post(town, delivery(town, said("1", "a1", anna, at), said("2", "a2", anna, at + 1), said("1", "b1", boon, at + 2)))
    assert taken(town) == ["a1", "b1"]
    assert taken(town) == []
    post(town, delivery(town, said("0", "a0", anna, at - 1)))
    assert taken(town) == [], "an earlier one that comes late waits for the one that is being worked on"
    town.clock.passes(seconds=LEASE.total_seconds())
    assert set(taken(town)) == {"a0", "b1"}, "when its taker has died it goes back in line"


def test_the_urgent_are_taken_first_however_many_wait(town: TownUnderTest) -> None:
    at = now_ms(town)
    crowd = [said("เดี๋ยวก่อน", f"c{number:02}", f"U{number:032}", at + number) for number in range(30)]
    urgent = [
        said("ฉุกเฉิน", "typed", "U" + "a" * 32, at + 50),
        said(" ช่วยด้วย\u200b ", "odd", "U" + "b" * 32, at + 51),
        {"type": "postback", "source": {"type": "user", "userId": "U" + "c" * 32}, "timestamp": at + 52}
        | {"webhookEventId": "tapped", "postback": {"data": "do=emergencies.start"}},
    ]
    post(town, delivery(town, *crowd, *urgent))
    assert taken(town)[:3] == ["typed", "odd", "tapped"]


def test_someone_in_an_emergency_is_answered_while_their_earlier_event_waits_for_another_try(
    town: TownUnderTest,
) -> None:
    somchai = town.resident("somchai", "สมชาย")
    STUMBLE.begins(town.engine.database)
    somchai.says("stumble")
    assert kept(town)[-1].due_at > town.clock()
    heard = len(somchai.heard)
    somchai.says("ฉุกเฉิน")
    assert "1669" in somchai.last_heard.text
    assert len(somchai.heard) > heard
    assert [event.status for event in kept(town)[-2:]] == [EventStatus.KEPT, EventStatus.DONE]


def test_the_answer_to_an_emergency_goes_in_its_own_lane(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.after_delivery = lambda: None
    somchai.says("ฉุกเฉิน")
    while town.engine.inbox.take_due():
        pass
    heard = len(somchai.heard)
    town.engine.sender.send_due()
    assert len(somchai.heard) == heard
    town.engine.emergency_sender.send_due()
    assert "1669" in somchai.last_heard.text


def test_others_do_not_wait_for_somebody_whose_event_fails(town: TownUnderTest) -> None:
    somchai, malee = town.resident("somchai", "สมชาย"), town.resident("malee", "มาลี")
    STUMBLE.begins(town.engine.database)
    somchai.says("stumble")
    heard = len(somchai.heard)
    somchai.says("ถนนพัง")
    malee.says("น้ำไม่ไหล")
    assert told(town) == ["น้ำไม่ไหล"]
    assert len(somchai.heard) == heard, "his later words wait for the earlier ones"
    STUMBLE.ends(town.engine.database)
    town.passes(seconds=2)
    assert sorted(told(town)) == ["stumble", "ถนนพัง", "น้ำไม่ไหล"]
    assert told(town).index("stumble") < told(town).index("ถนนพัง")


def test_a_taker_that_dies_has_tried_no_more_than_the_event_that_it_was_at(town: TownUnderTest) -> None:
    post(town, delivery(town, said("1", "01A", "U" + "a" * 32), said("2", "01B", "U" + "b" * 32)))
    with pytest.raises(SystemExit):
        Inbox(town.engine.database, town.engine.office, DiesAtSecondLook(town)).take_due()
    assert [event.attempts for event in kept(town)] == [1, 0]


def test_an_event_that_was_taken_by_another_meanwhile_is_left_alone(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    post(town, delivery(town, said("ถนนพัง", "01A", somchai.user_id, now_ms(town))))
    with town.engine.database.begin() as session:
        (late,) = take_next(session, town.clock(), 1)
    town.passes(seconds=LEASE.total_seconds() + 1)
    town.engine.inbox._take(late, goes_on=True)  # it comes back after its lease has run out
    assert told(town) == ["ถนนพัง"]


def test_two_takers_at_once_answer_each_event_once(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    other = Inbox(town.engine.database, town.engine.office, town.clock)
    at = now_ms(town)
    post(town, delivery(town, *(said(f"คำที่ {n}", f"01{n}", somchai.user_id, at + n) for n in range(6))))
    with ThreadPoolExecutor() as threads:
        looks = [threads.submit(inbox.take_due) for inbox in (town.engine.inbox, other) for _ in range(6)]
        assert sum(look.result() for look in looks) == 6
    assert told(town) == [f"คำที่ {number}" for number in range(6)]
    with town.session() as session:
        rows = session.exec(select(WebhookEvent).where(col(WebhookEvent.event_id).startswith("01"))).all()
    assert {(row.attempts, row.status) for row in rows if len(row.event_id) == 3} == {(1, EventStatus.DONE)}
