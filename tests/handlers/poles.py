"""Poles for stories: put into the register as an import or an officer would."""

from typing import Any

from models.asset import Asset
from models.geography import Point
from tests.towns import TownUnderTest

# In the middle of the invented town.
HERE = Point(18.6489, 99.0402)


def a_pole(town: TownUnderTest, code: str, point: Point = HERE, **facts: Any) -> Asset:
    """A pole of the town that stands at this point."""
    with town.engine.database.begin() as session:
        pole = Asset(code=code, latitude=point.latitude, longitude=point.longitude, changed_at=town.clock(), **facts)
        session.add(pole)
        session.flush()
        session.refresh(pole)
        session.expunge(pole)
    return pole
