"""Brings what is owed to LINE: claim with a lease, commit, call, mark. No transaction is open across a call."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.database import Database
from models.lease import one_after_another, still_ours
from models.outgoing import Outgoing, take_next
from notifications.delivery import Answer, Earlier, Way, before_the_call, mark, way_for
from notifications.line import Line, LineLocksUsOut, LineRefused, LineUnavailable, MonthSpent, RateLimited
from notifications.quota import may_push
from notifications.shown_cards import remember_cards

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Taken:
    """A claimed message, the way it goes, and what was unheard of it before."""

    row: Outgoing
    way: Way
    earlier: Earlier


class Sender:
    """Sends what is due. One serves the emergency lane alone, others serve the rest, so neither waits for the other."""

    def __init__(self, database: Database, line: Line, clock: Callable[[], datetime], *, emergency: bool) -> None:
        self._database, self._line, self._clock = database, line, clock
        self._emergency = emergency

    def send_due(self) -> int:
        """Send what is due, one message after the other; returns how many were taken up."""
        with self._database.begin() as session:
            taken = self._next(session)
        return one_after_another(taken, self._try_to_bring)

    def _next(self, session: Session) -> Taken | None:
        now = self._clock()
        for row in take_next(session, now, 1, emergency=self._emergency):
            way = _way(session, row, now)
            return Taken(row, way, before_the_call(row, way, now))
        return None

    def _try_to_bring(self, taken: Taken, goes_on: bool) -> Taken | None:
        try:
            return self._bring(taken, goes_on=goes_on)
        except Exception:  # its lease runs out and it is tried again; the others go on
            log.exception("a message stumbled", extra={"outbox_id": taken.row.id, "lane": taken.row.lane})
            return None

    def _bring(self, taken: Taken, *, goes_on: bool) -> Taken | None:
        answer, message_ids = self._call(taken.row, taken.way)
        with self._database.begin() as session:
            ours = still_ours(session, taken.row)
            if ours is None:
                return None
            mark(session, ours, taken.way, answer, self._clock(), taken.earlier)
            remember_cards(session, ours, message_ids, self._clock())
            further = self._next(session) if goes_on else None
        log.info(
            "message taken up",
            extra={
                "outbox_id": ours.id,
                "lane": ours.lane,
                "way": taken.way,
                "status": ours.status,
                "error": ours.error,
            },
        )
        return further

    def _call(self, row: Outgoing, way: Way) -> tuple[Answer, list[str]]:
        """LINE's answer, and the ids of the messages that it took."""
        try:
            if way == Way.REPLY:
                return None, self._line.reply(row.reply_token or "", row.messages)
            if way == Way.PUSH:
                return None, self._line.push(row.to, row.messages, row.retry_key, is_quiet=row.is_quiet)
        except (LineRefused, LineUnavailable, RateLimited, MonthSpent, LineLocksUsOut) as error:
            return error, []
        return None, []


def _way(session: Session, row: Outgoing, now: datetime) -> Way:
    """The way that is open, if the quota has room for it: a reply costs nothing, a push waits where others need more."""
    way = way_for(row, now)
    return Way.HOLD if way == Way.PUSH and not may_push(session, row, now) else way
