"""A row that waits has one taker at a time, and whoever comes back late finds that it is not theirs any more."""

from datetime import UTC, datetime, timedelta

from sqlmodel import col

from models.database import Database
from models.lease import LEASE, claim, next_free, put_back, still_ours
from models.timer import Timer, set_timer

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def timers(database: Database, *due_at: datetime) -> None:
    with database.begin() as session:
        for subject, due in enumerate(due_at):
            set_timer(session, "k", subject, due)


def claimed(database: Database, now: datetime, limit: int = 10) -> list[Timer]:
    with database.begin() as session:
        return claim(session, next_free(Timer, col(Timer.kind) == "k", (col(Timer.id),)), now=now, limit=limit)


def test_what_is_due_is_claimed_once_and_counted(database: Database) -> None:
    timers(database, NOW, NOW - timedelta(days=1), NOW + timedelta(microseconds=1))
    assert [(timer.subject, timer.attempts) for timer in claimed(database, NOW)] == [(0, 1), (1, 1)]
    assert claimed(database, NOW) == []


def test_no_more_is_claimed_than_asked_for(database: Database) -> None:
    timers(database, NOW, NOW, NOW)
    assert [timer.subject for timer in claimed(database, NOW, limit=2)] == [0, 1]


def test_a_lease_runs_out_to_the_moment(database: Database) -> None:
    timers(database, NOW)
    claimed(database, NOW)
    assert claimed(database, NOW + LEASE - timedelta(microseconds=1)) == []
    assert [timer.attempts for timer in claimed(database, NOW + LEASE)] == [2]


def test_the_claim_stays_counted_when_the_work_is_rolled_back(database: Database) -> None:
    timers(database, NOW)
    (timer,) = claimed(database, NOW)
    with database.begin() as session, session.begin_nested() as work:
        ours = still_ours(session, timer)
        assert ours is not None
        ours.slot = "changed"
        session.flush()
        work.rollback()
    with database.read() as session:
        found = session.get(Timer, 1)
        assert found is not None
        assert (found.attempts, found.slot) == (1, "once")


def test_whoever_comes_back_late_finds_that_it_is_not_theirs(database: Database) -> None:
    timers(database, NOW)
    (slow,) = claimed(database, NOW)
    (quick,) = claimed(database, NOW + LEASE)
    with database.begin() as session:
        assert still_ours(session, slow) is None
        assert still_ours(session, quick) is not None


def test_what_is_put_back_is_free_at_its_time(database: Database) -> None:
    timers(database, NOW)
    (timer,) = claimed(database, NOW)
    with database.begin() as session:
        ours = still_ours(session, timer)
        assert ours is not None
        put_back(ours, NOW + timedelta(seconds=2))
    assert claimed(database, NOW + timedelta(seconds=1)) == []
    assert [timer.attempts for timer in claimed(database, NOW + timedelta(seconds=2))] == [2]
