"""The duty roster: whom to turn to about a division's cases, one above the other, without those who are away."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, true
from sqlmodel import Session, col, select

from models.officer import Officer, Role
from models.person import Person

# Who oversees: those of the first of these roles of which somebody is there.
OVERSEERS = (Role.CLERK, Role.EXECUTIVE, Role.ADMIN)


def is_on_duty(now: datetime) -> ColumnElement[bool]:
    """Which officers are not away, as one SQL condition."""
    return or_(col(Officer.away_until).is_(None), col(Officer.away_until) <= now)


def reachable(session: Session, now: datetime | None, *who: ColumnElement[bool]) -> list[tuple[Officer, Person]]:
    """Those of the active officers who can be written to, the first to enrol first; with a time, who is on duty then."""
    query = select(Officer, Person).join(Person, col(Officer.person_id) == col(Person.id))
    active = (col(Officer.ended_at).is_(None), true() if now is None else is_on_duty(now))
    written_to = (col(Person.line_user_id).is_not(None), col(Person.blocked_at).is_(None))
    found = session.exec(query.where(*active, *written_to, *who).order_by(col(Officer.id)))
    return [(officer, person) for officer, person in found]


def holder_on_duty(session: Session, officer_id: int | None, now: datetime) -> list[Person]:
    """The officer who holds a case, or nobody: there is none, they are away, or they have left."""
    return [person for _, person in reachable(session, now, col(Officer.id) == officer_id)] if officer_id else []


def heads_on_duty(session: Session, division: str, now: datetime | None) -> list[Person]:
    """The heads of a division; without a time those who are away too."""
    heads = (col(Officer.role) == Role.HEAD, col(Officer.division) == division)
    return [person for _, person in reachable(session, now, *heads)]


def overseers_on_duty(session: Session, now: datetime) -> list[Person]:
    """The municipal clerk; in a town without one, or while they are away, the executives, else the administrators.

    When all of them are away they are told all the same: somebody has to know.
    """
    overseers = col(Officer.role).in_(OVERSEERS)
    found = reachable(session, now, overseers) or reachable(session, None, overseers)
    for role in OVERSEERS:
        if those := [person for officer, person in found if officer.role == role]:
            return those
    return []


def trusted_on_duty(session: Session, division: str, now: datetime) -> list[Person]:
    """Who may be told of a division's confidential cases: its heads, or the administrators if none of those is there.

    When all of them are away the heads are told all the same.
    """
    admins = [person for _, person in reachable(session, now, col(Officer.role) == Role.ADMIN)]
    return heads_on_duty(session, division, now) or admins or heads_on_duty(session, division, None)
