"""Checks of repairs: each week some followers of finished cases are asked whether it has really been repaired."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import UniqueConstraint, and_, case, func
from sqlmodel import Field, Session, col, select

from models.case import Case, Status
from models.case_change import CaseChange, Step
from models.columns import Row, UtcDateTime
from models.follower import people_to_tell
from models.officer import Officer, visible_to
from models.person import Person

# Later answers are thanked for and not counted: the figures of a week stand still then.
ANSWERED_WITHIN = timedelta(days=7)


class RepairCheck(Row, table=True):
    """One question to one person. `is_repaired` None: not answered (yet). `person_id` None: they have been forgotten."""

    __tablename__ = "repair_check"
    __table_args__ = (UniqueConstraint("case_id", "asked_at"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    asked_at: datetime = Field(sa_type=UtcDateTime, index=True)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    is_repaired: bool | None = None

    @property
    def key(self) -> int:
        """The id of a check that has been kept."""
        assert self.id is not None
        return self.id


def own_check(session: Session, person_id: int, check_id: int) -> tuple[RepairCheck, Case] | None:
    """What this person was asked, and the case, both locked for a change."""
    query = select(RepairCheck, Case).join(Case, col(Case.id) == col(RepairCheck.case_id))
    own = (col(RepairCheck.id) == check_id, col(RepairCheck.person_id) == person_id)
    return session.exec(query.where(*own).with_for_update()).one_or_none()


def finished_between(session: Session, start: datetime, end: datetime) -> list[int]:
    """Ids of the cases that were finished then and are still so, in their order."""
    when = (col(Case.finished_at) >= start, col(Case.finished_at) < end)
    done = col(Case.status).in_([Status.FINISHED, Status.CLOSED])
    return list(session.exec(select(Case.id).where(*when, done).order_by(col(Case.id))))  # type: ignore[arg-type]


def who_may_be_asked(session: Session, case: Case) -> list[Person]:
    """Its followers who can be reached, in the order in which they followed; not a reporter who has judged the repair."""
    told = people_to_tell(session, case)
    return [person for person in told if person.key != case.reporter_id] if _is_judged(session, case) else told


@dataclass(frozen=True)
class Sample:
    """What was asked and answered about a division's repairs. `unanswered`: by nobody in time; the rest may still come."""

    division: str
    asked: int
    said_yes: int
    said_no: int
    unanswered: int


def sample_of(
    session: Session, officer: Officer, since: datetime, until: datetime, now: datetime, division: str | None = None
) -> list[Sample]:
    """What was asked from `since` up to `until` about cases that this officer may see, by division; or of one alone."""
    silent = and_(col(RepairCheck.answered_at).is_(None), col(RepairCheck.asked_at) < now - ANSWERED_WITHIN)
    answers = (col(RepairCheck.is_repaired).is_(True), col(RepairCheck.is_repaired).is_(False), silent)
    sums = [func.sum(case((answer, 1), else_=0)) for answer in answers]
    query = select(Case.division, func.count(), *sums).join(Case, col(Case.id) == col(RepairCheck.case_id))
    query = query.where(visible_to(officer), col(RepairCheck.asked_at) >= since, col(RepairCheck.asked_at) < until)
    if division is not None:
        query = query.where(col(Case.division) == division)
    by_division = query.group_by(col(Case.division)).order_by(col(Case.division))
    return [Sample(*row) for row in session.execute(by_division)]


def _is_judged(session: Session, case: Case) -> bool:
    said = (col(CaseChange.case_id) == case.key, col(CaseChange.person_id) == case.reporter_id)
    since = (col(CaseChange.step).in_([Step.RATED, Step.CLOSED]), col(CaseChange.at) >= case.finished_at)
    return session.exec(select(CaseChange.id).where(*said, *since).limit(1)).first() is not None
