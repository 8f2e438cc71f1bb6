"""Watch and monitor look every few seconds: no look may read a whole table of years."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from models.database import Database
from models.outgoing import paid_since
from models.pace import messages_taken
from models.waiting import everything_that_waits

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
WHOLE_TABLE = {"sqlite": "SCAN ", "postgresql": "Seq Scan on "}


@contextmanager
def asked_of(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are sent meanwhile, with their values."""
    asked: list[tuple[str, Any]] = []

    def remember(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        asked.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", remember)
    yield asked
    event.remove(database.engine, "before_cursor_execute", remember)


def plan(session: Session, statement: str, values: Any) -> str:
    """How the database would find the rows."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":  # with empty tables it would read them whole, rightly
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    explain = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {statement}", values))


@pytest.mark.parametrize(
    "look",
    [
        pytest.param(lambda session: everything_that_waits(session, NOW), id="what waits"),
        pytest.param(lambda session: list(messages_taken(session, NOW, NOW)), id="how long messages took"),
        pytest.param(lambda session: paid_since(session, NOW), id="what was paid"),
    ],
)
def test_no_look_reads_a_whole_table(database: Database, look: Callable[[Session], object]) -> None:
    with asked_of(database) as asked, database.read() as session:
        look(session)
    looks = [(statement, values) for statement, values in asked if statement.startswith("SELECT")]
    assert looks
    with database.read() as session:
        plans = [plan(session, statement, values) for statement, values in looks]
    whole = WHOLE_TABLE[database.engine.dialect.name]
    assert [found for found in plans if whole in found] == []
