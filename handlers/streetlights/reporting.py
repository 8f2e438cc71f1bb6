"""A lamp is reported: a case of its pole, or one more who follows the case that is open already. One call for chat and page."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import col, select

from content.poles import Fault
from handlers.complaints.adding import bring_along
from handlers.complaints.draft import ComplaintDraft, Said, ToldPlace
from handlers.complaints.filing import Filing, announce_when_whole, file
from handlers.complaints.pace import must_not_be_too_much
from handlers.complaints.placing import with_point
from handlers.streetlights.lines import join_line
from handlers.turn import Declined, Moment
from models.asset import Asset, AssetState
from models.case import ACCURACY_M, Case, PlaceSource, case_filed_under
from models.follower import follow, since_when_follows
from models.geography import Point, metres_between
from models.lease import one_at_a_time
from models.person import Person
from models.photo import uploads_of
from models.streetlight import LightFacts, OpenLight, Streetlight, open_lights
from notifications.about_complaints import tell_of_danger

MOST_PHOTOS = 3


@dataclass(frozen=True)
class Seen:
    """Where the telephone was that reported it, in degrees, and within how many metres it knows that."""

    point: Point
    accuracy_m: float


@dataclass(frozen=True)
class LightReport:
    """What somebody tells of a pole. `key` is the page's own name for this one sending; `phone` as `handlers.phones` has it."""

    pole_id: int
    fault: str
    key: str | None = None
    words: str = ""
    # What was told in a chat, message by message.
    said: tuple[Said, ...] = ()
    photo_keys: tuple[str, ...] = ()
    photo_ids: tuple[int, ...] = ()
    phone: str | None = None
    seen: Seen | None = None


@dataclass(frozen=True)
class Reported:
    """What became of it. `is_new`: a case was filed, else the person follows the one that was open."""

    case: Case
    light: Streetlight
    is_new: bool
    # Whom to call now, and whether the town's own people have been told.
    fault: Fault
    officers_know: bool = field(default=False)


def report(moment: Moment, person: Person, told: LightReport) -> Reported:
    """File it, or join the open case of this pole. Sent twice it is one. Raises Declined."""
    one_at_a_time(moment.session, f"person:{person.key}")
    fault = moment.office.poles.fault_by_code.get(told.fault)
    if fault is None:
        raise Declined("poles.choose_fault")
    if told.key is not None and (before := case_filed_under(moment.session, person.key, told.key)) is not None:
        return Reported(before, moment.session.get_one(Streetlight, before.key), is_new=True, fault=fault)
    pole = _standing(moment, told.pole_id)
    known = known_light(moment, pole, fault)
    if fault.danger is None and (known is None or not _follows(moment, person, known)):
        must_not_be_too_much(moment, person)  # a danger is never kept waiting
    draft = _draft(moment, person, told, pole)
    if known is not None:
        return _joined(moment, person, draft, known, fault)
    officers_know = _told_of_danger(moment, fault)
    light = _light(moment, pole, fault, told.seen)
    case = file(moment, Filing(draft, person, told.key, told.phone, light=light, is_shown=False))
    join_line(moment, case)
    announce_when_whole(moment, case)  # which one that has joined a line is not: the line has its own card
    kept = moment.session.get_one(Streetlight, case.key)
    return Reported(case, kept, is_new=True, fault=fault, officers_know=officers_know)


def known_light(moment: Moment, pole: Asset, fault: Fault) -> OpenLight | None:
    """The open case of this pole that the same visit will see to. What is dangerous is never one with what is not."""
    faults = moment.office.poles.fault_by_code

    def danger_of(light: Streetlight) -> str | None:
        told = faults.get(light.fault or "")
        return told.danger if told is not None else None

    lights = open_lights(moment.session, [pole.key], since_passed_on(moment) if fault.danger is None else None)
    seen = [one for one in lights if not one.case.is_confidential]  # it is told to its reporter alone
    alike = [one for one in seen if danger_of(one.streetlight) == fault.danger]
    return alike[0] if alike else None


def since_passed_on(moment: Moment) -> datetime | None:
    """A lamp that another authority has had since then is known: it is not told twice."""
    alike = moment.office.catalogue.for_poles.alike
    return None if alike == "never" else moment.now - timedelta(days=alike.days)


def _standing(moment: Moment, pole_id: int) -> Asset:
    """The pole, locked: fifty people in one minute make one case."""
    query = select(Asset).where(col(Asset.id) == pole_id, col(Asset.state) == AssetState.IN_USE)
    pole = moment.session.exec(query.with_for_update()).one_or_none()
    if pole is None:
        raise Declined("poles.gone")
    return pole


def _follows(moment: Moment, person: Person, known: OpenLight) -> bool:
    return since_when_follows(moment.session, known.case.key, person.key) is not None


def _draft(moment: Moment, person: Person, told: LightReport, pole: Asset) -> ComplaintDraft:
    keys = tuple(dict.fromkeys(told.photo_keys))
    if len(keys) + len(told.photo_ids) > MOST_PHOTOS:
        raise Declined("form.too_many_photos", limit=MOST_PHOTOS)
    uploads = uploads_of(moment.session, person.key, keys)
    if len(uploads) != len(keys):
        raise Declined("form.photo_missing")
    said = [*told.said, *([Said(words=told.words)] if told.words else [])]
    return ComplaintDraft(
        type_code=moment.office.catalogue.for_poles.code,
        said=said,
        place=place_of_pole(moment, pole),
        photo_ids=[*told.photo_ids, *(photo.key for photo in uploads)],
    )


def place_of_pole(moment: Moment, pole: Asset) -> ToldPlace:
    """Where the pole stands, in the words that officers search and read by."""
    say = moment.office.says_in("th")  # the office works in Thai
    words = say("poles.at_road", code=pole.code, road=pole.road) if pole.road else say("poles.at", code=pole.code)
    place = ToldPlace(source=PlaceSource.POLE, words=words, village=pole.village)
    return with_point(moment.office, place, pole.point, max(pole.accuracy_m, ACCURACY_M[PlaceSource.POLE]))


def _joined(moment: Moment, person: Person, draft: ComplaintDraft, known: OpenLight, fault: Fault) -> Reported:
    case = known.case
    follow(moment.session, case, person.key, moment.now)
    # Its pole says where it is; what is new are words and photos.
    if draft.said or draft.photo_ids:
        bring_along(moment, person, draft.model_copy(update={"place": None}), case)
    return Reported(case, known.streetlight, is_new=False, fault=fault)


def _told_of_danger(moment: Moment, fault: Fault) -> bool:
    danger = next((one for one in moment.office.dangers.dangers if one.code == fault.danger), None)
    return danger is not None and tell_of_danger(moment.session, moment.office, danger, moment.now)


def _light(moment: Moment, pole: Asset, fault: Fault, seen: Seen | None) -> LightFacts:
    metres = metres_between(seen.point, pole.point) if seen is not None else None
    too_far = moment.office.town.lights.doubtful_metres
    is_doubtful = metres is not None and seen is not None and metres - seen.accuracy_m > too_far
    return LightFacts(asset_id=pole.key, fault=fault.code, metres_off=metres, is_doubtful=is_doubtful)
