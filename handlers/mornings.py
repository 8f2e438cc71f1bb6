"""Each working morning: every division's group gets one message about its cases, and who asked for it the town's digest.

One timer for the town, named by the day, sets one for each of them and the next day's: each is told once, however many
workers there are, and one that fails keeps none of the others back.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, true
from sqlmodel import col, select

from handlers.clocks import wind_up
from handlers.turn import Moment
from models.case import BANGKOK, Case
from models.duty import reachable
from models.officer import DIGEST_FOR, SEE_EVERYTHING, Officer
from models.promise import late
from models.staff_group import StaffGroup
from models.tally import Day, is_due, numbers_of, tallies
from models.timer import Timer, set_timer
from notifications.about_mornings import tell_digest, tell_group
from notifications.quota import standing_at

TIMER_MORNING, TIMER_GROUP, TIMER_DIGEST = "mornings.begin", "mornings.group", "mornings.digest"
THE_TOWN = 0
# After a worker has stood still: later in the day nobody is told how the morning was.
STILL_MORNING = timedelta(hours=3)
NOT_CONFIDENTIAL = col(Case.is_confidential).is_(False)


def set_next(moment: Moment) -> None:
    """See to it that the next working morning comes. Called when an installation starts, and by each morning."""
    town, today = moment.office.town, moment.now.astimezone(BANGKOK).date()
    day = today if town.hours.is_working_day(today) else town.hours.next_working_day(today)
    if moment.now >= _at(day, town.morning):
        day = town.hours.next_working_day(day)
    set_timer(moment.session, TIMER_MORNING, THE_TOWN, _at(day, town.morning), slot=day.isoformat())


def begin(moment: Moment, timer: Timer) -> None:
    """Set the timers of whoever is told something this morning; nobody while messages are kept for what matters more."""
    set_next(moment)
    wind_up(moment)
    if moment.now - timer.due_at > STILL_MORNING or standing_at(moment.session, moment.now).is_low:
        return
    if moment.office.town.has_morning_summary:
        _set_groups(moment, timer)
    for officer, _ in reachable(moment.session, moment.now, *_ASKED):
        set_timer(moment.session, TIMER_DIGEST, officer.key, moment.now, slot=timer.slot)


def _set_groups(moment: Moment, timer: Timer) -> None:
    groups = select(StaffGroup).where(col(StaffGroup.division).is_not(None), col(StaffGroup.left_at).is_(None))
    for group in moment.session.exec(groups):
        set_timer(moment.session, TIMER_GROUP, group.key, moment.now, slot=timer.slot)


_ASKED = (col(Officer.wants_digest).is_(True), col(Officer.role).in_(DIGEST_FOR))


def group(moment: Moment, timer: Timer) -> None:
    """One division's morning, unless there is nothing to say. A group reads of nothing that is confidential."""
    to = moment.session.get(StaffGroup, timer.subject)
    if to is None or to.division is None or to.left_at is not None:
        return
    day, division = _day(moment, timer), to.division
    tally = tallies(moment.session, day, NOT_CONFIDENTIAL & (col(Case.division) == division)).get(division)
    if tally is None or not tally.says_something:
        return
    due = numbers_of(moment.session, division, NOT_CONFIDENTIAL, is_due(day))
    overdue = numbers_of(moment.session, division, NOT_CONFIDENTIAL, late(day.now))
    tell_group(moment.session, moment.office, to, tally, day, due=due, late=overdue)


def digest(moment: Moment, timer: Timer) -> None:
    """The town's morning for one who asked, if they still do and are on duty."""
    for officer, person in reachable(moment.session, moment.now, col(Officer.id) == timer.subject, *_ASKED):
        known: ColumnElement[bool] = true() if officer.role in SEE_EVERYTHING else NOT_CONFIDENTIAL
        by_division = tallies(moment.session, _day(moment, timer), known)
        if any(tally.says_something for tally in by_division.values()):
            tell_digest(moment.session, moment.office, person, by_division, _day(moment, timer))


def _day(moment: Moment, timer: Timer) -> Day:
    """After a weekend a morning tells of all of it, the working day before it included."""
    today = date.fromisoformat(timer.slot)
    since = moment.office.town.hours.last_working_day(today)
    midnights = (_at(day, time()) for day in (since, today, today + timedelta(days=1)))
    first, second, third = midnights
    return Day(first, second, moment.now, third)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, BANGKOK)
