"""Makes what anybody may see of a photo: its blurred version, kept as a file of its own with a name of its own."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.photo import Photo
from models.public_photo import Box
from notifications.darkroom import Developed, blur
from notifications.photos import PhotoStore, withhold


@dataclass(frozen=True)
class PublicVersion:
    """A file in the store that shows a photo with the boxes blurred."""

    sha256: str
    boxes: tuple[Box, ...]


def blurred(store: PhotoStore, sha256: str, boxes: Sequence[Box]) -> Developed:
    """How the photo would look; kept nowhere. Raises PhotoUnreadable, or FileNotFoundError if it is gone meanwhile."""
    return blur(store.path(sha256).read_bytes(), boxes)


def make_public_version(store: PhotoStore, sha256: str, boxes: Sequence[Box]) -> PublicVersion:
    """Blur the photo and keep the file; without boxes the photo itself may be seen. Raises as `blurred` does.

    It takes a child process and a second: never call it in a transaction.
    """
    if not boxes:
        return PublicVersion(sha256, ())
    made = blurred(store, sha256, boxes)
    return PublicVersion(store.keep(made.jpeg, made.thumbnail), tuple(boxes))


def show_to_anybody(session: Session, photo: Photo, version: PublicVersion, officer_id: int, now: datetime) -> None:
    """Let this be what is public of the photo, in place of what was; a link to the last version leads nowhere."""
    withhold(session, photo, now)
    photo.public_sha256, photo.public_token = version.sha256, secrets.token_urlsafe(24)
    photo.blurred = [list(box) for box in version.boxes]
    photo.made_public_by, photo.made_public_at = officer_id, now
