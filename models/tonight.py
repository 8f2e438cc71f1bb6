"""What a crew has before it in an evening: the open cases about lamps, who was there today, and what went in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, text
from sqlmodel import Session, col, select

from models.asset import Asset
from models.case import BANGKOK, IS_OPEN, Case
from models.case_change import CaseChange
from models.case_merge import IS_ACTIVE, CaseMerge
from models.follower import Follower
from models.geography import Point
from models.officer import Officer, visible_to
from models.streetlight import PartUsed, RepairVisit, Streetlight


@dataclass(frozen=True)
class LampCase:
    """An open case about a lamp, and its pole if it is known."""

    case: Case
    light: Streetlight
    pole: Asset | None

    @property
    def point(self) -> Point | None:
        """Where to go; None: nobody knows as a point."""
        return self.pole.point if self.pole is not None else self.case.point


def lamp_cases(session: Session, officer: Officer, pole_code: str | None = None) -> list[LampCase]:
    """All open ones that this officer may see, or those of one pole, its line among them; the soonest promise first."""
    query = select(Case, Streetlight, Asset).join(Streetlight, col(Streetlight.case_id) == col(Case.id))
    query = query.join(Asset, col(Asset.id) == col(Streetlight.asset_id), isouter=True)
    query = query.where(text(IS_OPEN), visible_to(officer))
    if pole_code is not None:
        here = select(Streetlight.case_id).join(Asset, col(Asset.id) == col(Streetlight.asset_id))
        here = here.where(col(Asset.code) == pole_code)
        lines = select(CaseMerge.into_id).where(col(CaseMerge.case_id).in_(here), text(IS_ACTIVE))
        query = query.where(or_(col(Case.id).in_(here), col(Case.id).in_(lines)))
    ordered = query.order_by(col(Case.promised_at), col(Case.id))
    return [LampCase(case, light, pole) for case, light, pole in session.exec(ordered)]


def count_reporters(session: Session, case_ids: Sequence[int]) -> dict[int, int]:
    """How many people each case is for."""
    followed = (col(Follower.case_id).in_(case_ids), col(Follower.left_at).is_(None))
    query = select(Follower.case_id, func.count()).where(*followed).group_by(col(Follower.case_id))
    return {case_id: count for case_id, count in session.exec(query)}


def newest_steps(session: Session, case_ids: Sequence[int]) -> dict[int, int]:
    """The id of each case's newest step."""
    query = select(CaseChange.case_id, func.max(CaseChange.id)).where(col(CaseChange.case_id).in_(case_ids))
    return {case_id: step or 0 for case_id, step in session.exec(query.group_by(col(CaseChange.case_id)))}


def others_went_on(session: Session, case_id: int, seen: int, officer_id: int) -> bool:
    """Whether anybody else has taken a step of the case since the one that a page showed."""
    not_theirs = or_(col(CaseChange.officer_id) != officer_id, col(CaseChange.officer_id).is_(None))
    since = (col(CaseChange.case_id) == case_id, col(CaseChange.id) > seen)
    return session.exec(select(CaseChange.id).where(*since, not_theirs).limit(1)).first() is not None


def today_began(now: datetime) -> datetime:
    """The midnight before, in Bangkok."""
    return now.astimezone(BANGKOK).replace(hour=0, minute=0, second=0, microsecond=0)


def visits_since(session: Session, case_ids: Sequence[int], since: datetime) -> list[RepairVisit]:
    """Who came to the poles of these cases, the oldest visit first."""
    query = select(RepairVisit).where(col(RepairVisit.case_id).in_(case_ids), col(RepairVisit.arrived_at) >= since)
    return list(session.exec(query.order_by(col(RepairVisit.id))))


def parts_since(session: Session, case_ids: Sequence[int], since: datetime) -> list[PartUsed]:
    """What went in for these cases, the oldest first."""
    query = select(PartUsed).where(col(PartUsed.case_id).in_(case_ids), col(PartUsed.used_at) >= since)
    return list(session.exec(query.order_by(col(PartUsed.id))))


def visit_named(session: Session, key: str) -> RepairVisit | None:
    """The visit that a page calls so."""
    return session.exec(select(RepairVisit).where(col(RepairVisit.key) == key)).one_or_none()


def parts_named(session: Session, key: str) -> list[PartUsed]:
    """The parts that a page told under this name."""
    return list(session.exec(select(PartUsed).where(col(PartUsed.key) == key)))
