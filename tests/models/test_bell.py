"""The bell: heard by whoever waits, in this process and in others, and never missed."""

import queue
import threading
from datetime import UTC, datetime

from models.bell import Bell, wake
from models.database import Database
from models.timer import set_timer, take_due
from tests.town_process import until


def test_a_ring_before_the_wait_is_not_missed() -> None:
    bell = Bell()
    bell.ring("outbox")
    waiting = threading.Thread(target=bell.wait, args=("outbox", 60), daemon=True)
    waiting.start()
    waiting.join(10)
    assert not waiting.is_alive()


def _three_who_wait(bell: Bell, woken: queue.Queue[str]) -> list[threading.Thread]:
    waiting = threading.Barrier(4)

    def listen() -> None:
        waiting.wait(10)
        bell.wait("outbox", 60)
        woken.put("outbox")

    threads = [threading.Thread(target=listen, daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    waiting.wait(10)
    until(lambda: len(getattr(bell._doors.get("outbox"), "_waiters", ())) == 3)
    return threads


def test_one_ring_wakes_one_of_those_who_wait() -> None:
    bell, woken = Bell(), queue.Queue[str]()
    threads = _three_who_wait(bell, woken)
    bell.ring("outbox")
    woken.get(timeout=10)
    assert sum(thread.is_alive() for thread in threads) >= 2
    bell.ring("outbox")
    woken.get(timeout=10)
    assert woken.empty()
    bell.wake_everybody()
    woken.get(timeout=10)


def test_everybody_can_be_woken_at_once() -> None:
    bell, woken = Bell(), queue.Queue[str]()
    _three_who_wait(bell, woken)
    bell.wake_everybody()
    assert [woken.get(timeout=10) for _ in range(3)] == ["outbox"] * 3


def test_who_takes_a_row_and_sees_more_rings_for_another_taker(database: Database) -> None:
    now = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
    with database.begin() as session:
        for subject in range(2):
            set_timer(session, "k", subject, now)
    assert "timers" not in database.bell._rung
    with database.begin() as session:
        take_due(session, now, 1)
    assert "timers" in database.bell._rung
    database.bell.wait("timers", 0)
    with database.begin() as session:
        take_due(session, now, 1)
    assert "timers" not in database.bell._rung


def test_a_commit_is_heard_by_whoever_shares_the_database(database: Database) -> None:
    """With SQLite that is this process; with PostgreSQL another process too, which is played by another `Database`."""
    listening = database if database.is_sqlite else Database(database.url.render_as_string(hide_password=False))
    waiting = threading.Thread(target=listening.bell.wait, args=("outbox", 60), daemon=True)
    waiting.start()
    listening.listen()

    def commit_until_heard() -> bool:
        with database.begin() as session:
            wake(session, "outbox")
        return not waiting.is_alive()

    until(commit_until_heard)
    if listening is not database:
        listening.close()
