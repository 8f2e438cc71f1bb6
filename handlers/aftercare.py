"""What is done about a case by its reporter (add to it, give stars, open it again, withdraw it) and by who joined it.

The same call for chat and page. Whose case it is, SQL decides; what can't be done is refused with a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import func
from sqlmodel import col, select, update

from handlers.clocks import restart
from handlers.desk.waiting import resume_by_itself
from handlers.showing import show_addition, show_soon
from handlers.turn import Declined, Moment, Words
from models.case import OPEN, Case, Status, own_case
from models.case_change import ALLOWED_NEXT, Step, move_to
from models.case_merge import goes_on_as, merge_of
from models.case_note import CaseNote, NoteKind
from models.closing import may_object, may_rate, objects_until
from models.follower import count_followers, follow, followed_case, leave, left_case
from models.merged_followers import bring_follower, leave_with_merged
from models.person import Person
from models.photo import Photo
from notifications.about_complaints import (
    show_reopened,
    tell_not_fixed,
    tell_reopened,
    tell_withdrawn,
)

MOST_STARS = 5
LONGEST_WORDS = 5000  # as LINE takes in one message
MOST_PHOTOS = 30
MOST_ADDITIONS, ADDITIONS_WITHIN = 20, timedelta(hours=1)
# Sent again because the first answer was slow to come: not told twice.
SAME_AGAIN_WITHIN = timedelta(minutes=10)
SAID_OF_IT = (NoteKind.COMPLAINT, NoteKind.ADDED)


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


def followed_by(moment: Moment, person: Person, case_id: int) -> Case:
    """A case that the person has reported or joined, locked for a change. Raises Declined."""
    case = followed_case(moment.session, person.key, case_id)
    if case is None:
        raise Declined("refused.not_your_case")
    return case


def possible(moment: Moment, case: Case, goes_on: Case | None = None) -> set[str]:
    """What its reporter can do about a case as it stands, by the names of the functions below.

    `goes_on`: the case as which a merged one goes on.
    """
    still = (goes_on or case).status
    deeds = {
        "add": still in OPEN,
        "rate": may_rate(case, moment.now),
        "confirm": case.status == Status.FINISHED,
        "reopen": may_object(case, moment.office.town.days_to_object, moment.now),
        "withdraw": Status.WITHDRAWN in ALLOWED_NEXT[still],
    }
    return {name for name, is_possible in deeds.items() if is_possible}


def possible_for(moment: Moment, person: Person, case: Case, goes_on: Case | None = None) -> set[str]:
    """The same for anybody who follows it: the repair is its reporter's to judge, and who joined may leave."""
    may = possible(moment, case, goes_on)
    return may if case.reporter_id == person.key else may & {"add"} | {"unfollow"}


def rate(moment: Moment, person: Person, case_id: int, stars: int) -> Case:
    """One to five stars close the case; said once. They are welcome also when it has closed without any, for a while."""
    case = case_of(moment, person, case_id)
    if not 1 <= stars <= MOST_STARS:
        raise Declined("refused.old_button")
    if case.status == Status.CLOSED and case.stars is not None:
        raise Declined("feedback.already_rated")
    if "rate" not in possible(moment, case):
        raise _declined(moment, person, case, "feedback.not_now")
    case.stars = stars
    move_to(moment.session, case, Status.CLOSED, Step.RATED, moment.now, person_id=person.key)
    return case


def confirm(moment: Moment, person: Person, case_id: int) -> Case:
    """It is in order, and the case is closed; stars may still be given. A second tap changes nothing."""
    case = case_of(moment, person, case_id)
    if case.status == Status.CLOSED:
        return case
    if "confirm" not in possible(moment, case):
        raise _declined(moment, person, case, "feedback.not_now")
    move_to(moment.session, case, Status.CLOSED, Step.CLOSED, moment.now, person_id=person.key)
    return case


