"""Fetches a photo at once, because LINE deletes it after a time that it does not say, and keeps a clean copy."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from content.messages import text
from models.errand import send_on_errand
from models.geography import Point
from models.lease import one_at_a_time
from models.outgoing import Lane
from models.person import Person
from models.photo import PHOTOS, Photo, PhotoStatus, has_photos_on_their_way, is_file_needed
from models.timer import hurry
from notifications.darkroom import PhotoUnreadable, develop
from notifications.errands import Desk, Facts, seconds
from notifications.line import Line
from notifications.outbox import owe

FETCH, DROP = "photos.fetch", "photos.drop"
# What a photo's position is used for; after that it is dropped.
Locate = Callable[[Desk, Photo, Point], None]
# What is done with what the QR codes in a photo say, if there are any; they are kept nowhere.
ReadCodes = Callable[[Desk, Photo, Sequence[str]], None]


def ask_for(session: Session, photo: Photo) -> None:
    """Owe the fetching of a photo that we have just heard of."""
    send_on_errand(session, FETCH, {"photo_id": photo.key, "message_id": photo.line_message_id}, photo.received_at)


def let_go(session: Session, photo: Photo, now: datetime) -> None:
    """Show it no more, neither to officers nor to anybody, and delete its files soon."""
    withhold(session, photo, now)
    if photo.sha256 is not None:
        drop(session, photo.sha256, now)
    photo.status, photo.sha256 = PhotoStatus.GONE, None
    photo.taken_at = photo.metres_off = None


def withhold(session: Session, photo: Photo, now: datetime) -> None:
    """Let nobody but officers and its sender see it any more; what was public of it is deleted soon."""
    if photo.public_sha256 is not None:
        drop(session, photo.public_sha256, now)
    photo.public_sha256 = photo.public_token = photo.blurred = None
    photo.made_public_by = photo.made_public_at = None


def drop(session: Session, sha256: str, now: datetime) -> None:
    """Owe the deleting of a file, which happens unless a photo still shows it by then."""
    send_on_errand(session, DROP, {"sha256": sha256}, now)


class PhotoVanished(Exception):
    """The file was dropped between its keeping and its marking, with another photo of the same picture."""


@dataclass(frozen=True)
class Fetched:
    """A photo on disk, where and when the file says that it was taken, and what QR codes in it say; `sha256` None: no
    picture that we can open."""

    sha256: str | None
    width: int = 0
    height: int = 0
    place: Point | None = None
    taken_at: datetime | None = None
    codes: tuple[str, ...] = ()


class PhotoStore:
    """Photos on disk by the SHA-256 of their JPEG, so that the same picture is kept once and a name never lies."""

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir / "photos"

    def path(self, sha256: str, *, small: bool = False) -> Path:
        """Where the JPEG (or its thumbnail) is."""
        return self._root / sha256[:2] / f"{sha256}{'.small' if small else ''}.jpg"

    def keep(self, jpeg: bytes, thumbnail: bytes) -> str:
        """Write both files durably; returns the hash."""
        sha256 = hashlib.sha256(jpeg).hexdigest()
        _write(self.path(sha256), jpeg)
        _write(self.path(sha256, small=True), thumbnail)
        return sha256

    def has(self, sha256: str) -> bool:
        """Whether the JPEG is there."""
        return self.path(sha256).is_file()

    def drop(self, sha256: str) -> None:
        """Delete both files; it does not matter if they are gone already."""
        self.path(sha256).unlink(missing_ok=True)
        self.path(sha256, small=True).unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)


def keep_developed(store: PhotoStore, source: bytes) -> Fetched:
    """Develop a stranger's file and keep the clean copy; without a hash if it is no picture that can be opened."""
    try:
        picture = develop(source)
    except PhotoUnreadable:
        return Fetched(None)
    sha256 = store.keep(picture.jpeg, picture.thumbnail)
    is_placed = picture.latitude is not None and picture.longitude is not None
    place = Point(picture.latitude, picture.longitude) if is_placed else None  # type: ignore[arg-type]
    return Fetched(sha256, picture.width, picture.height, place, picture.taken_at, picture.codes)


