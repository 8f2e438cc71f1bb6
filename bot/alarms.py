"""Raises an alarm outside LINE when something is stuck: at most once an hour for each cause, however many workers watch.

The worker watches every waiting state; the web process watches that a worker lives, since a dead one can't say so.
"""

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.alarm_channels import Alarm, Channel, NotTold, channels_of
from bot.clock import Clock
from bot.engine import BEAT_IS_OLD_AFTER, Engine
from bot.health import is_beating
from bot.settings import Settings
from models.alarm import AGAIN_AFTER, TRIED_AGAIN_AFTER, has_been_told, take_up
from models.database import Database
from models.outgoing import Lane
from models.waiting import Waiting, everything_that_waits
from notifications.quota import Standing, standing_at

log = logging.getLogger(__name__)

LOOKS_EVERY = timedelta(seconds=10)
LATE_LANES = frozenset(Lane) - {Lane.EMERGENCY}


@dataclass(frozen=True)
class Rule:
    """When a waiting state is stuck: one row of it is older than `after_s` seconds. `lanes` empty: it has none."""

    cause: str
    state: str
    after_s: float
    what: str
    what_to_do: str
    lanes: frozenset[Lane] = frozenset()

    def fits(self, waiting: Waiting) -> bool:
        """Whether the rule is about this state and lane, and broken."""
        is_its = waiting.state == self.state and (waiting.lane in self.lanes or not self.lanes)
        return is_its and waiting.count > 0 and waiting.oldest_s >= self.after_s


LOOK_AT_LOGS = "Look at the logs of the worker; restart it if it does nothing."
NEW_TOKEN = "LINE Developers console, Messaging API: issue a new access token, put it into .env, restart."  # noqa: S105
MORE_MESSAGES = (
    "LINE Official Account Manager: choose a larger plan, or allow more messages. Tell officers to telephone; "
    "`baanrao outbox let-go` ends what was told so (`baanrao outbox list --status held`)."
)
RULES = (
    Rule("events_wait", "event_kept", 60, "what people wrote is not being taken", LOOK_AT_LOGS),
    Rule(
        "events_quarantined",
        "event_quarantined",
        0,
        "what somebody wrote could not be taken, after five attempts",
        "Say `baanrao events list`; after the repair `baanrao events replay`, or `baanrao events drop` to end it.",
    ),
    Rule(
        "emergencies_wait",
        "outbox_queued",
        15,
        "a message about an emergency is not getting to LINE",
        "Call the people on duty by telephone now. Then look whether LINE can be reached from the server.",
        frozenset({Lane.EMERGENCY}),
    ),
    Rule(
        "messages_wait",
        "outbox_queued",
        120,
        "messages are not getting to LINE",
        "Look whether LINE can be reached from the server; they are tried again by themselves.",
        LATE_LANES,
    ),
    Rule(
        "messages_uncertain",
        "outbox_uncertain",
        0,
        "messages may have reached LINE or not",
        "Say `baanrao outbox list`; `baanrao outbox retry` sends one again, which its reader may then get twice, and "
        "`baanrao outbox let-go` leaves it at that.",
    ),
    Rule(
        "quota_spent",
        "outbox_held",
        0,
        "messages wait, as the month's are used up or what is left is kept for more urgent ones",
        MORE_MESSAGES,
    ),
    Rule("locked_out", "outbox_locked_out", 0, "LINE refuses our access token", NEW_TOKEN),
    Rule("locked_out", "errand_locked_out", 0, "LINE refuses our access token", NEW_TOKEN),
    Rule(
        "photos_wait",
        "photo_wanted",
        900,
        "photos are not being fetched from LINE, which deletes them after a time",
        "Look whether LINE can be reached from the server, and whether its disk is full.",
    ),
    Rule(
        "errands_wait",
        "errand_waiting",
        7200,
        "something has not been fetched from LINE for two hours",
        "Look whether LINE can be reached from the server.",
    ),
    Rule("timers_late", "timer_late", 60, "reminders and deadlines do not come in time", LOOK_AT_LOGS),
    Rule("timers_fail", "timer_failing", 0, "a reminder or a deadline fails again and again", LOOK_AT_LOGS),
    # Leases come back by themselves: this long, nobody is there to take the rows.
    *(
        Rule(f"{name}s_abandoned", f"{name}_abandoned", 45, "work was begun and not gone on with", LOOK_AT_LOGS)
        for name in ("event", "outbox", "errand", "timer")
    ),
)


