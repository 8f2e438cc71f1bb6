"""The bell that wakes whoever waits for new rows: in this process, and through PostgreSQL in every process of the town."""

import logging
import threading

import psycopg
from sqlalchemy import text
from sqlmodel import Session

log = logging.getLogger(__name__)

CHANNEL = "baanrao"
PAUSE_AFTER_FAILURE_S = 1.0
LOOK_UP_S = 0.5  # how long a listener that was told to stop may still listen


class Bell:
    """Wakes a thread that waits for a topic, e.g. a sender for `outbox`. A slow poll is the net below it.

    One ring wakes one thread: whoever claims a row and sees more rings for the next (`models.lease.claim`). Rings that
    nobody waits for are one ring.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._doors: dict[str, threading.Condition] = {}
        self._rung: set[str] = set()
        self._alarms = 0

    def ring(self, topic: str) -> None:
        """Wake one of those who wait for `topic`, now or at the next `wait`."""
        with self._lock:
            self._rung.add(topic)
            self._door(topic).notify()

    def take_rings(self) -> set[str]:
        """The topics that were rung while nobody waited for them; they count as heard."""
        with self._lock:
            rung, self._rung = self._rung, set()
        return rung

    def wake_everybody(self) -> None:
        """Wake all who wait, whatever for."""
        with self._lock:
            self._alarms += 1
            for door in self._doors.values():
                door.notify_all()

    def wait(self, topic: str, seconds: float) -> None:
        """Return when `topic` is rung, or has been while nobody waited for it, or after `seconds`."""
        with self._lock:
            alarms = self._alarms
            self._door(topic).wait_for(lambda: topic in self._rung or self._alarms != alarms, seconds)
            self._rung.discard(topic)

    def _door(self, topic: str) -> threading.Condition:
        return self._doors.setdefault(topic, threading.Condition(self._lock))


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
