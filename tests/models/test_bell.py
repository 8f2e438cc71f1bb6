"""The bell: heard by whoever waits, in this process and in others, and never missed."""

import threading

from models.bell import Bell, wake
from models.database import Database
from tests.bot.test_worker import until


def test_a_ring_before_the_wait_is_not_missed() -> None:
    bell = Bell()
    bell.ring("outbox")
    waiting = threading.Thread(target=bell.wait, args=("outbox", 60), daemon=True)
    waiting.start()
    waiting.join(10)
    assert not waiting.is_alive()


def test_every_thread_that_waits_hears_one_ring() -> None:
    bell, heard, waiting = Bell(), [], threading.Barrier(4)

    def listen() -> None:
        waiting.wait(10)
        bell.wait("outbox", 60)
        heard.append(True)

    threads = [threading.Thread(target=listen) for _ in range(3)]
    for thread in threads:
        thread.start()
    waiting.wait(10)
    bell.ring("outbox")
    for thread in threads:
        thread.join(10)
    assert len(heard) == 3


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
