"""Trials by power cut: people talk, the town's process is killed at a moment of the dice's choosing, and is audited."""

import random
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from itertools import combinations

import requests

from simulator import Person
from tests.bot.test_kill import TownProcess, until

PEOPLE, WORDS = 4, 5
LONGEST_WAIT_S = 0.6


class PatientTown(TownProcess):
    """A town's process on a busy machine: its socket listens some seconds before it answers."""

    def is_ready(self) -> bool:
        try:
            return super().is_ready()
        except requests.Timeout:
            return False


@dataclass(frozen=True)
class Kept:
    """An event as the database has it."""

    event_id: str
    person: str
    status: str
    occurred_ms: int
    done_at: str | None


class Trial:
    """One power cut. `ledger` has the events that the town has answered with 200, in the order of its answers."""

    def __init__(self, town: TownProcess, dice: random.Random, number: int) -> None:
        self.town, self.dice = town, dice
        self.people = [town.line.person(f"trial-{number}-{one}", "สมชาย") for one in range(PEOPLE)]
        self.log_before = len(town.line.deliveries.log)

    def happens(self) -> None:
        """They talk, the power fails, it comes back, LINE redelivers what was not answered, and all comes to rest."""
        for person in self.people:
            person.adds()
        for number in range(WORDS):
            for person in self.people:
                person.says(f"ถนนพังช่วงที่ {number}")
        threading.Event().wait(self.dice.uniform(0, LONGEST_WAIT_S))
        self.town.is_killed()
        self.town.line.deliveries.wait_until_idle()
        self.town.lets_leases_run_out()
        self.town.starts()
        self.town.line.deliveries.redeliver_unanswered()
        until(self.is_at_rest)

    def is_at_rest(self) -> bool:
        """Nothing of these people waits any more."""
        is_taken = len(self.events()) == PEOPLE * (WORDS + 1) and all(one.status != "kept" for one in self.events())
        return is_taken and all("queued" not in self.town.owed(person) for person in self.people)

    @property
    def ledger(self) -> list[str]:
        log = self.town.line.deliveries.log[self.log_before :]
        return [event["webhookEventId"] for one in log if one.status == 200 for event in one.events]

    def events(self) -> list[Kept]:
        ids = tuple(person.user_id for person in self.people)
        with closing(sqlite3.connect(self.town.folder / "town.db")) as connection:
            query = "SELECT event_id, source_key, status, occurred_ms, done_at FROM webhook_event"
            return [Kept(*row) for row in connection.execute(query) if row[1] in ids]

    def losses(self) -> list[str]:
        """Acknowledged, and yet not done exactly once; or owed, and not accepted exactly once (at most, if uncertain)."""
        done = {one.event_id for one in self.events() if one.status == "done"}
        lost = [f"{event_id} was answered and is not done" for event_id in self.ledger if event_id not in done]
        return lost + [wrong for person in self.people for wrong in self.losses_of(person)]

    def losses_of(self, person: Person) -> list[str]:
        owed = self.town.owed(person)
        accepted = sum(sent.to == person.user_id for sent in self.town.line.accepted)
        sent, uncertain = owed.count("sent"), owed.count("uncertain")
        said = WORDS + 1
        wrong = [f"{person.user_id}: {len(owed)} answers to {said} events"] if len(owed) != said else []
        if sent + uncertain != len(owed) or not sent <= accepted <= sent + uncertain:
            wrong.append(f"{person.user_id}: {owed}, of which LINE accepted {accepted}")
        return wrong

    def disorder(self) -> list[tuple[str, str]]:
        """Pairs of one person's events that were answered in their order and done in another."""
        by_id = {one.event_id: one for one in self.events()}
        told = [by_id[event_id] for event_id in dict.fromkeys(self.ledger)]
        return [
            (first.event_id, second.event_id)
            for first, second in combinations(told, 2)
            if first.person == second.person
            and first.occurred_ms < second.occurred_ms
            and (first.done_at or "") > (second.done_at or "")
        ]
