"""What the database itself keeps, whoever writes to it: history, closed lists, time zones, durability."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import Session

from models.bell import wake
from models.case import Case, Status
from models.case_change import IllegalStatusChange, Step, begin_history, history_of, move_to
from models.database import Database
from models.known_fact import KnownFact, fact, learn
from models.person import Person, person_of
from models.timer import Timer, set_timer

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def filed(session: Session) -> Case:
    """A case with its first step."""
    reporter = person_of(session, "U" + "1" * 32, NOW)
    case = Case(
        number="70-000001", type_code="road", reporter_id=reporter.key, division="public_works",
        filed_at=NOW, promised_at=NOW,
    )  # fmt: skip
    session.add(case)
    session.flush()
    begin_history(session, case, NOW)
    session.flush()
    return case


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE case_change SET to_status = 'closed'",
        "UPDATE case_change SET note_id = NULL",
        "DELETE FROM case_change",
        "DELETE FROM case_change WHERE id = 1",
    ],
)
def test_history_can_neither_be_changed_nor_deleted(database: Database, statement: str) -> None:
    with database.begin() as session:
        filed(session)
    with pytest.raises(DBAPIError, match="only appended"), database.begin() as session:
        session.connection().execute(text(statement))
    with database.read() as session:
        assert [change.step for change in history_of(session, 1)] == [Step.FILED]


@pytest.mark.sqlite_only("PostgreSQL has no REPLACE")
def test_history_cannot_be_replaced(database: Database) -> None:
    with database.begin() as session:
        filed(session)
    with pytest.raises(DBAPIError, match="only appended"), database.begin() as session:
        session.connection().execute(text("REPLACE INTO case_change SELECT * FROM case_change"))


def test_a_case_that_has_a_history_cannot_be_deleted(database: Database) -> None:
    with database.begin() as session:
        filed(session)
    with pytest.raises(IntegrityError), database.begin() as session:
        session.connection().execute(text('DELETE FROM "case"'))


def test_an_illegal_step_changes_neither_status_nor_history(database: Database) -> None:
    with database.begin() as session:
        case = filed(session)
        with pytest.raises(IllegalStatusChange):
            move_to(session, case, Status.CLOSED, Step.RATED, NOW)
    with database.read() as session:
        found = session.get(Case, case.id)
        assert found is not None
        assert (found.status, len(history_of(session, found.key))) == (Status.NEW, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE \"case\" SET status = 'lost'",
        "UPDATE \"case\" SET status = 'NEW'",
        "UPDATE person SET language = 'klingon'",
        "INSERT INTO timer (due_at, attempts, kind, subject, slot, status) VALUES ('2026-01-01', 0, 'k', 1, 's', 'soon')",
    ],
)
def test_a_word_outside_its_list_is_refused(database: Database, statement: str) -> None:
    with database.begin() as session:
        filed(session)
    with pytest.raises(IntegrityError, match=r"(?i)check constraint"), database.begin() as session:
        session.connection().execute(text(statement))


def test_a_time_comes_back_aware_and_in_utc(database: Database) -> None:
    bangkok = timezone(timedelta(hours=7))
    with database.begin() as session:
        set_timer(session, "k", 1, datetime(2026, 11, 20, 0, 30, 0, 123456, tzinfo=bangkok))
    with database.read() as session:
        timer = session.get(Timer, 1)
        assert timer is not None
        assert timer.due_at.isoformat() == "2026-11-19T17:30:00.123456+00:00"


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="without a zone"), database.begin() as session:
        set_timer(session, "k", 1, datetime(2026, 11, 20))  # noqa: DTZ001 (that is the point)


def test_a_row_shows_nothing_of_what_is_in_it() -> None:
    person = Person(id=7, line_user_id="U123", display_name="canary", first_seen_at=NOW)
    assert (repr(person), str(person)) == ("<Person 7>", "<Person 7>")
    assert "canary" not in repr([KnownFact(name="name", value="canary"), {"person": person}])


@pytest.mark.sqlite_only("it reads SQLite's pragmas")
def test_an_acknowledged_event_survives_a_power_cut(database: Database) -> None:
    with database.begin() as session:
        pragmas = {name: session.connection().execute(text(f"PRAGMA {name}")).scalar() for name in PRAGMAS}
    assert pragmas == PRAGMAS


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def _break_off(database: Database) -> None:
    with database.begin() as session:
        learn(session, "a", "b")
        wake(session, "outbox")
        session.flush()
        raise ZeroDivisionError


def test_a_transaction_that_raises_leaves_nothing_and_wakes_nobody(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        _break_off(database)
    with database.read() as session:
        assert fact(session, "a") is None
    assert "outbox" not in database.bell._rung


def test_who_waits_is_woken_by_the_commit(database: Database) -> None:
    woken_after: list[str | None] = []

    def wait() -> None:
        database.bell.wait("outbox", 20)
        with database.read() as session:
            woken_after.append(fact(session, "a"))

    waiter = threading.Thread(target=wait)
    waiter.start()
    with database.begin() as session:
        wake(session, "outbox")
        learn(session, "a", "b")
    waiter.join(10)
    assert woken_after == ["b"]


@pytest.mark.sqlite_only("PostgreSQL lets both write: rows that count are locked or counted by the database itself")
def test_writers_from_two_processes_wait_for_each_other_and_lose_nothing(database: Database) -> None:
    other = Database(database.url.render_as_string())
    start = threading.Barrier(4)

    def count(mine: Database) -> None:
        start.wait()
        for _ in range(25):
            with mine.begin() as session:
                learn(session, "count", str(int(fact(session, "count") or 0) + 1))

    threads = [threading.Thread(target=count, args=(mine,)) for mine in (database, other, database, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    with database.read() as session:
        assert fact(session, "count") == "100"


def test_a_reader_waits_for_no_writer(database: Database) -> None:
    with database.begin() as session:
        learn(session, "a", "new")
        session.flush()
        with database.read() as reader:
            assert fact(reader, "a") is None
