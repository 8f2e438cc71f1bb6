"""Photos from pages, one at a time: developed at once, never trusted, and kept until a case is made of them."""

from threading import BoundedSemaphore
from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from handlers.turn import Declined
from handlers.uploads import keep_upload, remove_upload, uploaded_already
from liff_web.frame import Frame
from liff_web.identity import reader
from models.person import Person
from notifications.photos import Fetched, PhotoStore, keep_developed

# Developing takes a processor for a while: LINE's own calls must not wait for all of them.
MOST_AT_ONCE, PATIENCE_S = 3, 5
STATUS_OF = {"form.too_many_uploads": 429}


class Busy(Exception):
    """Others are having their photos developed: try again soon."""


class Darkroom:
    """Takes photos of people who are known already."""

    def __init__(self, frame: Frame, store: PhotoStore) -> None:
        self._frame, self._store = frame, store
        self._places = BoundedSemaphore(MOST_AT_ONCE)

    def take(self, person: Person, key: str, source: bytes) -> Fetched | None:
        """Keep the photo under `key`, unless it was here before: then None. Raises Declined or Busy."""
        with self._frame.database.read() as session:
            if uploaded_already(self._frame.moment(session), person, key) is not None:
                return None
        if not self._places.acquire(timeout=PATIENCE_S):
            raise Busy
        try:
            kept = keep_developed(self._store, source)
        finally:
            self._places.release()
        with self._frame.database.begin() as session:
            if kept.sha256 is not None and not self._store.has(kept.sha256):
                raise Busy  # another photo of the same picture was let go just now, and its file with it
            keep_upload(self._frame.moment(session), person, key, kept)
        if kept.sha256 is None:
            raise Declined("form.unreadable")
        return kept

    def remove(self, person: Person, key: str) -> None:
        """Let go of the photo, unless it is with a case already."""
        with self._frame.database.begin() as session:
            remove_upload(self._frame.moment(session), person, key)


def upload_pages(frame: Frame, darkroom: Darkroom) -> Blueprint:
    """`POST /liff/photos` (multipart: `key`, `photo`) and `POST /liff/photos/remove` (`key`). Both answer JSON."""
    pages = Blueprint("uploads", __name__)

    @pages.post("/liff/photos")
    def take() -> tuple[Response, int]:
        person, key, photo = reader(frame.database), key_in(request.form.get("key")), request.files.get("photo")
        if person is None:
            return jsonify(), 401
        if key is None or photo is None:
            return jsonify(), 400
        return _taken(frame, darkroom, person, key, photo.read())

    @pages.post("/liff/photos/remove")
    def remove() -> tuple[Response, int]:
        person, key = reader(frame.database), key_in(request.form.get("key"))
        if person is None:
            return jsonify(), 401
        if key is None:
            return jsonify(), 400
        darkroom.remove(person, key)
        return jsonify(), 200

    return pages


def _taken(frame: Frame, darkroom: Darkroom, person: Person, key: str, source: bytes) -> tuple[Response, int]:
    try:
        kept = darkroom.take(person, key, source)
    except Declined as declined:
        sentence = frame.office.says_in(person.language)(declined.key, **declined.blanks)
        return jsonify(sentence=sentence), STATUS_OF.get(declined.key, 422)
    except Busy:
        return jsonify(), 503
    place = kept.place if kept is not None else None
    return jsonify(key=key, taken_at=place and [place.latitude, place.longitude]), 201


def key_in(told: str | None) -> str | None:
    """The UUID that a page made up, as it is kept; None for anything else."""
    try:
        return str(UUID(told or ""))
    except ValueError:
        return None
