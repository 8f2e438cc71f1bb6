"""A town in a process of its own, `python -m bot serve`, on either database, against a simulated LINE."""

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import requests
from gunicorn.app.wsgiapp import WSGIApplication
from sqlalchemy import Engine, bindparam, create_engine, text

from simulator import Line, Person
from tests.towns import SECRET, TOKEN

PATIENCE_S = 60
SECRET_KEY = "0123456789abcdef" * 4


def reserved_port() -> socket.socket:
    """A port of this machine that is kept while nobody listens on it: whoever says SO_REUSEADDR, as servers do, may."""
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.bind(("127.0.0.1", 0))
    return place


def free_port() -> int:
    """A port of this machine that nobody listens on, at least now."""
    with reserved_port() as place:
        return int(place.getsockname()[1])


def comes_true(is_true: Callable[[], bool]) -> bool:
    """Wait for it; False if it has not come true in a minute."""
    tick, end = threading.Event(), time.monotonic() + PATIENCE_S
    while not is_true():
        if time.monotonic() > end:
            return False
        tick.wait(0.02)
    return True


def until(is_true: Callable[[], bool]) -> None:
    """Return when it has come true."""
    assert comes_true(is_true), "it never came true"


def environ_of_a_town(folder: Path, line: Line, database_url: str, port: int) -> dict[str, str]:
    """The settings of a town whose LINE is simulated, as its environment."""
    return {
        "PATH": os.environ["PATH"],
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        "LINE_API_URL": line.url,
        "LINE_LOGIN_CHANNEL_ID": "1234567890",
        "LIFF_ID": "1234567890-AbcdEfgh",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": database_url,
        "TOWN": "demo",
        "STEPS_JOIN_WITHIN_S": "0",
        "SECRET_KEY": SECRET_KEY,
        "QR_KEYS": f"1:{SECRET_KEY}",
        "DATA_DIR": str(folder),
        "PORT": str(port),
    }


# What a served town needs, loaded once for all that a test process starts: see `served_town`.
LOADED = ["bot.app", "gunicorn.app.wsgiapp", "gunicorn.arbiter", "gunicorn.workers.gthread", "tests.town_process"]


def served_town(environ: dict[str, str]) -> BaseProcess:
    """`baanrao serve` in a process of its own, started: forked from one that has read our code already."""
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(LOADED)
    process = forking.Process(target=_become_gunicorn, args=(environ,))
    process.start()
    return process


def _become_gunicorn(environ: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = ["gunicorn", "-c", "python:bot.gunicorn", "bot.app:create_town_from_environment()"]
    WSGIApplication(prog="gunicorn").run()


class TownProcess:
    """`python -m bot serve` in a process group of its own. `line` must have been started."""

    def __init__(self, folder: Path, line: Line, database_url: str) -> None:
        self.folder, self.line, self.database_url = folder, line, database_url
        self._place = reserved_port()
        self.port: int = self._place.getsockname()[1]
        line.deliveries.webhook_url = f"http://127.0.0.1:{self.port}/webhook"
        self.tables: Engine = create_engine(database_url)
        self.process: subprocess.Popen[bytes] | None = None

    def starts(self) -> None:
        """Start it, and wait until it is ready."""
        environ = environ_of_a_town(self.folder, self.line, self.database_url, self.port)
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"], env=environ, stdout=log, stderr=log, start_new_session=True
            )
        until(self.is_ready)

    def is_ready(self) -> bool:
        """Whether it says so; on a busy machine its socket listens some seconds before it answers."""
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

    def closes(self) -> None:
        """Leave nothing of it behind."""
        self.is_killed()
        self.tables.dispose()
        self._place.close()

    @property
    def server(self) -> int | None:
        """The process that serves, a child of the one that watches over it; None while there is none."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0]) if children else None

    @property
    def log(self) -> str:
        """All that it has said."""
        return (self.folder / "log").read_text()

    def rows(self, table: str, column: str, person: Person, wanted: str) -> list[tuple[object, ...]]:
        """A look from outside at a person's rows, oldest first."""
        query = text(f"SELECT {wanted} FROM {table} WHERE {column} = :user_id ORDER BY id")
        with self.tables.connect() as connection:
            found = connection.execute(query.bindparams(bindparam("user_id", person.user_id)))
            return [tuple(row) for row in found]

    def owed(self, person: Person) -> list[object]:
        """What became of each answer."""
        return [status for (status,) in self.rows("outbox", '"to"', person, "status")]

    def taken(self, person: Person) -> list[object]:
        """What became of each event."""
        return [status for (status,) in self.rows("webhook_event", "source_key", person, "status")]

    def lets_leases_run_out(self) -> None:
        """The half minute that whoever died is waited for."""
        with self.tables.begin() as connection:
            for table in ("webhook_event", "outbox", "errand", "timer"):
                connection.execute(text(f"UPDATE {table} SET leased_until = NULL"))


@contextmanager
def a_town_process(folder: Path, database_url: str) -> Iterator[TownProcess]:
    """A running town and its LINE; whatever happens, nothing of them is left at the end."""
    with Line(secret=SECRET, token=TOKEN, login_channel_id="1234567890") as line:
        town = TownProcess(folder, line, database_url)
        try:
            town.starts()
            yield town
        finally:
            town.closes()
