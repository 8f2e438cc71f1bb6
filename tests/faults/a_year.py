"""A simulated year of a town hall: cases come and are worked on as chance will have it, two workers fire what is due.

Time jumps from what is due to what is due, and to what people do. Workers die as they claim, in the middle of a firing
and right after it, and begin again. Nothing is sent: what the outbox owes is taken down, with the time, and put away.
"""

import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import event
from sqlmodel import Session, col, select

from bot.clockwork import Clockwork
from content.catalogue import load_catalogue
from content.dangers import load_dangers
from content.office import Office
from content.poles import load_poles
from content.towns import load_town
from handlers import aftercare
from handlers.complaints.draft import ComplaintDraft
from handlers.complaints.filing import Filing, file
from handlers.desk import finishing, handing, steps
from handlers.desk.working import Working
from handlers.mornings import set_next
from handlers.turn import Moment, Words
from models.case import BANGKOK, IN_HAND, OPEN, Case, Proof, Status, WaitsFor
from models.case_change import Step
from models.database import Database
from models.officer import Officer, Role
from models.outgoing import Outgoing, SendStatus
from models.person import Person
from models.staff_group import StaffGroup
from models.timer import Timer, TimerStatus

STARTS = datetime(2026, 11, 20, 9, 0, tzinfo=BANGKOK)
A_YEAR = timedelta(days=366)
WHY = Words(None, "รอวัสดุ")
RESIDENT, MANA, DAENG, DAM, CLERK = "U1", "U2", "U3", "U4", "U5"
GROUPS = {"public_works": "C1", "public_health": "C2"}
Deed = Callable[["Year", Session, random.Random], None]


class Killed(BaseException):
    """A worker has died: nothing of what it was doing is left but what was committed."""


@dataclass(frozen=True)
class Told:
    """One message that was owed: to whom, when, and everything that its reader sees."""

    at: datetime
    to: str
    words: str
    by_a_timer: bool


@dataclass
class Worker:
    """Fires what is due, until it dies: `commits` is after how many, and whether the last of them still counts."""

    database: Database
    office: Office
    clock: Callable[[], datetime]
    commits: int | None = None
    is_last_kept: bool = True

    def work(self) -> None:
        """Until nothing is due, or it dies."""
        clockwork = Clockwork(self.database, self.office, self.clock)
        watched = threading.get_ident()
        done = 0

        def pass_by(session: Session) -> None:
            nonlocal done
            if threading.get_ident() == watched and not session.in_nested_transaction():
                done += 1
                if self.commits is not None and done >= self.commits:
                    raise Killed

        moment = "after_commit" if self.is_last_kept else "before_commit"
        event.listen(Session, moment, pass_by)
        try:
            while clockwork.fire_due():
                pass
        except Killed:
            self.database.engine.dispose()
        finally:
            event.remove(Session, moment, pass_by)


