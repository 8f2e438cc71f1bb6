"""A person follows a case once, whatever happens at the same moment."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.case import Case, PlaceSource
from models.database import Database
from models.follower import (
    Follower,
    Spot,
    cases_followed,
    count_followers,
    follow,
    followed_case,
    leave,
    people_to_tell,
    spot_of_another,
)
from models.geography import Point
from models.person import Person, person_of

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SPOT = Spot(Point(18.64, 99.04), 30, PlaceSource.PIN)


def person(session: Session, number: int) -> Person:
    return person_of(session, f"U{number:032}", NOW)


def filed(session: Session, number: int = 1) -> Case:
    """A case that its reporter, the first person, follows."""
    reporter = person(session, 1)
    case = Case(
        number=f"70-{number:06}", type_code="road", reporter_id=reporter.key, division="public_works",
        filed_at=NOW, promised_at=NOW,
    )  # fmt: skip
    session.add(case)
    session.flush()
    follow(session, case, reporter.key, NOW)
    return case


def test_two_taps_at_the_same_moment_make_one_follower(database: Database) -> None:
    with database.begin() as session:
        case, neighbour = filed(session), person(session, 2).key
    both = threading.Barrier(2)

    def tap() -> None:
        both.wait()
        with database.begin() as session:
            follow(session, case, neighbour, NOW, SPOT)

    taps = [threading.Thread(target=tap) for _ in range(2)]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join()
    with database.read() as session:
        assert count_followers(session, case.key) == 2


def test_the_database_itself_keeps_it_to_one(database: Database) -> None:
    with database.begin() as session:
        case = filed(session)
    with pytest.raises(IntegrityError), database.begin() as session:
        session.add(Follower(case_id=case.key, person_id=case.reporter_id, followed_at=NOW))


def test_who_comes_back_follows_as_from_the_first_time(database: Database) -> None:
    with database.begin() as session:
        case, neighbour = filed(session), person(session, 2)
        follow(session, case, neighbour.key, NOW, SPOT)
        leave(session, case, neighbour.key, NOW)
        assert followed_case(session, neighbour.key, case.key) is None
        assert count_followers(session, case.key) == 1
        follow(session, case, neighbour.key, NOW + timedelta(days=1))
        assert cases_followed(session, neighbour.key, 10) == [(case, NOW)]
        assert spot_of_another(session, case) == SPOT


def test_nobody_is_told_who_is_erased_blocks_or_has_left(database: Database) -> None:
    with database.begin() as session:
        case, people = filed(session), [person(session, number) for number in range(1, 6)]
        for one in people[1:]:
            follow(session, case, one.key, NOW)
        people[1].line_user_id, people[2].blocked_at = None, NOW
        leave(session, case, people[3].key, NOW)
        session.flush()
        assert people_to_tell(session, case) == [people[0], people[4]]
        case.is_confidential = True
        assert people_to_tell(session, case) == [people[0]]
        assert followed_case(session, people[4].key, case.key) is None


def test_one_sees_what_one_follows_and_nothing_else(database: Database) -> None:
    with database.begin() as session:
        first, second, neighbour = filed(session), filed(session, 2), person(session, 2)
        follow(session, second, neighbour.key, NOW)
        assert followed_case(session, neighbour.key, first.key) is None
        assert followed_case(session, neighbour.key, second.key) is second
        assert [case for case, _ in cases_followed(session, 1, 10)] == [second, first]


def test_who_looks_at_a_case_waits_for_nobody_who_changes_it(database: Database) -> None:
    with database.begin() as session:
        case = filed(session)
    with database.begin() as changing, database.read() as looking:
        assert followed_case(changing, case.reporter_id, case.key) is not None
        if not database.is_sqlite:
            looking.connection().execute(text("SET LOCAL lock_timeout = '2s'"))
        seen = followed_case(looking, case.reporter_id, case.key, to_change=False)
        assert seen is not None
        assert seen.key == case.key
        assert followed_case(looking, case.reporter_id + 1, case.key, to_change=False) is None


def test_others_are_counted_without_oneself(database: Database) -> None:
    with database.begin() as session:
        case, neighbour = filed(session), person(session, 2)
        assert count_followers(session, case.key, besides=case.reporter_id) == 0
        follow(session, case, neighbour.key, NOW)
        assert count_followers(session, case.key, besides=case.reporter_id) == 1
        leave(session, case, case.reporter_id, NOW)
        assert count_followers(session, case.key, besides=case.reporter_id) == 1
