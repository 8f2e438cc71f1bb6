"""What is to be said about a case, in one language: the facts that cards are made of."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from sqlmodel import Session

from content.office import Office
from content.texts import Texts
from models.case import Case, Status
from models.case_change import last_reopened_at
from models.case_note import NoteKind, notes_of, words_of
from models.officer import Officer
from models.photo import PhotoKind, photos_of


@dataclass(frozen=True)
class CaseFacts:
    """A case as a reader sees it. URLs are public by their unguessable names; times are aware UTC."""

    id: int
    number: str
    type_name: str
    picture: str
    status: Status
    status_name: str
    words: str
    place: str
    map_url: str | None
    before: tuple[str, ...]
    after: tuple[str, ...]
    filed_at: datetime
    promised_at: datetime
    division: str
    officer: str
    outcome: str
    stars: int | None


def map_url(latitude: float, longitude: float) -> str:
    """A link that opens the phone's map at the point, ready to navigate."""
    return "https://www.google.com/maps/search/?" + urlencode({"api": 1, "query": f"{latitude:.6f},{longitude:.6f}"})


def case_facts(session: Session, case: Case, office: Office, say: Texts) -> CaseFacts:
    """Read all that a card about this case may show."""
    kind = office.catalogue.by_code[case.type_code]
    has_point = case.latitude is not None and case.longitude is not None

    reopened_at = last_reopened_at(session, case.key)

    def urls(photos: PhotoKind, since: datetime | None = None) -> tuple[str, ...]:
        shown = photos_of(session, case.key, photos)
        return tuple(office.photo_url(photo.token) for photo in shown if since is None or photo.received_at >= since)

    return CaseFacts(
        id=case.key,
        number=case.number,
        type_name=kind.name.in_(say.language),
        picture=kind.picture,
        status=case.status,
        status_name=say(f"status.{case.status}"),
        words=words_of(session, case.key) or say("case.no_words"),
        place=case.address or say("case.pin_only" if has_point else "case.no_place"),
        map_url=map_url(case.latitude, case.longitude)
        if case.latitude is not None and case.longitude is not None
        else None,
        before=urls(PhotoKind.BEFORE),
        after=urls(PhotoKind.AFTER, since=reopened_at),
        filed_at=case.filed_at,
        promised_at=case.promised_at,
        division=office.division_name(case.division, say.language),
        officer=officer_name(session, case.officer_id, office, say),
        outcome=next((note.words for note in reversed(notes_of(session, case.key, NoteKind.OUTCOME))), ""),
        stars=case.stars,
    )


def officer_name(session: Session, officer_id: int | None, office: Office, say: Texts) -> str:
    """What residents are told about who works on it: the name the officer chose, with the division."""
    officer = session.get(Officer, officer_id) if officer_id is not None else None
    if officer is None:
        return ""
    division = office.division_name(officer.division, say.language)
    name = officer.public_name or say("officers.unnamed")
    return say("officers.named", name=name, division=division)
