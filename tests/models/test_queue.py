"""Each list of the queue is read by an index in its order, so that it does not matter how many other cases there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, text

from models.case import Status
from models.database import Database
from models.officer import Officer, Role
from models.person import person_of
from models.queue import Tab, Wanted, page_of_queue

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MANY = """
INSERT INTO "case" (number, service, type_code, status, reporter_id, division, filed_at, promised_at, first_promised_at,
                    is_confidential, wants_passing_on)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
SELECT 'n' || i, 'complaint', 'road',
       CASE i % 50 WHEN 0 THEN 'new' WHEN 1 THEN 'accepted' WHEN 2 THEN 'waiting' ELSE 'closed' END,
       1, CASE i % 41 WHEN 0 THEN 'public_works' ELSE 'public_health' END, '2026-11-20 02:00:00.000000',
       '2026-11-22 02:00:00.000000', '2026-11-22 02:00:00.000000', false, false FROM n
"""
INDEXES = [
    (Role.OFFICER, Tab.NEW, {"ix_case_unaccepted", "ix_case_queue"}),
    (Role.EXECUTIVE, Tab.NEW, {"ix_case_unaccepted"}),
    (Role.OFFICER, Tab.MINE, {"ix_case_held"}),
    # By any index of what is open: which, depends on how much of it the planner takes for late.
    (Role.OFFICER, Tab.LATE, {"ix_case_queue", "ix_case_open", "ix_case_held"}),
    (Role.EXECUTIVE, Tab.LATE, {"ix_case_queue", "ix_case_open", "ix_case_held"}),
    (Role.OFFICER, Tab.WAITING, {"ix_case_waiting"}),
    (Role.OFFICER, Tab.OPEN, {"ix_case_queue", "ix_case_open"}),
    (Role.EXECUTIVE, Tab.OPEN, {"ix_case_open"}),
    (Role.OFFICER, Tab.DONE, {"ix_case_ended"}),
]


@contextmanager
def asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements that the database is asked meanwhile, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def listen(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        statements.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", listen)
    yield statements
    event.remove(database.engine, "before_cursor_execute", listen)


@pytest.fixture
def full(database: Database) -> Database:
    """A database with 20,000 cases, of which some hundreds are open, and what it knows of them."""
    with database.begin() as session:
        person_of(session, "U" + "1" * 32, NOW)
        session.connection().execute(text(MANY))
        session.add(Officer(id=1, person_id=1, division="public_works", role=Role.OFFICER, enrolled_at=NOW))
    with database.begin() as session:
        session.connection().execute(
            text("""UPDATE "case" SET officer_id = 1 WHERE number IN ('n51', 'n301', 'n551')""")
        )
    with database.begin() as session:
        session.connection().execute(text("ANALYZE"))
    return database


def test_each_list_goes_by_its_index_and_is_not_sorted(full: Database) -> None:
    explain = "EXPLAIN QUERY PLAN " if full.is_sqlite else "EXPLAIN "
    plans: dict[tuple[Role, Tab], str] = {}
    for role, tab, _ in INDEXES:
        officer = Officer(id=1, person_id=1, division="public_works", role=role, enrolled_at=NOW)
        with full.begin() as session, asked(full) as statements:
            page_of_queue(session, officer, tab, Wanted(), NOW, 30)
            statement, parameters = next(one for one in statements if one[0].startswith("SELECT"))
            plan = session.connection().exec_driver_sql(explain + statement, parameters)
            plans[role, tab] = "\n".join(str(row) for row in plan)
    for role, tab, indexes in INDEXES:
        assert any(index in plans[role, tab] for index in indexes), (role, tab, plans[role, tab])
    assert "Seq Scan" not in "".join(plans.values())
    # What is late is found by two times, and sorted where the planner expects little of it.
    assert [tab for (_, tab), plan in plans.items() if "Sort " in plan and tab != Tab.LATE] == []


def test_the_lists_hold_what_their_names_say(full: Database) -> None:
    mayor = Officer(id=1, person_id=1, division="clerk_office", role=Role.EXECUTIVE, enrolled_at=NOW)
    expected = {Tab.NEW: {Status.NEW}, Tab.WAITING: {Status.WAITING}, Tab.DONE: {Status.CLOSED}, Tab.LATE: set()}
    with full.read() as session:
        for tab, statuses in expected.items():
            cases = page_of_queue(session, mayor, tab, Wanted(), NOW, 500).cases
            assert {case.status for case in cases} == statuses
        mine = page_of_queue(session, mayor, Tab.MINE, Wanted(), NOW, 500).cases
        assert {case.number for case in mine} == {"n51", "n301", "n551"}
