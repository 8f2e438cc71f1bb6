"""Officers decide what anybody may see of a case's photos: blurred, as it is, or nothing (which is how each begins)."""

from dataclasses import dataclass

from sqlmodel import Session

from handlers.guards import acting
from handlers.turn import Declined, Moment
from models.case import Case
from models.officer import Officer
from models.person import Person
from models.photo import Photo
from models.public_photo import photo_seen_by, photos_seen_by
from notifications.photos import drop, withhold
from notifications.public_photos import PublicVersion, show_to_anybody


@dataclass(frozen=True)
class AtHand:
    """A photo with its case, and the officer who may decide about it."""

    officer: Officer
    photo: Photo
    case: Case


def photos_at_hand(session: Session, person: Person, case_id: int) -> tuple[Case, list[Photo]]:
    """A case with its photos, oldest first, if this person may decide about them. Raises Declined."""
    found = photos_seen_by(session, acting(session, person.key), case_id)
    if found is None:
        raise Declined("refused.not_your_division")
    _must_not_be_confidential(found[0])
    return found


def photo_at_hand(session: Session, person: Person, photo_id: int, *, to_change: bool = False) -> AtHand:
    """A photo, if this person may decide about it; who may is read from the tables. Raises Declined."""
    officer = acting(session, person.key)
    found = photo_seen_by(session, officer, photo_id, to_change=to_change)
    if found is None:
        raise Declined("refused.not_your_division")
    photo, case = found
    _must_not_be_confidential(case)
    return AtHand(officer, photo, case)


def _must_not_be_confidential(case: Case) -> None:
    if case.is_confidential:
        raise Declined("photos.confidential")


def publish(moment: Moment, person: Person, photo_id: int, version: PublicVersion) -> None:
    """Show anybody this version. While it was made the photo may have been taken back, or the case handed over: then
    nothing is shown and the version's file is let go."""
    try:
        at_hand = photo_at_hand(moment.session, person, photo_id, to_change=True)
    except Declined:
        drop(moment.session, version.sha256, moment.now)
        return
    show_to_anybody(moment.session, at_hand.photo, version, at_hand.officer.key, moment.now)


def take_from_public(moment: Moment, person: Person, photo_id: int) -> None:
    """Show it to nobody but officers and its sender from now on. Raises Declined."""
    at_hand = photo_at_hand(moment.session, person, photo_id, to_change=True)
    withhold(moment.session, at_hand.photo, moment.now)
