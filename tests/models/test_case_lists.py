"""The cases that one follows: as quick to read among a million as among ten, wherever in the list one is."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite

from content.case_lines import SIGNS
from models.case import OPEN, Case, Status
from models.database import Database
from models.follower import follow, leave, page_of_cases
from models.person import person_of

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
READ = (
    'SELECT "case".* FROM "case" JOIN follower ON follower.case_id = "case".id WHERE follower.person_id = 1 '
    "AND follower.left_at IS NULL AND (reporter_id = 1 OR NOT is_confidential) AND follower.case_id < 900 "
    "AND status NOT IN ('new') ORDER BY follower.case_id DESC LIMIT 20"
)


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
            follow(session, case, reporter.key, NOW)


def test_open_and_ended_cases_are_told_apart_and_none_is_in_both(database: Database) -> None:
    _files(database, list(Status))
    with database.read() as session:
        is_open = page_of_cases(session, 1, 100, is_open=True)
        ended = page_of_cases(session, 1, 100, is_open=False)
        everything = page_of_cases(session, 1, 100)
    assert {case.status for case in is_open} == set(OPEN)
    assert {case.status for case in ended} == set(Status) - set(OPEN)
    assert [case.key for case in everything] == sorted([case.key for case in is_open + ended], reverse=True)


@pytest.mark.parametrize("is_open", [True, False, None])
def test_a_list_goes_on_where_the_last_page_ended(database: Database, is_open: bool | None) -> None:
    _files(database, [Status.NEW, Status.CLOSED] * 6)
    with database.read() as session:
        whole = [case.key for case in page_of_cases(session, 1, 100, is_open=is_open)]
        seen: list[int] = []
        while page := page_of_cases(session, 1, 4, is_open=is_open, before=seen[-1] if seen else None):
            seen += [case.key for case in page]
    assert seen == whole


def test_a_list_holds_what_somebody_joined_as_long_as_they_follow_it(database: Database) -> None:
    _files(database, [Status.NEW] * 3)
    with database.begin() as session:
        neighbour = person_of(session, "U" + "2" * 32, NOW)
        first, second, third = reversed(page_of_cases(session, 1, 3))
        for case in (third, first, second):
            follow(session, case, neighbour.key, NOW)
        assert page_of_cases(session, neighbour.key, 10) == [third, second, first]
        leave(session, third, neighbour.key, NOW)
        second.is_confidential = True
        session.flush()
        assert page_of_cases(session, neighbour.key, 10) == [first]
        assert len(page_of_cases(session, 1, 10)) == 3, "confidential to others, not to its reporter"


def test_a_list_is_read_by_its_index(database: Database) -> None:
    _files(database, [Status.NEW])
    with database.engine.connect() as connection:
        if connection.dialect.name == postgresql.dialect.name:
            connection.execute(text("SET enable_seqscan = off"))  # among ten rows it would read them all
            connection.execute(text("SET enable_bitmapscan = off"))
        explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == sqlite.dialect.name else "EXPLAIN "
        plan = "\n".join(str(row) for row in connection.execute(text(explain + READ)))
    assert "ix_follower_person_id_case_id" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def test_every_status_has_a_sign_of_its_own() -> None:
    assert set(SIGNS) == set(Status)
    assert len(set(SIGNS.values())) == len(SIGNS)
