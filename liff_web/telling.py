"""What a form of a case's page tells: words, and photos that are developed and kept before anything is decided about them."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import NAMESPACE_OID, uuid5

from flask import request
from sqlmodel import Session

from handlers.aftercare import LONGEST_WORDS, Told
from handlers.turn import Declined, Words
from liff_web.uploads import Darkroom
from models.person import Person
from models.photo import uploaded_as
from models.thai import clean

MOST_PHOTOS = 5
# Five photos as a telephone takes them, where no script makes them smaller.
LARGEST_FORM = 40 * 1024 * 1024


@dataclass(frozen=True)
class Telling:
    """Words, cleaned, and the names under which this person's photos are kept."""

    words: str = ""
    photo_keys: tuple[str, ...] = ()

    def told(self, session: Session, person: Person) -> Told:
        """The same for a handler."""
        found = [uploaded_as(session, person.key, key) for key in self.photo_keys]
        return Told(
            [Words(None, self.words)] if self.words else [], [photo.key for photo in found if photo is not None]
        )


def told_here(darkroom: Darkroom, person: Person, case_id: int) -> Telling:
    """What this request tells. Raises Declined, uploads.Busy and RequestEntityTooLarge."""
    words = clean(request.form.get("words", "")).strip()
    if len(words) > LONGEST_WORDS:
        raise Declined("feedback.too_long", limit=LONGEST_WORDS)
    sources = [source for file in request.files.getlist("photos") if (source := file.read())]
    if len(sources) > MOST_PHOTOS:
        raise Declined("form.too_many_photos", limit=MOST_PHOTOS)
    keys = [_key(case_id, source) for source in sources]
    for key, source in zip(keys, sources, strict=True):
        darkroom.take(person, key, source)
    return Telling(words, tuple(keys))


def _key(case_id: int, source: bytes) -> str:
    """The same photo sent again, because the first answer was slow to come, has the same name."""
    return str(uuid5(NAMESPACE_OID, f"{case_id}:{sha256(source).hexdigest()}"))
