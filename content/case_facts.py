"""What is to be said about a case, in one language: the facts that cards are made of."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from sqlmodel import Session

from content.office import Office
from content.texts import Texts
from models.case import BorderSide, Case, PlaceSource, Status, WaitsFor
from models.case_change import last_reopened_at
from models.case_merge import goes_on_as, with_merged
from models.case_note import NoteKind, notes_of, words_of
from models.closing import may_object, objects_until
from models.follower import count_followers
from models.officer import Officer
from models.photo import PhotoKind, photos_of
from models.streetlight import poles_with, streetlight_of

# A point that may be further off than this is said to be about there.
EXACT_M = 100
# So many poles of a dark line are named.
MOST_POLES = 12


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
    # What its reporter has told since it was filed, one piece a line.
    added: str
    place: str
    # Where it stands to the town's border, if it isn't well inside.
    border: str
    map_url: str | None
    before: tuple[str, ...]
    after: tuple[str, ...]
    # Where officers decide what anybody may see of the photos, if there are some that anybody may.
    photos_page: str | None
    filed_at: datetime
    promised_at: datetime
    division: str
    officer: str
    outcome: str
    stars: int | None
    # Its page, which opens for whoever follows it.
    page_url: str
    # Its page at the officers' desk.
    desk_url: str
    # Whether the reader reported it; how many people follow it.
    is_own: bool = True
    followers: int = 1
    # The authority that has it now, with its telephone; whether it stands still until the reader answers.
    authority: str = ""
    waits_for_reader: bool = False
    # Of what is finished: until when its reporter may say that it is not in order, and whether it is still time for it.
    objects_until: datetime | None = None
    may_object: bool = False
    # The id of the case as which a merged one goes on.
    goes_on_as: int | None = None


def map_url(latitude: float, longitude: float, digits: int = 6) -> str:
    """A link that opens the phone's map at the point, ready to navigate. Three digits of a degree are about 100 m."""
    point = f"{latitude:.{digits}f},{longitude:.{digits}f}"
    return "https://www.google.com/maps/search/?" + urlencode({"api": 1, "query": point})


def case_facts(
    session: Session, case: Case, office: Office, say: Texts, reader: int | None = None, now: datetime | None = None
) -> CaseFacts:
    """Read all that a card about this case may show: to the town, or to a person (`reader`) who follows it or might.

    People see their own words and photos; those of another, and an address that another told, are for the town alone.
    Without `now` it is as if it had just been finished.
    """
    kind, is_own = office.catalogue.by_code[case.type_code], reader in (None, case.reporter_id)
    reopened_at, goes_on = last_reopened_at(session, case.key), goes_on_as(session, case)
    # To the town, what was merged into a case is part of it; people see each of their own cases by itself.
    told_in = with_merged(session, case.key) if reader is None else [case.key]

    def urls(photos: PhotoKind, since: datetime | None = None, by: int | None = None) -> tuple[str, ...]:
        shown = [photo for key in told_in for photo in photos_of(session, key, photos, by)]
        return tuple(office.photo_url(photo.token) for photo in shown if since is None or photo.received_at >= since)

    def words(kind: NoteKind) -> str:
        return "\n".join(filter(None, (words_of(session, key, kind, reader) for key in told_in)))

    stands = status_name(case, say, is_own=is_own, is_town=reader is None)
    before, after = urls(PhotoKind.BEFORE, by=reader), urls(PhotoKind.AFTER, since=reopened_at)
    return CaseFacts(
        id=case.key,
        number=case.number,
        type_name=kind.name.in_(say.language),
        picture=kind.picture,
        status=case.status,
        status_name=say("case.goes_on_as", number=goes_on.number) if goes_on else stands,
        words="\n".join(filter(None, (_fault(session, case, office, say), words(NoteKind.COMPLAINT))))
        or say("case.no_words"),
        added=words(NoteKind.ADDED),
        place=_place(case, office, say) if is_own else _place_for_others(case, office, say),
        border=_border(case, office, say),
        map_url=_map_url(case, is_own=is_own),
        before=before,
        after=after,
        photos_page=office.page_url(f"cases/{case.key}/photos")
        if (before or after) and not case.is_confidential
        else None,
        filed_at=case.filed_at,
        promised_at=case.promised_at,
        division=office.division_name(case.division, say.language),
        officer=officer_name(session, case.officer_id, office, say),
        outcome=next((note.words for note in reversed(notes_of(session, case.key, NoteKind.OUTCOME))), ""),
        stars=case.stars,
        page_url=office.liff_url(f"cases/{case.key}"),
        desk_url=office.liff_url(f"desk/cases/{case.key}"),
        is_own=is_own,
        followers=count_followers(session, case.key),
        authority=office.authority_name(case.authority, say),
        waits_for_reader=case.waits_for == WaitsFor.REPORTER and reader == case.reporter_id,
        objects_until=objects_until(case, office.town.days_to_object),
        may_object=may_object(case, office.town.days_to_object, now or case.finished_at or case.filed_at),
        goes_on_as=goes_on.key if goes_on else None,
    )


