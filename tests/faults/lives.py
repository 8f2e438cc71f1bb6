"""`python -m tests.faults.lives`: begins lives of a town's server, each a fork of this process, killed one by one.

It has imported everything beforehand, so a life begins in a fraction of a second. Orders come as lines of JSON on its
input, each is answered by a line; where the input ends, the life ends too.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session
from werkzeug.serving import make_server

from bot import logs
from bot.alarms import alarms_of
from bot.app import create_app
from bot.engine import build
from bot.settings import Settings
from bot.worker import Worker
from content.catalogue import load_catalogue
from content.dangers import load_dangers
from content.rich_menu import rich_menus
from content.texts import command_words
from tests.faults.blows import Blow, Point
from tests.faults.shared_clock import SharedClock


def _live(environ: Mapping[str, str], blow: Blow | None) -> None:
    """The whole town in this process, as `baanrao serve` has it; only the clock is the trial's."""
    logs.configure(sys.stdout)
    settings = Settings.from_environment(environ)
    clock = SharedClock(settings.data_dir / "clock")
    engine = build(settings, clock)
    app = create_app(settings, engine, clock)
    server = make_server(settings.host, settings.port, app, threaded=True)
    if blow is not None:
        _arm(blow)
    Worker(engine, alarms_of(settings, engine).watch_what_waits).start()
    server.serve_forever()


def _arm(blow: Blow) -> None:
    """Let the process kill itself at its n-th commit, with no more warning than a power cut gives."""
    passes = count(1)

    def pass_by() -> None:
        if next(passes) == blow.passes:
            os.kill(os.getpid(), signal.SIGKILL)

    if blow.point == Point.BEFORE_COMMIT:
        event.listen(Engine, "commit", lambda connection: pass_by())
    elif blow.point == Point.AFTER_COMMIT:
        event.listen(Session, "after_commit", lambda session: None if session.in_nested_transaction() else pass_by())


def _fork(environ: Mapping[str, str], blow: Blow | None) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        _redirect_to(Path(environ["DATA_DIR"]) / "log")
        _live(environ, blow)
    except Exception:  # noqa: BLE001 (whatever it was, this copy of the process must not go on as its parent)
        traceback.print_exc()
    finally:
        os._exit(1)


def _redirect_to(log: Path) -> None:
    nothing, out = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(nothing, 0)
    os.dup2(out, 1)
    os.dup2(out, 2)


class _Lives:
    """At most one at a time."""

    def __init__(self) -> None:
        self._pid: int | None = None

    def begin(self, order: Mapping[str, Any]) -> bool:
        blow = order["blow"]
        self._pid = _fork(order["environ"], Blow.from_json(blow) if blow else None)
        return True

    def is_alive(self) -> bool:
        if self._pid is not None and os.waitpid(self._pid, os.WNOHANG)[0]:
            self._pid = None
        return self._pid is not None

    def kill(self) -> bool:
        """Whether there was still something to be killed."""
        was_alive = self.is_alive()
        if self._pid is not None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
            self._pid = None
        return was_alive

    def obey(self, order: Mapping[str, Any]) -> bool:
        if order["do"] == "begin":
            return self.begin(order)
        return self.kill() if order["do"] == "kill" else self.is_alive()


def main() -> None:
    """Obey until the input ends."""
    command_words(), load_catalogue(), load_dangers(), rich_menus()  # what each life would read first
    lives = _Lives()
    for line in sys.stdin:
        print(json.dumps(lives.obey(json.loads(line))), flush=True)
    lives.kill()


if __name__ == "__main__":
    main()
