"""People who told the town something, as far as a service needs to know them: LINE users, and passers-by without LINE."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam
from sqlmodel import Field, Session, col, select

from models.columns import Row, UtcDateTime, one_of
from models.inserting import insert_new


class Language(StrEnum):
    """Languages that the texts exist in."""

    THAI = "th"
    ENGLISH = "en"


class Person(Row, table=True):
    """A LINE user, or (without `line_user_id`, and not erased) somebody who told something without LINE.

    `display_name` is theirs to choose: text of a stranger, for officers' eyes only.
    """

    id: int | None = Field(default=None, primary_key=True)
    line_user_id: str | None = Field(default=None, max_length=64, unique=True)
    display_name: str | None = Field(default=None, max_length=200)
    language: Language = Field(default=Language.THAI, sa_type=one_of(Language))
    follows: bool = False
    # LINE has told us so: whatever we sent would reach nobody.
    blocked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_seen_at: datetime = Field(sa_type=UtcDateTime)
    looked_up_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # Which privacy notice they were shown, and when: the evidence that PDPA asks for.
    notice_version: str | None = Field(default=None, max_length=20)
    notice_shown_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def key(self) -> int:
        """The id of a person who has been kept."""
        assert self.id is not None
        return self.id


def person_of(session: Session, line_user_id: str, now: datetime) -> Person:
    """Who wrote: kept already, or new."""
    found = find_person(session, line_user_id)
    if found is not None:
        return found
    new = Person(line_user_id=line_user_id, first_seen_at=now).model_dump(exclude={"id"})
    insert_new(session, Person, "line_user_id", [new])
    return session.exec(_BY_LINE_USER_ID, params={"line_user_id": line_user_id}).one()


def passer_by(session: Session, now: datetime, language: Language) -> Person:
    """Somebody new who tells something without LINE: we can't write to them, and don't know who they are."""
    person = Person(first_seen_at=now, language=language)
    session.add(person)
    session.flush()
    return person


def find_person(session: Session, line_user_id: str) -> Person | None:
    """The person with that LINE user id, if they ever wrote."""
    return session.exec(_BY_LINE_USER_ID, params={"line_user_id": line_user_id}).one_or_none()


_BY_LINE_USER_ID = select(Person).where(col(Person.line_user_id) == bindparam("line_user_id"))