def _fault(session: Session, case: Case, office: Office, say: Texts) -> str:
    """What is wrong with the lamp that a case is about, if it is about one."""
    light = streetlight_of(session, case.key) if office.catalogue.by_code[case.type_code].asset else None
    fault = office.poles.fault_by_code.get(light.fault or "") if light is not None else None
    if fault is None or light is None:
        return ""
    poles = poles_with(session, case.key) if light.is_line else []
    name = fault.name.in_(say.language)
    if len(poles) < 2:
        return name
    codes = [pole.code for pole in poles[:MOST_POLES]] + ["…"] * (len(poles) > MOST_POLES)
    return say("lines.poles", fault=name, count=len(poles), poles=", ".join(codes))


def status_name(case: Case, say: Texts, *, is_own: bool, is_town: bool = False) -> str:
    """Where it stands, as its reporter, another or the town reads it."""
    if case.status == Status.FINISHED and not is_own:
        return say("tracking.finished_of_another")  # it is not theirs to confirm
    if case.waits_for == WaitsFor.REPORTER and is_own and not is_town:
        return say("tracking.waits_for_you")
    return say(f"status.{case.status}")


def _place_for_others(case: Case, office: Office, say: Texts) -> str:
    """The place of the town's list that it is at, and its village; never an address that somebody told."""
    gazetteer = office.town.gazetteer
    listed = next((place for place in gazetteer.places if place.point == case.point), None)
    village = gazetteer.by_code.get(case.village or "")
    parts = [listed.name.in_(say.language)] if listed is not None else []
    if village is not None and village != listed:
        parts.append(say("case.village", name=village.name.in_(say.language), number=village.number))
    return " · ".join(parts) or say("case.pin_only" if case.point is not None else "case.no_place")


def _map_url(case: Case, *, is_own: bool) -> str | None:
    """Where it is; for others only roughly: a reporter may have stood at their own door."""
    if case.latitude is None or case.longitude is None:
        return None
    return map_url(case.latitude, case.longitude, digits=6 if is_own else 3)


def _place(case: Case, office: Office, say: Texts) -> str:
    """Words, else how the point is known; the village; and how exact it is, if a crew would have to search."""
    if case.place_source is None:
        return say("case.no_place")
    parts = [case.address or say("case.photo_only" if case.place_source == PlaceSource.PHOTO else "case.pin_only")]
    village = office.town.gazetteer.by_code.get(case.village or "")
    if village is not None and village.name.in_(say.language) not in parts[0]:
        parts.append(say("case.village", name=village.name.in_(say.language), number=village.number))
    if case.accuracy_m is not None and case.accuracy_m > EXACT_M:
        parts.append(say("case.about", metres=round(case.accuracy_m)))
    return " · ".join(parts)


def _border(case: Case, office: Office, say: Texts) -> str:
    name = office.neighbour_name(case.neighbour, say)
    if case.border_side == BorderSide.OUTSIDE and name is None:
        return say("case.outside")
    if case.border_side == BorderSide.OUTSIDE:
        return say("case.outside_pass_on" if case.wants_passing_on else "case.outside_of", neighbour=name)
    return say("case.near", neighbour=name) if case.border_side == BorderSide.NEAR and name is not None else ""


def officer_name(session: Session, officer_id: int | None, office: Office, say: Texts) -> str:
    """What residents are told about who works on it: the name the officer chose, with the division."""
    officer = session.get(Officer, officer_id) if officer_id is not None else None
    if officer is None:
        return ""
    division = office.division_name(officer.division, say.language)
    name = officer.public_name or say("officers.unnamed")
    return say("officers.named", name=name, division=division)
