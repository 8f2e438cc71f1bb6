"""How these tests let an officer do something about a case: the call that the desk's pages make, and the chat."""

from collections.abc import Callable
from typing import Any

import pytest

from handlers.desk.working import Working, working_on
from handlers.turn import Declined, Moment, Words
from models.case_change import history_of
from models.officer import Officer, officer_of
from models.person import find_person
from simulator import Person
from tests.towns import TownUnderTest


def does(
    town: TownUnderTest, officer: Person, deed: Callable[..., None], *told: Any, case: int = 1, seen: int | None = None
) -> None:
    """Do it, in a transaction of its own; the bot then works until nothing is due. Raises Declined."""
    with town.engine.database.begin() as session:
        person = find_person(session, officer.user_id)
        assert person is not None
        work: Working = working_on(
            Moment(session, town.engine.office, town.clock()),
            person,
            town.engine.office.says_in("th"),
            case,
            seen,
        )
        deed(work, *told)
    town.settles()


def is_refused(
    town: TownUnderTest, officer: Person, deed: Callable[..., None], *told: Any, case: int = 1, seen: int | None = None
) -> str:
    """Try it, and be told why not: the key of the sentence."""
    with pytest.raises(Declined) as refusal:
        does(town, officer, deed, *told, case=case, seen=seen)
    return refusal.value.key


def says(sentence: str) -> Words:
    """Words from a form."""
    return Words(None, sentence)


def role_of(town: TownUnderTest, person: Person) -> Officer:
    """The officer that a person is."""
    with town.session() as session:
        found = find_person(session, person.user_id)
        assert found is not None
        officer = officer_of(session, found.key)
        assert officer is not None
        return officer


def steps_of(town: TownUnderTest, case: int = 1) -> list[str]:
    """The steps of a case, oldest first."""
    with town.session() as session:
        return [str(change.step) for change in history_of(session, case)]
