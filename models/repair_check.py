"""Checks of repairs: each week some followers of finished cases are asked whether it has really been repaired."""

from datetime import datetime, timedelta

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from models.case import Case, Status
from models.case_change import CaseChange, Step
from models.columns import Row, UtcDateTime
from models.follower import people_to_tell
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


def _is_judged(session: Session, case: Case) -> bool:
    said = (col(CaseChange.case_id) == case.key, col(CaseChange.person_id) == case.reporter_id)
    since = (col(CaseChange.step).in_([Step.RATED, Step.CLOSED]), col(CaseChange.at) >= case.finished_at)
    return session.exec(select(CaseChange.id).where(*said, *since).limit(1)).first() is not None
