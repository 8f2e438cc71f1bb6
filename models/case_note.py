"""Words about a case, each with its author: what was complained of, why it was declined, what was done. Erasable."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Text
from sqlmodel import Field, Session, col, select

from models.columns import Row, UtcDateTime, one_of


class NoteKind(StrEnum):
    """What the words are for."""

    COMPLAINT = "complaint"
    REASON = "reason"
    OUTCOME = "outcome"
    NO_PHOTO = "no_photo"
    NOT_FIXED = "not_fixed"
    ADDED = "added"
    # Among officers, never shown to a reporter.
    INTERNAL = "internal"
    # What an officer wrote to the reporter.
    REPLY = "reply"


class CaseNote(Row, table=True):
    """One piece of text. `line_message_id` lets it go when its author takes the message back in LINE."""

    __tablename__ = "case_note"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    kind: NoteKind = Field(sa_type=one_of(NoteKind))
    person_id: int = Field(foreign_key="person.id", index=True)
    line_message_id: str | None = Field(default=None, max_length=64, index=True)
    words: str = Field(sa_type=Text)
    written_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def key(self) -> int:
        """The id of a note that has been kept."""
        assert self.id is not None
        return self.id


def write_note(session: Session, note: CaseNote) -> CaseNote:
    """Keep a note, so that a step of the history can point at it."""
    session.add(note)
    session.flush()
    return note


def notes_of(session: Session, case_id: int, kind: NoteKind, person_id: int | None = None) -> list[CaseNote]:
    """The case's notes of one kind, oldest first; with a person, their own."""
    query = select(CaseNote).where(col(CaseNote.case_id) == case_id, col(CaseNote.kind) == kind)
    own = query if person_id is None else query.where(col(CaseNote.person_id) == person_id)
    return list(session.exec(own.order_by(col(CaseNote.id))))


def words_of(session: Session, case_id: int, kind: NoteKind = NoteKind.COMPLAINT, person_id: int | None = None) -> str:
    """What was said, one piece a line; with a person, by them."""
    return "\n".join(note.words for note in notes_of(session, case_id, kind, person_id))
