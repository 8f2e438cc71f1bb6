"""Two engines on one database, as two processes have them: everything once, everybody's words in their order."""

from collections import Counter

from sqlmodel import select

from bot.engine import build
from bot.worker import Worker
from models.conversation import Conversation
from models.outgoing import Outgoing, SendStatus
from models.webhook_event import EventStatus
from tests.bot.hand_made import kept
from tests.town_process import until
from tests.towns import TownUnderTest

PEOPLE, MESSAGES = 6, 6


def test_two_workers_answer_everybody_once_and_in_order(town: TownUnderTest) -> None:
    people = [town.resident(f"person{number}", f"คนที่ {number}") for number in range(PEOPLE)]
    town.line.after_delivery = lambda: None
    other = build(town.settings, town.clock)
    workers = [Worker(town.engine), Worker(other)]
    for worker in workers:
        worker.start()
    before = {person.user_id: len(person.heard) for person in people}
    for message in range(MESSAGES):
        for person in people:
            person.says(f"หลุมที่ {message}")
    until(lambda: all(event.status == EventStatus.DONE for event in kept(town)) and _nothing_is_owed(town))
    for worker in workers:
        worker.stop()
    other.stop()

    with town.session() as session:
        drafts = [conversation.draft for conversation in session.exec(select(Conversation))]
        paid = [row.status for row in session.exec(select(Outgoing))]
    told = ["\n".join(said["words"] for said in draft["said"]) for draft in drafts if draft]
    assert told == ["\n".join(f"หลุมที่ {message}" for message in range(MESSAGES))] * PEOPLE
    assert Counter(paid).keys() == {SendStatus.SENT}
    accepted = Counter(
        str(call.body) for call in town.line.calls if call.path.endswith("/message/reply") and call.status == 200
    )
    assert set(accepted.values()) == {1}
    assert all(len(person.heard) >= before[person.user_id] + MESSAGES for person in people)


def _nothing_is_owed(town: TownUnderTest) -> bool:
    with town.session() as session:
        return all(row.status != SendStatus.QUEUED for row in session.exec(select(Outgoing)))
