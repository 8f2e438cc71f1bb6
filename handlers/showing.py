"""The division sees who else reports a case: however many join, one card in ten minutes."""

from datetime import timedelta

from handlers.turn import Moment
from models.bell import wake
from models.case import OPEN, Case
from models.photo import PHOTOS, WAIT_FOR_PHOTOS, has_photos_on_their_way
from models.timer import Timer, TimerStatus, newest_timer, set_timer
from notifications.about_complaints import show_to_division

TIMER_SHOW_JOINED = "showing.show_joined"
TIMER_SHOW_ADDED = "showing.show_added"
PAUSE = timedelta(minutes=10)


def show_soon(moment: Moment, case: Case) -> None:
    """Show the division that others report the case too: now, or when the last such card is ten minutes old."""
    if case.announced_at is None:  # its first card is still to come, and will show all of it
        return
    last = newest_timer(moment.session, TIMER_SHOW_JOINED, case.key)
    if last is not None and last.status == TimerStatus.SET:
        return
    due_at, waits_for = max(moment.now, last.due_at + PAUSE) if last else moment.now, None
    if due_at == moment.now and has_photos_on_their_way(moment.session, case.key):
        due_at, waits_for = due_at + WAIT_FOR_PHOTOS, PHOTOS
    set_timer(moment.session, TIMER_SHOW_JOINED, case.key, due_at, slot=due_at.isoformat(), waits_for=waits_for)
    wake(moment.session, "timers")


def show_joined(moment: Moment, timer: Timer) -> None:
    """Show it, with all that has come by now, as long as something is left to do."""
    case = moment.session.get(Case, timer.subject)
    if case is not None and case.status in OPEN:
        show_to_division(moment.session, moment.office, case, "joined", moment.now)


def show_addition(moment: Moment, case: Case) -> None:
    """Show the division what the reporter has added: now, or all of it together when its photos are here."""
    if not has_photos_on_their_way(moment.session, case.key):
        show_to_division(moment.session, moment.office, case, "added", moment.now)
        return
    last = newest_timer(moment.session, TIMER_SHOW_ADDED, case.key)
    if last is None or last.status != TimerStatus.SET:
        due_at = moment.now + WAIT_FOR_PHOTOS
        set_timer(moment.session, TIMER_SHOW_ADDED, case.key, due_at, slot=due_at.isoformat(), waits_for=PHOTOS)
        wake(moment.session, "timers")


def show_added(moment: Moment, timer: Timer) -> None:
    """The photos are here, or took too long."""
    case = moment.session.get(Case, timer.subject)
    if case is not None and case.status in OPEN:
        show_to_division(moment.session, moment.office, case, "added", moment.now)
