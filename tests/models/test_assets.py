"""What the town owns: found by its code as people write it, and by where it stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, text

from models.asset import Asset, AssetKind, AssetState, assets_near, code_in
from models.database import Database
from models.geography import Point

NOW = datetime(2026, 11, 21, tzinfo=UTC)
HERE = Point(18.6489, 99.0402)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("A-0123", "A-0123"),
        (" a 0123 ", "A-0123"),
        ("๓-๐๑๒", "3-012"),
        ("ม.3/012", "ม-3-012"),
        ("A–0123", "A-0123"),
        ("", None),
        ("?", None),
        ("A" * 21, None),
    ],
)
def test_a_code_is_kept_in_one_form(told: str, kept: str | None) -> None:
    assert code_in(told) == kept


def test_the_nearest_come_first_and_none_that_is_gone(database: Database) -> None:
    with database.begin() as session:
        for code, off, state in (
            ("FAR", 0.0009, AssetState.IN_USE),
            ("NEAR", 0.0001, AssetState.IN_USE),
            ("GONE", 0.0, AssetState.REMOVED),
            ("NEXT", 0.0002, AssetState.IN_USE),
        ):
            latitude, longitude = HERE.latitude + off, HERE.longitude
            session.add(Asset(code=code, state=state, latitude=latitude, longitude=longitude, changed_at=NOW))
    with database.read() as session:
        found = assets_near(session, AssetKind.POLE, HERE, 60, 5)
    assert [near.asset.code for near in found] == ["NEAR", "NEXT"]
    assert found[0].metres == pytest.approx(11, abs=0.2)


# A town of 5,000 poles, one each 40 m on roads that are 60 m apart.
MANY = """INSERT INTO asset (kind, code, latitude, longitude, accuracy_m, state, changed_at)
WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < 5000)
SELECT 'pole', 'M-' || i, 18.6 + (i / 100) * 0.00057, 99.0 + (i % 100) * 0.00036, 5, 'in_use', '2026-11-21 00:00:00'
FROM numbers"""


@contextmanager
def asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements about places that the database is asked meanwhile, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def listen(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if "latitude BETWEEN" in statement:
            statements.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", listen)
    yield statements
    event.remove(database.engine, "before_cursor_execute", listen)


def test_the_nearest_are_found_by_an_index_on_both_databases(database: Database) -> None:
    with database.begin() as session:
        session.connection().execute(text(MANY))
    with database.begin() as session:
        session.connection().execute(text("ANALYZE"))
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.begin() as session, asked(database) as statements:
        assert assets_near(session, AssetKind.POLE, Point(18.61, 99.01), 60, 5)
        ((statement, parameters),) = statements
        plan = session.connection().exec_driver_sql(explain + statement, parameters)
        told = "\n".join(str(row) for row in plan)
    assert "ix_asset_near" in told
    assert "latitude" in told
