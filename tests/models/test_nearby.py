"""Which open cases are near: exactly those that measuring every one of them would find, and by an index."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from math import cos, radians
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text
from sqlmodel import Session

from models.case import OPEN, Case, PlaceSource, Status
from models.database import Database
from models.geography import Point, box_around, metres_between
from models.nearby import EXACT_M, open_cases_near
from models.person import person_of

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
HERE = Point(18.6477, 99.0417)
LONG_AGO = NOW - timedelta(days=7)


def beside(metres_north: float, metres_east: float, here: Point = HERE) -> Point:
    """A point about so far from `here`."""
    longitude = here.longitude + metres_east / (111_320 * cos(radians(here.latitude)))
    return Point(here.latitude + metres_north / 110_700, longitude)


def put(session: Session, points: list[Point], **different: Any) -> list[Case]:
    """A case at each of the points, all of the same reporter."""
    reporter = person_of(session, "U" + "1" * 32, NOW)
    ordinary: dict[str, Any] = {
        "type_code": "road",
        "reporter_id": reporter.key,
        "division": "public_works",
        "filed_at": NOW,
        "promised_at": NOW,
        "accuracy_m": 30.0,
        "place_source": PlaceSource.PIN,
    }
    cases = [
        Case(
            number=f"70-{number:06}",
            latitude=point.latitude,
            longitude=point.longitude,
            **(ordinary | different),
        )
        for number, point in enumerate(points, start=1)
    ]
    session.add_all(cases)
    session.flush()
    return cases


def found(session: Session, point: Point = HERE, metres: float = 50) -> list[str]:
    """The numbers of what is near, in the order in which it is given."""
    return [near.case.number for near in open_cases_near(session, "road", point, metres, LONG_AGO, 100)]


def test_the_nearest_come_first_with_how_far_they_are(database: Database) -> None:
    with database.begin() as session:
        put(session, [beside(30, 0), beside(0, -10), beside(51, 0), beside(0, 0)])
        assert found(session) == ["70-000004", "70-000002", "70-000001"]
        (first, second) = open_cases_near(session, "road", HERE, 50, LONG_AGO, 2)
        assert first.metres == 0
        assert second.metres == pytest.approx(10, abs=0.1)


@pytest.mark.parametrize("status", Status)
def test_only_what_is_still_open_counts(database: Database, status: Status) -> None:
    with database.begin() as session:
        put(session, [HERE], status=status)
        assert found(session) == (["70-000001"] if status in OPEN else [])


@pytest.mark.parametrize(
    "different",
    [
        {"type_code": "drain"},
        {"filed_at": LONG_AGO - timedelta(seconds=1)},
        {"is_confidential": True},
        {"accuracy_m": EXACT_M + 1.0},
    ],
    ids=["another type", "too long ago", "confidential", "somewhere in a village"],
)
def test_nothing_else_counts(database: Database, different: dict[str, Any]) -> None:
    with database.begin() as session:
        put(session, [HERE], **different)
        assert found(session) == []


def test_on_the_edge_of_the_radius_it_is_near_and_beyond_it_is_not(database: Database) -> None:
    with database.begin() as session:
        (case,) = put(session, [beside(35, 35)])
        assert case.point is not None
        away = metres_between(HERE, case.point)
        assert found(session, metres=away) == ["70-000001"]
        assert found(session, metres=away - 0.001) == []


# Within a kilometre of a town anywhere that people live, in any direction.
TOWNS = st.builds(Point, st.floats(-60, 70), st.floats(-179, 179))
AROUND = st.lists(st.tuples(st.floats(-600, 600), st.floats(-600, 600)), max_size=12)


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TOWNS, AROUND, st.floats(1, 500))
@example(HERE, [(50, 0), (-50, 0), (0, 50), (0, -50), (35.35, 35.35)], 50)
def test_the_box_and_its_refinement_find_what_measuring_all_would_find(
    database: Database, here: Point, around: list[tuple[float, float]], metres: float
) -> None:
    with Session(database.engine) as session:
        cases = put(session, [beside(north, east, here) for north, east in around])
        measured = {case.number for case in cases if case.point and metres_between(here, case.point) <= metres}
        assert set(found(session, here, metres)) == measured
        session.rollback()


@settings(max_examples=200, deadline=None)
@given(TOWNS, st.floats(1, 1000), st.floats(0, 360))
def test_a_box_holds_everything_within_its_distance(here: Point, metres: float, direction: float) -> None:
    there = beside(metres * cos(radians(direction)), metres * cos(radians(direction - 90)), here)
    south_west, north_east = box_around(here, metres_between(here, there))
    assert south_west.latitude <= there.latitude <= north_east.latitude
    assert south_west.longitude <= there.longitude <= north_east.longitude


MANY = """
INSERT INTO "case" (number, service, type_code, status, reporter_id, division, filed_at, promised_at, first_promised_at,
                    place_source, latitude, longitude, accuracy_m, is_confidential, wants_passing_on)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
SELECT 'n' || i, 'complaint', CASE i % 4 WHEN 0 THEN 'road' WHEN 1 THEN 'flood' WHEN 2 THEN 'noise' ELSE 'tree' END,
       CASE i % 20 WHEN 0 THEN 'new' ELSE 'closed' END, 1, 'public_works', '2026-11-20 02:00:00.000000',
       '2026-11-22 02:00:00.000000', '2026-11-22 02:00:00.000000',
       'pin', 18.6 + (i % 1000) * 0.0001, 99.0 + (i / 1000) * 0.001, 30, false, false FROM n
"""


@contextmanager
def asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements about cases that the database is asked meanwhile, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def listen(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.lstrip().startswith("SELECT") and "latitude BETWEEN" in statement:
            statements.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", listen)
    yield statements
    event.remove(database.engine, "before_cursor_execute", listen)


def test_the_question_goes_by_its_index_on_both_databases(database: Database) -> None:
    with database.begin() as session:
        person_of(session, "U" + "1" * 32, NOW)
        session.connection().execute(text(MANY))
    with database.begin() as session:
        session.connection().execute(text("ANALYZE"))
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.begin() as session, asked(database) as statements:
        open_cases_near(session, "road", HERE, 50, LONG_AGO, 3)
        ((statement, parameters),) = statements
        plan = session.connection().exec_driver_sql(explain + statement, parameters)
        told = "\n".join(str(row) for row in plan)
    assert "ix_case_open_near" in told
    assert "type_code" in told
    assert "latitude" in told
