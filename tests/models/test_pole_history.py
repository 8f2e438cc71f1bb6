"""A pole remembers: each failure once, when it was repaired, what was put in, and whether it fails too often."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.asset import Asset
from models.case import Case, Status
from models.case_merge import CaseMerge
from models.database import Database
from models.officer import Officer, Role
from models.period import Period
from models.person import person_of
from models.pole_history import (
    Repairs,
    failed_within_a_year,
    failures_of,
    often_out,
    parts_by_month,
    repairs_within,
)
from models.streetlight import PartUsed, Streetlight
from tests.models.figure_towns import NOW, bangkok

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOVEMBER = Period.month(2569, 11)
A_NIGHT = bangkok(2026, 11, 5, 19, 0)


class Register:
    """Poles and what happens to them, put straight into the tables."""

    def __init__(self, database: Database) -> None:
        self.database, self.cases = database, 0
        with database.begin() as session:
            self.person = person_of(session, "U" + "0" * 32, NOW).key
            officer = Officer(person_id=self.person, division="public_works", role=Role.HEAD, enrolled_at=NOW)
            session.add(officer)
            session.flush()
            self.officer = officer.key

    def pole(self, code: str, **facts: Any) -> int:
        """The id of a pole that stands somewhere."""
        with self.database.begin() as session:
            pole = Asset(code=code, latitude=18.6, longitude=99.0, changed_at=NOW, **facts)
            session.add(pole)
            session.flush()
            return pole.key

    def fails(self, pole: int | None, filed_at: datetime = A_NIGHT, took_h: float | None = None, **facts: Any) -> int:
        """The id of a case about it."""
        self.cases += 1
        finished_at = filed_at + took_h * HOUR if took_h is not None else None
        ordinary = {"status": Status.CLOSED if took_h is not None else Status.NEW, "division": "public_works"}
        with self.database.begin() as session:
            case = Case(
                number=f"70-{self.cases:06}",
                type_code="street_light",
                reporter_id=self.person,
                filed_at=filed_at,
                promised_at=filed_at + 2 * DAY,
                finished_at=finished_at,
                **(ordinary | facts),
            )
            session.add(case)
            session.flush()
            session.add(Streetlight(case_id=case.key, asset_id=pole, fault="dark"))
            return case.key

    def merges(self, case: int, into: int) -> None:
        """One goes on as the other."""
        with self.database.begin() as session:
            session.get_one(Case, case).status = Status.MERGED
            times: dict[str, Any] = {"merged_at": NOW, "first_promised_before": NOW}
            session.add(CaseMerge(case_id=case, into_id=into, status_before=Status.NEW, **times))

    def puts_in(self, pole: int, case: int, part: str, count: int, used_at: datetime = A_NIGHT) -> None:
        """So many of a part."""
        with self.database.begin() as session:
            made: dict[str, Any] = {"officer_id": self.officer, "part": part, "count": count, "used_at": used_at}
            session.add(PartUsed(case_id=case, asset_id=pole, **made))


@pytest.fixture
def register(database: Database) -> Register:
    """Without a pole yet."""
    return Register(database)


def test_a_pole_tells_its_failures_the_newest_first(database: Database, register: Register) -> None:
    pole, other = register.pole("A-0001"), register.pole("A-0002")
    old = register.fails(pole, A_NIGHT - 90 * DAY, took_h=30, reopenings=1)
    new = register.fails(pole)
    register.fails(other)
    register.puts_in(pole, old, "lamp", 1)
    register.puts_in(pole, old, "wire", 4)
    register.puts_in(pole, old, "wire", 2)
    with database.read() as session:
        newest, first = failures_of(session, pole)
    assert (newest.case_id, newest.took, newest.parts) == (new, None, {})
    assert (first.case_id, first.took, first.reopenings) == (old, 30 * HOUR, 1)
    assert first.parts == {"lamp": 1, "wire": 6}
    assert first.filed_at == A_NIGHT - 90 * DAY


def test_what_was_taken_back_or_declined_is_no_failure(database: Database, register: Register) -> None:
    pole = register.pole("A-0001")
    for status in (Status.WITHDRAWN, Status.DECLINED):
        register.fails(pole, status=status)
    with database.read() as session:
        assert failures_of(session, pole) == []


def test_a_line_that_is_finished_has_repaired_all_its_poles(database: Database, register: Register) -> None:
    first, second = register.pole("A-0001"), register.pole("A-0002")
    line, joined = register.fails(first, took_h=20), register.fails(second, A_NIGHT + 5 * HOUR)
    register.merges(joined, line)
    register.puts_in(second, line, "fuse", 1)
    with database.read() as session:
        (failure,) = failures_of(session, second)
        repairs = repairs_within(session, NOVEMBER)[None]
    assert (failure.took, failure.parts) == (15 * HOUR, {"fuse": 1})
    assert repairs == {"": Repairs(2, 2, 17.5, 17.5)}


def test_two_cases_of_one_pole_that_went_on_as_one_are_one_failure(database: Database, register: Register) -> None:
    pole = register.pole("A-0001")
    one, again = register.fails(pole, took_h=20), register.fails(pole)
    register.merges(again, one)
    with database.read() as session:
        assert [failure.case_id for failure in failures_of(session, pole)] == [one]
        assert failed_within_a_year(session, pole, NOW) == 1


def test_three_failures_within_a_year_are_often(database: Database, register: Register) -> None:
    often, seldom, worst = (register.pole(code) for code in ("A-0001", "A-0002", "A-0003"))
    for pole, ages in ((often, (1, 100, 364)), (seldom, (1, 100, 365)), (worst, (1, 2, 3, 4))):
        for age in ages:
            register.fails(pole, NOW - age * DAY, took_h=1)
    with database.read() as session:
        found = [(one.pole.code, one.failures) for one in often_out(session, NOW)]
        assert found == [("A-0003", 4), ("A-0001", 3)]
        assert failed_within_a_year(session, seldom, NOW) == 2


def test_repairs_are_counted_by_lamp_village_and_circuit(database: Database, register: Register) -> None:
    led = register.pole("A-0001", lamp="led", village="m1", circuit="C1")
    sodium = register.pole("A-0002", lamp="sodium", village="m1")
    for hours in (10.0, 20.0, 60.0):
        register.fails(led, took_h=hours)
    register.fails(sodium)
    register.fails(sodium, A_NIGHT - 30 * DAY, took_h=1)
    register.fails(None, took_h=5)
    with database.read() as session:
        found = repairs_within(session, NOVEMBER)
    assert found["lamp"] == {"led": Repairs(3, 3, 30.0, 20.0), "sodium": Repairs(1, 0, None, None)}
    assert found["village"] == {"m1": Repairs(4, 3, 30.0, 20.0)}
    assert found["circuit"] == {"C1": Repairs(3, 3, 30.0, 20.0), "": Repairs(1, 0, None, None)}
    assert found[None] == {"": Repairs(4, 3, 30.0, 20.0)}


def test_parts_are_counted_by_the_months_of_bangkok(database: Database, register: Register) -> None:
    pole = register.pole("A-0001")
    case = register.fails(pole)
    register.puts_in(pole, case, "lamp", 2, bangkok(2026, 10, 31, 23, 59))
    register.puts_in(pole, case, "lamp", 3, bangkok(2026, 11, 1, 0, 0))
    register.puts_in(pole, case, "lamp", 4, bangkok(2026, 11, 30, 23, 0))
    with database.read() as session:
        found = parts_by_month(session, Period(NOVEMBER.moved(-1).first, NOVEMBER.last))
    assert found == {"2026-10": {"lamp": 2}, "2026-11": {"lamp": 7}}
