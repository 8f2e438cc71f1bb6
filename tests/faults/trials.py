"""Trials by power cut: people talk, LINE fails, the town is killed where the dice say, comes back, and is audited."""

import math
import random
import time
from collections import Counter
from dataclasses import dataclass, field

from sqlmodel import col, select

from models.case import Case, Status
from models.outgoing import SendStatus
from simulator.faults import Kinds
from simulator.webhooks import redelivered
from tests.faults.auditor import Finding, audit
from tests.faults.battered_towns import BatteredTown
from tests.faults.blows import Blow, Point
from tests.faults.books import Books, read_books
from tests.faults.days import Day
from tests.town_process import comes_true, until

# A second blow may meet the recovery from the first.
SECOND_BLOW, ANY_FAULT = 0.3, 0.5
# True time-outs take five seconds each; a cut connection is the same to the bot (test_silence.py).
TROUBLES: tuple[Kinds, ...] = (
    {"status": 500},
    {"status": 502},
    {"reset": True},
    {"lost_answer": True},
    {"slow": 0.1},
    {"rate_limited": True},
)
TROUBLED_ENDPOINTS = ("reply", "reply", "push", "profile", "content")


@dataclass
class Outcome:
    """What one trial has shown."""

    findings: list[Finding] = field(default_factory=list)
    kills: Counter[Point] = field(default_factory=Counter)
    acknowledged: int = 0
    owed: int = 0
    uncertain: int = 0
    recovery_s: float = 0.0


class Trial:
    """One day of a town, its kills, and its last life in which all comes to rest. Seed and number fix what the dice say."""

    def __init__(self, town: BatteredTown, seed: int, number: int) -> None:
        self.town, self.dice = town, random.Random(f"{seed} {number}")
        town.line.faults.dice = random.Random(f"{seed} {number} of LINE")  # whose threads throw it
        self.day = Day(town.line, f"day-{number}", self.dice)
        self.since = town.marks()
        self.outcome = Outcome()

    def happens(self) -> Outcome:
        """Everything, from the first life to the audit."""
        blows = [Blow.of(self.dice) for _ in range(1 + (self.dice.random() < SECOND_BLOW))]
        self._line_is_troubled()
        self._day_begins()
        for blow in blows:
            self._is_struck_by(blow)
        self.outcome.recovery_s = self._comes_to_rest()
        self._is_judged(self.books())
        self.town.is_killed()
        return self.outcome

    def _line_is_troubled(self) -> None:
        self.town.line.faults.clear()
        while self.dice.random() < ANY_FAULT:
            trouble, times = self.dice.choice(TROUBLES), self.dice.randint(1, 2)
            self.town.line.faults.add(self.dice.choice(TROUBLED_ENDPOINTS), times=times, chance=0.3, **trouble)
        self.town.line.deliveries.duplicate = self.dice.choice((0, 0.1))

    def _day_begins(self) -> None:
        self.day.neighbours_talk()
        self.day.complaints_are_told()
        with self.town.database.read() as session:
            waiting = select(Case).where(col(Case.status) == Status.NEW).order_by(col(Case.id)).limit(1)
            case = session.exec(waiting).first()
        if case is not None:
            self.day.officer_repairs(self.town.officer, self.town.group, case.key)

    def _is_struck_by(self, blow: Blow) -> None:
        self._lives_again(blow)
        self.day.happens()
        end = time.monotonic() + blow.after_s if blow.point == Point.ANY_MOMENT else math.inf
        until(lambda: time.monotonic() >= end or self._is_over())
        if not (self.town.is_alive() and self.town.is_at_rest()):  # else all was done before the blow fell
            self.outcome.kills[blow.point] += 1
        self.town.is_killed()
        self.town.line.deliveries.wait_until_idle()

    def _lives_again(self, blow: Blow | None = None) -> None:
        """At once, while the dead still hold what they had in hand, or after that has been set free."""
        is_late = self.dice.random() < 0.5
        if is_late:
            self.town.leases_run_out()
        self.town.starts(blow)
        self.town.line.deliveries.redeliver_unanswered()
        if not is_late:
            self.town.leases_run_out()

    def _is_over(self) -> bool:
        return not self.town.is_alive() or self.town.is_at_rest()

    def _comes_to_rest(self) -> float:
        """Seconds that a life without a blow needs for all that was left; LINE says some of it once more."""
        began = time.monotonic()
        self._lives_again()
        for event in self.dice.choices(self.books().ledger, k=3):
            self.town.line.deliveries.send(redelivered(event))
        comes_true(self.town.is_at_rest)  # if not, the audit says what still waits
        return time.monotonic() - began

    def books(self) -> Books:
        """The books of this trial as they are now."""
        with self.town.database.read() as session:
            kills = sum(self.outcome.kills.values())
            return read_books(session, self.town.line, self.since, self.day.told, self.town.clock(), kills)

    def _is_judged(self, books: Books) -> None:
        self.outcome.findings = audit(books)
        self.outcome.acknowledged, self.outcome.owed = len(books.ledger), len(books.messages)
        self.outcome.uncertain = sum(row.status == SendStatus.UNCERTAIN for row in books.messages)
