"""Who goes first, who waits for whom, and that nothing waits for LINE with a transaction open."""

import threading
from datetime import timedelta

from models.known_fact import learn
from models.lease import LEASE
from models.outgoing import Lane, SendStatus
from tests.notifications.owed import calls_of, owed, row_of, words_to
from tests.towns import TownUnderTest


def test_the_lanes_go_in_their_order(town: TownUnderTest) -> None:
    people = {lane: town.resident(lane.value, lane.value) for lane in reversed(Lane)}
    for lane, person in people.items():  # the least urgent is owed first
        owed(town, person, lane.value, lane)
    town.settles()

    pushed = [call.body["to"] for call in calls_of(town, "/message/push")]
    assert pushed == [people[lane].user_id for lane in Lane]


def test_one_persons_messages_arrive_in_the_order_in_which_they_were_owed(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("push", status=500, times=1)
    for number in range(6):
        owed(town, somchai, f"ข้อที่ {number}")
    town.settles()
    assert not [words for words in words_to(town, somchai) if words.startswith("ข้อที่")]
    town.passes(seconds=2)
    town.passes(seconds=2)

    told = [words for words in words_to(town, somchai) if words.startswith("ข้อที่")]
    assert told == [f"ข้อที่ {number}" for number in range(6)]


def test_a_message_that_waits_for_one_person_does_not_hold_up_another(town: TownUnderTest) -> None:
    somchai, malee = town.resident("somchai", "สมชาย"), town.resident("malee", "มาลี")
    town.line.faults.add("push", status=500, to=somchai)
    waiting, other = owed(town, somchai, "เรื่องของท่าน"), owed(town, malee, "เรื่องของท่าน")
    town.settles()
    assert (row_of(town, waiting).status, row_of(town, other).status) == (SendStatus.QUEUED, SendStatus.SENT)


def test_the_general_sender_leaves_the_emergency_lane_alone_and_the_other_way_round(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    urgent, status = owed(town, somchai, "รถพยาบาลกำลังไป", Lane.EMERGENCY), owed(town, somchai, "เรื่องของท่าน")
    assert town.engine.sender.send_due() == 1
    assert (row_of(town, urgent).status, row_of(town, status).status) == (SendStatus.QUEUED, SendStatus.SENT)
    owed(town, somchai, "เรื่องของท่านอีกเรื่อง")
    assert town.engine.emergency_sender.send_due() == 1
    assert row_of(town, urgent).status == SendStatus.SENT


def test_an_emergency_is_sent_and_others_write_while_line_is_slow_with_the_general_lane(town: TownUnderTest) -> None:
    slow, malee = town.resident("slow", "ช้า"), town.resident("malee", "มาลี")
    town.line.faults.add("push", slow=2, to=slow)
    status, urgent = owed(town, slow, "เรื่องของท่าน"), owed(town, malee, "รถพยาบาลกำลังไป", Lane.EMERGENCY)
    general = threading.Thread(target=town.engine.sender.send_due)
    general.start()
    while not row_of(town, status).attempts:  # claimed and committed: the call is under way
        pass

    town.engine.emergency_sender.send_due()
    with town.engine.database.begin() as session:
        learn(session, "somebody", "wrote")
    assert general.is_alive(), "LINE must still be silent here, or this shows nothing"
    assert row_of(town, urgent).status == SendStatus.SENT
    town.line.faults.clear()
    general.join(10)
    assert row_of(town, status).status == SendStatus.SENT


def test_a_claimed_message_is_nobody_elses_until_its_lease_ends(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    row_id = owed(town, somchai, "เรื่องของท่าน")
    with town.engine.database.begin() as session:
        row = session.get_one(type(row_of(town, row_id)), row_id)
        row.attempts, row.leased_until = 1, town.clock() + LEASE  # as a taker leaves it who is at work, or dead
    town.passes(seconds=LEASE.total_seconds() - 1)
    assert row_of(town, row_id).status == SendStatus.QUEUED
    town.passes(seconds=1)
    assert row_of(town, row_id).status == SendStatus.SENT


def test_one_message_that_breaks_its_sender_does_not_take_its_neighbours_along(town: TownUnderTest) -> None:
    somchai, malee = town.resident("somchai", "สมชาย"), town.resident("malee", "มาลี")
    bad, good = owed(town, somchai, "เรื่องของท่าน"), owed(town, malee, "เรื่องของท่าน")
    with town.engine.database.begin() as session:
        row = session.get_one(type(row_of(town, bad)), bad)
        row.messages = 5  # type: ignore[assignment]  # nothing that could be sent
    town.settles()
    assert row_of(town, good).status == SendStatus.SENT
    assert row_of(town, good).attempts == 1
    assert timedelta() < (row_of(town, bad).leased_until or town.clock()) - town.clock()
