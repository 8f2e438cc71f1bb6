"""How long after a repair its reporter may say that it is not in order, and give stars."""

from datetime import datetime, time, timedelta

from models.case import BANGKOK, Case, Status

# Stars are welcome also of a case that has closed itself: once, and while people remember the work.
STARS_WITHIN = timedelta(days=30)


def objects_until(case: Case, days: int) -> datetime | None:
    """The end of the last day (in Bangkok) on which the case may be opened again; None for one that is not finished."""
    if case.finished_at is None:
        return None
    last = case.finished_at.astimezone(BANGKOK).date() + timedelta(days=days)
    return datetime.combine(last, time.max, BANGKOK)


def may_object(case: Case, days: int, now: datetime) -> bool:
    """Whether it is still time to say that it is not in order. What is finished stays so until its timer closes it."""
    until = objects_until(case, days)
    is_closed_lately = case.status == Status.CLOSED and (until is None or now <= until)
    return case.status == Status.FINISHED or is_closed_lately


def may_rate(case: Case, now: datetime) -> bool:
    """Whether stars can be given: of what is finished, and once of what has closed without any."""
    if case.status == Status.CLOSED and case.stars is None and case.finished_at is not None:
        return now <= case.finished_at + STARS_WITHIN
    return case.status == Status.FINISHED
