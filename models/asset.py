"""What the town owns and looks after in the open, one row each, known by the code that is painted or stuck on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, Date, Float, Index, UniqueConstraint, func
from sqlmodel import Field, Session, col, select

from models.columns import Row, UtcDateTime, one_of
from models.geography import Point, box_around, metres_between
from models.thai import canon

LONGEST_CODE = 20
# A code stands in addresses and is read out over the telephone.
_CODE = re.compile(rf"[0-9A-Z\u0e01-\u0e4e-]{{1,{LONGEST_CODE}}}")
_PARTED = re.compile(r"[\s./\\_\u2010-\u2015-]+")


class AssetKind(StrEnum):
    """What sort of thing it is."""

    POLE = "pole"


class AssetState(StrEnum):
    """Whether it still stands there. What is broken on it, its open cases tell."""

    IN_USE = "in_use"
    REMOVED = "removed"


class Asset(Row, table=True):
    """One thing at its place. `code` is unique within a kind, as `models.asset.code_in` writes it."""

    __table_args__ = (
        UniqueConstraint("kind", "code"),
        CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="point_on_earth"),
        Index("ix_asset_near", "kind", "latitude", "longitude"),
        Index("ix_asset_circuit", "kind", "circuit"),
        Index("ix_asset_village", "kind", "village"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: AssetKind = Field(default=AssetKind.POLE, sa_type=one_of(AssetKind))
    code: str = Field(max_length=LONGEST_CODE)
    latitude: float = Field(sa_type=Float)
    longitude: float = Field(sa_type=Float)
    # Within how many metres of the point it stands, as far as whoever put it there knew.
    accuracy_m: float = Field(default=5.0, sa_type=Float)
    # Code of the town's list of places, the road in words.
    village: str | None = Field(default=None, max_length=40)
    road: str | None = Field(default=None, max_length=200)
    # Code of content/catalogue/poles.toml, and how much power it draws.
    lamp: str | None = Field(default=None, max_length=40)
    watts: int | None = None
    # Code of the authority whose it is; None: the town's own.
    owner: str | None = Field(default=None, max_length=40)
    circuit: str | None = Field(default=None, max_length=40)
    installed_on: date | None = Field(default=None, sa_type=Date)
    photo_id: int | None = Field(default=None, foreign_key="photo.id")
    state: AssetState = Field(default=AssetState.IN_USE, sa_type=one_of(AssetState))
    changed_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def key(self) -> int:
        """The id of one that has been kept."""
        assert self.id is not None
        return self.id

    @property
    def point(self) -> Point:
        """Where it stands."""
        return Point(self.latitude, self.longitude)


def code_in(told: str) -> str | None:
    """The code as it is kept, of one that somebody wrote: capitals, Arabic digits, a hyphen for what parts its pieces.

    None for what can be no code.
    """
    parted = _PARTED.sub("-", canon(told).upper()).strip("-")
    return parted if _CODE.fullmatch(parted) else None


@dataclass(frozen=True)
class NearAsset:
    """Something that the town owns, and how many metres away it is."""

    asset: Asset
    metres: float


def asset_coded(session: Session, kind: AssetKind, code: str, *, to_change: bool = False) -> Asset | None:
    """The one with that code, also if it was removed; locked for a change if so asked."""
    query = select(Asset).where(col(Asset.kind) == kind, col(Asset.code) == code)
    return session.exec(query.with_for_update() if to_change else query).one_or_none()


def assets_near(session: Session, kind: AssetKind, point: Point, metres: float, limit: int) -> list[NearAsset]:
    """Those that stand so near, the nearest first. A box that an index knows, refined by geodesic distance."""
    south_west, north_east = box_around(point, metres)
    query = select(Asset).where(
        col(Asset.kind) == kind,
        col(Asset.latitude).between(south_west.latitude, north_east.latitude),
        col(Asset.longitude).between(south_west.longitude, north_east.longitude),
        col(Asset.state) == AssetState.IN_USE,
    )
    found = [NearAsset(asset, metres_between(point, asset.point)) for asset in session.exec(query)]
    return sorted((near for near in found if near.metres <= metres), key=lambda near: near.metres)[:limit]


def count_assets(session: Session, kind: AssetKind, *conditions: ColumnElement[bool]) -> int:
    """How many stand there, of those that the conditions name."""
    standing = (col(Asset.kind) == kind, col(Asset.state) == AssetState.IN_USE)
    return int(session.exec(select(func.count()).select_from(Asset).where(*standing, *conditions)).one())


def assets_by_code(session: Session, kind: AssetKind, codes: Sequence[str]) -> dict[str, Asset]:
    """Those that have one of these codes, removed ones too."""
    query = select(Asset).where(col(Asset.kind) == kind, col(Asset.code).in_(codes))
    return {asset.code: asset for asset in session.exec(query)}
