"""The month's quota of paid messages: what LINE last said of it, what we have spent since, and which lane may still push."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.case import BANGKOK
from models.errand import Errand, ErrandStatus, send_on_errand
from models.known_fact import fact, learn
from models.outgoing import Lane, Outgoing, paid_since, release_held
from models.staff_group import StaffGroup
from notifications.errands import Desk, Facts, seconds
from notifications.line import Line, Month

log = logging.getLogger(__name__)

READ = "quota.read"
READING, WARNED = "quota_reading", "quota_warned"
# A tenth, for emergencies alone. In the free plan (300) that is 30, and never fewer than one alert for a group of 20.
RESERVED_SHARE, LEAST_RESERVE = 10, 20
# At these shares of the quota an alarm is logged, once a month each.
ALARMS_AT_PERCENT = (0, 5, 20)


@dataclass(frozen=True)
class LaneRule:
    """How many reserves a push must leave untouched, and whether it waits for a new month once LINE says it is spent."""

    reserves_left: int
    waits_for_month: bool = True


# news yields first, then status; officers and answers may go down to the reserve, which belongs to emergencies.
RULES = {
    Lane.EMERGENCY: LaneRule(0, waits_for_month=False),
    Lane.DUTY: LaneRule(1),
    Lane.ANSWER: LaneRule(1),
    Lane.STATUS: LaneRule(2),
    Lane.NEWS: LaneRule(3),
}


@dataclass(frozen=True)
class Standing:
    """The quota now. `limit` is None without a limit; `read_at` is None if LINE has not told yet."""

    limit: int | None
    used: int
    read_at: datetime | None

    @property
    def remaining(self) -> int | None:
        """Messages that may still be paid this month, or None if nobody knows a limit."""
        return None if self.limit is None else max(self.limit - self.used, 0)

    @property
    def reserve(self) -> int:
        """Messages kept for emergencies."""
        return 0 if self.limit is None else min(self.limit, max(self.limit // RESERVED_SHARE, LEAST_RESERVE))

    @property
    def is_low(self) -> bool:
        """Whether reporters can't be told any more what becomes of their cases, except by a free reply."""
        return not self.has_room(Lane.STATUS, 1)

    def has_room(self, lane: Lane, price: int) -> bool:
        """Whether a push at that price leaves what its lane must leave. Emergencies are never asked."""
        if lane == Lane.EMERGENCY or self.remaining is None:
            return True
        return self.remaining - price >= RULES[lane].reserves_left * self.reserve


def month_began_at(now: datetime) -> datetime:
    """When the month of `now` began in Bangkok."""
    return now.astimezone(BANGKOK).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def keep_reading(session: Session, limit: int | None, used: int, now: datetime) -> None:
    """Keep what LINE says of the month, raise an alarm if it runs low, and let go on what was held and has room."""
    learn(session, READING, json.dumps({"limit": limit, "used": used, "read_at": now.isoformat()}))
    standing = standing_at(session, now)
    _warn(session, standing, now)
    release(session, standing, now)


def standing_at(session: Session, now: datetime) -> Standing:
    """LINE's last word and our own count since; a reading of an earlier month tells only the limit."""
    kept = fact(session, READING)
    month = month_began_at(now)
    if kept is None:
        return Standing(None, paid_since(session, month), None)
    reading = json.loads(kept)
    read_at = datetime.fromisoformat(reading["read_at"])
    if read_at < month:
        return Standing(reading["limit"], paid_since(session, month), read_at)
    return Standing(reading["limit"], reading["used"] + paid_since(session, read_at), read_at)


def may_push(session: Session, row: Outgoing, now: datetime) -> bool:
    """Whether the quota lets this row be pushed now. One that LINE may have already is paid for: its retry is free."""
    if row.lane == Lane.EMERGENCY or row.push_unheard_since is not None:
        return True
    return standing_at(session, now).has_room(row.lane, price(session, row))


def price(session: Session, row: Outgoing) -> int:
    """Messages of the quota that a push costs: one, or one a member for a group."""
    group = session.exec(select(StaffGroup).where(col(StaffGroup.line_group_id) == row.to)).one_or_none()
    return (group.member_count if group else None) or 1


def release(session: Session, standing: Standing, now: datetime) -> int:
    """Queue what was held in every lane that has room again; the sender takes them lane by lane, the oldest first."""
    return release_held(session, [lane for lane in Lane if standing.has_room(lane, 1)], now)


def owe_reading(session: Session, now: datetime) -> None:
    """Ask LINE how the month stands: at the start and once an hour. Idle while an earlier question is open."""
    asked = (col(Errand.kind) == READ, col(Errand.status) == ErrandStatus.WAITING)
    if session.exec(select(Errand).where(*asked)).first() is None:
        send_on_errand(session, READ, {}, now)


class ReadQuota:
    """The errand. Given up within the hour: the next one is owed by then."""

    waits = seconds(2, 10, 60, 600)

    def go(self, line: Line, facts: Facts) -> Month:
        """Ask LINE."""
        return line.month()

    def settle(self, desk: Desk, facts: Facts, outcome: Month) -> None:
        """Keep it."""
        keep_reading(desk.session, outcome.limit, outcome.used, desk.now)

    def give_up(self, desk: Desk, facts: Facts) -> None:
        """Go by what is known: a new month may have begun."""
        release(desk.session, standing_at(desk.session, desk.now), desk.now)


def _warn(session: Session, standing: Standing, now: datetime) -> None:
    if standing.limit is None or standing.remaining is None:
        return
    reached = [percent for percent in ALARMS_AT_PERCENT if standing.remaining * 100 <= percent * standing.limit]
    month = f"{month_began_at(now):%Y-%m}"
    warned_in, _, lowest = (fact(session, WARNED) or "").partition(" ")
    if not reached or (warned_in == month and int(lowest) <= reached[0]):
        return
    learn(session, WARNED, f"{month} {reached[0]}")
    log.error(
        "the month's quota runs low",
        extra={"percent_left": reached[0], "remaining": standing.remaining, "quota": standing.limit},
    )
