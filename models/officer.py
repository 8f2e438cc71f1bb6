"""Officers: people with a role in a division. Roles are re-read at each request, and ending one takes effect at once."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Index, bindparam, false, text, true
from sqlmodel import Field, Session, col, select

from models.case import Case
from models.columns import Row, UtcDateTime, one_of
from models.person import Person


class Role(StrEnum):
    """What somebody may do. Executives and the municipal clerk read everything and change nothing."""

    OFFICER = "officer"
    HEAD = "head"
    CLERK = "clerk"
    EXECUTIVE = "executive"
    ADMIN = "admin"


SEE_EVERYTHING = {Role.CLERK, Role.EXECUTIVE, Role.ADMIN}
# Who may ask for the daily digest: those who look after more than their own cases.
DIGEST_FOR = frozenset({Role.HEAD, *SEE_EVERYTHING})


class Officer(Row, table=True):
    """A person's role in a division, from a one-time code until somebody ends it."""

    __table_args__ = (
        Index(
            "uq_officer_active_person",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    division: str = Field(max_length=40)
    role: Role = Field(sa_type=one_of(Role))
    # What residents are told, chosen by the officer; never the name of their private LINE account.
    public_name: str | None = Field(default=None, max_length=60)
    enrolled_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # Not on duty until then: what would go to them goes to who stands above.
    away_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    wants_digest: bool = Field(default=False, sa_column_kwargs={"server_default": false()})

    @property
    def key(self) -> int:
        """The id of an officer who has been kept."""
        assert self.id is not None
        return self.id


def officer_of(session: Session, person_id: int) -> Officer | None:
    """The person's active role, read now."""
    return session.exec(_ACTIVE, params={"person_id": person_id}).one_or_none()


_ACTIVE = select(Officer).where(col(Officer.person_id) == bindparam("person_id"), col(Officer.ended_at).is_(None))


def visible_to(officer: Officer) -> ColumnElement[bool]:
    """Which cases this officer may see, as one SQL condition: their division's, or all for those who oversee.

    Confidential ones of a division are its heads' alone.
    """
    if officer.role in SEE_EVERYTHING:
        return true()
    own = col(Case.division) == officer.division
    return own if officer.role == Role.HEAD else own & col(Case.is_confidential).is_(False)


def trusted_with(session: Session, division: str) -> list[str]:
    """LINE ids of those who get a division's confidential cases: its heads, or the administrators if it has none."""
    heads = (col(Officer.role) == Role.HEAD) & (col(Officer.division) == division)
    return _line_ids(session, heads) or _line_ids(session, col(Officer.role) == Role.ADMIN)


def heads_over(session: Session, division: str) -> list[str]:
    """LINE ids of those to whom what went wrong in a division goes: its heads, else the clerk, else administrators."""
    heads = (col(Officer.role) == Role.HEAD) & (col(Officer.division) == division)
    for who in (heads, col(Officer.role) == Role.CLERK, col(Officer.role) == Role.ADMIN):
        if found := _line_ids(session, who):
            return found
    return []


def _line_ids(session: Session, who: ColumnElement[bool]) -> list[str]:
    query = select(Person.line_user_id).join(Officer, col(Officer.person_id) == col(Person.id))
    active = (who, col(Officer.ended_at).is_(None), col(Person.line_user_id).is_not(None))
    return [str(line_id) for line_id in session.exec(query.where(*active).order_by(col(Officer.id)))]


def case_seen_by(session: Session, officer: Officer, case_id: int) -> Case | None:
    """The case to look at, if this officer may see it, without keeping others from changing it."""
    return session.exec(select(Case).where(col(Case.id) == case_id, visible_to(officer))).one_or_none()


def case_for(session: Session, officer: Officer, case_id: int) -> Case | None:
    """The case, locked for a change, if this officer may see it."""
    query = select(Case).where(col(Case.id) == case_id, visible_to(officer)).with_for_update()
    return session.exec(query).one_or_none()