def reopen(moment: Moment, person: Person, case_id: int, told: Told | None = None) -> Case:
    """It is not in order yet: the division sees the case again, with what is still missing if that is told."""
    case = case_of(moment, person, case_id)
    must_be_reopenable(moment, person, case)
    reopen_case(moment, person, case, told)
    return case


def must_be_reopenable(moment: Moment, person: Person, case: Case) -> None:
    """Refuse with where the case stands; what has been closed for too long has to be told anew."""
    if "reopen" in possible(moment, case):
        return
    until = objects_until(case, moment.office.town.days_to_object)
    if case.status != Status.CLOSED or until is None:
        raise _declined(moment, person, case, "feedback.not_now")
    raise Declined("feedback.too_late", number=case.number, day=moment.office.says_in(person.language).day(until))


def reopen_case(moment: Moment, person: Person, case: Case, told: Told | None = None) -> None:
    """What it means that somebody who follows it finds a repair not in order: its division and their heads see it again."""
    anew = moment.office.promise(moment.office.catalogue.by_code[case.type_code], moment.now)
    by = person.key
    move_to(moment.session, case, Status.REOPENED, Step.REOPENED, moment.now, person_id=by, promised_at=anew)
    case.stars = None
    restart(moment, case)
    if told is not None:
        own = _unfiled(moment, person, told.photo_ids)
        _keep(moment, person, case, NoteKind.NOT_FIXED, replace(told, photo_ids=own))
    show_reopened(moment.session, moment.office, case, moment.now)
    tell_reopened(moment.session, moment.office, case, moment.now, by=person)
    if told is not None and told.words:
        in_one = "\n".join(words.text for words in told.words)
        tell_not_fixed(moment.session, moment.office, case, in_one, moment.now)


def say_what_is_missing(moment: Moment, person: Person, case_id: int, words: Words) -> None:
    """After a case was opened again: what is not in order, passed on to the division."""
    case = case_of(moment, person, case_id)
    _keep(moment, person, case, NoteKind.NOT_FIXED, Told([words]))
    tell_not_fixed(moment.session, moment.office, case, words.text, moment.now)


def add(moment: Moment, person: Person, case_id: int, told: Told) -> Case:
    """More about an open case, of whoever follows it: kept with it, and its division sees its card once more."""
    case = followed_by(moment, person, case_id)
    goes_on = goes_on_as(moment.session, case)
    if "add" not in possible(moment, case, goes_on):
        raise _declined(moment, person, case, "feedback.cannot_add")
    if has_just_said(moment, person, case, told):
        return case  # the same form, sent twice
    new = replace(told, photo_ids=_unfiled(moment, person, told.photo_ids))
    _must_not_be_too_much(moment, person)
    _keep(moment, person, case, NoteKind.ADDED, new)
    if goes_on is not None or case.reporter_id != person.key:
        show_soon(moment, goes_on or case)
    elif case.announced_at is not None:  # else its first card is still to come, and will show all of it
        show_addition(moment, case)
    resume_by_itself(moment, person, case)
    return case


def withdraw(moment: Moment, person: Person, case_id: int) -> Case:
    """The reporter needs nothing any more: the case ends, if the town is not done with it already."""
    case = case_of(moment, person, case_id)
    must_be_withdrawable(moment, person, case)
    withdraw_case(moment, person, case)
    return case


def must_be_withdrawable(moment: Moment, person: Person, case: Case) -> None:
    """Refuse with where the case stands, if the town is done with it."""
    if "withdraw" not in possible(moment, case, goes_on_as(moment.session, case)):
        raise _declined(moment, person, case, "feedback.cannot_withdraw")


def withdraw_case(moment: Moment, person: Person, case: Case) -> None:
    """What it means that the reporter withdraws a case that may be withdrawn: it ends, and its division is told.

    If others follow it, it goes on for them, and only the reporter is not told of it any more. So does one that was
    merged with another.
    """
    if (goes_on := goes_on_as(moment.session, case)) is not None:
        leave_with_merged(moment.session, case, goes_on, person.key, moment.now)
        return
    if count_followers(moment.session, case.key, besides=person.key):
        leave(moment.session, case, person.key, moment.now)
        return
    move_to(moment.session, case, Status.WITHDRAWN, Step.WITHDRAWN, moment.now, person_id=person.key)
    restart(moment, case)
    if case.announced_at is not None:
        tell_withdrawn(moment.session, moment.office, case, moment.now)


