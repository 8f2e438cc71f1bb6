"""What the town owns: found by its code as people write it, and by where it stands."""

from datetime import UTC, datetime

import pytest

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
