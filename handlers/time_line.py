"""A case's time line as its reporter reads it, in the chat and on its page: every step, and what was said with it."""

from collections import Counter
from datetime import datetime

from sqlmodel import col, select

from content.cards.cases import TimeLineStep
from content.case_facts import officer_name
from content.texts import Texts
from handlers.turn import Moment
from models.case import Case, WaitsFor
from models.case_change import CaseChange, Step, history_of
from models.case_note import CaseNote, NoteKind, notes_of
from models.follower import since_when_follows
from models.officer import Officer
from models.person import Person
from models.photo import Photo, PhotoKind, PhotoStatus
from models.promise import is_by_the_town

# What its reporter did, as others read it.
OF_ANOTHER = {
    Step.FILED: "tracking.another_filed",
    Step.REOPENED: "tracking.another_reopened",
    Step.RATED: "tracking.another_rated",
    Step.WITHDRAWN: "tracking.another_withdrew",
}
# The office's own matters.
FOR_OFFICERS = {Step.ASSIGNED}


def time_line(moment: Moment, person: Person, case: Case) -> list[TimeLineStep]:
    """Its steps and what this person has added, oldest first, in their language."""
    say, history = moment.office.says_in(person.language), history_of(moment.session, case.key)
    rated = [change.key for change in history if change.step == Step.RATED]
    steps = [
        TimeLineStep(
            change.at,
            _sentence(moment, person, case, change, say, is_in_force=change.key in rated[-1:]),
            "" if _is_for_the_reporter(case, person, change) else said_with(moment, change),
        )
        for change in history
        if change.step not in FOR_OFFICERS
    ]
    joined_at = since_when_follows(moment.session, case.key, person.key)
    if case.reporter_id != person.key and joined_at is not None:
        steps.append(TimeLineStep(joined_at, say("tracking.joined")))
    added = [*_added_words(moment, person, case, say), *_added_photos(moment, person, case, say)]
    if case.reporter_id == person.key:
        added += _replies(moment, case, say)
    return sorted([*steps, *added], key=lambda step: step.at)  # stable: what came at once stays in its order


def _is_for_the_reporter(case: Case, person: Person, change: CaseChange) -> bool:
    """What the reporter is asked, others who follow the case do not read."""
    return change.step == Step.WAITING and change.code == WaitsFor.REPORTER and case.reporter_id != person.key


def _sentence(moment: Moment, person: Person, case: Case, change: CaseChange, say: Texts, *, is_in_force: bool) -> str:
    """What happened. Stars that were given before the case was opened again are not counted any more."""
    if change.step == Step.REOPENED and change.person_id not in (case.reporter_id, person.key):
        return say("tracking.reopened_when_asked")
    if change.step == Step.CLOSED and change.person_id is not None:
        return say("tracking.confirmed" if change.person_id == person.key else "tracking.another_confirmed")
    if change.person_id != person.key and change.step in OF_ANOTHER:
        return say(OF_ANOTHER[change.step])
    if change.step == Step.RATED and not (is_in_force and case.stars):
        return say("tracking.step_rated_before")
    if is_by_the_town(change):
        return say("tracking.moved_by_the_town", day=say.day(change.promised_at or case.promised_at))
    return say(f"tracking.step_{change.step}", **step_blanks(moment, case, change, say))


def step_blanks(moment: Moment, case: Case, change: CaseChange, say: Texts) -> dict[str, object]:
    """What may stand in the sentence about a step."""
    return {
        "officer": officer_name(moment.session, change.officer_id, moment.office, say),
        "day": say.day(change.promised_at or case.promised_at),
        "division": moment.office.division_name(change.division, say.language),
        "stars": case.stars,
        "authority": moment.office.authority_name(change.code, say),
    }


def said_with(moment: Moment, change: CaseChange) -> str:
    """An officer's reason or outcome, which the reporter was told as well."""
    note = moment.session.get(CaseNote, change.note_id) if change.note_id is not None else None
    return note.words if note is not None and note.kind != NoteKind.INTERNAL else ""


def _added_words(moment: Moment, person: Person, case: Case, say: Texts) -> list[TimeLineStep]:
    own = (col(CaseNote.case_id) == case.key, col(CaseNote.person_id) == person.key)
    kinds = col(CaseNote.kind).in_([NoteKind.ADDED, NoteKind.NOT_FIXED])
    notes = moment.session.exec(select(CaseNote).where(*own, kinds).order_by(col(CaseNote.id)))
    return [TimeLineStep(note.written_at, say("tracking.step_added"), note.words) for note in notes]


def _replies(moment: Moment, case: Case, say: Texts) -> list[TimeLineStep]:
    """What officers wrote to the reporter; nobody else reads it."""
    return [
        TimeLineStep(
            note.written_at,
            say("tracking.step_reply", officer=officer_named(moment, note.person_id, say)),
            note.words,
        )
        for note in notes_of(moment.session, case.key, NoteKind.REPLY)
    ]


def officer_named(moment: Moment, person_id: int, say: Texts) -> str:
    """The name of an officer, also of one whose role has ended since."""
    theirs = select(Officer.id).where(col(Officer.person_id) == person_id).order_by(col(Officer.id).desc()).limit(1)
    return officer_name(moment.session, moment.session.exec(theirs).first(), moment.office, say)


def _added_photos(moment: Moment, person: Person, case: Case, say: Texts) -> list[TimeLineStep]:
    own = (col(Photo.case_id) == case.key, col(Photo.person_id) == person.key, col(Photo.kind) == PhotoKind.BEFORE)
    later = (col(Photo.received_at) > case.filed_at, col(Photo.status) == PhotoStatus.STORED)
    times = moment.session.exec(select(Photo.received_at).where(*own, *later).order_by(col(Photo.id)))
    together: Counter[datetime] = Counter(times)
    return [TimeLineStep(at, say("tracking.step_photos", count=count)) for at, count in together.items()]
