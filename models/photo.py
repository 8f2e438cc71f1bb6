"""Photos: asked for from LINE the moment we hear of them, kept on disk by the hash of what is in them."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ColumnElement, Float, Index, UniqueConstraint, and_, or_, text
from sqlmodel import Field, Session, col, func, select

from models.asset import Asset
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


# Uploaded from a page, and of no case yet.
_UNFILED = text("upload_key IS NOT NULL AND case_id IS NULL")


class Photo(Row, table=True):
    """One photo. `token` is its unguessable public name: LINE's servers fetch it without a session.

    It came with a LINE message, or from a page that calls it `upload_key`. What anybody may see of it is another file
    with another name, made by an officer; None: nothing.
    """

    __table_args__ = (
        CheckConstraint("(public_sha256 IS NULL) = (public_token IS NULL)", name="public_file_with_name"),
        CheckConstraint("public_sha256 IS NULL OR made_public_at IS NOT NULL", name="public_since"),
        Index("ix_photo_case", "case_id", "kind", "id"),
        Index("ix_photo_waiting", "status", "received_at"),
        Index("ix_photo_unfiled", "status", "received_at", postgresql_where=_UNFILED, sqlite_where=_UNFILED),
        UniqueConstraint("person_id", "upload_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(default_factory=lambda: secrets.token_urlsafe(24), max_length=40, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    line_message_id: str | None = Field(default=None, max_length=64, unique=True)
    upload_key: str | None = Field(default=None, max_length=40)
    case_id: int | None = Field(default=None, foreign_key="case.id")
    kind: PhotoKind = Field(default=PhotoKind.BEFORE, sa_type=one_of(PhotoKind))
    received_at: datetime = Field(sa_type=UtcDateTime)
    status: PhotoStatus = Field(default=PhotoStatus.WANTED, sa_type=one_of(PhotoStatus))
    sha256: str | None = Field(default=None, max_length=64, index=True)
    width: int | None = None
    height: int | None = None
    # Of an after-photo, what is known of when it was taken, and how far from its case's point.
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    metres_off: float | None = Field(default=None, sa_type=Float)
    public_sha256: str | None = Field(default=None, max_length=64, index=True)
    public_token: str | None = Field(default=None, max_length=40, unique=True)
    # The officer and when; and what was blurred, as `models.public_photo.Box` has it.
    made_public_by: int | None = Field(default=None, foreign_key="officer.id")
    made_public_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    blurred: list[list[float]] | None = Field(default=None, sa_type=JSON(none_as_null=True))

    @property
    def key(self) -> int:
        """The id of a photo that has been kept."""
        assert self.id is not None
        return self.id


def _of(case_id: int, kind: PhotoKind) -> ColumnElement[bool]:
    return and_(col(Photo.case_id) == case_id, col(Photo.kind) == kind)


def photos_of(session: Session, case_id: int, kind: PhotoKind, person_id: int | None = None) -> list[Photo]:
    """The case's photos that can be shown, oldest first; with a person, their own."""
    query = select(Photo).where(_of(case_id, kind), col(Photo.status) == PhotoStatus.STORED)
    own = query if person_id is None else query.where(col(Photo.person_id) == person_id)
    return list(session.exec(own.order_by(col(Photo.id))))


def has_photos_on_their_way(session: Session, case_id: int) -> bool:
    """Whether LINE still owes us photos of this case."""
    query = select(Photo.id).where(col(Photo.case_id) == case_id, col(Photo.status) == PhotoStatus.WANTED)
    return session.exec(query.limit(1)).first() is not None


def shown_photo(session: Session, token: str) -> Photo | None:
    """The stored photo with that public name."""
    query = select(Photo).where(col(Photo.token) == token, col(Photo.status) == PhotoStatus.STORED)
    return session.exec(query).one_or_none()


def is_file_needed(session: Session, sha256: str) -> bool:
    """Whether any photo still shows the file with this hash, to officers or to anybody."""
    shows_it = or_(col(Photo.sha256) == sha256, col(Photo.public_sha256) == sha256)
    query = select(Photo.id).where(shows_it, col(Photo.status) == PhotoStatus.STORED)
    return session.exec(query.limit(1)).first() is not None


def uploads_of(session: Session, person_id: int, keys: Sequence[str], case_id: int | None = None) -> list[Photo]:
    """A person's own uploads that are of no case yet, or of the one that is named; oldest first, without those let go."""
    own = (col(Photo.person_id) == person_id, col(Photo.upload_key).in_(keys))
    free = or_(col(Photo.case_id).is_(None), col(Photo.case_id) == case_id)
    here = select(Photo).where(*own, free, col(Photo.status) == PhotoStatus.STORED)
    return list(session.exec(here.order_by(col(Photo.id)))) if keys else []


def uploaded_as(session: Session, person_id: int, key: str) -> Photo | None:
    """The upload that a person's page calls so, whatever became of it."""
    own = (col(Photo.person_id) == person_id, col(Photo.upload_key) == key)
    return session.exec(select(Photo).where(*own)).one_or_none()


def uploads_since(session: Session, person_id: int, since: datetime) -> int:
    """How many photos somebody has sent from pages, good or not."""
    theirs = (col(Photo.person_id) == person_id, col(Photo.upload_key).is_not(None), col(Photo.received_at) >= since)
    return session.exec(select(func.count()).select_from(Photo).where(*theirs)).one()


def unfiled_before(session: Session, before: datetime) -> list[Photo]:
    """Uploads that have waited for their case since then; those of poles have found their place."""
    waiting = (col(Photo.status) == PhotoStatus.STORED, col(Photo.received_at) < before)
    of_poles = select(Asset.photo_id).where(col(Asset.photo_id).is_not(None))
    unfiled = (col(Photo.upload_key).is_not(None), col(Photo.case_id).is_(None), col(Photo.id).not_in(of_poles))
    return list(session.exec(select(Photo).where(*waiting, *unfiled)))


# What timers of a case wait for while LINE owes us photos of it (`models.timer.hurry`).
PHOTOS = "photos"
# How long a card waits for photos that are still on their way.
WAIT_FOR_PHOTOS = timedelta(seconds=15)
