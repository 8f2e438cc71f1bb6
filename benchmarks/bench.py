"""What every measurement needs: where, on which database, how long, and where to put what it finds."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from benchmarks.databases import Databases, number
from benchmarks.deliveries import complaints, enrolment_of_group
from benchmarks.load import back_to_back
from benchmarks.processes import LineStandIn, Server, line_stand_in, server
from benchmarks.readings import Readings

PATIENCE_S = 60
GROUP_ID = "C" + "c" * 32  # the staff group that is told of each complaint
WARM_UP_EVENTS = 60
NOT_DONE = "SELECT count(*) FROM webhook_event WHERE status = 'kept'"
NOT_SENT = "SELECT count(*) FROM outbox WHERE status = 'queued'"
NOT_RUN = "SELECT count(*) FROM errand WHERE status = 'waiting'"


class NeverDone(Exception):
    """The town has not come to rest."""


class SomethingIsMissing(Exception):
    """What was acknowledged has not become what it should: no figure of that run means anything."""


@dataclass
class Bench:
    """One database engine's turn. `seconds`: how long each point of load lasts."""

    folder: Path
    databases: Databases
    readings: Readings
    seconds: float

    @contextmanager
    def town(self) -> Iterator[tuple[Server, LineStandIn]]:
        """A whole town in one process, with a staff group, warm and at rest; and LINE's stand-in."""
        with line_stand_in() as line:
            url = self.databases.new(self.folder)
            with server("serve", self.folder, url, line.url) as town:
                enrolment = enrolment_of_group(GROUP_ID, _group_code(town))
                back_to_back(town.port, [[enrolment, *complaints(WARM_UP_EVENTS)]], PATIENCE_S)
                for question in (NOT_DONE, NOT_SENT, NOT_RUN):
                    until_none(url, question)
                yield town, line

    def add(self, subject: str, case: str, n: int, **figures: float) -> None:
        """Keep what was found."""
        self.readings.add(subject, self.databases.name, case, n, **figures)


def until_none(database_url: str, question: str) -> float:
    """Wait until the answer is 0; returns when that was (monotonic clock)."""
    end = monotonic() + PATIENCE_S
    while monotonic() < end:
        if number(database_url, question) == 0:
            return monotonic()
        sleep(0.02)
    raise NeverDone(question)


def _group_code(town: Server) -> str:
    command = [sys.executable, "-m", "bot", "group-code", "public_works"]
    told = subprocess.run(command, env=town.environ, check=True, capture_output=True, text=True).stdout
    found = re.search(r"\d{6,}", told)
    assert found, told
    return found[0]