class FetchPhoto:
    """The errand: fetch, develop, keep; then whatever waits for the last photo of its case goes on."""

    waits = seconds(0.5, 1, 2, 5, 15, 60, 300, 900)

    def __init__(self, store: PhotoStore, locate: Locate, read_codes: ReadCodes) -> None:
        self._store, self._locate, self._read_codes = store, locate, read_codes

    def go(self, line: Line, facts: Facts) -> Fetched:
        """Fetch and develop. A picture that can't be opened is an outcome, not a failure: no retry would mend it."""
        return keep_developed(self._store, line.content(facts["message_id"]))

    def settle(self, desk: Desk, facts: Facts, outcome: Fetched) -> None:
        """Mark the photo; whoever sent something unreadable is told so, in a sentence."""
        photo = _photo(desk, facts["photo_id"])
        if photo is None or photo.status != PhotoStatus.WANTED:  # taken back while it was on its way
            if outcome.sha256 is not None:
                drop(desk.session, outcome.sha256, desk.now)
            return
        if outcome.sha256 is None:
            _end(desk, photo, PhotoStatus.UNREADABLE)
            return
        if not self._store.has(outcome.sha256):  # fetched again when the lease runs out
            raise PhotoVanished
        photo.sha256, photo.width, photo.height = outcome.sha256, outcome.width, outcome.height
        if outcome.place is not None:
            self._locate(desk, photo, outcome.place)
        _end(desk, photo, PhotoStatus.STORED)
        self._read_codes(desk, photo, outcome.codes)

    def give_up(self, desk: Desk, facts: Facts) -> None:
        """LINE doesn't have it any more, or it is too large."""
        photo = desk.session.get(Photo, facts["photo_id"])
        if photo is not None and photo.status == PhotoStatus.WANTED:
            _end(desk, photo, PhotoStatus.GONE)


class DropPhoto:
    """The errand: delete the files of a photo that nobody shows any more."""

    waits = seconds(60, 600)

    def __init__(self, store: PhotoStore) -> None:
        self._store = store

    def go(self, line: Line, facts: Facts) -> None:
        """Nothing over the network."""

    def settle(self, desk: Desk, facts: Facts, outcome: None) -> None:
        """Delete them, unless another photo is the same picture; in the transaction, so that none becomes so meanwhile."""
        if not is_file_needed(desk.session, facts["sha256"]):
            self._store.drop(facts["sha256"])

    def give_up(self, desk: Desk, facts: Facts) -> None:
        """Cannot happen: nothing here goes over the network."""


def _photo(desk: Desk, photo_id: int) -> Photo | None:
    """The photo as it stands when nothing that its person says is being taken."""
    photo = desk.session.get(Photo, photo_id)
    person = desk.session.get(Person, photo.person_id) if photo is not None else None
    if photo is not None and person is not None and person.line_user_id is not None:
        one_at_a_time(desk.session, person.line_user_id)
        desk.session.refresh(photo)
    return photo


def _end(desk: Desk, photo: Photo, status: PhotoStatus) -> None:
    photo.status = status
    desk.session.flush()
    if status != PhotoStatus.STORED:
        _tell_sender(desk, photo)
    if photo.case_id is not None and not has_photos_on_their_way(desk.session, photo.case_id):
        hurry(desk.session, photo.case_id, PHOTOS, desk.now)


def _tell_sender(desk: Desk, photo: Photo) -> None:
    person = desk.session.get(Person, photo.person_id)
    if person is not None and person.line_user_id is not None:
        say = desk.office.says_in(person.language)
        owe(desk.session, person.line_user_id, [text(say("photos.unreadable"))], Lane.ANSWER, desk.now)
