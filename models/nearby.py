"""Open cases near a point: a box that an index knows, refined by geodesic distance. The same on both databases."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, text, true
from sqlmodel import Session, col, select

from models.case import IS_OPEN, Case
from models.geography import Point, box_around, metres_between

# A point that may be further off than this says a neighbourhood, not a place: whatever is near it is near by chance.
EXACT_M = 100


@dataclass(frozen=True)
class Near:
    """A case, and how many metres away it is."""

    case: Case
    metres: float


def open_cases_near(
    session: Session,
    type_code: str,
    point: Point,
    metres: float,
    since: datetime,
    limit: int,
    among: ColumnElement[bool] | None = None,
) -> list[Near]:
    """Open cases of a type that were filed since then and are so near, the nearest first; only those `among`, if told.

    None that is confidential, and none whose own place is not exact.
    """
    south_west, north_east = box_around(point, metres)
    query = select(Case).where(
        text(IS_OPEN),
        col(Case.type_code) == type_code,
        col(Case.latitude).between(south_west.latitude, north_east.latitude),
        col(Case.longitude).between(south_west.longitude, north_east.longitude),
        col(Case.accuracy_m) <= EXACT_M,
        col(Case.filed_at) >= since,
        col(Case.is_confidential).is_(False),
        true() if among is None else among,
    )
    found = [Near(case, metres_between(point, at)) for case in session.exec(query) if (at := case.point) is not None]
    return sorted((near for near in found if near.metres <= metres), key=lambda near: near.metres)[:limit]
