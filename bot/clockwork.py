"""Fires timers that are due: each in the transaction of its effect, so once, however many workers there are."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.tables import TIMERS
from content.office import Office
from handlers.turn import Moment, NotYet
from models.database import Database
from models.lease import put_back, still_ours
from models.timer import Timer, TimerStatus, take_due

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(minutes=1)


class Clockwork:
    """The timers of an installation."""

    def __init__(self, database: Database, office: Office, clock: Callable[[], datetime]) -> None:
        self._database, self._office, self._clock = database, office, clock

    def fire_due(self) -> int:
        """Fire the next timer that is due; returns how many there were, 0 or 1.

        One that fails is tried again in a minute, for ever, and logged. One at a time: a timer that ends its taker
        must not keep back those claimed with it.
        """
        with self._database.begin() as session:
            timers = take_due(session, self._clock(), 1)
        for timer in timers:
            try:
                self._fire(timer)
            except NotYet as wait:
                self._later(timer, wait.at)
            except Exception:  # one timer's fault must not stop the others
                log.exception(
                    "timer failed", extra={"timer_id": timer.id, "kind": timer.kind, "attempt": timer.attempts}
                )
                self._later(timer, self._clock() + AGAIN_AFTER)
        return len(timers)

    def _fire(self, timer: Timer) -> None:
        now = self._clock()
        with self._database.begin() as session:
            ours = still_ours(session, timer)
            if ours is None or ours.status != TimerStatus.SET:
                return
            TIMERS[ours.kind](Moment(session, self._office, now), ours)
            ours.status, ours.fired_at, ours.leased_until = TimerStatus.FIRED, now, None

    def _later(self, timer: Timer, at: datetime) -> None:
        with self._database.begin() as session:
            ours = still_ours(session, timer)
            if ours is not None:
                put_back(ours, at)
