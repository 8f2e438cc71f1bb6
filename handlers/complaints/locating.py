"""Places that become known after they were told: a photo's position, and words that a geocoder knows."""

from sqlmodel import Session, col, select

from handlers.complaints.draft import ComplaintDraft, ToldPlace
from handlers.complaints.keeping import SERVICE, draft_of
from handlers.complaints.placing import photographed, put_on, with_point
from handlers.turn import Moment, Turn
from models.case import Case, PlaceSource, cases_of
from models.conversation import Conversation
from models.database import Database
from models.errand import send_on_errand
from models.geography import Point
from models.lease import one_at_a_time
from models.person import Person
from models.photo import Photo, PhotoKind
from notifications.errands import Desk, Facts
from notifications.geocoder import Geocoder, Hit
from notifications.line import Line

FIND_PLACE = "complaints.find_place"


def locate_by_photo(desk: Desk, photo: Photo, point: Point) -> None:
    """Use a photo's position for the complaint that it belongs to, if that has no place; it is kept nowhere else."""
    seen = photographed(desk.office, point, photo.line_message_id)
    for conversation, draft in _being_told(desk.session, photo.person_id):
        if photo.key in draft.photo_ids and draft.place is None and draft.seen_at is None:
            draft.seen_at = seen
            _keep(conversation, draft)
    case = desk.session.get(Case, photo.case_id) if photo.case_id is not None else None
    is_reporters = case is not None and photo.person_id == case.reporter_id and photo.kind == PhotoKind.BEFORE
    if case is not None and case.place_source is None and is_reporters:
        put_on(case, seen)


def find_later(turn: Turn, place: ToldPlace) -> None:
    """Owe asking the geocoder, if the town has one, where the words are. Errands carry ids, never words."""
    if turn.office.has_geocoder and place.message_id is not None:
        facts = {"person_id": turn.person.key, "message_id": place.message_id}
        send_on_errand(turn.session, FIND_PLACE, facts, turn.now)


def find_for_case(moment: Moment, case: Case) -> None:
    """The same for a case that a page filed: what it has are words that the town's own list does not know."""
    if moment.office.has_geocoder and _has_words_alone(case):
        send_on_errand(moment.session, FIND_PLACE, {"person_id": case.reporter_id, "case_id": case.key}, moment.now)


class FindPlace:
    """The errand. It is not tried again: a geocoder that does not answer is one that does not know, and the words stay."""

    waits = ()

    def __init__(self, database: Database, geocoder: Geocoder | None) -> None:
        self._database, self._geocoder = database, geocoder

    def go(self, line: Line, facts: Facts) -> Hit | None:
        """Ask the geocoder for what was told there; nothing if it has been taken back."""
        with self._database.read() as session:
            words = _words_of_case(session, facts) if "case_id" in facts else _words_of_draft(session, facts)
        return self._geocoder.find(words) if self._geocoder is not None and words else None

    def settle(self, desk: Desk, facts: Facts, outcome: Hit | None) -> None:
        """Put the point to the words, in the draft or, if that has been filed meanwhile, on its case."""
        person = desk.session.get(Person, facts["person_id"])
        if outcome is None or person is None or person.line_user_id is None:
            return
        one_at_a_time(desk.session, person.line_user_id)  # what the person says meanwhile waits, and is not lost
        for conversation, draft in _being_told(desk.session, person.key) if "message_id" in facts else []:
            if _waits_for(draft, facts) and draft.place is not None:
                draft.place = with_point(desk.office, draft.place, outcome.point, outcome.accuracy_m)
                _keep(conversation, draft)
                return
        asked = desk.session.get(Case, facts["case_id"]) if "case_id" in facts else None
        for case in [asked] if asked is not None else cases_of(desk.session, person.key, 1):
            if _has_words_alone(case) and case.address == outcome.words:
                put_on(case, with_point(desk.office, ToldPlace(), outcome.point, outcome.accuracy_m))

    def give_up(self, desk: Desk, facts: Facts) -> None:
        """The words are the place, as they were."""


def _has_words_alone(case: Case) -> bool:
    return case.place_source == PlaceSource.WORDS and case.latitude is None


def _words_of_case(session: Session, facts: Facts) -> str | None:
    case = session.get(Case, facts["case_id"])
    return case.address if case is not None and _has_words_alone(case) else None


def _words_of_draft(session: Session, facts: Facts) -> str | None:
    drafts = [draft for _, draft in _being_told(session, facts["person_id"]) if _waits_for(draft, facts)]
    return drafts[0].place.words if drafts and drafts[0].place else None


def _being_told(session: Session, person_id: int) -> list[tuple[Conversation, ComplaintDraft]]:
    theirs = (col(Conversation.person_id) == person_id, col(Conversation.service) == SERVICE)
    found = [(one, draft_of(one)) for one in session.exec(select(Conversation).where(*theirs))]
    return [(conversation, draft) for conversation, draft in found if draft is not None]


def _waits_for(draft: ComplaintDraft, facts: Facts) -> bool:
    place = draft.place
    return place is not None and place.message_id == facts["message_id"] and not place.has_point


def _keep(conversation: Conversation, draft: ComplaintDraft) -> None:
    conversation.draft = draft.model_dump(mode="json")
