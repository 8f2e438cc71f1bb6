"""The bell that wakes whoever waits for new rows: in this process, and through PostgreSQL in every process of the town."""

import logging
import threading
from collections import defaultdict

import psycopg
from sqlalchemy import text
from sqlmodel import Session

log = logging.getLogger(__name__)

CHANNEL = "baanrao"
PAUSE_AFTER_FAILURE_S = 1.0
LOOK_UP_S = 0.5  # how long a listener that was told to stop may still listen


class Bell:
    """Wakes threads that wait for a topic, e.g. the sender for `outbox`. A slow poll is the net below it."""

    def __init__(self) -> None:
        self._rung: dict[str, int] = defaultdict(int)
        self._news = threading.Condition()
        self._heard = threading.local()

    def ring(self, topic: str) -> None:
        """Wake everybody who waits for `topic`, now or at their next `wait`."""
        with self._news:
            self._rung[topic] += 1
            self._news.notify_all()

    def wait(self, topic: str, seconds: float) -> None:
        """Return when `topic` has been rung since this thread last waited for it, or after `seconds`."""
        heard: dict[str, int] = vars(self._heard).setdefault("topics", {})
        with self._news:
            self._news.wait_for(lambda: self._rung[topic] != heard.get(topic, 0), seconds)
            heard[topic] = self._rung[topic]


def wake(session: Session, topic: str) -> None:
    """Ring `topic` once this transaction has committed; a rollback rings nothing."""
    topics = session.info.setdefault("topics", set())
    if topic not in topics and session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_notify(:channel, :topic)"), {"channel": CHANNEL, "topic": topic})
    topics.add(topic)


class Listener:
    """Hears through PostgreSQL what other processes have committed, and rings this process's bell."""

    def __init__(self, conninfo: str, bell: Bell) -> None:
        self._conninfo, self._bell = conninfo, bell
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._listen_for_ever, name="listener", daemon=True)

    def start(self) -> None:
        """Listen in a thread of its own; a lost connection is made anew."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def _listen_for_ever(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except psycopg.Error:  # the database is away; the poll goes on meanwhile
                log.warning("nothing is heard from the database")
                self._stopping.wait(PAUSE_AFTER_FAILURE_S)

    def _listen(self) -> None:
        with psycopg.connect(self._conninfo, autocommit=True, connect_timeout=3) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            while not self._stopping.is_set():
                for notice in connection.notifies(timeout=LOOK_UP_S):
                    self._bell.ring(notice.payload)
