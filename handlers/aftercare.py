"""What a reporter does about a case of theirs: adds to it, gives stars, opens it again, withdraws it.

The same call for chat and page. Whose case it is, SQL decides; what can't be done is refused with a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func
from sqlmodel import col, select, update

from handlers.turn import Declined, Moment, Words
from models.case import OPEN, Case, Status, own_case
from models.case_change import ALLOWED_NEXT, Step, move_to
from models.case_note import CaseNote, NoteKind
from models.person import Person
from models.photo import Photo
from notifications.about_complaints import show_to_division, tell_not_fixed, tell_withdrawn

MOST_STARS = 5
LONGEST_WORDS = 5000  # as LINE takes in one message
MOST_PHOTOS = 30
MOST_ADDITIONS, ADDITIONS_WITHIN = 20, timedelta(hours=1)
# Sent again because the first answer was slow to come: not told twice.
SAME_AGAIN_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Told:
    """What is told of a case: messages, and ids of the person's own photos that belong to no case yet."""

    words: Sequence[Words] = ()
    photo_ids: Sequence[int] = ()


def case_of(moment: Moment, person: Person, case_id: int) -> Case:
    """The person's own case, locked for a change. Raises Declined."""
    case = own_case(moment.session, person.key, case_id)
    if case is None:
        raise Declined("refused.not_your_case")
    return case


def possible(case: Case) -> set[str]:
    """What its reporter can do about a case as it stands, by the names of the functions below."""
    after = ALLOWED_NEXT[case.status]
    deeds = {
        "add": case.status in OPEN,
        "rate": Status.CLOSED in after,
        "reopen": Status.REOPENED in after,
        "withdraw": Status.WITHDRAWN in after,
    }
    return {name for name, is_possible in deeds.items() if is_possible}


def rate(moment: Moment, person: Person, case_id: int, stars: int) -> Case:
    """One to five stars close the case; said once."""
    case = case_of(moment, person, case_id)
    if not 1 <= stars <= MOST_STARS:
        raise Declined("refused.old_button")
    if case.status == Status.CLOSED:
        raise Declined("feedback.already_rated")
    if "rate" not in possible(case):
        raise _declined(moment, person, case, "feedback.not_now")
    case.stars = stars
    move_to(moment.session, case, Status.CLOSED, Step.RATED, moment.now, person_id=person.key)
    return case


def reopen(moment: Moment, person: Person, case_id: int, told: Told | None = None) -> Case:
    """It is not in order yet: the division sees the case again, with what is still missing if that is told."""
    case = case_of(moment, person, case_id)
    if "reopen" not in possible(case):
        raise _declined(moment, person, case, "feedback.not_now")
    move_to(moment.session, case, Status.REOPENED, Step.REOPENED, moment.now, person_id=person.key)
    case.stars = None
    if told is not None:
        _keep(moment, person, case, NoteKind.NOT_FIXED, told)
    show_to_division(moment.session, moment.office, case, "reopened", moment.now)
    if told is not None and told.words:
        tell_not_fixed(moment.session, moment.office, case, _in_one(told), moment.now)
    return case


def say_what_is_missing(moment: Moment, person: Person, case_id: int, words: Words) -> None:
    """After a case was opened again: what is not in order, passed on to the division."""
    case = case_of(moment, person, case_id)
    _keep(moment, person, case, NoteKind.NOT_FIXED, Told([words]))
    tell_not_fixed(moment.session, moment.office, case, words.text, moment.now)


def add(moment: Moment, person: Person, case_id: int, told: Told) -> Case:
    """More about an open case: kept with it, and its division sees its card once more."""
    case = case_of(moment, person, case_id)
    if "add" not in possible(case):
        raise _declined(moment, person, case, "feedback.cannot_add")
    if told.words and not told.photo_ids and _has_just_said(moment, person, case, told):
        return case
    _must_not_be_too_much(moment, person)
    _keep(moment, person, case, NoteKind.ADDED, told)
    if case.announced_at is not None:  # else its first card is still to come, and will show all of it
        show_to_division(moment.session, moment.office, case, "added", moment.now)
    return case


def withdraw(moment: Moment, person: Person, case_id: int) -> Case:
    """The reporter needs nothing any more: the case ends, if the town is not done with it already."""
    case = case_of(moment, person, case_id)
    must_be_withdrawable(moment, person, case)
    withdraw_case(moment, person, case)
    return case


def must_be_withdrawable(moment: Moment, person: Person, case: Case) -> None:
    """Refuse with where the case stands, if the town is done with it."""
    if "withdraw" not in possible(case):
        raise _declined(moment, person, case, "feedback.cannot_withdraw")


def withdraw_case(moment: Moment, person: Person, case: Case) -> None:
    """What it means that the reporter withdraws a case that may be withdrawn: it ends, and its division is told."""
    move_to(moment.session, case, Status.WITHDRAWN, Step.WITHDRAWN, moment.now, person_id=person.key)
    if case.announced_at is not None:
        tell_withdrawn(moment.session, moment.office, case, moment.now)


def _keep(moment: Moment, person: Person, case: Case, kind: NoteKind, told: Told) -> None:
    """Notes and photos with the case; a person can only give their own photos."""
    for words in told.words:
        note = CaseNote(
            case_id=case.key,
            kind=kind,
            person_id=person.key,
            line_message_id=words.message_id,
            words=words.text[:LONGEST_WORDS],
            written_at=moment.now,
        )
        moment.session.add(note)
    if told.photo_ids:
        _keep_photos(moment, person, case, told.photo_ids)
    moment.session.flush()


def _keep_photos(moment: Moment, person: Person, case: Case, photo_ids: Sequence[int]) -> None:
    counted = select(func.count()).select_from(Photo).where(col(Photo.case_id) == case.key)
    if moment.session.exec(counted).one() + len(photo_ids) > MOST_PHOTOS:
        phone = moment.office.town.phone
        raise Declined("feedback.too_many_photos", number=case.number, limit=MOST_PHOTOS, phone=phone)
    own = (col(Photo.id).in_(photo_ids), col(Photo.person_id) == person.key, col(Photo.case_id).is_(None))
    moment.session.exec(update(Photo).where(*own).values(case_id=case.key))


def _has_just_said(moment: Moment, person: Person, case: Case, told: Told) -> bool:
    """Whether the last that the person added is exactly this, a moment ago."""
    added = (col(CaseNote.case_id) == case.key, col(CaseNote.person_id) == person.key)
    query = select(CaseNote).where(*added, col(CaseNote.kind) == NoteKind.ADDED)
    last = moment.session.exec(query.order_by(col(CaseNote.id).desc()).limit(1)).first()
    is_recent = last is not None and moment.now - last.written_at < SAME_AGAIN_WITHIN
    return last is not None and is_recent and last.words == _in_one(told)


def _must_not_be_too_much(moment: Moment, person: Person) -> None:
    """Each addition is a message to a whole group."""
    since = (col(CaseNote.written_at) > moment.now - ADDITIONS_WITHIN, col(CaseNote.kind) == NoteKind.ADDED)
    query = select(func.count()).select_from(CaseNote).where(col(CaseNote.person_id) == person.key, *since)
    if moment.session.exec(query).one() >= MOST_ADDITIONS:
        raise Declined("feedback.enough_for_now", phone=moment.office.town.phone)


def _in_one(told: Told) -> str:
    return "\n".join(words.text for words in told.words)


def _declined(moment: Moment, person: Person, case: Case, key: str) -> Declined:
    status = moment.office.says_in(person.language)(f"status.{case.status}")
    return Declined(key, number=case.number, status=status)
