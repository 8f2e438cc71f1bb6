"""Brings what is owed to LINE: claim with a lease, commit, call, mark. No transaction is open across a call."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from models.bell import wake
from models.database import Database
from models.lease import still_ours
from models.outgoing import Outgoing, take_next
from notifications.delivery import Answer, Earlier, Way, before_the_call, mark, way_for
from notifications.line import Line, LineLocksUsOut, LineRefused, LineUnavailable, MonthSpent, RateLimited
from notifications.quota import may_push

log = logging.getLogger(__name__)


class Sender:
    """Sends what is due. One serves the emergency lane alone, others serve the rest, so neither waits for the other."""

    def __init__(self, database: Database, line: Line, clock: Callable[[], datetime], *, emergency: bool) -> None:
        self._database, self._line, self._clock = database, line, clock
        self._emergency = emergency
        self.topic = "emergency" if emergency else "outbox"

    def send_due(self) -> int:
        """Send the next message; returns how many were taken up. One at a time: whatever is claimed beside a slow call
        would wait for it, and be doubtful if the process died in it."""
        now = self._clock()
        with self._database.begin() as session:
            rows = take_next(session, now, 1, emergency=self._emergency)
            taken = [(row, way := _way(session, row, now), before_the_call(row, way, now)) for row in rows]
        for row, way, earlier in taken:
            try:
                self._bring(row, way, earlier)
            except Exception:  # its lease runs out and it is tried again; the others go on
                log.exception("a message stumbled", extra={"outbox_id": row.id, "lane": row.lane})
        return len(taken)

    def _bring(self, row: Outgoing, way: Way, earlier: Earlier) -> None:
        answer = self._call(row, way)
        with self._database.begin() as session:
            ours = still_ours(session, row)
            if ours is None:
                return
            mark(session, ours, way, answer, self._clock(), earlier)
            wake(session, self.topic)  # the recipient's next message may go now
        log.info(
            "message taken up",
            extra={"outbox_id": row.id, "lane": row.lane, "way": way, "status": ours.status, "error": ours.error},
        )

    def _call(self, row: Outgoing, way: Way) -> Answer:
        try:
            if way == Way.REPLY:
                self._line.reply(row.reply_token or "", row.messages)
            elif way == Way.PUSH:
                self._line.push(row.to, row.messages, row.retry_key)
        except (LineRefused, LineUnavailable, RateLimited, MonthSpent, LineLocksUsOut) as error:
            return error
        return None


def _way(session: Session, row: Outgoing, now: datetime) -> Way:
    """The way that is open, if the quota has room for it: a reply costs nothing, a push waits where others need more."""
    way = way_for(row, now)
    return Way.HOLD if way == Way.PUSH and not may_push(session, row, now) else way
