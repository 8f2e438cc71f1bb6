"""Figures of many cases: kept for the next reader, counted again once somebody has read them, forgotten unread."""

from datetime import timedelta

import pytest
from sqlmodel import func, select

from models.database import Database
from models.figures_read import count_again, figures_of, make_ready
from models.kept_figures import KEPT_FROM_CASES, KeptFigures, View, forget_unread
from models.officer import Officer, Role
from models.period import Period
from models.person import person_of
from tests.models.figure_towns import NOW, Told, bangkok, put, put_many

NOVEMBER = Period.month(2569, 11)
EVERYTHING, OFFICERS = View(Role.EXECUTIVE, "", ""), View(Role.OFFICER, "public_works", "")
MINUTES = timedelta(minutes=1)


def taken(database: Database, view: View = EVERYTHING, minutes: float = 0) -> int:
    """What a reader is shown so many minutes later."""
    return figures_of(database, view, NOVEMBER, NOW + minutes * MINUTES).total.taken


def rows(database: Database) -> int:
    """How many figures are kept."""
    with database.read() as session:
        return session.exec(select(func.count()).select_from(KeptFigures)).one()


def files_one(database: Database, number: int) -> None:
    """Another case."""
    with database.begin() as session:
        put(session, [Told()], first=number)


@pytest.fixture
def many(database: Database) -> Database:
    """As many cases as it takes."""
    with database.begin() as session:
        put_many(session, Told(), KEPT_FROM_CASES)
    return database


def test_of_a_small_town_nothing_is_kept_and_everything_is_new(database: Database) -> None:
    files_one(database, 1)
    assert taken(database) == 1
    files_one(database, 2)
    assert (taken(database), rows(database)) == (2, 0)


def test_of_many_cases_the_next_reader_is_shown_what_was_counted_and_when(many: Database) -> None:
    assert taken(many) == KEPT_FROM_CASES
    files_one(many, 9_001)
    shown = figures_of(many, EVERYTHING, NOVEMBER, NOW + 5 * MINUTES)
    assert (shown.total.taken, shown.counted_at) == (KEPT_FROM_CASES, NOW)


def test_what_a_reader_found_old_is_counted_again_for_the_next(many: Database) -> None:
    taken(many)
    files_one(many, 9_001)
    assert count_again(many, NOW + 11 * MINUTES) == 0, "nobody has read it since"
    assert taken(many, minutes=11) == KEPT_FROM_CASES
    assert count_again(many, NOW + 12 * MINUTES) == 1
    assert taken(many, minutes=13) == KEPT_FROM_CASES + 1
    assert count_again(many, NOW + 13 * MINUTES) == 0


def test_what_was_read_lately_is_counted_once_a_day_and_what_was_not_is_forgotten(many: Database) -> None:
    taken(many)
    assert count_again(many, NOW + timedelta(hours=21)) == 1
    with many.begin() as session:
        forget_unread(session, NOW + timedelta(days=8))
    assert rows(many) == 0


def test_what_is_too_old_is_never_shown(many: Database) -> None:
    taken(many)
    files_one(many, 9_001)
    assert taken(many, minutes=27 * 60) == KEPT_FROM_CASES + 1


def test_what_one_may_see_is_kept_apart_from_what_another_may(many: Database) -> None:
    with many.begin() as session:
        put(session, [Told(is_confidential=True), Told(division="health")], first=9_001)
    assert taken(many) == KEPT_FROM_CASES + 2
    assert taken(many, OFFICERS) == KEPT_FROM_CASES
    assert taken(many, View(Role.HEAD, "public_works", "")) == KEPT_FROM_CASES + 1
    assert taken(many, View(Role.EXECUTIVE, "", "health")) == 1
    assert rows(many) == 3


def test_what_readers_will_ask_for_next_is_made_ready_before_anybody_asks(many: Database) -> None:
    with many.begin() as session:
        put_many(session, Told(filed_at=bangkok(2026, 12, 1)), KEPT_FROM_CASES, first=9_001)
    make_ready(many, NOW)
    assert rows(many) == 0, "there is nobody to read them"
    with many.begin() as session:
        for number, role in enumerate((Role.EXECUTIVE, Role.ADMIN, Role.HEAD), start=1):
            person = person_of(session, f"U{number:032}", NOW)
            session.add(Officer(person_id=person.key, division="public_works", role=role, enrolled_at=NOW))
    make_ready(many, NOW)
    assert rows(many) == 2 * 4, "two views: this month, the last, its twelve months, the fiscal year"
    assert count_again(many, NOW + 11 * MINUTES) == 0, "nobody has read them"
    make_ready(many, NOW + 11 * MINUTES)
    assert taken(many) == KEPT_FROM_CASES


def test_a_view_is_known_by_its_name() -> None:
    for view in (EVERYTHING, OFFICERS, View(Role.EXECUTIVE, "", "health")):
        assert View.named(view.name) == view
