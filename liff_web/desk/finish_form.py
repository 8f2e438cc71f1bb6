"""The form with which a case is finished: what it shows, and what it tells."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from flask import request

from content.office import Office
from handlers.desk.proving import Witness
from handlers.desk.working import ACCEPTED_ON_THE_WAY, LONGEST_SENTENCE
from handlers.guards import READS_ONLY
from handlers.turn import Declined, Moment, Words
from models.case import Case, Proof, Status
from models.case_change import ALLOWED_NEXT, last_reopened_at, newest_step
from models.case_note import NoteKind, words_of
from models.closing import objects_until
from models.geography import Point
from models.officer import Officer
from models.photo import Photo, PhotoKind, photos_of
from models.thai import clean

MOST_PHOTOS = 5
# Longer ago nobody takes a photo and then sends it: the field is nonsense.
OLDEST = timedelta(days=3650)


@dataclass(frozen=True)
class Typed:
    """What the form tells in words. What is typed goes before what was chosen of the ready sentences."""

    outcome: str = ""
    own_words: str = ""
    why: str = ""
    own_why: str = ""

    @property
    def what_was_done(self) -> Words:
        """The sentence that the reporter will read."""
        return Words(None, self.own_words or self.outcome)

    @property
    def why_no_photo(self) -> Words:
        """The reason, for colleagues and figures."""
        return Words(None, self.own_why or self.why)


@dataclass(frozen=True)
class Finishing:
    """What the partials `desk/finish_form.html` and `desk/proof_box.html` show: the form, and what proves the repair."""

    case: Case
    seen: int
    may_finish: bool
    after: list[Photo]
    why_no_photo: str
    # Until when its reporter may object, if that is still to come.
    until: datetime | None
    typed: Typed
    longest: int = LONGEST_SENTENCE
    most_photos: int = MOST_PHOTOS

    @property
    def is_done(self) -> bool:
        """Whether there is a repair to show."""
        return self.case.status in (Status.FINISHED, Status.CLOSED)


def finishing_section(moment: Moment, officer: Officer, case: Case, typed: Typed | None = None) -> dict[str, Any]:
    """What a case's page needs for these: `finishing`, with what was typed before the form was refused."""
    newest, since = newest_step(moment.session, case.key), last_reopened_at(moment.session, case.key)
    after = photos_of(moment.session, case.key, PhotoKind.AFTER)
    facts = Finishing(
        case=case,
        seen=newest.key if newest is not None else 0,
        may_finish=officer.role not in READS_ONLY and can_be_finished(case),
        after=[photo for photo in after if since is None or photo.received_at >= since],
        why_no_photo=words_of(moment.session, case.key, NoteKind.NO_PHOTO) if case.proof == Proof.NO_PHOTO else "",
        until=_until(moment.office, case, moment.now),
        typed=typed or Typed(),
    )
    return {"finishing": facts}


def can_be_finished(case: Case) -> bool:
    """Whether finishing is a step that comes next."""
    return Status.FINISHED in ALLOWED_NEXT[case.status] or case.status in ACCEPTED_ON_THE_WAY[Status.FINISHED]


def _until(office: Office, case: Case, now: datetime) -> datetime | None:
    until = objects_until(case, office.town.days_to_object)
    return until if until is not None and until >= now else None


def typed_here() -> Typed:
    """The words of this request. Raises Declined for more than anybody reads."""
    fields = {name: clean(request.form.get(name, "")).strip() for name in Typed.__dataclass_fields__}
    return Typed(**fields)


def must_be_short(typed: Typed) -> None:
    """Refuse more than anybody reads. Raises Declined."""
    if max(len(typed.what_was_done.text), len(typed.why_no_photo.text)) > LONGEST_SENTENCE:
        raise Declined("proof.too_long", limit=LONGEST_SENTENCE)


def photos_here() -> list[bytes]:
    """The photos of this request, as they came. Raises Declined for too many."""
    sources = [source for file in request.files.getlist("photos") if (source := file.read())]
    if len(sources) > MOST_PHOTOS:
        raise Declined("proof.too_many", limit=MOST_PHOTOS)
    return sources


def witness_here(arrived_at: datetime) -> Witness:
    """Where the page says that the telephone was, and how long ago the photo was taken; whatever is odd says nothing.

    An age, not a time: the clocks of telephones are often wrong.
    """
    latitude, longitude, accuracy = (number_told(name) for name in ("latitude", "longitude", "accuracy"))
    age_s = number_told("age_s")
    is_age = age_s is not None and 0 <= age_s <= OLDEST.total_seconds()
    taken_at = arrived_at - timedelta(seconds=age_s) if age_s is not None and is_age else None
    if latitude is None or longitude is None or accuracy is None or accuracy < 0:
        return Witness(taken_at=taken_at)
    if abs(latitude) > 90 or abs(longitude) > 180:
        return Witness(taken_at=taken_at)
    return Witness(Point(latitude, longitude), accuracy, taken_at)


def number_told(name: str) -> float | None:
    """A number of this request's form; None for anything else."""
    try:
        told = float(request.form.get(name, ""))
    except ValueError:
        return None
    return told if isfinite(told) else None
