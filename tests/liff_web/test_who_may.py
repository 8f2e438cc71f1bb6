"""Every route and every postback, tried as every kind of person: who may is let in, who may not is refused, and nothing
changes for whom it is refused. What is new must be declared first (`tests/liff_web/who_may.py`)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import SQLModel, col, select, update
from werkzeug.test import TestResponse

from bot.tables import POSTBACKS
from content.texts import Texts
from models.case import Case
from models.case_change import CaseChange
from models.case_note import CaseNote
from models.enrolment import EnrolmentCode
from models.follower import Follower
from models.officer import Officer, Role
from models.person import find_person
from simulator import Person
from tests.handlers.stories import tells
from tests.liff_web.readers import signs_in
from tests.liff_web.test_routes import GUARDS
from tests.liff_web.who_may import (
    ADMIN,
    CLERK,
    ELSEWHERE,
    EX_OFFICER,
    EXECUTIVE,
    GUIDE,
    HEAD,
    MEANS,
    OFFICER,
    REPORTER,
    RESIDENT,
    STRANGER,
    WHO,
    WRITE_IT,
    guard_of,
    table,
)
from tests.towns import TownUnderTest, a_town

SAY = Texts("th")
# What is said because of who it is, not because of what was asked.
PERSONAL = {
    SAY(key)
    for key in (
        "refused.not_an_officer",
        "refused.role_has_ended",
        "refused.not_your_role",
        "refused.not_your_division",
        "refused.not_your_case",
        "refused.reads_only",
        "refused.old_button",
        "register.not_yours",
        "desk_team.cannot_end",
        "desk_team.cannot_give",
    )
}
SHELL = "data-session-wait"
# `seen` is of long ago: whoever may is told that a colleague was quicker, so that the case stands still for the others.
FORM = {"case": "1", "seen": "0", "into": "1", "division": "public_works", "role": "officer", "words": "ถนน"}
TABLES: tuple[type[SQLModel], ...] = (Case, CaseChange, CaseNote, Officer, EnrolmentCode, Follower)
OFFICERS = {
    OFFICER: ("public_works", Role.OFFICER),
    ELSEWHERE: ("public_health", Role.OFFICER),
    HEAD: ("public_works", Role.HEAD),
    CLERK: ("clerk_office", Role.CLERK),
    EXECUTIVE: ("clerk_office", Role.EXECUTIVE),
    ADMIN: ("clerk_office", Role.ADMIN),
    EX_OFFICER: ("public_works", Role.OFFICER),
}


class Cast:
    """A town with one case, and one person of each kind."""

    def __init__(self, town: TownUnderTest) -> None:
        self.town = town
        self.people: dict[str, Person] = {who: town.officer(_slug(who), who, *OFFICERS[who]) for who in OFFICERS}
        self.people |= {who: town.resident(who, who) for who in (RESIDENT, REPORTER)}
        tells(self.people[REPORTER])
        self.people[REPORTER].sends_photo()
        self.people[REPORTER].says("ยืนยัน")
        self.spare = {who: self._officer(f"{_slug(who)}-spare") for who in WHO}
        with town.engine.database.begin() as session:
            left = find_person(session, self.people[EX_OFFICER].user_id)
            assert left is not None
            session.exec(update(Officer).where(col(Officer.person_id) == left.key).values(ended_at=town.clock()))

    def _officer(self, slug: str) -> int:
        """Somebody whose role may be ended; returns the row's id."""
        self.town.officer(slug, slug)
        with self.town.session() as session:
            return session.exec(select(Officer).order_by(col(Officer.id).desc())).first().key  # type: ignore[union-attr]

    def state(self) -> list[dict[str, Any]]:
        """Everything that somebody could have changed."""
        with self.town.session() as session:
            return [row.model_dump() for one in TABLES for row in session.exec(select(one))]

    def calls(self, who: str, method: str, rule: str) -> TestResponse:
        """That person opens the page or sends its form."""
        names = {"case_id": "1", "photo_id": "1", "officer_id": str(self.spare[who])}
        path = re.sub(r"<(?:[^:>]*:)?(\w+)>", lambda found: names.get(found[1], "unknown"), rule)
        outside = {"REMOTE_ADDR": "203.0.113.7"}
        answer: TestResponse = self.town.web.open(
            path, method=method, data=FORM if method == "POST" else None, environ_overrides=outside
        )
        return answer


def _slug(who: str) -> str:
    return who.replace(" ", "-")


def lets_in(answer: TestResponse, who: str, guard: str) -> bool:
    """Whether the answer treats somebody as one who may."""
    text = answer.get_data().decode("utf-8", "replace")  # a PDF is let in as well
    is_sent_to_the_door = who == STRANGER and answer.status_code in (302, 303)
    is_refused = answer.status_code in (401, 403) or SHELL in text or is_sent_to_the_door
    if guard.startswith("own case"):  # to anybody else the page says nothing of it, nor that there is one
        return "70-000001" in text
    return not is_refused and not any(sentence in text for sentence in PERSONAL)


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """One town for all: whoever may changes little, and who may not changes nothing."""
    with a_town(tmp_path_factory.mktemp("town")) as town:
        yield Cast(town)


def test_every_guard_says_who_may() -> None:
    guards = {*GUARDS.values(), *map(guard_of, POSTBACKS)}
    assert guards - set(MEANS) == set(), "declare in tests/liff_web/who_may.py who may"


# The reporter last: of their own case they may do more than the others can bear.
@pytest.mark.parametrize("who", sorted(WHO, key=lambda who: who == REPORTER))
def test_every_route_lets_in_who_may_and_nobody_else(cast: Cast, who: str) -> None:
    cast.town.web.delete_cookie("session", path="/")
    if who != STRANGER:
        signs_in(cast.town, cast.people[who])
    wrong = {}
    for (method, rule), guard in sorted(GUARDS.items()):
        before = cast.state()
        if rule == "/liff/session":  # a new session begins there, for whoever shows a token
            continue
        is_let_in = lets_in(cast.calls(who, method, rule), who, guard)
        if is_let_in != (who in MEANS[guard]):
            wrong[method, rule] = f"{guard}: {'let in' if is_let_in else 'refused'}"
        elif not is_let_in:
            assert cast.state() == before, f"{method} {rule} changed something"
    assert wrong == {}


@pytest.mark.parametrize("who", sorted(WHO[1:], key=lambda who: who == REPORTER))
def test_every_postback_lets_in_who_may_and_nobody_else(cast: Cast, who: str) -> None:
    person, wrong = cast.people[who], {}
    for name in sorted(POSTBACKS):
        before, heard = cast.state(), len(person.heard)
        person.posts_back(f"do={name}&case=1&division=finance&stars=5&what=type&message=1&date=2026-11-25&type=flood")
        said = [message.text for message in person.heard[heard:]]
        is_let_in = not PERSONAL.intersection(said) - {SAY("refused.old_button")}
        if is_let_in != (who in MEANS[guard_of(name)]):
            wrong[name] = said
        elif not is_let_in:
            assert cast.state() == before, f"{name} changed something"
    assert wrong == {}


def test_the_guide_shows_the_guards_as_they_are() -> None:
    assert GUIDE.read_text("utf-8") == table(), f"write it anew: {WRITE_IT}"
