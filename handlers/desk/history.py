"""A case's history as officers read it: every step with who took it, what was said with it, and what is among officers."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from content.texts import Texts
from handlers.time_line import officer_named, said_with, step_blanks
from handlers.turn import Moment
from models.case import Case, WaitsFor
from models.case_change import CaseChange, Step, history_of
from models.case_note import CaseNote, NoteKind
from models.photo import Photo, PhotoKind, PhotoStatus

# Notes that stand by themselves; those of a step are shown with it.
OF_THEIR_OWN = {
    NoteKind.ADDED: "desk_case.note_added",
    NoteKind.NOT_FIXED: "desk_case.note_not_fixed",
    NoteKind.INTERNAL: "desk_case.note_internal",
    NoteKind.REPLY: "desk_case.note_reply",
    NoteKind.NO_PHOTO: "desk_case.note_no_photo",
}


@dataclass(frozen=True)
class DeskStep:
    """One line. `kind`: step, asked (a step that asks the reporter), photos, or the kind of a note; `words`: what was said."""

    at: datetime
    sentence: str
    words: str = ""
    kind: str = "step"


def desk_time_line(moment: Moment, case: Case, say: Texts) -> list[DeskStep]:
    """All that happened to a case and was said of it since it was filed, oldest first."""
    steps = [_step(moment, case, change, say) for change in history_of(moment.session, case.key)]
    lines = [*steps, *_notes(moment, case, say), *_photos(moment, case, say)]
    return sorted(lines, key=lambda line: line.at)  # stable: what came at once stays in its order


def _step(moment: Moment, case: Case, change: CaseChange, say: Texts) -> DeskStep:
    blanks = step_blanks(moment, case, change, say)
    kind = moment.office.catalogue.by_code.get(change.code or "")
    more = {
        "by": blanks["officer"] or say("desk.the_reporter" if change.person_id is not None else "desk.the_town"),
        "to": _given_to(moment, change, say),
        "type": kind.name.in_(say.language) if kind is not None else "",
    }
    sentence = say(f"desk_case.step_{change.step}", **blanks, **more)
    is_question = change.step == Step.WAITING and change.code == WaitsFor.REPORTER
    return DeskStep(change.at, _begun(sentence), said_with(moment, change), "asked" if is_question else "step")


def _given_to(moment: Moment, change: CaseChange, say: Texts) -> str:
    """To whom a case was given; to the division, if who held it has left and nobody was there to take it."""
    if change.step != Step.ASSIGNED:
        return ""
    return officer_named(moment, change.person_id, say) if change.person_id else say("desk_case.to_the_division")


def _begun(sentence: str) -> str:
    """With a capital, whoever it begins with."""
    return sentence[:1].upper() + sentence[1:]


def _notes(moment: Moment, case: Case, say: Texts) -> list[DeskStep]:
    here = (col(CaseNote.case_id) == case.key, col(CaseNote.kind).in_(OF_THEIR_OWN))
    notes = moment.session.exec(select(CaseNote).where(*here).order_by(col(CaseNote.id)))
    return [
        DeskStep(
            note.written_at,
            _begun(say(OF_THEIR_OWN[note.kind], by=_author(moment, case, note, say))),
            note.words,
            note.kind,
        )
        for note in notes
    ]


def _author(moment: Moment, case: Case, note: CaseNote, say: Texts) -> str:
    """Who wrote it: an officer by name, the reporter and others who follow the case without one."""
    if note.kind in (NoteKind.ADDED, NoteKind.NOT_FIXED):
        is_reporter = note.person_id == case.reporter_id
        return say("desk.the_reporter" if is_reporter else "desk_case.another_follower")
    return officer_named(moment, note.person_id, say)


def _photos(moment: Moment, case: Case, say: Texts) -> list[DeskStep]:
    stored = (col(Photo.case_id) == case.key, col(Photo.status) == PhotoStatus.STORED)
    later = (col(Photo.received_at) > case.filed_at) | (col(Photo.kind) == PhotoKind.AFTER)
    found = moment.session.exec(select(Photo.received_at, Photo.kind).where(*stored, later).order_by(col(Photo.id)))
    together: Counter[tuple[datetime, str]] = Counter((at, kind) for at, kind in found)
    return [
        DeskStep(at, say(f"desk_case.photos_{kind}", count=count), kind="photos")
        for (at, kind), count in together.items()
    ]
