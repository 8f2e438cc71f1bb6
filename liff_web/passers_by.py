"""Somebody without LINE, for the time of one visit: remembered in the session under a name of its own, so that nothing
else opens for them."""

from flask import session

from handlers.streetlights.passing_by import is_passer_by
from liff_web.frame import Frame
from liff_web.identity import PASSER_BY_ID, PERSON_ID, reader
from models.person import Language, Person, passer_by


def known_visitor(frame: Frame) -> Person | None:
    """Whoever is at a pole's page: the reader in LINE, or the passer-by who has told something on this visit."""
    return reader(frame.database) or _passer_by(frame)


def visitor(frame: Frame, language: str, known: Person | None = None) -> Person:
    """The same; somebody new if need be. `known`: a passer-by who is known by what they sent."""
    person = known_visitor(frame) or known
    if person is None:
        with frame.database.begin() as rows:
            person = passer_by(rows, frame.clock(), Language(language))
            rows.refresh(person)
            rows.expunge(person)
    if person.line_user_id is None:
        session.pop(PERSON_ID, None)  # it has ended, or is of somebody who was erased
        session[PASSER_BY_ID] = person.key
        session.permanent = True
    return person


def _passer_by(frame: Frame) -> Person | None:
    person_id = session.get(PASSER_BY_ID)
    if not isinstance(person_id, int):
        return None
    with frame.database.read() as rows:
        person = rows.get(Person, person_id)
    return person if person is not None and is_passer_by(person) else None
