"""Which alarms have been given lately, kept in the database, so that restarts and several workers do not repeat them.

A known fact says until when a cause is quiet: a minute from whoever takes it up, an hour once somebody has been told.
"""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from models.inserting import insert_new
from models.known_fact import KnownFact, learn

AGAIN_AFTER = timedelta(hours=1)
# Longer than telling takes on every channel: nobody else may take it up meanwhile.
TRIED_AGAIN_AFTER = timedelta(minutes=1)


def take_up(session: Session, cause: str, now: datetime) -> bool:
    """Whether the caller is to tell of `cause` now; nobody else is, for a minute. Call `has_been_told` after telling."""
    insert_new(session, KnownFact, "name", [{"name": _name(cause), "value": ""}])
    due = (col(KnownFact.name) == _name(cause), col(KnownFact.value) <= _as_text(now))
    taken = update(KnownFact).where(*due).values(value=_as_text(now + TRIED_AGAIN_AFTER))
    return session.connection().execute(taken).rowcount == 1


def has_been_told(session: Session, cause: str, now: datetime) -> None:
    """Somebody knows: be quiet about `cause` for an hour."""
    learn(session, _name(cause), _as_text(now + AGAIN_AFTER))


def _name(cause: str) -> str:
    return f"alarm.{cause}"


def _as_text(at: datetime) -> str:
    """Of one length, so that it sorts as text."""
    return at.isoformat(timespec="microseconds")
