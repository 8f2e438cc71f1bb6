"""What people do on one day of a trial, all at once: neighbours talk, complaints are told, an officer repairs."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from simulator import Group, Line, Person

TALKERS, REPORTERS, SENTENCES = 2, 2, 4
Act = Callable[[], None]


@dataclass
class Told:
    """What must be found in the books afterwards."""

    # By user id: the words of their complaint, in their order.
    words: dict[str, list[str]] = field(default_factory=dict)
    # User ids of those who have sent a whole complaint off.
    reporters: list[str] = field(default_factory=list)
    # The case that the officer has repaired.
    repaired: int | None = None


class Day:
    """One day. Each thing that anybody does is one event, and each event has exactly one answer."""

    def __init__(self, line: Line, name: str, dice: random.Random) -> None:
        self.line, self.name, self.dice = line, name, dice
        self.told = Told()
        self._acts: list[Iterator[Act]] = []

    def neighbours_talk(self) -> None:
        """They add the account and describe something, sentence by sentence."""
        for number in range(TALKERS):
            person = self._person(f"talker-{number}")
            words = [f"ถนนพังช่วงที่ {sentence}" for sentence in range(SENTENCES)]
            self.told.words[person.user_id] = words
            self._acts.append(self._talk(person, words))

    def complaints_are_told(self) -> None:
        """They tell whole complaints, some with a photo, and send them off."""
        for number in range(REPORTERS):
            person = self._person(f"reporter-{number}")
            words = f"หลุมใหญ่หน้าบ้านเลขที่ {number}"
            self.told.words[person.user_id] = [words]
            self.told.reporters.append(person.user_id)
            self._acts.append(self._complain(person, words, self._place_of_its_own()))

    def officer_repairs(self, officer: Person, group: Group, case_id: int) -> None:
        """The officer takes the case and finishes it, in the group."""
        self.told.repaired = case_id
        self._acts.append(self._repair(officer, group, case_id))

    def happens(self) -> None:
        """Everybody at once, each in their own order; LINE puts some of it into one call."""
        while self._acts:
            with self.line.deliveries.together():
                for _ in range(self.dice.choice((1, 1, 1, 2, 4))):
                    self._one_act()

    def _one_act(self) -> None:
        if not self._acts:
            return
        whose = self.dice.choice(self._acts)
        act = next(whose, None)
        if act is None:
            self._acts.remove(whose)
        else:
            act()

    def _person(self, role: str) -> Person:
        return self.line.person(f"{self.name}-{role}", "สมชาย")

    def _talk(self, person: Person, words: list[str]) -> Iterator[Act]:
        yield person.adds
        yield from (lambda sentence=sentence: person.says(sentence) for sentence in words)

    def _place_of_its_own(self) -> tuple[float, float]:
        """60 m from the next: alike cases would be asked about."""
        row, column = divmod(len(self.line.people), 40)
        return 18.635 + column * 0.00055, 99.03 + row * 0.0006

    def _complain(self, person: Person, words: str, place: tuple[float, float]) -> Iterator[Act]:
        yield person.adds
        yield lambda: person.says(words)
        yield lambda: person.says("ถนน")
        yield lambda: person.sends_pin(*place, "หมู่ 3")
        yield person.sends_photo if self.dice.random() < 0.25 else lambda: person.says("ข้าม")
        yield lambda: person.says("ยืนยัน")

    def _repair(self, officer: Person, group: Group, case_id: int) -> Iterator[Act]:
        there = officer.within(group)
        yield lambda: there.posts_back(f"do=casework.accept&case={case_id}")
        yield lambda: there.posts_back(f"do=repairs.finish&case={case_id}")
        yield lambda: there.says("ข้าม")
        yield lambda: there.says("กล้องเสีย")
        yield lambda: there.says("กลบหลุมแล้ว")
