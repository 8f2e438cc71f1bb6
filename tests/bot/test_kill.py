"""A whole town's process is killed, as by a power cut: it comes back by itself, and what was said is answered once.

Real processes, real sockets, real time; the only waiting is for what the town does. Hundreds of kills, at every
point, are in tests/faults.
"""

import os
import signal
from collections.abc import Iterator

import pytest

from simulator import Person
from tests.engines import ENGINES, drop_database, new_database
from tests.town_process import TownProcess, a_town_process, until


@pytest.fixture(scope="module", params=ENGINES)
def town(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[TownProcess]:
    """A running town; each test has a resident of its own."""
    folder = tmp_path_factory.mktemp("town")
    database_url = new_database(request.param, folder)
    try:
        with a_town_process(folder, database_url) as running:
            yield running
    finally:
        drop_database(database_url)


@pytest.fixture
def somchai(town: TownProcess, request: pytest.FixtureRequest) -> Person:
    """A resident who has been greeted."""
    if town.process is None:  # the test before has not come so far
        town.starts()
    person = town.line.person(request.node.name, "สมชาย")
    person.adds()
    until(lambda: town.owed(person) == ["sent"])
    return person


def answers(town: TownProcess, person: Person) -> int:
    """How often LINE has brought the person something since they were greeted."""
    return sum(sent.to == person.user_id for sent in town.line.accepted) - 1


def test_killed_while_the_reply_is_on_its_way_it_is_heard_once(town: TownProcess, somchai: Person) -> None:
    town.line.faults.add("reply", slow=1, times=1)  # LINE takes it, but the town is dead before it hears so
    somchai.says("แจ้งปัญหา")
    until(lambda: town.line.faults.active == [])  # the call has reached LINE
    town.is_killed()
    until(lambda: answers(town, somchai) == 1)
    town.lets_leases_run_out()
    town.starts()
    until(lambda: town.owed(somchai) == ["sent", "sent"])
    assert answers(town, somchai) == 1


def test_when_only_the_serving_process_dies_the_town_comes_back_by_itself(town: TownProcess, somchai: Person) -> None:
    before = town.server
    assert before is not None
    os.kill(before, signal.SIGKILL)
    until(lambda: town.server not in (None, before) and town.is_ready())
    somchai.says("แจ้งปัญหา")
    until(lambda: town.owed(somchai) == ["sent", "sent"])
    assert answers(town, somchai) == 1


def test_all_that_it_said_while_dying_and_coming_back_are_json_lines(town: TownProcess) -> None:
    assert town.server is not None
    os.kill(town.server, signal.SIGKILL)
    until(lambda: "was sent" in town.log)
    assert [line for line in town.log.splitlines() if not line.startswith('{"ts": ')] == []
