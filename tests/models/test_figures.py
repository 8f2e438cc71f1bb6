"""Figures: what the database counts is what plain Python counts, in Bangkok's months, and of what may be seen alone."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, true
from sqlmodel import col, select

from models.case import Case, Proof, Status
from models.counting import count_figures
from models.database import Database
from models.figures import Figures, Tally
from models.kept_figures import View
from models.officer import Officer, Role
from models.period import Period
from tests.models.figure_towns import NOW, Told, bangkok, by, counted_by_hand, put

NOVEMBER = Period.month(2569, 11)
SMALL_TOWN = [
    Told(took_h=10, stars=5, proof=Proof.PROVEN, status=Status.CLOSED, joined=2, paid=(1, 2)),
    Told(took_h=30, stars=4, proof=Proof.UNPROVEN, status=Status.FINISHED, village="m2"),
    Told(took_h=60, stars=1, proof=Proof.NO_PHOTO, status=Status.CLOSED, reopenings=1, type_code="light"),
    Told(),
    Told(status=Status.REOPENED, reopenings=2, division="health", type_code="garbage"),
    Told(status=Status.DECLINED, village=None),
    Told(status=Status.MERGED, paid=(1,)),
    Told(filed_at=bangkok(2026, 11, 30, 23, 30), promised_h=24 * 30),
]


def figures(database: Database, period: Period = NOVEMBER, visible: ColumnElement[bool] | None = None) -> Figures:
    """What is counted."""
    with database.read() as session:
        return count_figures(session, period, true() if visible is None else visible, NOW)


def shown(tally: Tally) -> dict[str, Any]:
    """A tally as plain numbers; hours to the second."""
    return _rounded(tally.model_dump())


def _rounded(numbers: dict[str, Any]) -> dict[str, Any]:
    return {
        name: round(number, 4) if name.endswith("_h") and number is not None else number
        for name, number in numbers.items()
    }


def groups(tallies: dict[str, Tally]) -> dict[str, dict[str, Any]]:
    """The same of each group."""
    return {code: shown(tally) for code, tally in tallies.items()}


def expected(told: list[Told], code: Callable[[Told], str]) -> dict[str, dict[str, Any]]:
    """What plain Python counts in each group."""
    return {group: _rounded(numbers) for group, numbers in by(told, code).items()}


def test_a_small_town_is_counted_as_one_counts_on_ones_fingers(database: Database) -> None:
    with database.begin() as session:
        put(session, SMALL_TOWN)
    total = figures(database).total
    assert (total.taken, total.done, total.declined, total.merged, total.joined, total.paid) == (8, 3, 1, 1, 2, 4)
    assert (total.due, total.kept, total.within) == (5, 2, 40.0)
    assert (total.median_h, total.p90_h) == (30.0, 60.0)
    assert (total.rated, total.stars, round(total.mean_stars or 0, 2)) == (3, 10, 3.33)
    assert (total.ever_done, total.reopened, total.reopened_share) == (4, 2, 50.0)
    assert (total.proven, total.unproven, total.no_photo) == (1, 1, 1)
    assert shown(total) == _rounded(counted_by_hand(SMALL_TOWN))


def test_every_group_is_counted_by_itself_the_largest_first(database: Database) -> None:
    with database.begin() as session:
        put(session, SMALL_TOWN)
    found = figures(database)
    assert groups(found.by_type) == expected(SMALL_TOWN, lambda one: one.type_code)
    assert groups(found.by_division) == expected(SMALL_TOWN, lambda one: one.division)
    assert groups(found.by_village) == expected(SMALL_TOWN, lambda one: one.village or "")
    assert list(found.by_type) == ["road", "garbage", "light"]


def test_a_month_is_bangkoks_to_the_minute(database: Database) -> None:
    with database.begin() as session:
        edges = [(10, 31, 23, 59), (11, 1, 0, 0), (11, 30, 23, 30), (12, 1, 0, 0)]
        put(session, [Told(filed_at=bangkok(2026, *edge)) for edge in edges])
    assert figures(database).total.taken == 2
    whole = figures(database, Period(date(2026, 10, 1), date(2026, 12, 31)))
    assert {month: tally.taken for month, tally in whole.by_month.items()} == {"2026-10": 1, "2026-11": 2, "2026-12": 1}
    assert list(whole.by_month) == sorted(whole.by_month)


def test_heat_stands_by_bangkoks_weekdays_and_hours(database: Database) -> None:
    with database.begin() as session:
        # A Monday and a Sunday of Bangkok; by UTC the first is a Sunday still.
        put(session, [Told(filed_at=bangkok(2026, 11, 2, 0, 5)), *[Told(filed_at=bangkok(2026, 11, 8, 23, 59))] * 2])
    heat = figures(database).heat
    assert (heat[0][0], heat[6][23], sum(map(sum, heat))) == (1, 2, 3)


def test_points_are_cells_of_a_hundred_metres_those_with_most_cases_first(database: Database) -> None:
    with database.begin() as session:
        twice = [Told(point=(18.64771, 99.0417)), Told(point=(18.64769, 99.04172))]
        put(session, [Told(point=(18.651, 99.05)), *twice, Told()])
    assert figures(database).places == [(18.648, 99.042, 2), (18.651, 99.05, 1)]


def test_of_a_confidential_case_neither_its_type_nor_where_it_is_is_told(database: Database) -> None:
    with database.begin() as session:
        put(session, [Told(is_confidential=True, type_code="violence", point=(18.6, 99.0)), Told()])
    found = figures(database)
    assert {code: tally.taken for code, tally in found.by_type.items()} == {"": 1, "road": 1}
    assert {code: tally.taken for code, tally in found.by_village.items()} == {"": 1, "m1": 1}
    assert found.places == []
    assert found.by_division["public_works"].taken == 2


def test_a_promise_is_judged_by_the_first_and_only_when_its_time_has_come(database: Database) -> None:
    with database.begin() as session:
        put(session, [Told(took_h=48, status=Status.CLOSED), Told(promised_h=24 * 60), Told()])
        for case in session.exec(select(Case)):
            case.promised_at += timedelta(days=90)
    total = figures(database).total
    assert (total.kept, total.due) == (1, 2)


@pytest.mark.parametrize("role", Role)
def test_everybody_has_figures_of_what_they_may_see_alone(database: Database, role: Role) -> None:
    told = [Told(), Told(is_confidential=True), Told(division="health"), Told(division="health", is_confidential=True)]
    with database.begin() as session:
        put(session, told)
    officer = Officer(person_id=1, division="public_works", role=role, enrolled_at=NOW)
    found = figures(database, visible=View.of(officer).condition)
    assert found.total.taken == {Role.OFFICER: 1, Role.HEAD: 2}.get(role, 4)
    assert set(found.by_division) == (
        {"public_works"} if role in (Role.OFFICER, Role.HEAD) else {"public_works", "health"}
    )
    chosen = figures(database, visible=View.of(officer, "health").condition)
    assert chosen.total.taken == (0 if role in (Role.OFFICER, Role.HEAD) else 2), "a choice never shows more"


def test_nothing_comes_to_nothing(database: Database) -> None:
    found = figures(database)
    assert found.total == Tally()
    assert (found.total.within, found.total.mean_stars, found.total.reopened_share) == (None, None, None)
    assert found.by_type == found.by_division == found.by_village == found.by_month == {}


def some_cases() -> st.SearchStrategy[list[Told]]:
    """A handful of cases, as wild as the columns allow."""
    hours = st.integers(0, 3600 * 24 * 90).map(lambda seconds: seconds / 3600)
    case = st.builds(
        Told,
        filed_at=st.integers(0, 60 * 24 * 61).map(lambda minutes: bangkok(2026, 10, 15) + timedelta(minutes=minutes)),
        promised_h=st.integers(1, 24 * 40),
        took_h=st.none() | hours,
        type_code=st.sampled_from(["road", "light", "garbage"]),
        division=st.sampled_from(["public_works", "health"]),
        village=st.sampled_from(["m1", "m2", None]),
        status=st.sampled_from(Status),
        stars=st.none() | st.integers(1, 5),
        reopenings=st.integers(0, 2),
        proof=st.none() | st.sampled_from(Proof),
        joined=st.integers(0, 2),
        paid=st.lists(st.integers(0, 3), max_size=2).map(tuple),
    )
    return st.lists(case, max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=some_cases())
def test_whatever_there_is_the_database_counts_what_plain_python_counts(database: Database, told: list[Told]) -> None:
    with database.begin() as session:
        put(session, told)
        session.flush()
        month = [one for one in told if one.month == "2026-11"]
        found = count_figures(session, NOVEMBER, col(Case.id).is_not(None), NOW)
        session.rollback()
    assert shown(found.total) == _rounded(counted_by_hand(month))
    assert groups(found.by_type) == expected(month, lambda one: one.type_code)
    assert groups(found.by_division) == expected(month, lambda one: one.division)
    assert groups(found.by_village) == expected(month, lambda one: one.village or "")
    assert groups(found.by_month) == expected(month, lambda one: one.month)
