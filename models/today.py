"""A day at a glance, of what an officer may see: what came, what was done, what is late, and whether promises are kept."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, Float, Integer, cast, text
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models.case import BANGKOK, IS_OPEN, IS_UNACCEPTED, Case, Status
from models.officer import Officer, visible_to
from models.promise import late

# Counted up to here; what is open has no natural end.
MOST_COUNTED = 999
# A case is to be accepted within this.
ACCEPTED_WITHIN = timedelta(hours=1)
STARS_OF = timedelta(days=7)


@dataclass(frozen=True)
class Today:
    """Numbers of cases. `finished_this_month` and `in_time` are of those that are finished now; `stars` is their mean
    over a week, None without any. What is open is counted up to one more than MOST_COUNTED."""

    came_in: int
    came_in_yesterday: int
    finished: int
    finished_yesterday: int
    due: int
    late: int
    waiting: int
    reopened: int
    rated: int
    stars: float | None
    finished_this_month: int
    in_time: int

    @property
    def percent_in_time(self) -> int | None:
        """Of what was finished this month, how much by the first promise; cut down, so that 79.9 is not 80."""
        return self.in_time * 100 // self.finished_this_month if self.finished_this_month else None


def day_at_a_glance(session: Session, officer: Officer, now: datetime) -> Today:
    """The day of `now` in Bangkok; what the officer may see is decided in SQL."""
    today = _midnight(now)
    yesterday, tomorrow, month = today - timedelta(days=1), today + timedelta(days=1), today.replace(day=1)
    filed, finished = col(Case.filed_at), col(Case.finished_at)
    is_open, unaccepted = _part(IS_OPEN), _part(IS_UNACCEPTED)
    week = (finished >= now - STARS_OF, col(Case.stars).is_not(None))
    kept = func.coalesce(func.sum(cast(finished <= col(Case.first_promised_at), Integer)), 0)
    asked = {
        "came_in": _counted(officer, filed >= today),
        "came_in_yesterday": _counted(officer, filed >= yesterday, filed < today),
        "finished": _counted(officer, finished >= today),
        "finished_yesterday": _counted(officer, finished >= yesterday, finished < today),
        "due": _bounded(officer, is_open, col(Case.promised_at) >= now, col(Case.promised_at) < tomorrow),
        "late": _bounded(officer, is_open, late(now)),
        "waiting": _bounded(officer, unaccepted, filed < now - ACCEPTED_WITHIN),
        "reopened": _bounded(officer, unaccepted, col(Case.status) == Status.REOPENED),
        "rated": _counted(officer, *week),
        "stars": select(cast(func.avg(Case.stars), Float)).where(visible_to(officer), *week),
        "finished_this_month": _counted(officer, finished >= month),
        "in_time": select(kept).where(visible_to(officer), finished >= month),
    }
    found = session.exec(select(*(query.scalar_subquery() for query in asked.values()))).one()
    return Today(**dict(zip(asked, found, strict=True)))


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(BANGKOK).date(), time(), BANGKOK)


def _part(condition: str) -> ColumnElement[bool]:
    return text(condition)  # type: ignore[return-value]


def _counted(officer: Officer, *conditions: ColumnElement[bool]) -> SelectOfScalar[int]:
    return select(func.count()).select_from(Case).where(visible_to(officer), *conditions)


def _bounded(officer: Officer, *conditions: ColumnElement[bool]) -> SelectOfScalar[int]:
    some = select(Case.id).where(visible_to(officer), *conditions).limit(MOST_COUNTED + 1)
    return select(func.count()).select_from(some.subquery())
