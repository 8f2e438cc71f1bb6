"""Threads that let the engine work: takers, senders, errands, and the clock's ticks (APScheduler only ticks)."""

import logging
import threading
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler

from bot.engine import BEAT_EVERY, Engine

log = logging.getLogger(__name__)

POLL_S = 1.0  # the net below the bell
PAUSE_AFTER_FAILURE_S = 1.0
WATCH_EVERY_S = 10
TAKERS = {"emergency": 2, "outbox": 2, "errands": 2}


class Worker:
    """Everything but the web, in threads of this process. `watch` looks for what is stuck, every ten seconds."""

    def __init__(self, engine: Engine, watch: Callable[[], None] | None = None) -> None:
        self._engine, self._watch = engine, watch
        self._stopping = threading.Event()
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._threads = [
            self._thread(topic, work) for topic, work in engine.parts.items() for _ in range(TAKERS.get(topic, 1))
        ]

    def start(self) -> None:
        """Start working; returns at once."""
        self._engine.database.listen()
        self._engine.introduce()
        self._scheduler.add_job(self.beat, "interval", seconds=BEAT_EVERY.total_seconds())
        self._scheduler.add_job(self._engine.tidy, "interval", hours=1)
        self._scheduler.add_job(self._engine.count_figures_again, "interval", minutes=1)
        self._scheduler.add_job(self._engine.make_figures_ready, "interval", hours=1)
        if self._watch is not None:
            self._scheduler.add_job(self._watch, "interval", seconds=WATCH_EVERY_S)
        self._scheduler.start()
        for thread in self._threads:
            thread.start()

    def beat(self) -> None:
        """Show a sign of life, unless one of the threads has ended: then `/readyz` must ring somebody."""
        ended = [thread.name for thread in self._threads if not thread.is_alive()]
        if not ended:
            self._engine.beat()
            return
        log.critical("a worker has ended", extra={"topics": ", ".join(ended)})

    def stop(self, seconds: float = 10) -> None:
        """Let each thread finish what it is doing. What is left waits in the database."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        self._engine.database.bell.wake_everybody()
        for thread in self._threads:
            thread.join(seconds)

    def _thread(self, topic: str, work: Callable[[], int]) -> threading.Thread:
        return threading.Thread(target=self._loop, args=(topic, work), name=topic, daemon=True)

    def _loop(self, topic: str, work: Callable[[], int]) -> None:
        while not self._stopping.is_set():
            try:
                if work() == 0:
                    self._engine.database.bell.wait(topic, POLL_S)
            except Exception:  # the database may be away: go on when it is back
                log.exception("a worker stumbled", extra={"topic": topic})
                self._stopping.wait(PAUSE_AFTER_FAILURE_S)
