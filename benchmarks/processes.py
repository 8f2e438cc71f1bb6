"""Processes under measurement: the town as it is served, its web alone, the floor, and LINE's stand-in."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from benchmarks.deliveries import SECRET

PATIENCE_S = 30
GUNICORN = ["-m", "gunicorn", "-c", "python:bot.gunicorn"]
COMMANDS = {
    "serve": ["-m", "bot", "serve"],
    "web": [*GUNICORN, "bot.app:create_app_from_environment()"],
    "floor": [*GUNICORN, "benchmarks.floor:app"],
}
# What each answers once it is ready; the web alone has no sender, and the floor knows signed requests only.
READY = {"serve": ("/readyz", 200), "web": ("/healthz", 200), "floor": ("/", 401)}


class NeverReady(Exception):
    """A process has ended or is silent; its log is told."""


@dataclass
class Server:
    """One of COMMANDS, running. `started_in_s`: from the command to the first answer that it is ready."""

    process: "subprocess.Popen[str]"
    port: int
    environ: dict[str, str]
    started_in_s: float = 0

    @property
    def serving_pid(self) -> int:
        """The process that does the work: the child of the one that watches over it."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0])

    def cpu_s(self) -> float:
        """Seconds of processor time that the process which does the work has used so far."""
        fields = Path(f"/proc/{self.serving_pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rss_mb(self) -> float:
        """Resident memory of the process that does the work."""
        return _memory_mb(self.serving_pid, "status", "VmRSS:")

    def all_mb(self) -> float:
        """The serving process and its watcher, what they share counted once (PSS)."""
        return sum(_memory_mb(pid, "smaps_rollup", "Pss:") for pid in (self.process.pid, self.serving_pid))


def _memory_mb(pid: int, file: str, name: str) -> float:
    lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


@contextmanager
def server(role: str, folder: Path, database_url: str, line_url: str) -> Iterator[Server]:
    """Start one of COMMANDS and wait until it is ready; at the end it and all that it started are gone."""
    port = _free_port()
    environ = _environ(port, folder, database_url, line_url)
    with (folder / f"{role}.log").open("a") as log:
        began = monotonic()
        with _running([sys.executable, *COMMANDS[role]], environ, stdout=log, stderr=log) as process:
            running = Server(process, port, environ)
            _until_ready(running, *READY[role], folder / f"{role}.log")
            running.started_in_s = monotonic() - began
            yield running


@contextmanager
def line_stand_in() -> Iterator["LineStandIn"]:
    """Start what accepts the town's calls."""
    environ = {"PATH": os.environ["PATH"]}
    with _running([sys.executable, "-m", "benchmarks.stand_in"], environ, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield LineStandIn(process, int(process.stdout.readline()))


@dataclass
class LineStandIn:
    """LINE's side."""

    process: "subprocess.Popen[str]"
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def arrivals(self) -> list[tuple[float, str, str | None]]:
        """When each message arrived, for which reply token or recipient, and the case number in it."""
        return [tuple(one) for one in json.loads(_ask(self.port, "GET", "/arrivals")[1])]

    def falls_silent(self) -> None:
        """From now on it accepts connections and answers nothing."""
        _ask(self.port, "POST", "/silence")

    def goes_away(self) -> None:
        """From now on connections are refused."""
        _end(self.process)


@contextmanager
def _running(command: list[str], environ: dict[str, str], **streams: Any) -> "Iterator[subprocess.Popen[str]]":
    process = subprocess.Popen(command, env=environ, start_new_session=True, text=True, **streams)
    try:
        yield process
    finally:
        _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environ(port: int, folder: Path, database_url: str, line_url: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": "bench-access-token",
        "LINE_API_URL": line_url,
        "LINE_LOGIN_CHANNEL_ID": "1234567890",
        "LIFF_ID": "1234567890-AbcdEfgh",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": database_url,
        "TOWN": "demo",
        "STEPS_JOIN_WITHIN_S": "0",
        "SECRET_KEY": "0123456789abcdef" * 4,
        "DATA_DIR": str(folder),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        # Empty, not left out: a real town's .env in this folder must not be read, least of all whom to alarm.
        "SMTP_URL": "",
        "ALARM_EMAIL_TO": "",
        "ALARM_WEBHOOK_URL": "",
    }


def _ask(port: int, method: str, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _until_ready(running: Server, path: str, wanted: int, log: Path) -> None:
    end = monotonic() + PATIENCE_S
    while running.process.poll() is None and monotonic() < end:
        with suppress(OSError, HTTPException):
            if _ask(running.port, "GET", path)[0] == wanted:
                return
        sleep(0.01)
    raise NeverReady(log.read_text()[-2000:])
