"""A town whose process is killed again and again, with a LINE that goes on, and a look into its tables from outside."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import requests
from flask import Response, request

from models.database import Database
from models.enrolment import CodeKind, new_code
from models.lease import LEASE
from models.officer import Role
from simulator import Line
from tests.engines import drop_database, new_database
from tests.faults.blows import Blow, Point
from tests.faults.marks import Marks, what_waits
from tests.faults.shared_clock import SharedClock
from tests.town_process import SECRET_KEY, environ_of_a_town, reserved_port, until
from tests.towns import SECRET, TOKEN

SENDS = ("/v2/bot/message/reply", "/v2/bot/message/push")
DIVISION = "public_works"


class _Lives:
    """The process that begins lives; see `tests.faults.lives`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.lives"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._asking = threading.Lock()

    def ask(self, do: str, **more: Any) -> bool:
        with self._asking:
            orders, answers = self._pipes
            orders.write(json.dumps({"do": do, **more}) + "\n")
            orders.flush()
            return bool(json.loads(answers.readline()))

    @property
    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout

    def end(self) -> None:
        self._process.communicate()


class BatteredTown:
    """One town: its lives come and go, its database and LINE stay."""

    def __init__(self, folder: Path, engine: str) -> None:
        self.folder = folder
        self.clock = SharedClock(folder / "clock")
        self.line = Line(clock=self.clock, secret=SECRET, token=TOKEN, login_channel_id="1234567890")
        self.line.sending.quota_limit = None
        self.line.deliveries.redelivery_wait, self.line.deliveries.answer_within = 0.0, 10.0
        self.line.door.app.before_request(self._before_acceptance)
        self.line.door.app.after_request(self._after_acceptance)
        self.url = new_database(engine, folder)
        self.database = Database(self.url)
        self.blow: Blow | None = None
        self._sends = 0
        self._lives = _Lives()
        self._place = reserved_port()
        self.port: int = self._place.getsockname()[1]

    def opens(self) -> None:
        """LINE begins, the town has its first life, an officer and a group enrol."""
        self.line.start()
        self.line.deliveries.webhook_url = f"http://127.0.0.1:{self.port}/webhook"
        self.starts()
        self.officer = self.line.person("malee", "มาลี")
        self.group = self.line.group("กองช่าง", members=[self.officer])
        self.officer.adds()
        self.officer.says(f"ลงทะเบียน {self._code(CodeKind.OFFICER, Role.OFFICER)}")
        self.officer.says("มาลี")
        self.group.invites_bot(by=self.officer)
        self.officer.within(self.group).says(f"ลงทะเบียนกลุ่ม {self._code(CodeKind.GROUP)}")
        until(self.is_at_rest)
        self.is_killed()

    def _code(self, kind: CodeKind, role: Role | None = None) -> str:
        with self.database.begin() as session:
            return new_code(session, kind, DIVISION, role, SECRET_KEY, self.clock())

    def starts(self, blow: Blow | None = None) -> None:
        """A life begins, whose end is fixed already if there is a blow; returns when it is ready, or over."""
        self.blow, self._sends = blow, 0
        environ = environ_of_a_town(self.folder, self.line, self.url, self.port)
        self._lives.ask("begin", environ=environ, blow=blow.as_json() if blow else None)
        until(lambda: self._is_ready() or not self.is_alive())

    def _is_ready(self) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/readyz", timeout=2).ok
        except requests.RequestException:
            return False

    def is_alive(self) -> bool:
        """Whether its process lives."""
        return self._lives.ask("is_alive")

    def is_killed(self) -> bool:
        """End its process, if anything is left of it; whether there was."""
        return self._lives.ask("kill")

    def _before_acceptance(self) -> Response | None:
        """LINE has got the request; the town that has made it dies before LINE accepts it."""
        if self._strikes(Point.DURING_SEND) and self.blow is not None and self.blow.is_lost:
            return self.line.door.cut()
        return None

    def _after_acceptance(self, response: Response) -> Response:
        """LINE has accepted; the town dies before it can mark the message as sent."""
        if response.status_code == 200:
            self._strikes(Point.BEFORE_MARK)
        return response

    def _strikes(self, point: Point) -> bool:
        if self.blow is None or self.blow.point != point or request.path not in SENDS:
            return False
        self._sends += 1
        return self._sends == self.blow.passes and self.is_killed()

    def leases_run_out(self) -> None:
        """The half minute that whoever died is waited for."""
        self.clock.passes(LEASE.total_seconds() + 1)

    def is_at_rest(self) -> bool:
        """Everything that was said has been answered; what waits for a time has its time brought nearer."""
        if self.line.deliveries.waiting.unfinished_tasks or self.line.deliveries.unanswered:
            return False
        with self.database.read() as session:
            waiting = what_waits(session, self.clock())
        if waiting and not any(one.is_in_hand for one in waiting):
            self.clock.passes(max(0.0, (min(one.due_at for one in waiting) - self.clock()).total_seconds()))
        return not waiting

    def marks(self) -> Marks:
        """How far its books are written now."""
        with self.database.read() as session:
            return Marks.of(session, self.line)

    def closes(self) -> None:
        """Stop everything that was started."""
        self._lives.end()
        self._place.close()
        self.database.close()
        self.line.stop()
        drop_database(self.url)


@contextmanager
def a_battered_town(folder: Path, engine: str) -> Iterator[BatteredTown]:
    """An open town on that engine, closed at the end."""
    town = BatteredTown(folder, engine)
    try:
        town.opens()
        yield town
    finally:
        town.closes()
