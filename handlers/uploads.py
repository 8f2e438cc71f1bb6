"""Photos that people send from pages: kept before there is a case, and let go if none comes of them."""

from datetime import timedelta

from handlers.turn import Declined, Moment
from models.officer import officer_of
from models.person import Person
from models.photo import Photo, PhotoStatus, unfiled_before, uploaded_as, uploads_since
from notifications.photos import Fetched, let_go

MOST_AN_HOUR = 30
# Who photographs pole after pole.
MOST_OF_AN_OFFICER = 300
# A draft on a phone is older than that only if its photos are sent again.
WAITS_FOR_A_CASE = timedelta(days=1)


def uploaded_already(moment: Moment, person: Person, key: str) -> Photo | None:
    """The photo, if it has arrived before. Raises Declined for one more than anybody needs in an hour."""
    photo = uploaded_as(moment.session, person.key, key)
    if photo is not None and photo.status == PhotoStatus.STORED:
        return photo
    most = MOST_AN_HOUR if officer_of(moment.session, person.key) is None else MOST_OF_AN_OFFICER
    if uploads_since(moment.session, person.key, moment.now - timedelta(hours=1)) >= most:
        raise Declined("form.too_many_uploads", limit=most, phone=moment.office.town.phone)
    return None


def keep_upload(moment: Moment, person: Person, key: str, kept: Fetched) -> Photo:
    """The photo that a person's page calls `key`; one that is no picture is counted too."""
    new = Photo(person_id=person.key, upload_key=key, received_at=moment.now)
    photo = uploaded_as(moment.session, person.key, key) or new
    photo.status = PhotoStatus.STORED if kept.sha256 is not None else PhotoStatus.UNREADABLE
    photo.sha256, photo.width, photo.height = kept.sha256, kept.width, kept.height
    photo.received_at = moment.now
    moment.session.add(photo)
    moment.session.flush()
    return photo


def remove_upload(moment: Moment, person: Person, key: str) -> None:
    """The person has thought better of it. What is with a case stays there."""
    photo = uploaded_as(moment.session, person.key, key)
    if photo is not None and photo.case_id is None:
        let_go(moment.session, photo, moment.now)


def let_go_unfiled(moment: Moment) -> int:
    """Let go of uploads of which no case has become; returns how many."""
    unfiled = unfiled_before(moment.session, moment.now - WAITS_FOR_A_CASE)
    for photo in unfiled:
        let_go(moment.session, photo, moment.now)
    return len(unfiled)
