"""The town's process is killed, as by a power cut, at the worst moments: what was said is answered, and answered once.

Real processes, real sockets, real time; the only waiting is for what the town does.
"""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from simulator import Line, Person
from tests.towns import SECRET, TOKEN

PATIENCE_S = 30


class TownProcess:
    """`python -m bot serve` against a simulated LINE, in a process group of its own."""

    def __init__(self, folder: Path, line: Line) -> None:
        self.folder, self.line = folder, line
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        line.deliveries.webhook_url = f"http://127.0.0.1:{self.port}/webhook"
        self.process: subprocess.Popen[bytes] | None = None

    def starts(self) -> None:
        """Start it, and wait until it is ready."""
        environ = {
            "PATH": os.environ["PATH"],
            "LINE_CHANNEL_SECRET": SECRET,
            "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
            "LINE_API_URL": self.line.url,
            "LINE_LOGIN_CHANNEL_ID": "1234567890",
            "LIFF_ID": "1234567890-AbcdEfgh",
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": f"sqlite:///{self.folder}/town.db",
            "TOWN": "demo",
            "SECRET_KEY": "0123456789abcdef" * 4,
            "DATA_DIR": str(self.folder),
            "PORT": str(self.port),
        }
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"], env=environ, stdout=log, stderr=log, start_new_session=True
            )
        until(self.is_ready)

    def is_ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/readyz", timeout=2).ok
        except requests.RequestException:
            return False

    def is_killed(self) -> None:
        """The power is cut: its web server and everything that it has started end at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    @property
    def server(self) -> int | None:
        """The process that serves, a child of the one that watches over it; None while there is none."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0]) if children else None

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def rows(self, table: str, column: str, person: Person, wanted: str) -> list[tuple[object, ...]]:
        """A look from outside at a person's rows, oldest first."""
        with closing(sqlite3.connect(self.folder / "town.db")) as connection:
            query = f"SELECT {wanted} FROM {table} WHERE {column} = ? ORDER BY id"
            return connection.execute(query, (person.user_id,)).fetchall()

    def owed(self, person: Person) -> list[object]:
        """What became of each answer."""
        return [status for (status,) in self.rows("outbox", '"to"', person, "status")]

    def taken(self, person: Person) -> list[object]:
        """What became of each event."""
        return [status for (status,) in self.rows("webhook_event", "source_key", person, "status")]

    def lets_leases_run_out(self) -> None:
        """The half minute that whoever died is waited for."""
        with closing(sqlite3.connect(self.folder / "town.db")) as connection, connection:
            for table in ("webhook_event", "outbox", "errand", "timer"):
                connection.execute(f"UPDATE {table} SET leased_until = NULL")


def until(came_true: Callable[[], bool]) -> None:
    """Return when it has come true."""
    tick = threading.Event()
    for _ in range(PATIENCE_S * 50):
        if came_true():
            return
        tick.wait(0.02)
    raise AssertionError("it never came true")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TownProcess]:
    """A running town; each test has a resident of its own."""
    with Line(secret=SECRET, token=TOKEN, login_channel_id="1234567890") as line:
        process = TownProcess(tmp_path_factory.mktemp("town"), line)
        process.starts()
        yield process
        process.is_killed()


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


def test_killed_between_commit_and_reply_it_still_answers_and_only_once(town: TownProcess, somchai: Person) -> None:
    town.line.faults.add("reply", status=500)  # LINE cannot be reached, so the reply is owed and not given
    somchai.says("แจ้งปัญหา")
    until(lambda: town.rows("outbox", '"to"', somchai, "error, leased_until")[1:] == [("LineUnavailable", None)])
    town.is_killed()
    assert answers(town, somchai) == 0
    assert town.taken(somchai) == ["done", "done"]
    town.line.faults.clear()
    town.starts()
    until(lambda: town.owed(somchai) == ["sent", "sent"])
    assert answers(town, somchai) == 1


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


def test_killed_right_after_saying_200_it_has_lost_nothing(town: TownProcess, somchai: Person) -> None:
    delivered = len(town.line.deliveries.log)
    for number in range(5):
        somchai.says(f"ถนนพังช่วงที่ {number}")
    until(lambda: len(town.line.deliveries.log) == delivered + 5)
    town.is_killed()
    assert [delivery.status for delivery in town.line.deliveries.log[delivered:]] == [200] * 5
    town.lets_leases_run_out()
    town.starts()
    until(lambda: town.taken(somchai) == ["done"] * 6)
    until(lambda: town.owed(somchai) == ["sent"] * 6)
    assert answers(town, somchai) == 5


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
