"""The threads that let the engine work: they wake at once, go on after a fault, and are missed when they end."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from bot.engine import BEAT_IS_OLD_AFTER, Engine
from bot.inbox import Inbox
from bot.worker import Worker
from models.webhook_event import EventStatus
from tests.bot.hand_made import DiesAtSecondLook, find_database, kept, lose_database
from tests.town_process import until
from tests.towns import TownUnderTest

Start = Callable[[Engine], Worker]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts workers that end with the test."""
    started: list[Worker] = []

    def started_with(engine: Engine) -> Worker:
        started.append(Worker(engine))
        started[-1].start()
        return started[-1]

    yield started_with
    for worker in started:
        worker.stop()


def test_what_people_say_is_answered_at_once(town: TownUnderTest, start: Start) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.after_delivery = lambda: None
    start(town.engine)
    heard = len(somchai.heard)
    somchai.says("ฉุกเฉิน")
    until(lambda: len(somchai.heard) > heard)


def test_it_goes_on_when_the_database_is_back(town: TownUnderTest, start: Start) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.after_delivery = lambda: None
    start(town.engine)
    lose_database(town)
    somchai.says("สวัสดี")
    assert town.statuses[-1] == 500
    find_database(town)
    heard = len(somchai.heard)
    town.line.deliveries.redeliver_unanswered()
    until(lambda: len(somchai.heard) > heard)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_the_town_is_not_ready_when_one_of_its_threads_has_ended(town: TownUnderTest, start: Start) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.after_delivery = lambda: None
    mortal = replace(town.engine, inbox=Inbox(town.engine.database, town.engine.office, DiesAtSecondLook(town)))
    worker = start(mortal)
    somchai.says("สวัสดี")
    until(lambda: "inbox" not in {thread.name for thread in threading.enumerate()})
    assert kept(town)[-1].status == EventStatus.KEPT
    town.clock.passes(seconds=BEAT_IS_OLD_AFTER.total_seconds())
    worker.beat()
    assert town.web.get("/readyz").status_code == 503


def test_the_town_stays_ready_while_all_of_them_live(town: TownUnderTest, start: Start) -> None:
    worker = start(town.engine)
    town.clock.passes(seconds=BEAT_IS_OLD_AFTER.total_seconds())
    assert town.web.get("/readyz").status_code == 503
    worker.beat()
    assert town.web.get("/readyz").status_code == 200
