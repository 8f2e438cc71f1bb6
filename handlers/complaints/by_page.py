"""Files what a page's form told, all at once, or joins what is told already: as by chat, with the same questions."""

from dataclasses import dataclass, replace
from math import isfinite

from content.dangers import Danger
from content.office import Office
from handlers.complaints.adding import has_all
from handlers.complaints.alike import find_alike
from handlers.complaints.draft import LONGEST_PLACE, MOST_LETTERS, ComplaintDraft, Question, Said, ToldPlace
from handlers.complaints.filing import Filing, file
from handlers.complaints.joining import join_case
from handlers.complaints.locating import find_for_case
from handlers.complaints.pace import must_not_be_too_much
from handlers.complaints.placing import listed, told_in_words, with_point
from handlers.phones import phone_in
from handlers.turn import Declined, Moment, Words
from models.case import ACCURACY_M, Case, PlaceSource, case_filed_under
from models.follower import followed_case
from models.geography import Point
from models.lease import one_at_a_time
from models.person import Person
from models.photo import uploads_of
from notifications.about_complaints import tell_of_danger

MOST_PHOTOS = 5
# What a phone says of its own exactness, in metres, is believed between these.
MOST_EXACT_M, LEAST_EXACT_M = 5.0, 10_000.0
# Answers to the questions that a page asks before it files, and which question each of them answers.
KEEP_HERE, PASS_ON, NONE_OF_THESE = "keep_here", "pass_on", "none_of_these"
ANSWERS = {KEEP_HERE: Question.BORDER, PASS_ON: Question.BORDER, NONE_OF_THESE: Question.WHICH_PLACE}
# A form has one question for each of these; what is empty was passed over.
OPTIONAL = {Question.WORDS, Question.PLACE, Question.PHOTO}


@dataclass(frozen=True)
class Form:
    """What somebody filled in, as it came: text of a stranger. `key` is the page's own name for this one sending."""

    key: str
    type_code: str = ""
    words: str = ""
    place: str = ""
    latitude: str = ""
    longitude: str = ""
    accuracy: str = ""
    source: str = ""
    # The code of the listed place that was chosen of several.
    where: str = ""
    phone: str = ""
    is_anonymous: bool = True
    photo_keys: tuple[str, ...] = ()
    decided: frozenset[str] = frozenset()
    # The ids of a case that this is the same as, and of one that it is not, if somebody was asked and said so.
    same: int | None = None
    apart: int | None = None

    def told(self, *, photo_keys: tuple[str, ...], seen_at: Point | None) -> "Form":
        """The same, with these photos; where one of them was taken is the place if no other is told."""
        with_photos = replace(self, photo_keys=photo_keys)
        if seen_at is None or self.place or self.latitude or self.longitude:
            return with_photos
        return replace(
            with_photos,
            latitude=str(seen_at.latitude),
            longitude=str(seen_at.longitude),
            accuracy=str(ACCURACY_M[PlaceSource.PHOTO]),
            source=PlaceSource.PHOTO,
        )


class Asks(Exception):
    """A question is left before it can be filed, and nothing has happened yet; `draft` is what it is about."""

    def __init__(self, question: Question, draft: ComplaintDraft) -> None:
        super().__init__(question)
        self.question, self.draft = question, draft


def file_by_page(moment: Moment, person: Person, form: Form) -> Case:
    """The case that this sending made, now or when it came before. Raises Declined, or Asks."""
    one_at_a_time(moment.session, str(person.line_user_id))
    if (before := case_filed_under(moment.session, person.key, form.key)) is not None:
        return before
    draft, phone = _draft(moment, person, form), phone_in(form.phone)
    must_not_be_too_much(moment, person)
    find_alike(moment, draft)
    if draft.alike is not None and draft.alike == form.apart:
        draft.passed_over.add(Question.SAME)
    if (question := draft.next_question()) != Question.SUMMARY:
        raise Asks(question, draft)
    for danger in dangers_in(moment.office, form):
        tell_of_danger(moment.session, moment.office, danger, moment.now)
    case = file(moment, Filing(draft, person, form.key, phone, form.is_anonymous))
    if draft.place is not None and not draft.place.choices:
        find_for_case(moment, case)
    return case


def join_by_page(moment: Moment, person: Person, form: Form) -> Case:
    """The case that is the same as what the form tells, with all of that; once, however often it is sent.

    Raises Declined, also if that case is not there to be joined any more.
    """
    one_at_a_time(moment.session, str(person.line_user_id))
    case_id = form.same or 0
    draft = _draft(moment, person, form)
    followed = followed_case(moment.session, person.key, case_id)
    if followed is not None and has_all(moment, person, draft, followed):
        return followed
    if followed is None:
        must_not_be_too_much(moment, person)
    case = join_case(moment, person, draft, case_id)
    if case is None:
        raise Declined("alike.gone")
    for danger in dangers_in(moment.office, form):
        tell_of_danger(moment.session, moment.office, danger, moment.now)
    return case


def dangers_in(office: Office, form: Form) -> list[Danger]:
    """Dangers to life that the form tells of: whoever writes so is shown whom to call, whatever becomes of the form."""
    return office.dangers.told_in(f"{form.words}\n{form.place}")


def _draft(moment: Moment, person: Person, form: Form) -> ComplaintDraft:
    kind = moment.office.catalogue.by_code.get(form.type_code)
    if kind is None or kind not in moment.office.catalogue.offered:
        raise Declined("form.choose_type")
    if len(form.words) > MOST_LETTERS:
        raise Declined("form.too_long", limit=MOST_LETTERS)
    draft = ComplaintDraft(type_code=kind.code, said=[Said(words=form.words)] if form.words else [])
    draft.photo_ids = _photos(moment, person, form)
    if not draft.said and not draft.photo_ids:
        raise Declined("form.need_something")
    draft.place = _place(moment.office, form)
    if draft.place is not None:
        draft.place.wants_passing_on = PASS_ON in form.decided
    draft.passed_over = OPTIONAL | {ANSWERS[answer] for answer in form.decided if answer in ANSWERS}
    return draft


def _photos(moment: Moment, person: Person, form: Form) -> list[int]:
    keys = tuple(dict.fromkeys(form.photo_keys))
    if len(keys) > MOST_PHOTOS:
        raise Declined("form.too_many_photos", limit=MOST_PHOTOS)
    photos = uploads_of(moment.session, person.key, keys, case_id=form.same)
    if len(photos) != len(keys):
        raise Declined("form.photo_missing")
    return [photo.key for photo in photos]


def _place(office: Office, form: Form) -> ToldPlace | None:
    words = form.place[:LONGEST_PLACE]
    if form.latitude or form.longitude:
        point, accuracy = _point(form)
        source = PlaceSource.PHOTO if form.source == PlaceSource.PHOTO else PlaceSource.PAGE_MAP
        return with_point(office, ToldPlace(source=source, words=words or None), point, accuracy)
    if not words:
        return None
    place = told_in_words(office, Words(None, words))
    # Only one of those that these words may mean: they may have been changed since the question.
    return listed(office, place, office.town.gazetteer.by_code[form.where]) if form.where in place.choices else place


def _point(form: Form) -> tuple[Point, float]:
    latitude, longitude = _number(form.latitude), _number(form.longitude)
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise Declined("form.odd_place")
    accuracy = _number(form.accuracy) or ACCURACY_M[PlaceSource.PAGE_MAP]
    return Point(latitude, longitude), min(max(accuracy, MOST_EXACT_M), LEAST_EXACT_M)


def _number(told: str) -> float | None:
    try:
        number = float(told)
    except ValueError:
        return None
    return number if isfinite(number) else None
