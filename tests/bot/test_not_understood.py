"""What is not for us to answer: new kinds of events, standby, events without a person, messages taken back."""

import logging

import pytest
from sqlmodel import col, select

from models.case_note import CaseNote
from models.person import Person
from models.webhook_event import EventStatus, WebhookEvent
from tests.bot.hand_made import Event, delivery, kept, post, said
from tests.towns import TownUnderTest


def test_an_unknown_kind_of_event_is_kept_and_named_in_the_log(
    town: TownUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    new = said("", "01A") | {"type": "hologram", "hologram": {"secret": "words"}}
    unknown_message = said("", "01B") | {"message": {"type": "smell", "id": "7"}}
    sourceless = {"type": "module", "webhookEventId": "01C", "timestamp": 1, "mode": "active"}
    post(town, delivery(town, new, unknown_message, sourceless))
    town.settles()
    named = [record.__dict__["kind"] for record in caplog.records if record.msg == "event kept, not understood"]
    assert sorted(named) == ["hologram", "message.smell", "module"]
    assert {record.levelno for record in caplog.records if record.name == "bot.router"} == {logging.WARNING}
    assert [(event.status, "words" in event.body) for event in kept(town)] == [
        (EventStatus.DONE, True),
        (EventStatus.DONE, False),
        (EventStatus.DONE, False),
    ]


def test_an_event_in_standby_is_kept_and_not_answered(town: TownUnderTest) -> None:
    somchai = town.line.person("somchai", "สมชาย")
    sent = len(town.line.accepted)
    post(town, delivery(town, said("แจ้งปัญหา", "01A", by=somchai.user_id) | {"mode": "standby"}))
    town.settles()
    assert kept(town)[0].status == EventStatus.DONE
    assert len(town.line.accepted) == sent
    with town.session() as session:
        assert session.exec(select(Person)).all() == []


def test_an_unknown_mode_costs_nobody_their_event(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    post(town, delivery(town, said("สวัสดี", "01A", by=somchai.user_id) | {"mode": "sleepwalking"}))
    before = len(somchai.heard)
    town.settles()
    assert len(somchai.heard) > before


def test_an_event_without_a_person_is_taken_and_answered_to_nobody(town: TownUnderTest) -> None:
    nobody = said("แจ้งปัญหา", "01A") | {"source": {"type": "user"}}
    in_group = said("แจ้งปัญหา", "01B") | {"source": {"type": "group", "groupId": "C" + "1" * 32}}
    in_room = said("แจ้งปัญหา", "01C") | {"source": {"type": "room", "roomId": "R" + "1" * 32}}
    sent = len(town.line.accepted)
    post(town, delivery(town, nobody, in_group, in_room))
    town.settles()
    assert {event.status for event in kept(town)} == {EventStatus.DONE}
    assert len(town.line.accepted) == sent


def unsent(event_id: str, source: dict[str, str], mode: str = "active") -> Event:
    return {
        "type": "unsend",
        "mode": mode,
        "timestamp": 1_795_000_001_000,
        "source": source,
        "webhookEventId": event_id,
        "deliveryContext": {"isRedelivery": False},
        "unsend": {"messageId": "1001"},
    }


@pytest.mark.parametrize("mode", ["active", "standby"])
def test_a_message_taken_back_is_deleted_whoever_answers_now(town: TownUnderTest, mode: str) -> None:
    somchai = town.resident("somchai", "สมชาย")
    post(town, delivery(town, said("ความลับ", "01A", by=somchai.user_id)))
    town.settles()
    sent = len(town.line.accepted)
    post(town, delivery(town, unsent("01B", {"type": "user", "userId": somchai.user_id}, mode)))
    town.settles()
    assert [event.body for event in kept(town) if event.event_id == "01A"] == ["{}"]
    assert len(town.line.accepted) == sent


def test_a_message_taken_back_in_a_group_is_deleted_even_when_line_does_not_say_by_whom(town: TownUnderTest) -> None:
    mana = town.officer("mana", "มานะ")
    group = town.staff_group("กองช่าง", [mana])
    source = {"type": "group", "groupId": group.group_id}
    post(town, delivery(town, said("ความลับ", "01A") | {"source": {**source, "userId": mana.user_id}}))
    town.settles()
    post(town, delivery(town, unsent("01B", source)))
    town.settles()
    with town.session() as session:
        first = session.exec(select(WebhookEvent).where(col(WebhookEvent.event_id) == "01A")).one()
    assert first.body == "{}"


def test_words_of_a_filed_complaint_are_deleted_when_they_are_taken_back(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    post(town, delivery(town, said("ความลับของผม", "01A", by=somchai.user_id)))
    town.settles()
    somchai.says("หน้าบ้าน")
    somchai.says("ข้าม")
    somchai.says("ยืนยัน")
    with town.session() as session:
        assert [note.words for note in session.exec(select(CaseNote))] == ["ความลับของผม"]
    post(town, delivery(town, unsent("01B", {"type": "user", "userId": somchai.user_id})))
    town.settles()
    with town.session() as session:
        assert "ความลับของผม" not in [note.words for note in session.exec(select(CaseNote))]
