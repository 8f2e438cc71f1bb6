"""With SQLite what has been answered with 200 survives a power cut: seen in the system calls of a real web process.

Where strace is missing or not allowed, the promise that is left is that SQLite was told to sync each commit
(tests/models/test_promises_of_the_database.py), and this test asks for just that.
"""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from models.database import Database
from simulator import Line
from tests.bot.hand_made import said, signed
from tests.engines import new_database
from tests.town_process import environ_of_a_town, free_port, until
from tests.towns import SECRET, TOKEN

DELIVERIES = 20
WEB = [sys.executable, "-m", "gunicorn", "-c", "python:bot.gunicorn", "bot.app:create_app_from_environment()"]
SYNCED = re.compile(r"fdatasync\(\d+\)\s+= 0|<\.\.\. fdatasync resumed>\)\s+= 0")
ANSWERED = re.compile(r'(?:sendto|sendmsg|write|writev)\(\d+, .*"HTTP/1\.1 200')


def can_trace(folder: Path) -> bool:
    try:
        return subprocess.run(["strace", "-o", folder / "try", "true"], check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    """What a `web` process has asked of the kernel while it took deliveries one after the other."""
    port, calls = free_port(), tmp_path / "calls"
    traced = ["strace", "-f", "--seccomp-bpf", "-s", "40", "-e", "trace=fdatasync,fsync,sendto,sendmsg,write,writev"]
    with Line(secret=SECRET, token=TOKEN, login_channel_id="1234567890") as line:
        environ = environ_of_a_town(tmp_path, line, new_database("sqlite", tmp_path), port)
        command = [*traced, "-o", str(calls), *WEB]
        process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            address = f"http://127.0.0.1:{port}"
            until(lambda: answers(f"{address}/webhook"))
            for number in range(DELIVERIES):
                delivers(f"{address}/webhook", number)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return calls


def answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=5).status_code == 405
    except requests.RequestException:
        return False


def delivers(address: str, number: int) -> None:
    body = json.dumps({"destination": "U1", "events": [said("หลุม", f"01E{number}")]}).encode()
    assert requests.post(address, body, headers=signed(body), timeout=30).status_code == 200


def test_before_each_200_what_it_acknowledges_is_on_the_disk(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if not can_trace(tmp_path):
        database = Database(new_database("sqlite", tmp_path))
        with database.begin() as session:
            assert session.connection().exec_driver_sql("PRAGMA synchronous").scalar() == 2
        return
    steps = [
        "synced" if SYNCED.search(call) else "200"
        for call in request.getfixturevalue("trace").read_text().splitlines()
        if SYNCED.search(call) or ANSWERED.search(call)
    ]
    assert steps.count("200") == DELIVERIES
    assert [before for before, step in zip(["", *steps], steps, strict=False) if step == "200"] == [
        "synced"
    ] * DELIVERIES
