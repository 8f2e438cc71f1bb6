"""Lamps that give no light and may be one line of them: on one circuit, or so near each other that one fault explains all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from sqlalchemy import ColumnElement, and_, func, or_, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.asset import Asset, AssetState
from models.case import IS_OPEN, OPEN, Case
from models.case_merge import CaseMerge
from models.geography import box_around, metres_between
from models.streetlight import Streetlight

# More lamps than these round one are looked at no further: they are one line long before.
MOST_LOOKED_AT, MOST_COMBINED = 40, 12


@dataclass(frozen=True)
class DarkLamp:
    """An open case of a pole of the town's that gives no light."""

    case: Case
    pole: Asset


@dataclass(frozen=True)
class Reach:
    """Which lamps may be of one line: `faults` are dark, `metres` apart, known since `since`; those on a circuit always."""

    faults: Collection[str]
    metres: float
    since: datetime


def dark_lamp(session: Session, case_id: int, reach: Reach) -> DarkLamp | None:
    """The case, read anew, if it may be of a line: dark, of the town's own pole, certain which, and never parted from one."""
    query = select(Case, Asset).join(Streetlight, col(Streetlight.case_id) == col(Case.id))
    query = query.join(Asset, col(Asset.id) == col(Streetlight.asset_id)).where(col(Case.id) == case_id)
    found = session.exec(query.where(*_may_be_of_a_line(reach)).execution_options(populate_existing=True)).one_or_none()
    return DarkLamp(*found) if found is not None else None


def dark_lamps_around(session: Session, lamp: DarkLamp, reach: Reach) -> list[DarkLamp]:
    """The others that may be of one line with it, the oldest first: on its circuit, or so near and so new."""
    query = select(Case, Asset).join(Streetlight, col(Streetlight.case_id) == col(Case.id))
    query = query.join(Asset, col(Asset.id) == col(Streetlight.asset_id))
    same = (col(Case.division) == lamp.case.division, col(Case.type_code) == lamp.case.type_code)
    near = and_(_in_box(lamp.pole, reach), col(Case.filed_at) >= reach.since)
    here = query.where(*_may_be_of_a_line(reach), *same, or_(_on_circuit(lamp.pole), near))
    others = here.where(col(Case.id) != lamp.case.key, col(Asset.id) != lamp.pole.key)
    found = [DarkLamp(case, pole) for case, pole in session.exec(others.order_by(col(Case.id)).limit(MOST_LOOKED_AT))]
    return [one for one in found if shares_circuit(one.pole, lamp.pole) or _are_near(one.pole, lamp.pole, reach)]


def lamps_of_a_line(lamp: DarkLamp, around: Sequence[DarkLamp], reach: Reach, least: int) -> list[DarkLamp]:
    """All that are one line with this lamp, itself among them; nothing if there are fewer than `least`.

    So many share its circuit, or so many stand all within reach of each other: then those near them belong to it as well.
    """
    circuit = _one_a_pole([lamp, *(one for one in around if shares_circuit(one.pole, lamp.pole))])
    if len(circuit) >= least:
        return circuit
    near = _one_a_pole(
        [one for one in around if _are_near(one.pole, lamp.pole, reach) and one.case.filed_at >= reach.since]
    )
    for others in combinations(near[:MOST_COMBINED], least - 1):
        if all(_are_near(one.pole, other.pole, reach) for one, other in combinations(others, 2)):
            return [lamp, *near]
    return []


def line_beside(session: Session, lamp: DarkLamp, reach: Reach) -> int | None:
    """The id of the oldest open line that a lamp belongs to: one on its circuit, or with a pole so near."""
    merge, line = aliased(CaseMerge), aliased(Streetlight)
    goes_on = func.coalesce(col(merge.into_id), col(Streetlight.case_id))
    query = select(Case.id, Asset).select_from(Streetlight).join(Asset, col(Asset.id) == col(Streetlight.asset_id))
    active = and_(col(merge.case_id) == col(Streetlight.case_id), col(merge.unmerged_at).is_(None))
    query = query.outerjoin(merge, active).join(Case, col(Case.id) == goes_on)
    query = query.join(line, col(line.case_id) == col(Case.id))
    same = (col(Case.division) == lamp.case.division, col(Case.type_code) == lamp.case.type_code)
    here = (col(line.is_line), col(Case.status).in_(OPEN), col(Case.id) != lamp.case.key)
    beside = or_(_on_circuit(lamp.pole), _in_box(lamp.pole, reach))
    found = session.exec(query.where(*here, *same, beside).order_by(col(Case.id)))
    lines = (key for key, pole in found if shares_circuit(pole, lamp.pole) or _are_near(pole, lamp.pole, reach))
    return next(lines, None)


def shares_circuit(one: Asset, other: Asset) -> bool:
    """Whether both hang on one circuit that is known."""
    return one.circuit is not None and one.circuit == other.circuit


def _may_be_of_a_line(reach: Reach) -> tuple[ColumnElement[bool], ...]:
    parted = select(CaseMerge.id).where(col(CaseMerge.case_id) == col(Case.id), col(CaseMerge.unmerged_at).is_not(None))
    return (
        text(IS_OPEN),  # type: ignore[return-value]
        col(Streetlight.fault).in_(reach.faults),
        col(Streetlight.is_doubtful).is_(False),
        col(Case.is_confidential).is_(False),
        col(Asset.owner).is_(None),
        col(Asset.state) == AssetState.IN_USE,
        # An officer has said once that it is another matter.
        ~parted.exists(),
    )


def _on_circuit(pole: Asset) -> ColumnElement[bool]:
    same = (col(Asset.kind) == pole.kind, col(Asset.circuit).is_not(None), col(Asset.circuit) == pole.circuit)
    return and_(*same)


def _in_box(pole: Asset, reach: Reach) -> ColumnElement[bool]:
    south_west, north_east = box_around(pole.point, reach.metres)
    return and_(
        col(Asset.kind) == pole.kind,
        col(Asset.latitude).between(south_west.latitude, north_east.latitude),
        col(Asset.longitude).between(south_west.longitude, north_east.longitude),
    )


def _are_near(one: Asset, other: Asset, reach: Reach) -> bool:
    return metres_between(one.point, other.point) <= reach.metres


def _one_a_pole(lamps: Sequence[DarkLamp]) -> list[DarkLamp]:
    return list({lamp.pole.key: lamp for lamp in reversed(lamps)}.values())[::-1]
