"""One's own cases: as quick to read among a million as among ten, wherever in the list one is."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite

from content.case_lines import SIGNS
from models.case import OPEN, Case, Status, cases_of
from models.database import Database
from models.person import person_of

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
READ = "SELECT * FROM \"case\" WHERE reporter_id = 1 AND id < 900 AND status NOT IN ('new') ORDER BY id DESC LIMIT 20"


def _files(database: Database, statuses: list[Status]) -> None:
    with database.begin() as session:
        reporter = person_of(session, "U" + "1" * 32, NOW)
        for row, status in enumerate(statuses, start=1):
            case = Case(
                number=f"70-{row:06}", type_code="road", reporter_id=reporter.key, division="public_works",
                status=status, filed_at=NOW, promised_at=NOW,
            )  # fmt: skip
            session.add(case)
            session.flush()


def test_open_and_ended_cases_are_told_apart_and_none_is_in_both(database: Database) -> None:
    _files(database, list(Status))
    with database.read() as session:
        is_open = cases_of(session, 1, 100, is_open=True)
        ended = cases_of(session, 1, 100, is_open=False)
        everything = cases_of(session, 1, 100)
    assert {case.status for case in is_open} == OPEN
    assert {case.status for case in ended} == set(Status) - OPEN
    assert [case.key for case in everything] == sorted([case.key for case in is_open + ended], reverse=True)


@pytest.mark.parametrize("is_open", [True, False, None])
def test_a_list_goes_on_where_the_last_page_ended(database: Database, is_open: bool | None) -> None:
    _files(database, [Status.NEW, Status.CLOSED] * 6)
    with database.read() as session:
        whole = [case.key for case in cases_of(session, 1, 100, is_open=is_open)]
        seen: list[int] = []
        while page := cases_of(session, 1, 4, is_open=is_open, before=seen[-1] if seen else None):
            seen += [case.key for case in page]
    assert seen == whole


def test_a_list_is_read_by_its_index(database: Database) -> None:
    _files(database, [Status.NEW])
    with database.engine.connect() as connection:
        if connection.dialect.name == postgresql.dialect.name:
            connection.execute(text("SET enable_seqscan = off"))  # among ten rows it would read them all
            connection.execute(text("SET enable_bitmapscan = off"))
        explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == sqlite.dialect.name else "EXPLAIN "
        plan = "\n".join(str(row) for row in connection.execute(text(explain + READ)))
    assert "ix_case_reporter" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def test_every_status_has_a_sign_of_its_own() -> None:
    assert set(SIGNS) == set(Status)
    assert len(set(SIGNS.values())) == len(SIGNS)
