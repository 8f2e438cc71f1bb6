"""Whatever is merged, parted, joined and left in whatever order: each is told each step once, and all can be undone."""

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from content.office import Office
from handlers.desk.merging import merge, merging, unmerge, unmerging
from handlers.turn import Declined, Moment
from models.case import OPEN, Case, Status
from models.case_merge import CaseMerge
from models.database import Database
from models.follower import Follower, follow, leave, people_to_tell
from models.officer import Officer, Role
from models.person import Person, person_of
from tests.clock import Clock
from tests.towns import TownUnderTest

CASES, PEOPLE, DEEDS = 5, 6, 30
Follows = dict[int, set[int]]


class Desk:
    """Cases with followers, an officer, and what everybody would follow if nothing had been merged."""

    def __init__(self, town: TownUnderTest, seed: int) -> None:
        self.chance, self.town = random.Random(seed), town
        self.database: Database = town.engine.database
        self.office: Office = town.engine.office
        self.clock: Clock = town.clock
        self.wanted: Follows = {}
        self.promised: dict[int, datetime] = {}
        with self.database.begin() as session:
            self.people = [person_of(session, f"U{n:032}", self.clock()).key for n in range(PEOPLE)]
            boss = person_of(session, "U" + "f" * 32, self.clock())
            session.add(Officer(person_id=boss.key, division="public_works", role=Role.HEAD, enrolled_at=self.clock()))
            self.boss = boss.key
            for n in range(CASES):
                self._file(session, n)

    def _file(self, session: Session, n: int) -> None:
        days = self.chance.randrange(1, 20)
        promised = self.clock().replace(hour=5, minute=n) + days * timedelta(days=1)
        reporter = self.chance.choice(self.people)
        case = Case(
            number=f"70-{n:06}",
            type_code="road",
            reporter_id=reporter,
            division="public_works",
            filed_at=self.clock(),
            promised_at=promised,
            announced_at=self.clock(),
        )
        session.add(case)
        session.flush()
        follow(session, case, reporter, self.clock())
        self.wanted[case.key], self.promised[case.key] = {reporter}, promised

    def does_something(self) -> None:
        """One deed of somebody, as chance has it."""
        self.clock.passes(minutes=1)
        self.chance.choice([self.merges, self.merges, self.parts, self.joins])()

    def merges(self) -> None:
        """The officer merges one into another, or is refused."""
        case, into = self.chance.choices(list(self.wanted), k=2)
        with self._moment() as moment:
            merge(*merging(moment, self._boss(moment), self.office.says_in("th"), case, into))

    def parts(self) -> None:
        """The officer parts what was merged, or is refused."""
        case = self.chance.choice(list(self.wanted))
        with self._moment() as moment:
            unmerge(unmerging(moment, self._boss(moment), self.office.says_in("th"), case))

    def parts_all(self) -> None:
        """Everything is undone."""
        for case in self.wanted:
            with self._moment() as moment:
                unmerge(unmerging(moment, self._boss(moment), self.office.says_in("th"), case))

    def joins(self) -> None:
        """Somebody joins an open case, or leaves one that they joined by themselves and that goes on by itself."""
        case_id, person = self.chance.choice(list(self.wanted)), self.chance.choice(self.people)
        with self.database.begin() as session:
            case = session.get_one(Case, case_id)
            if case.status not in OPEN:
                return
            if (
                person in self.wanted[case_id]
                and person != case.reporter_id
                and not self._comes_by_merge(session, case)
            ):
                leave(session, case, person, self.clock())
                self.wanted[case_id].discard(person)
            else:
                follow(session, case, person, self.clock())
                self.wanted[case_id].add(person)

    def _comes_by_merge(self, session: Session, case: Case) -> bool:
        here = (col(CaseMerge.into_id) == case.key, col(CaseMerge.unmerged_at).is_(None))
        return session.exec(select(CaseMerge).where(*here)).first() is not None

    @contextmanager
    def _moment(self) -> Iterator[Moment]:
        """A transaction in which the officer may be refused."""
        with suppress(Declined), self.database.begin() as session:
            yield Moment(session, self.office, self.clock())

    def _boss(self, moment: Moment) -> Person:
        return moment.session.get_one(Person, self.boss)

    def looks_right(self) -> None:
        """Of each case that goes on, everybody who follows it or what was merged into it is told, and nobody twice."""
        with self.database.read() as session:
            into = {
                one.case_id: one.into_id
                for one in session.exec(select(CaseMerge).where(col(CaseMerge.unmerged_at).is_(None)))
            }
            for case in session.exec(select(Case)):
                assert (case.status == Status.MERGED) == (case.key in into)
                assert into.get(case.key) not in into, "no chains"
                if case.key not in into:
                    self._is_told_to_all(session, case, {case.key, *(one for one in into if into[one] == case.key)})

    def _is_told_to_all(self, session: Session, case: Case, family: set[int]) -> None:
        told = [person.key for person in people_to_tell(session, case)]
        assert len(told) == len(set(told))
        assert set(told) == set().union(*(self.wanted[one] for one in family))
        assert case.promised_at == min(self.promised[one] for one in family)

    def is_as_before(self) -> None:
        """Nothing is left of any merge."""
        with self.database.read() as session:
            for case in session.exec(select(Case)):
                here = (col(Follower.case_id) == case.key, col(Follower.left_at).is_(None))
                assert set(session.exec(select(Follower.person_id).where(*here))) == self.wanted[case.key]
                assert (case.promised_at, case.first_promised_at) == (self.promised[case.key],) * 2
                assert case.status == Status.NEW


@pytest.fixture(params=range(6))
def desk(request: pytest.FixtureRequest, town: TownUnderTest) -> Desk:
    """Five cases and six people, by chance."""
    return Desk(town, request.param)


def test_everybody_is_told_once_whatever_is_merged_and_parted(desk: Desk) -> None:
    for _ in range(DEEDS):
        desk.does_something()
        desk.looks_right()
    desk.parts_all()
    desk.parts_all()  # what had moved on came back with the first
    desk.is_as_before()