def unfollow(moment: Moment, person: Person, case_id: int) -> Case:
    """Who joined follows it no more. Its reporter can't: they are told what becomes of what they reported."""
    case = followed_by(moment, person, case_id)
    if case.reporter_id == person.key:
        raise Declined("refused.old_button")
    if (goes_on := goes_on_as(moment.session, case)) is not None:
        leave_with_merged(moment.session, case, goes_on, person.key, moment.now)
    else:
        leave(moment.session, case, person.key, moment.now)
    return case


def follow_again(moment: Moment, person: Person, case_id: int) -> Case:
    """Come back to a case that one has left."""
    case = left_case(moment.session, person.key, case_id)
    if case is None:
        case = followed_by(moment, person, case_id)  # a second tap
    follow(moment.session, case, person.key, moment.now)
    merge = merge_of(moment.session, case.key)
    if merge is not None:
        bring_follower(moment.session, merge, person.key, moment.now)
    return case


def _keep(moment: Moment, person: Person, case: Case, kind: NoteKind, told: Told) -> None:
    """Notes and photos with the case."""
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
        _keep_photos(moment, case, told.photo_ids)
    moment.session.flush()


def _keep_photos(moment: Moment, case: Case, photo_ids: Sequence[int]) -> None:
    counted = select(func.count()).select_from(Photo).where(col(Photo.case_id) == case.key)
    if moment.session.exec(counted).one() + len(photo_ids) > MOST_PHOTOS:
        phone = moment.office.town.phone
        raise Declined("feedback.too_many_photos", number=case.number, limit=MOST_PHOTOS, phone=phone)
    moment.session.exec(update(Photo).where(col(Photo.id).in_(photo_ids)).values(case_id=case.key))


def _unfiled(moment: Moment, person: Person, photo_ids: Sequence[int]) -> list[int]:
    """Those of the photos that are this person's, and with no case yet."""
    own = (col(Photo.id).in_(photo_ids), col(Photo.person_id) == person.key, col(Photo.case_id).is_(None))
    return [photo.key for photo in moment.session.exec(select(Photo).where(*own).order_by(col(Photo.id)))]


def has_just_said(moment: Moment, person: Person, case: Case, told: Told) -> bool:
    """Whether all of it is with the case already: no photo is new, and the last that the person said is this."""
    if not (told.words or told.photo_ids) or _unfiled(moment, person, told.photo_ids):
        return False
    theirs = (col(CaseNote.case_id) == case.key, col(CaseNote.person_id) == person.key)
    lately = (col(CaseNote.kind).in_(SAID_OF_IT), col(CaseNote.written_at) > moment.now - SAME_AGAIN_WITHIN)
    query = select(CaseNote).where(*theirs, *lately).order_by(col(CaseNote.id).desc()).limit(len(told.words))
    last = [note.words[:LONGEST_WORDS] for note in moment.session.exec(query)]
    return last[::-1] == [words.text[:LONGEST_WORDS] for words in told.words]


def _must_not_be_too_much(moment: Moment, person: Person) -> None:
    """Each addition is a message to a whole group."""
    since = (col(CaseNote.written_at) > moment.now - ADDITIONS_WITHIN, col(CaseNote.kind) == NoteKind.ADDED)
    query = select(func.count()).select_from(CaseNote).where(col(CaseNote.person_id) == person.key, *since)
    if moment.session.exec(query).one() >= MOST_ADDITIONS:
        raise Declined("feedback.enough_for_now", phone=moment.office.town.phone)


def _declined(moment: Moment, person: Person, case: Case, key: str) -> Declined:
    status = moment.office.says_in(person.language)(f"status.{case.status}")
    return Declined(key, number=case.number, status=status)
