"""The duty roster: whom to turn to about a division's cases, one above the other, without those who are away."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from models.officer import Officer, Role
from models.person import Person

# Who oversees: those of the first of these roles that the town has somebody of.
OVERSEERS = (Role.CLERK, Role.EXECUTIVE, Role.ADMIN)


def is_on_duty(now: datetime) -> ColumnElement[bool]:
    """Which officers are not away, as one SQL condition."""
    return or_(col(Officer.away_until).is_(None), col(Officer.away_until) <= now)


def reachable(session: Session, now: datetime, *who: ColumnElement[bool]) -> list[tuple[Officer, Person]]:
    """Those of the active officers on duty who can be written to, the first to enrol first."""
    query = select(Officer, Person).join(Person, col(Officer.person_id) == col(Person.id))
    active = (col(Officer.ended_at).is_(None), is_on_duty(now))
    written_to = (col(Person.line_user_id).is_not(None), col(Person.blocked_at).is_(None))
    return [
        (officer, person)
        for officer, person in session.exec(query.where(*active, *written_to, *who).order_by(col(Officer.id)))
    ]


def holder_on_duty(session: Session, officer_id: int | None, now: datetime) -> list[Person]:
    """The officer who holds a case, or nobody: there is none, they are away, or they have left."""
    return [person for _, person in reachable(session, now, col(Officer.id) == officer_id)] if officer_id else []


def heads_on_duty(session: Session, division: str, now: datetime) -> list[Person]:
    """The heads of a division."""
    heads = (col(Officer.role) == Role.HEAD, col(Officer.division) == division)
    return [person for _, person in reachable(session, now, *heads)]


def overseers_on_duty(session: Session, now: datetime) -> list[Person]:
    """The municipal clerk; in a town without one the executives, else the administrators."""
    found = reachable(session, now, col(Officer.role).in_(OVERSEERS))
    for role in OVERSEERS:
        if those := [person for officer, person in found if officer.role == role]:
            return those
    return []


def trusted_on_duty(session: Session, division: str, now: datetime) -> list[Person]:
    """Who may be told of a division's confidential cases: its heads, or the administrators if none of those is there."""
    heads = heads_on_duty(session, division, now)
    return heads or [person for _, person in reachable(session, now, col(Officer.role) == Role.ADMIN)]
