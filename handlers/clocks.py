"""The clocks of a case: who is reminded of its promise and when, and who learns that nobody accepts it.

All of it is timers, set anew whenever the case moves: each is named by the promise (or the arrival) that it is about, so
that one about an older promise does nothing. Shares of a promise are counted in office time, and every step is taken in
office hours, but for the word to those who wait if there are none before the promise ends.
"""

from datetime import datetime, timedelta

from sqlalchemy import exists, text
from sqlmodel import col, select

from content.office_hours import OfficeHours
from handlers.turn import Moment, NotYet
from models.case import IS_OPEN, Case
from models.case_change import CaseChange, Step, history_of, move_to
from models.promise import Promise, arrival_of, is_running, promise_of
from models.timer import Timer, TimerStatus, cancel_all_but, set_timers
from notifications.about_clocks import remind_heads, remind_holder, tell_broken, tell_new_date, tell_unaccepted

TIMER_HALF, TIMER_MOST, TIMER_LAST = "clocks.half", "clocks.most", "clocks.last"
TIMER_BROKEN, TIMER_UNACCEPTED = "clocks.broken", "clocks.unaccepted"
KINDS = (TIMER_HALF, TIMER_MOST, TIMER_LAST, TIMER_BROKEN, TIMER_UNACCEPTED)
# When an hour of office time is left the town itself gives a new date; of a short promise when a tenth is left.
LAST_HOUR, MOST_SHARE, LAST_SHARE = timedelta(hours=1), 0.8, 0.9
# By how many working days the town moves a promise: at first, the second time, and each time after that.
FURTHER = (2, 5, 10)
# Rungs of the ladder of a case that nobody accepts: its division once more, the head, the municipal clerk.
RUNGS = (1, 2, 3)
A_RUNG = timedelta(hours=1)
# Somebody is changing the case at this moment.
SOON = timedelta(minutes=1)

# In one morning, so that its transaction stays short.
MOST_WOUND_UP = 500

Times = dict[tuple[str, str], datetime]


def restart(moment: Moment, case: Case) -> None:
    """Set the timers that the case needs as it stands, and no others. Called after each of its steps; again is the same."""
    times: Times = {}
    if is_running(case):
        history = history_of(moment.session, case.key)
        times = _steps(promise_of(case, history), moment.office.town.hours) | _rungs(moment, case, history)
    cancel_all_but(moment.session, case.key, KINDS, {slot for _, slot in times})
    set_timers(moment.session, case.key, times)


def wind_up(moment: Moment) -> None:
    """Give their clocks to open cases that have none: they are older than the clocks, or were moved behind their back.

    Those whose promise has ended long since get them with their next step: not everybody is to be told at once.
    """
    has_clock = exists().where(
        col(Timer.kind).in_(KINDS), col(Timer.subject) == col(Case.id), col(Timer.status) == TimerStatus.SET
    )
    ahead = (text(IS_OPEN), col(Case.paused_at).is_(None), col(Case.promised_at) > moment.now)
    query = select(Case).where(*ahead, ~has_clock).order_by(col(Case.id)).limit(MOST_WOUND_UP)
    for case in moment.session.exec(query):
        restart(moment, case)


def _steps(promise: Promise, hours: OfficeHours) -> Times:
    whole, slot, given_at = hours.time_between(promise.given_at, promise.until), promise.slot, promise.given_at
    times = {(TIMER_LAST, slot): _last_moment(promise, hours, whole)}
    if whole:
        times[TIMER_HALF, slot] = hours.after(given_at, whole / 2)
        times[TIMER_MOST, slot] = hours.after(given_at, whole * MOST_SHARE)
    if promise.broken is not None:
        times[TIMER_BROKEN, slot] = hours.next_office_time(promise.broken)
    return times


def _last_moment(promise: Promise, hours: OfficeHours, whole: timedelta) -> datetime:
    """When the followers have to be told, if nothing has happened: in the last office hour before the promise ends."""
    if whole:
        return hours.after(promise.given_at, max(whole - LAST_HOUR, whole * LAST_SHARE))
    before = min(LAST_HOUR, (promise.until - promise.given_at) / 2)
    return promise.until - max(before, timedelta())


