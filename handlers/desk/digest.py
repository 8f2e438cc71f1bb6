"""The daily digest: asked for, and asked for no more, by those who look after more than their own cases."""

from handlers.turn import Declined, Moment
from models.officer import DIGEST_FOR, officer_of
from models.person import Person


def want_digest(moment: Moment, by: Person, *, wants: bool) -> None:
    """From now on they get the digest each working day, or don't. Raises Declined."""
    officer = officer_of(moment.session, by.key)
    if officer is None or officer.role not in DIGEST_FOR:
        raise Declined("refused.not_your_role")
    officer.wants_digest = wants
