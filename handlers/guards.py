"""Who may do what: each postback and page declares one of these. Roles are read from the database each time."""

from sqlmodel import Session

from handlers.turn import Declined, Turn
from models.officer import Officer, Role, officer_of

READS_ONLY = {Role.CLERK, Role.EXECUTIVE}


def anyone(turn: Turn) -> None:
    """Whoever writes to the town; what they may see is decided by each query."""


def officers_only(turn: Turn) -> None:
    """People with an active role that may change cases. Raises Declined."""
    acting_officer(turn)


def acting_officer(turn: Turn) -> Officer:
    """The officer whose turn it is. Raises Declined for everybody else, and for those who only read."""
    return acting(turn.session, turn.person.key)


def acting(session: Session, person_id: int) -> Officer:
    """The same, for somebody on a page."""
    officer = officer_of(session, person_id)
    if officer is None:
        raise Declined("refused.not_an_officer")
    if officer.role in READS_ONLY:
        raise Declined("refused.reads_only")
    return officer