@dataclass
class Year:
    """The town, its clock, and what was told in it."""

    url: str
    chance: random.Random
    now: datetime = STARTS
    told: list[Told] = field(default_factory=list)
    kept_waiting: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        town = load_town("demo")
        closed = {"holidays": frozenset({date(2027, 1, 4)}), "open_days": frozenset({date(2027, 1, 9)})}
        self.office = Office(
            town=town.model_copy(update=closed),
            catalogue=load_catalogue(),
            dangers=load_dangers(),
            poles=load_poles(),
            base_url="https://town.example",
            liff_id="1234567890-AbcdEfgh",
            secret="s",
        )
        self.database, self.other = Database(self.url), Database(self.url)
        for database in (self.database, self.other):
            if database.is_sqlite:  # nobody cuts the power here, and a year is long
                event.listen(database.engine, "connect", lambda link, _: link.execute("PRAGMA synchronous=OFF"))
        with self.database.begin() as session:
            for slug, role in ((RESIDENT, None), (MANA, Role.OFFICER), (DAENG, Role.HEAD), (DAM, Role.HEAD)):
                self._person(session, slug, role)
            self._person(session, CLERK, Role.CLERK, "clerk_office")
            for division, group in GROUPS.items():
                session.add(StaffGroup(line_group_id=group, division=division, joined_at=self.now))
            set_next(Moment(session, self.office, self.now))

    def _person(self, session: Session, line_id: str, role: Role | None, division: str = "public_works") -> None:
        person = Person(line_user_id=line_id, first_seen_at=self.now)
        session.add(person)
        session.flush()
        if role is not None:
            session.add(Officer(person_id=person.key, division=division, role=role, enrolled_at=self.now))

    def goes_by(self, deeds: Iterator[tuple[datetime, Deed]]) -> None:
        """The whole year: whatever comes first, a deed or what is due."""
        deed, due = next(deeds, None), self._look_round(by_a_timer=False)
        while due < STARTS + A_YEAR or deed is not None:
            is_deed = deed is not None and deed[0] <= due
            self.now = max(self.now, deed[0] if deed is not None and is_deed else due)
            if deed is not None and is_deed:
                with self.database.begin() as session:
                    deed[1](self, session, self.chance)
                deed = next(deeds, None)
            else:
                self._fire()
            due = self._look_round(by_a_timer=not is_deed)
        self.database.close()
        self.other.close()

    def _fire(self) -> None:
        """Both workers at once; every now and then one of them dies on it."""
        workers = [Worker(database, self.office, lambda: self.now) for database in (self.database, self.other)]
        if self.chance.random() < 0.3:
            doomed = self.chance.choice(workers)
            doomed.commits, doomed.is_last_kept = self.chance.randint(1, 3), self.chance.random() < 0.5
        if self.chance.random() < 0.5:  # one of them alone
            workers = [self.chance.choice(workers)]
        threads = [threading.Thread(target=worker.work) for worker in workers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _look_round(self, *, by_a_timer: bool) -> datetime:
        """Take down what was owed, look whether a promise has ended in silence, and tell when the next timer is due."""
        with self.database.begin() as session:
            for row in session.exec(select(Outgoing).where(col(Outgoing.status) == SendStatus.QUEUED)).all():
                row.status = SendStatus.SENT
                for message in row.messages:  # what several cases have to say to one person at once is one message
                    pieces = message["text"].split("\n\n") if message["type"] == "text" else [_read(message)]
                    self.told += [Told(row.created_at, row.to, piece, by_a_timer) for piece in pieces]
            running = (col(Case.status).in_(OPEN), col(Case.paused_at).is_(None))
            ended = session.exec(select(Case.number).where(*running, col(Case.promised_at) <= self.now))
            self.kept_waiting += [f"{number} at {self.now}" for number in ended]
            waiting = session.exec(select(Timer).where(col(Timer.status) == TimerStatus.SET)).all()
        return min((max(one.due_at, one.leased_until or one.due_at) for one in waiting), default=STARTS + A_YEAR)


def _read(node: object) -> str:
    """All texts of a message."""
    if isinstance(node, dict):
        return "\n".join(str(value) if key in ("text", "data") else _read(value) for key, value in node.items())
    return "\n".join(_read(one) for one in node) if isinstance(node, list) else ""


def a_years_deeds(chance: random.Random, count: int) -> Iterator[tuple[datetime, Deed]]:
    """So many cases over the year, at any hour of any day, and two to four things that happen to cases for each."""
    often = [_accept, _finish, _finish, _delay, _wait, _go_on, _hand_over, _reopen, _go_away]
    times: list[tuple[float, Deed]] = []
    for _ in range(count):
        filed = chance.uniform(0, 300)
        times.append((filed, _file))
        times += [(filed + chance.uniform(0, 20), chance.choice(often)) for _ in range(chance.randint(2, 4))]
    times += [(day, _finish_all) for day in range(25, 366, 25)]
    for day, deed in sorted(times, key=lambda one: one[0]):
        yield STARTS + timedelta(days=day, seconds=chance.random()), deed


def _file(year: Year, session: Session, chance: random.Random) -> None:
    kinds = [kind for kind in year.office.catalogue.offered if kind.division in GROUPS and not kind.is_confidential]
    resident = session.exec(select(Person).where(col(Person.line_user_id) == RESIDENT)).one()
    draft = ComplaintDraft(type_code=chance.choice(kinds).code)
    file(Moment(session, year.office, year.now), Filing(draft, resident))


def _on_a_case(
    wanted: Callable[[Case], bool], deed: Callable[[Working, random.Random], None], *, all_of_them: bool = False
) -> Deed:
    """Something that an administrator of everything does about a case that it can be done to, if there is one."""

    def do(year: Year, session: Session, chance: random.Random) -> None:
        fitting = [case.key for case in session.exec(select(Case).order_by(col(Case.id))) if wanted(case)]
        moment = Moment(session, year.office, year.now)
        officer = session.exec(select(Officer).where(col(Officer.role) == Role.OFFICER)).one()
        for key in fitting if all_of_them else fitting and [chance.choice(fitting)]:
            case = session.get_one(Case, key)
            deed(Working(moment, officer, case, year.office.says_in("th")), chance)

    return do


def _wait_for_reporter(work: Working, chance: random.Random) -> None:
    work.case.waits_for, work.case.paused_at = WaitsFor.REPORTER, work.now
    work.move(Status.WAITING, Step.WAITING)


def _resume(work: Working, chance: random.Random) -> None:
    assert work.case.paused_at is not None
    later = work.case.promised_at + (work.now - work.case.paused_at)
    work.case.waits_for, work.case.paused_at = None, None
    work.move(Status.ACCEPTED, Step.RESUMED, promised_at=later)


def _put_off(work: Working, chance: random.Random) -> None:
    hours = work.office.town.hours
    steps.delay(work, hours.working_days_after(work.now, chance.randint(1, 12)), WHY)


def _elsewhere(work: Working, chance: random.Random) -> None:
    handing.hand_over(work, next(one for one in GROUPS if one != work.case.division), None)


def _is_in_hand(case: Case) -> bool:
    return case.status in IN_HAND and case.paused_at is None


_accept = _on_a_case(lambda case: case.status in (Status.NEW, Status.REOPENED), lambda work, _: steps.accept(work))
_finish = _on_a_case(_is_in_hand, lambda work, _: finishing.finish(work, WHY, Proof.UNPROVEN))
_finish_all = _on_a_case(_is_in_hand, lambda work, _: finishing.finish(work, WHY, Proof.UNPROVEN), all_of_them=True)
_delay = _on_a_case(_is_in_hand, _put_off)
_wait = _on_a_case(_is_in_hand, _wait_for_reporter)
_go_on = _on_a_case(lambda case: case.paused_at is not None, _resume)
_hand_over = _on_a_case(_is_in_hand, _elsewhere)


def _reopen(year: Year, session: Session, chance: random.Random) -> None:
    finished = session.exec(select(Case).where(col(Case.status) == Status.FINISHED).order_by(col(Case.id))).all()
    if finished:
        case = chance.choice(finished)
        resident = session.get_one(Person, case.reporter_id)
        aftercare.reopen(Moment(session, year.office, year.now), resident, case.key)


def _go_away(year: Year, session: Session, chance: random.Random) -> None:
    officers = session.exec(select(Officer).order_by(col(Officer.id))).all()
    chance.choice(officers).away_until = year.now + timedelta(days=chance.uniform(0, 10))
