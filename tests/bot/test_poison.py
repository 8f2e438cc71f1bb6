"""An event that cannot be taken: tried again, put aside, apologised for once, and run again after the repair."""

import json
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.alarms import stuck
from models.conversation import Conversation
from models.lease import LEASE
from models.outgoing import Lane, Outgoing
from models.waiting import everything_that_waits
from models.webhook_event import EventStatus, take_next
from simulator import Person
from tests.bot.hand_made import Fault, baanrao, delivery, kept, post, run_sql, said
from tests.towns import TownUnderTest

# A fault as a real one would be: the database refuses what the handler writes.
BROKEN = Fault("broken", "conversation", when="CAST(NEW.draft AS TEXT) LIKE '%poison%'")
FULL = Fault("crowded", "outbox", before="INSERT")
APOLOGY = "ขออภัยค่ะ ระบบขัดข้อง"


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    """A resident of a town that is broken for words with poison in them."""
    person = town.resident("somchai", "สมชาย")
    BROKEN.begins(town.engine.database)
    return person


def apologies(person: Person) -> int:
    return sum(APOLOGY in message.text for message in person.heard)


def told(town: TownUnderTest) -> list[str]:
    with town.session() as session:
        drafts = [conversation.draft for conversation in session.exec(select(Conversation))]
    return [said["words"] for draft in drafts for said in draft.get("said", [])]


def gives_up(town: TownUnderTest) -> None:
    """Let all five tries pass."""
    for _ in range(5):
        town.passes(seconds=20)


def test_a_failing_event_is_tried_five_times_with_growing_waits(town: TownUnderTest, somchai: Person) -> None:
    somchai.says("poison")
    waits = []
    for attempt in range(1, 5):
        event = kept(town)[-1]
        assert (event.attempts, event.status, event.error) == (attempt, EventStatus.KEPT, "IntegrityError")
        waits.append(event.due_at - town.clock())
        town.passes(seconds=waits[-1].total_seconds() - 0.01)
        assert kept(town)[-1].attempts == attempt, "not before its time"
        town.passes(seconds=0.01)
    assert (kept(town)[-1].attempts, kept(town)[-1].status) == (5, EventStatus.QUARANTINED)
    for wait, seconds in zip(waits, (1, 2, 4, 8), strict=True):
        assert timedelta(seconds=0.7 * seconds) < wait < timedelta(seconds=1.3 * seconds)


def test_nothing_of_a_failing_event_happens(town: TownUnderTest, somchai: Person) -> None:
    heard = len(somchai.heard)
    somchai.says("poison")
    assert (told(town), len(somchai.heard)) == ([], heard)


def test_the_person_is_apologised_to_once_and_their_later_events_go_on(town: TownUnderTest, somchai: Person) -> None:
    somchai.says("poison")
    somchai.says("ถนนพัง")
    gives_up(town)
    assert apologies(somchai) == 1
    assert told(town) == ["ถนนพัง"]
    gives_up(town)
    somchai.says("ซอย 3")
    assert apologies(somchai) == 1


def test_after_the_repair_it_is_run_again_on_request(town: TownUnderTest, somchai: Person) -> None:
    somchai.says("poison")
    gives_up(town)
    listed = [json.loads(line) for line in baanrao(town, "events", "list").stdout.splitlines()]
    assert [(row["kind"], row["attempts"], row["error"]) for row in listed] == [("message.text", 5, "IntegrityError")]
    assert "poison" not in str(listed)

    BROKEN.ends(town.engine.database)
    assert baanrao(town, "events", "replay", str(listed[0]["id"])).exit_code == 0
    town.settles()
    assert told(town) == ["poison"]
    assert kept(town)[-1].status == EventStatus.DONE
    assert baanrao(town, "events", "list").stdout == ""
    assert apologies(somchai) == 1


def test_a_replay_without_a_repair_does_not_apologise_again(town: TownUnderTest, somchai: Person) -> None:
    somchai.says("poison")
    gives_up(town)
    assert baanrao(town, "events", "replay", "--all").exit_code == 0
    town.settles()
    gives_up(town)
    assert kept(town)[-1].status == EventStatus.QUARANTINED
    assert apologies(somchai) == 1


