"""How poles stand today: whose lamp was reported, is in hand or waits for parts, for the overview and its map."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.asset import Asset, AssetKind, AssetState
from models.case import IS_OPEN, UNACCEPTED, Case, Status, WaitsFor
from models.case_merge import CaseMerge
from models.streetlight import Streetlight

# What was reported longer ago than this is not offered for the register any more, nor what has a pole so near by now:
# about eleven metres.
SINCE, NEAR = timedelta(days=365), 0.0001
STANDING = (col(Asset.kind) == AssetKind.POLE, col(Asset.state) == AssetState.IN_USE)


class PoleState(StrEnum):
    """How a pole stands, the most urgent first."""

    REPORTED = "reported"
    WAITING = "waiting"
    IN_HAND = "in_hand"
    WORKING = "working"


URGENCY = {state: rank for rank, state in enumerate(PoleState)}


@dataclass(frozen=True)
class Box:
    """A part of the map, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def condition(self) -> ColumnElement[bool]:
        """The poles in it."""
        return and_(
            col(Asset.latitude).between(self.south, self.north), col(Asset.longitude).between(self.west, self.east)
        )


@dataclass(frozen=True)
class OpenFault:
    """An open case about a standing pole: that as which it goes on, if it has been merged."""

    case_id: int
    status: Status
    waits_for: WaitsFor | None
    filed_at: datetime
    promised_at: datetime
    fault: str | None
    code: str
    latitude: float
    longitude: float

    @property
    def state(self) -> PoleState:
        """What it makes of the pole."""
        if self.status in UNACCEPTED:
            return PoleState.REPORTED
        is_waiting = self.status == Status.WAITING and self.waits_for == WaitsFor.OTHERS
        return PoleState.WAITING if is_waiting else PoleState.IN_HAND


@dataclass(frozen=True)
class Unlisted:
    """A lamp that was reported where the register has no pole."""

    case_id: int
    number: str
    latitude: float
    longitude: float
    address: str | None
    filed_at: datetime


def open_faults(session: Session, box: Box | None = None) -> list[OpenFault]:
    """The open faults of standing poles, of a part of the map if so asked, the oldest first."""
    light, merge = col(Streetlight.case_id), aliased(CaseMerge)
    columns: tuple[Any, ...] = (
        Case.id,
        Case.status,
        Case.waits_for,
        Case.filed_at,
        Case.promised_at,
        Streetlight.fault,
    )
    where: tuple[Any, ...] = (Asset.code, Asset.latitude, Asset.longitude)
    asked: Any = select(*(col(column) for column in (*columns, *where)))
    query = asked.select_from(Case).where(text(IS_OPEN), *STANDING, *([box.condition] if box is not None else []))
    merged = query.join(merge, and_(col(merge.into_id) == col(Case.id), col(merge.unmerged_at).is_(None)))
    both = (query.join(Streetlight, light == col(Case.id)), merged.join(Streetlight, light == col(merge.case_id)))
    faults = [
        OpenFault(*row)
        for one in both
        for row in session.exec(one.join(Asset, col(Asset.id) == col(Streetlight.asset_id)))
    ]
    return sorted(faults, key=lambda fault: (fault.filed_at, fault.code))


def by_pole(faults: Iterable[OpenFault]) -> list[OpenFault]:
    """Of each pole the most urgent one."""
    found: dict[str, OpenFault] = {}
    for fault in sorted(faults, key=lambda one: URGENCY[one.state]):
        found.setdefault(fault.code, fault)
    return list(found.values())


def poles_in(session: Session, box: Box, limit: int) -> list[tuple[str, float, float]]:
    """Code and place of the standing poles of a part of the map."""
    query = select(col(Asset.code), col(Asset.latitude), col(Asset.longitude)).where(*STANDING, box.condition)
    return [(code, latitude, longitude) for code, latitude, longitude in session.exec(query.limit(limit))]


def unlisted_lamps(session: Session, kind: str, now: datetime, limit: int) -> list[Unlisted]:
    """Where people have told of a lamp of late that the register does not have, and still has none, the newest first.

    `kind`: the type of the cases of poles.
    """
    columns: tuple[Any, ...] = (Case.id, Case.number, Case.latitude, Case.longitude, Case.address, Case.filed_at)
    since = (col(Case.filed_at) > now - SINCE, col(Case.latitude).is_not(None), col(Case.type_code) == kind)
    listed = select(Asset.id).where(
        *STANDING,
        col(Asset.latitude).between(col(Case.latitude) - NEAR, col(Case.latitude) + NEAR),
        col(Asset.longitude).between(col(Case.longitude) - NEAR, col(Case.longitude) + NEAR),
    )
    asked: Any = select(*(col(column) for column in columns))
    query = asked.join(Streetlight, col(Streetlight.case_id) == col(Case.id)).where(col(Streetlight.asset_id).is_(None))
    taken_up = (col(Case.status).not_in((Status.WITHDRAWN, Status.DECLINED)), col(Case.is_confidential).is_(False))
    found = session.exec(query.where(*since, *taken_up, ~listed.exists()).order_by(col(Case.id).desc()).limit(limit))
    return [Unlisted(*row) for row in found]
