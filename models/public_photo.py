"""What anybody may see of a case's photos: only what an officer of its division has looked at and made public."""

import math
from typing import NamedTuple

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.case import Case
from models.officer import Officer, visible_to
from models.photo import Photo, PhotoStatus

MOST_BOXES = 50
# Fractions are told with a few digits: a box may reach so far over the edge that it was drawn to.
ROUNDING = 0.001


class Box(NamedTuple):
    """A part of a photo to blur, in fractions of its sides: left and top 0 are its left and upper edges."""

    left: float
    top: float
    width: float
    height: float

    @property
    def lies_in_its_photo(self) -> bool:
        """Whether it is a rectangle of some size, all of it in the photo."""
        right, bottom = self.left + self.width, self.top + self.height
        is_real = all(math.isfinite(side) for side in self)
        has_size = self.width > 0 and self.height > 0
        return is_real and has_size and min(self.left, self.top) >= 0 and max(right, bottom) <= 1 + ROUNDING


def _shown(case_id: int) -> SelectOfScalar[Photo]:
    return select(Photo).where(col(Photo.case_id) == case_id, col(Photo.status) == PhotoStatus.STORED)


def _public() -> SelectOfScalar[Photo]:
    """Nothing of a confidential case is public, whatever its photos say."""
    query = select(Photo).join(Case, col(Case.id) == col(Photo.case_id)).where(col(Case.is_confidential).is_(False))
    return query.where(col(Photo.status) == PhotoStatus.STORED, col(Photo.public_sha256).is_not(None))


def public_photos_of(session: Session, case_id: int) -> list[Photo]:
    """The case's photos of which something is public, oldest first: show `public_token`, never `token`."""
    return list(session.exec(_public().where(col(Photo.case_id) == case_id).order_by(col(Photo.id))))


def public_photo(session: Session, public_token: str) -> Photo | None:
    """The photo with that public name."""
    return session.exec(_public().where(col(Photo.public_token) == public_token)).one_or_none()


def photos_seen_by(session: Session, officer: Officer, case_id: int) -> tuple[Case, list[Photo]] | None:
    """A case with its photos, oldest first, if this officer may see it."""
    case = session.exec(select(Case).where(col(Case.id) == case_id, visible_to(officer))).one_or_none()
    if case is None:
        return None
    return case, list(session.exec(_shown(case_id).order_by(col(Photo.id))))


def photo_seen_by(
    session: Session, officer: Officer, photo_id: int, *, to_change: bool = False
) -> tuple[Photo, Case] | None:
    """A photo with its case, if this officer may see it; `to_change` locks it."""
    query = select(Photo, Case).join(Case, col(Case.id) == col(Photo.case_id))
    if to_change:
        query = query.with_for_update(of=Photo)
    mine = (col(Photo.id) == photo_id, col(Photo.status) == PhotoStatus.STORED, visible_to(officer))
    return session.exec(query.where(*mine)).one_or_none()