def test_an_event_that_a_human_drops_is_not_run_again_and_no_alarm_comes_again(
    town: TownUnderTest, somchai: Person, caplog: pytest.LogCaptureFixture
) -> None:
    somchai.says("poison")
    gives_up(town)
    event_id = kept(town)[-1].id
    assert baanrao(town, "events", "drop", str(event_id)).exit_code == 0
    BROKEN.ends(town.engine.database)
    assert baanrao(town, "events", "replay", "--all").stdout.startswith("0 to be run again")
    town.settles()
    assert told(town) == []
    assert (kept(town)[-1].status, kept(town)[-1].error) == (EventStatus.DONE, "IntegrityError")
    audit = [record.__dict__ for record in caplog.records if record.message == "a human dropped an event"]
    assert [line["event_row"] for line in audit] == [event_id]
    with town.session() as session:
        assert list(stuck(everything_that_waits(session, town.clock()))) == []
    again = baanrao(town, "events", "drop", str(event_id))
    assert (again.exit_code, f"No event {event_id} is in quarantine" in again.output) == (1, True)


def test_replay_says_when_there_is_nothing_by_that_id(town: TownUnderTest, somchai: Person) -> None:
    somchai.says("สวัสดี")
    done = kept(town)[-1]
    answer = baanrao(town, "events", "replay", str(done.id))
    assert answer.exit_code != 0
    assert f"No event {done.id} is in quarantine" in answer.output
    assert kept(town)[-1].status == EventStatus.DONE
    assert baanrao(town, "events", "replay").exit_code == 2
    assert baanrao(town, "events", "replay", "7", "--all").exit_code == 2


def test_an_event_is_put_aside_even_when_the_apology_cannot_be_owed(town: TownUnderTest, somchai: Person) -> None:
    FULL.begins(town.engine.database)
    malee = town.line.person("malee", "มาลี")
    somchai.says("poison")
    gives_up(town)
    assert kept(town)[-1].status == EventStatus.QUARANTINED
    FULL.ends(town.engine.database)
    malee.says("ถนนพัง")
    assert told(town) == ["ถนนพัง"]


def test_an_event_whose_body_cannot_be_read_any_more_is_put_aside(town: TownUnderTest) -> None:
    post(town, delivery(town, said("hello", "01A")))
    run_sql(town.engine.database, "UPDATE webhook_event SET body = 'not JSON'")
    town.settles()
    gives_up(town)
    assert kept(town)[0].status == EventStatus.QUARANTINED


def test_an_event_that_ends_its_taker_each_time_is_put_aside(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.after_delivery = lambda: None
    somchai.says("ถนนพัง")
    for _ in range(5):
        with town.engine.database.begin() as session:  # a taker comes, and is never heard of again
            assert len(take_next(session, town.clock(), 1)) == 1
        town.clock.passes(seconds=LEASE.total_seconds())
    town.settles()
    assert (kept(town)[-1].status, kept(town)[-1].error) == (EventStatus.QUARANTINED, "Crashed")
    assert apologies(somchai) == 1
    assert told(town) == []
    somchai.says("น้ำไม่ไหล")
    town.settles()
    assert told(town) == ["น้ำไม่ไหล"]


def test_in_a_group_nobody_is_apologised_to(town: TownUnderTest) -> None:
    mana = town.officer("mana", "มานะ")
    group = town.staff_group("กองช่าง", [mana])
    Fault("broken", "conversation", when="NEW.chat <> ''").begins(town.engine.database)
    heard = len(group.heard), len(mana.heard)
    town.clock.passes(seconds=1)
    mana.within(group).says("สวัสดี")
    gives_up(town)
    assert kept(town)[-1].status == EventStatus.QUARANTINED
    assert (len(group.heard), len(mana.heard)) == heard


def test_an_apology_for_an_emergency_goes_in_its_lane(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    Fault("broken", "conversation").begins(town.engine.database)
    town.clock.passes(seconds=1)
    somchai.says("ฉุกเฉิน")
    gives_up(town)
    with town.session() as session:
        lanes = [row.lane for row in session.exec(select(Outgoing).order_by(col(Outgoing.id)))]
    assert lanes[-1] == Lane.EMERGENCY
    assert apologies(somchai) == 1
