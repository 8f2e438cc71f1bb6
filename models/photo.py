"""Photos: asked for from LINE the moment we hear of them, kept on disk by the hash of what is in them."""

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Index, and_
from sqlmodel import Field, Session, col, select

from models.columns import Row, UtcDateTime, one_of


class PhotoStatus(StrEnum):
    """What became of a photo: on its way, here, taken back or lost at LINE, or not a picture we can open."""

    WANTED = "wanted"
    STORED = "stored"
    GONE = "gone"
    UNREADABLE = "unreadable"


class PhotoKind(StrEnum):
    """What it shows."""

    BEFORE = "before"
    AFTER = "after"


class Photo(Row, table=True):
    """One photo. `token` is its unguessable public name: LINE's servers fetch it without a session."""

    __table_args__ = (
        Index("ix_photo_case", "case_id", "kind", "id"),
        Index("ix_photo_waiting", "status", "received_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(default_factory=lambda: secrets.token_urlsafe(24), max_length=40, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    line_message_id: str = Field(max_length=64, unique=True)
    case_id: int | None = Field(default=None, foreign_key="case.id")
    kind: PhotoKind = Field(default=PhotoKind.BEFORE, sa_type=one_of(PhotoKind))
    received_at: datetime = Field(sa_type=UtcDateTime)
    status: PhotoStatus = Field(default=PhotoStatus.WANTED, sa_type=one_of(PhotoStatus))
    sha256: str | None = Field(default=None, max_length=64, index=True)
    width: int | None = None
    height: int | None = None

    @property
    def key(self) -> int:
        """The id of a photo that has been kept."""
        assert self.id is not None
        return self.id


def _of(case_id: int, kind: PhotoKind) -> ColumnElement[bool]:
    return and_(col(Photo.case_id) == case_id, col(Photo.kind) == kind)


def photos_of(session: Session, case_id: int, kind: PhotoKind) -> list[Photo]:
    """The case's photos that can be shown, oldest first."""
    query = select(Photo).where(_of(case_id, kind), col(Photo.status) == PhotoStatus.STORED)
    return list(session.exec(query.order_by(col(Photo.id))))


def has_photos_on_their_way(session: Session, case_id: int) -> bool:
    """Whether LINE still owes us photos of this case."""
    query = select(Photo.id).where(col(Photo.case_id) == case_id, col(Photo.status) == PhotoStatus.WANTED)
    return session.exec(query.limit(1)).first() is not None


def shown_photo(session: Session, token: str) -> Photo | None:
    """The stored photo with that public name."""
    query = select(Photo).where(col(Photo.token) == token, col(Photo.status) == PhotoStatus.STORED)
    return session.exec(query).one_or_none()


def is_file_needed(session: Session, sha256: str) -> bool:
    """Whether any photo still shows the file with this hash."""
    query = select(Photo.id).where(col(Photo.sha256) == sha256, col(Photo.status) == PhotoStatus.STORED)
    return session.exec(query.limit(1)).first() is not None


# What timers of a case wait for while LINE owes us photos of it (`models.timer.hurry`).
PHOTOS = "photos"
