"""How the divisions stand: what came in, was finished, is due, late or waits, counted by division."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, cast, func, text
from sqlmodel import Session, col, select

from models.case import IS_OPEN, UNACCEPTED, Case
from models.promise import late

MOST_NAMED = 5


@dataclass(frozen=True)
class Day:
    """What a morning looks at: the days since the last working morning, now, and the end of today."""

    since: datetime
    today: datetime
    now: datetime
    tomorrow: datetime


@dataclass(frozen=True)
class Tally:
    """Of one division. `late`: not done though first promised for earlier, wherever the promise has been moved since."""

    came: int = 0
    finished: int = 0
    open: int = 0
    due: int = 0
    late: int = 0
    unaccepted: int = 0

    @property
    def says_something(self) -> bool:
        """Whether there is anything to be told."""
        return any((self.came, self.finished, self.due, self.late, self.unaccepted))


def is_due(day: Day) -> ColumnElement[bool]:
    """Promised for the rest of today."""
    return col(Case.promised_at).between(day.now, day.tomorrow) & col(Case.paused_at).is_(None)


def tallies(session: Session, day: Day, which: ColumnElement[bool]) -> dict[str, Tally]:
    """Each division that has something, by its code; `which` cases the reader may know of."""
    came = _counted(session, which, col(Case.filed_at) >= day.since, col(Case.filed_at) < day.today)
    finished = _counted(session, which, col(Case.finished_at) >= day.since, col(Case.finished_at) < day.today)
    unaccepted = col(Case.status).in_(UNACCEPTED)
    sums = [func.sum(cast(is_so, Integer)) for is_so in (is_due(day), late(day.now), unaccepted)]
    query = select(Case.division, func.count(), *sums).where(text(IS_OPEN), which).group_by(col(Case.division))
    standing = {division: counts for division, *counts in session.exec(query)}
    return {
        division: Tally(came[division], finished[division], *standing.get(division, ()))
        for division in sorted({*came, *finished, *standing})
    }


def _counted(session: Session, *where: ColumnElement[bool]) -> Counter[str]:
    query = select(Case.division, func.count()).where(*where).group_by(col(Case.division))
    return Counter({division: count for division, count in session.exec(query)})


def numbers_of(session: Session, division: str, *where: ColumnElement[bool]) -> list[str]:
    """The numbers of a few open cases of a division, the soonest promise first."""
    query = select(Case.number).where(text(IS_OPEN), col(Case.division) == division, *where)
    return list(session.exec(query.order_by(col(Case.promised_at), col(Case.id)).limit(MOST_NAMED)))