def stuck(waiting: Sequence[Waiting], rules: Sequence[Rule] = RULES) -> Iterator[tuple[Rule, Waiting]]:
    """Each rule that is broken, with the state that has waited longest of those that break it."""
    for rule in rules:
        broken = [state for state in waiting if rule.fits(state)]
        if broken:
            yield rule, max(broken, key=lambda state: state.oldest_s)


def _of_month(month: Standing) -> str:
    return (
        f"the month's messages run low: {month.remaining} of {month.limit} are left, the last {month.reserve} of them"
        " for emergencies; reporters are not told any more what becomes of their cases"
    )


class Alarms:
    """The alarms of an installation."""

    def __init__(self, database: Database, town: str, channels: Mapping[str, Channel], clock: Clock) -> None:
        self._database, self._town, self._channels, self._clock = database, town, channels, clock
        self._quiet_until: dict[str, datetime] = {}  # for what can't be written down, as the database is away

    def watch_what_waits(self) -> None:
        """Look at every waiting state and at the month's messages; tell of what is stuck, and of a month that runs low."""
        now = self._clock()
        with self._database.read() as session:
            broken, month = list(stuck(everything_that_waits(session, now))), standing_at(session, now)
        for rule, state in broken:
            what = f"{rule.what} ({state.count})"
            self._tell(rule.cause, what, now - timedelta(seconds=state.oldest_s), rule.what_to_do)
        if month.is_low and all(rule.state != "outbox_held" for rule, _ in broken):  # else that alarm says more
            self._tell("quota_low", _of_month(month), now, MORE_MESSAGES)

    def watch_the_worker(self) -> None:
        """Tell when no worker shows a sign of life, or when the database can't be asked for one."""
        now = self._clock()
        try:
            if is_beating(self._database, now):
                return
            self._tell("worker_silent", "sender and clock do not run: nobody is answered", now, LOOK_AT_LOGS)
        except SQLAlchemyError:
            log.exception("the database is away")
            self._tell_from_memory(now)

    def _tell(self, cause: str, what: str, since: datetime, what_to_do: str) -> None:
        with self._database.begin() as session:
            if not take_up(session, cause, self._clock()):
                return
        if self._is_told(Alarm(self._town, cause, what, since.isoformat(timespec="seconds"), what_to_do)):
            with self._database.begin() as session:
                has_been_told(session, cause, self._clock())

    def _tell_from_memory(self, now: datetime) -> None:
        cause, what = "database_away", "the database does not answer: LINE's messages are refused and come again"
        if now < self._quiet_until.get(cause, now):
            return
        alarm = Alarm(
            self._town, cause, what, now.isoformat(timespec="seconds"), "Start it; look whether its disk is full."
        )
        self._quiet_until[cause] = now + (AGAIN_AFTER if self._is_told(alarm) else TRIED_AGAIN_AFTER)

    def _is_told(self, alarm: Alarm) -> bool:
        """Try every way; whether one of them took it. With no way out the log is all there is, once an hour."""
        log.error("alarm", extra={"cause": alarm.cause, "since": alarm.since})
        told = [self._leaves(name, channel, alarm) for name, channel in self._channels.items()]
        return any(told) or not told

    def _leaves(self, name: str, channel: Channel, alarm: Alarm) -> bool:
        try:
            channel(alarm)
        except NotTold as failure:
            log.error("an alarm could not leave", extra={"channel": name, "cause": alarm.cause, "error": str(failure)})
            return False
        return True


def alarms_of(settings: Settings, engine: Engine) -> Alarms:
    """The alarms of an installation."""
    return Alarms(engine.database, engine.office.town.name.in_("th"), channels_of(settings), engine.clock)


def watch_the_worker(alarms: Alarms) -> None:
    """Watch in a thread of this process, for as long as it lives. The worker is first given the time to begin."""
    threading.Thread(target=_watch, args=(alarms,), name="watch", daemon=True).start()


def _watch(alarms: Alarms) -> None:
    pause = threading.Event()
    pause.wait(BEAT_IS_OLD_AFTER.total_seconds())
    while True:
        try:
            alarms.watch_the_worker()
        except Exception:  # whatever it was, the next look must come
            log.exception("the watch stumbled")
        pause.wait(LOOKS_EVERY.total_seconds())
