"""Runs errands: go over the network with no transaction open, then settle what came of it in one of its own."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlmodel import Session

from content.office import Office
from models.database import Database
from models.errand import Errand, ErrandStatus, take_next
from models.lease import put_back, still_ours
from notifications.line import ContentGone, Line, LineLocksUsOut, LineRefused, LineUnavailable, RateLimited

log = logging.getLogger(__name__)

CRASHES_ALLOWED = 3
LOCKED_OUT_WAIT = timedelta(minutes=1)
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Desk:
    """What an errand's settling may use: its transaction, the town hall, and the time."""

    session: Session
    office: Office
    now: datetime


class TakerEnded(Exception):
    """The errand has ended whoever ran it, again and again."""


class ErrandKind(Protocol):
    """One kind of errand."""

    @property
    def waits(self) -> Sequence[timedelta]:
        """Waits before the 2nd, 3rd, … attempt; after the last one it is given up."""

    def go(self, line: Line, facts: Facts) -> Any:
        """Do it over the network; raise what `notifications.line` raises."""

    def settle(self, desk: Desk, facts: Facts, outcome: Any) -> None:
        """Write down what came of it."""

    def give_up(self, desk: Desk, facts: Facts) -> None:
        """It did not work and will not be tried again."""


class ErrandRunner:
    """Runs what is due, of the kinds that it was given."""

    def __init__(
        self,
        database: Database,
        line: Line,
        office: Office,
        clock: Callable[[], datetime],
        kinds: Mapping[str, ErrandKind],
    ) -> None:
        self._database, self._line, self._office, self._clock, self._kinds = database, line, office, clock, kinds

    def run_due(self) -> int:
        """Run the next errand; returns how many. One at a time: nothing else waits behind a slow call."""
        with self._database.begin() as session:
            errands = take_next(session, self._clock(), 1)
        for errand in errands:
            try:
                self._run(errand, self._kinds[errand.kind])
            except Exception:  # its lease runs out and it is tried again; the others go on
                log.exception("an errand stumbled", extra={"errand_id": errand.id, "kind": errand.kind})
        return len(errands)

    def _run(self, errand: Errand, kind: ErrandKind) -> None:
        outcome, failure = self._go(errand, kind)
        now = self._clock()
        with self._database.begin() as session:
            ours = still_ours(session, errand)
            if ours is not None:
                self._settle(Desk(session, self._office, now), ours, kind, outcome, failure)
        log.info(
            "errand run",
            extra={"errand_id": errand.id, "kind": errand.kind, "error": type(failure).__name__ if failure else None},
        )

    def _go(self, errand: Errand, kind: ErrandKind) -> tuple[Any, Exception | None]:
        if errand.attempts > len(kind.waits) + 1 + CRASHES_ALLOWED:  # more than its ladder has: it ends its taker
            return None, TakerEnded()
        try:
            return kind.go(self._line, errand.facts), None
        except (LineRefused, LineUnavailable, LineLocksUsOut, RateLimited, ContentGone) as error:
            return None, error

    def _settle(self, desk: Desk, errand: Errand, kind: ErrandKind, outcome: Any, failure: Exception | None) -> None:
        errand.error = type(failure).__name__ if failure else None
        is_final = isinstance(failure, (LineRefused, ContentGone)) or errand.attempts > len(kind.waits)
        if isinstance(failure, LineLocksUsOut):
            log.error("LINE locks us out: the access token needs a human", extra={"errand_id": errand.id})
            errand.attempts -= 1  # a locked door is no attempt
            put_back(errand, desk.now + LOCKED_OUT_WAIT)
            return
        if failure is None:
            kind.settle(desk, errand.facts, outcome)
            errand.status, errand.done_at = ErrandStatus.DONE, desk.now
        elif is_final:
            kind.give_up(desk, errand.facts)
            errand.status, errand.done_at = ErrandStatus.GIVEN_UP, desk.now
        else:
            put_back(errand, desk.now + kind.waits[errand.attempts - 1])


def seconds(*waits: float) -> tuple[timedelta, ...]:
    """A ladder of waits in seconds."""
    return tuple(timedelta(seconds=wait) for wait in waits)