def _rungs(moment: Moment, case: Case, history: list[CaseChange]) -> Times:
    arrived = arrival_of(case, history)
    if arrived is None:
        return {}
    kind, town = moment.office.catalogue.by_code[case.type_code], moment.office.town
    first = town.hours.after(arrived.at, timedelta(minutes=kind.accept_within_minutes or town.accept_within_minutes))
    return {(TIMER_UNACCEPTED, f"{arrived.key}.{rung}"): town.hours.after(first, (rung - 1) * A_RUNG) for rung in RUNGS}


def half(moment: Moment, timer: Timer) -> None:
    """Half of the promise has passed: a quiet word to who holds the case."""
    case = _in_force(moment, timer)
    if case is not None:
        _only_in_office_hours(moment)
        remind_holder(moment.session, moment.office, case, moment.now)


def most(moment: Moment, timer: Timer) -> None:
    """Four fifths have passed: the heads are told, who may give a new date."""
    case = _in_force(moment, timer)
    if case is not None:
        _only_in_office_hours(moment)
        remind_heads(moment.session, moment.office, case, moment.now)


def last(moment: Moment, timer: Timer) -> None:
    """Nobody has given a new date, so the town does, and tells those who wait: nobody learns it from silence."""
    case = _in_force(moment, timer)
    if case is None:
        return
    if case.promised_at <= moment.now:  # the worker stood still: it is broken already, and nobody needs be woken
        _only_in_office_hours(moment)
    times_moved = promise_of(case, history_of(moment.session, case.key)).times_moved
    days = FURTHER[min(times_moved, len(FURTHER) - 1)]
    until = moment.office.town.hours.working_days_after(max(moment.now, case.promised_at), days)
    move_to(moment.session, case, case.status, Step.DELAYED, moment.now, promised_at=until)
    restart(moment, case)
    tell_new_date(moment.session, moment.office, case, moment.now)


def broken(moment: Moment, timer: Timer) -> None:
    """What was promised before the town moved it has ended: the heads and the municipal clerk are told."""
    case = _in_force(moment, timer)
    if case is None:
        return
    _only_in_office_hours(moment)
    was_promised = promise_of(case, history_of(moment.session, case.key)).broken
    if was_promised is not None:
        tell_broken(moment.session, moment.office, case, was_promised, moment.now)


def unaccepted(moment: Moment, timer: Timer) -> None:
    """Nobody has accepted the case in time: one rung up."""
    case = _locked(moment, timer)
    arrived = arrival_of(case, history_of(moment.session, case.key)) if case is not None else None
    came, rung = timer.slot.split(".")
    if case is None or arrived is None or not is_running(case):
        return
    if arrived.key != int(came):
        restart(moment, case)
        return
    _only_in_office_hours(moment)
    tell_unaccepted(moment.session, moment.office, case, int(rung), moment.now)


def _in_force(moment: Moment, timer: Timer) -> Case | None:
    """The timer's case, locked, if the promise still runs that the timer is about."""
    case = _locked(moment, timer)
    if case is None or not is_running(case):
        return None
    if promise_of(case, history_of(moment.session, case.key)).slot == timer.slot:
        return case
    restart(moment, case)  # whoever moved the promise without its clocks: from now on they are right
    return None


def _locked(moment: Moment, timer: Timer) -> Case | None:
    """The timer's case, locked for a change. Raises NotYet if somebody is changing it: they may want this timer's row."""
    query = select(Case).where(col(Case.id) == timer.subject)
    case = moment.session.exec(query.with_for_update(skip_locked=True)).one_or_none()
    if case is None and moment.session.exec(query).one_or_none() is not None:
        raise NotYet(moment.now + SOON)
    return case


def _only_in_office_hours(moment: Moment) -> None:
    """Raises NotYet outside of them: the worker stood still when it was time."""
    hours = moment.office.town.hours
    if not hours.is_open(moment.now):
        raise NotYet(hours.next_office_time(moment.now))
