"""Whose the register is: officers of the division that looks after street lights. Who oversees everything reads it too."""

from sqlalchemy import or_
from sqlmodel import Session, col, select

from content.office import Office
from handlers.guards import READS_ONLY
from handlers.turn import Declined, Moment
from models.officer import SEE_EVERYTHING, Officer
from models.person import Person


def reader_of_poles(session: Session, office: Office, person_id: int) -> Officer | None:
    """The officer, if they may read the register; decided in SQL."""
    theirs = or_(col(Officer.division) == office.catalogue.for_poles.division, col(Officer.role).in_(SEE_EVERYTHING))
    query = select(Officer).where(col(Officer.person_id) == person_id, col(Officer.ended_at).is_(None), theirs)
    return session.exec(query).one_or_none()


def keeper_of_poles(moment: Moment, person: Person) -> Officer:
    """The officer, if they may change the register. Raises Declined."""
    officer = reader_of_poles(moment.session, moment.office, person.key)
    if officer is None:
        raise Declined("register.not_yours")
    if officer.role in READS_ONLY:
        raise Declined("refused.reads_only")
    return officer
