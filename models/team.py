"""Who works here: the officers of a division, and which of them somebody may look at or let go, as SQL conditions."""

from sqlalchemy import ColumnElement, and_, false, true
from sqlmodel import Session, col, select

from models.case import OPEN, Case, Status
from models.officer import SEE_EVERYTHING, Officer, Role
from models.person import Person

# What a case may stand at while somebody holds it; a merged one may be parted again.
HELD = (*OPEN, Status.MERGED)


def team_of(session: Session, reader: Officer) -> list[tuple[Officer, Person]]:
    """The colleagues that an officer may look at: their division's, or all for those who oversee; the first first."""
    seen = true() if reader.role in SEE_EVERYTHING else col(Officer.division) == reader.division
    query = select(Officer, Person).join(Person, col(Person.id) == col(Officer.person_id))
    active = query.where(col(Officer.ended_at).is_(None), seen)
    return list(session.exec(active.order_by(col(Officer.division), col(Officer.id))))


def may_end(by: Officer) -> ColumnElement[bool]:
    """Whose role this officer may end: a head's are the officers of the division, an administrator's all; not their own."""
    others = and_(col(Officer.id) != by.key, col(Officer.ended_at).is_(None))
    if by.role == Role.ADMIN:
        return others
    if by.role != Role.HEAD:
        return false()
    return and_(others, col(Officer.division) == by.division, col(Officer.role) == Role.OFFICER)


def colleague_to_end(session: Session, by: Officer, officer_id: int) -> Officer | None:
    """The colleague, locked for a change, if this officer may end their role."""
    query = select(Officer).where(col(Officer.id) == officer_id, may_end(by)).with_for_update()
    return session.exec(query).one_or_none()


def all_to_end(session: Session, by: Officer) -> set[int]:
    """Ids of all whose role this officer may end."""
    return {key for key in session.exec(select(Officer.id).where(may_end(by))) if key is not None}


def held_by(session: Session, officer: Officer) -> list[Case]:
    """The cases that an officer has in hand, locked for a change, the oldest first."""
    theirs = (col(Case.officer_id) == officer.key, col(Case.status).in_(HELD))
    return list(session.exec(select(Case).where(*theirs).order_by(col(Case.id)).with_for_update()))


def head_of(session: Session, division: str, besides: Officer) -> Officer | None:
    """The division's head, the first of several."""
    heads = (col(Officer.division) == division, col(Officer.role) == Role.HEAD, col(Officer.ended_at).is_(None))
    query = select(Officer).where(*heads, col(Officer.id) != besides.key).order_by(col(Officer.id))
    return session.exec(query.limit(1)).first()


def had_a_role(session: Session, person_id: int) -> bool:
    """Whether somebody was an officer once."""
    return session.exec(select(Officer.id).where(col(Officer.person_id) == person_id).limit(1)).first() is not None
