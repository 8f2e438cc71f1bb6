"""The turn to write goes round in the order in which it was asked for, but for those who go first."""

import threading
from contextlib import ExitStack

import pytest

from models.database import Database
from models.turn import Turn
from tests.town_process import until


def order_of(turn: Turn, *askers: tuple[str, bool]) -> list[str]:
    """Who had the turn when, if all asked for it, one after the other, while somebody had it."""
    had: list[str] = []

    def ask(name: str, goes_first: bool) -> None:
        with turn.taken(goes_first=goes_first):
            had.append(name)

    threads = [threading.Thread(target=ask, args=asker, daemon=True) for asker in askers]
    with turn.taken():
        for number, thread in enumerate(threads):
            thread.start()
            until(lambda asked=number + 1: len(turn._waiting) == asked)  # type: ignore[misc]
    for thread in threads:
        thread.join(30)
    return had


def test_who_asked_first_has_it_first() -> None:
    assert order_of(Turn(), ("inbox", False), ("sender", False), ("clock", False)) == ["inbox", "sender", "clock"]


def test_what_line_waits_for_goes_before_all_who_wait() -> None:
    assert order_of(Turn(), ("inbox", False), ("sender", False), ("door", True)) == ["door", "inbox", "sender"]


def test_who_gives_it_back_and_asks_again_stands_behind_those_who_wait() -> None:
    turn, had = Turn(), list[str]()

    def ask() -> None:
        with turn.taken():
            had.append("other")

    other = threading.Thread(target=ask, daemon=True)
    with turn.taken():
        other.start()
        until(lambda: len(turn._waiting) == 1)
    with turn.taken():
        had.append("again")
    other.join(30)
    assert had == ["other", "again"]


def test_whoever_fails_in_it_hands_it_on() -> None:
    turn = Turn()
    with pytest.raises(ZeroDivisionError), turn.taken():
        raise ZeroDivisionError
    assert order_of(turn, ("next", False)) == ["next"]


@pytest.mark.sqlite_only("PostgreSQL has as many writers as there are connections")
def test_a_delivery_is_kept_before_the_work_that_waits(database: Database) -> None:
    had: list[str] = []

    def write(name: str, goes_first: bool) -> None:
        with database.begin(goes_first=goes_first):
            had.append(name)

    assert database._turn is not None
    with ExitStack() as stack, database.begin():
        for number, asker in enumerate((("inbox", False), ("delivery", True))):
            thread = threading.Thread(target=write, args=asker, daemon=True)
            stack.callback(thread.join, 30)
            thread.start()
            until(lambda asked=number + 1: len(database._turn._waiting) == asked)  # type: ignore[misc]
    assert had == ["delivery", "inbox"]
