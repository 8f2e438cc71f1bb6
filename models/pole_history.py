"""What poles have been through: how often each went out, how long it took to repair, and what was put into it.

A failure is a case about a pole that the town took up; several cases of one pole that went on as one are one failure. What
went on as another case, as the lamps of a dark line do, was repaired when that was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import fmean, median
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.asset import Asset, AssetState
from models.case import Case, Status
from models.case_merge import CaseMerge
from models.columns import UtcDateTime
from models.counting import SECONDS_AN_HOUR, seconds_of
from models.figures import NOT_TOLD
from models.inserting import dialect_of
from models.period import Period
from models.streetlight import PartUsed, Streetlight

# So many failures within a year, and the whole lamp wants looking at.
MANY, A_YEAR = 3, timedelta(days=365)
# Of the worst some may have been removed.
MOST_SHOWN, MOST_LOOKED_UP = 30, 200
NOT_TAKEN_UP = (Status.DECLINED, Status.WITHDRAWN)
WAYS = ("lamp", "village", "circuit")


@dataclass(frozen=True)
class Failure:
    """Once that a pole failed. `parts`: how many of which were put in; `reopenings`: how often it was not in order yet."""

    case_id: int
    fault: str | None
    filed_at: datetime
    finished_at: datetime | None
    reopenings: int
    parts: dict[str, int] = field(default_factory=dict)

    @property
    def took(self) -> timedelta | None:
        """From when it was told until it was repaired; None while it is not."""
        return self.finished_at - self.filed_at if self.finished_at is not None else None


@dataclass(frozen=True)
class Repairs:
    """Of a group of poles within a period: how often they failed, how much of it is repaired, and hours from telling to
    repair, mean and median; None without any."""

    failures: int = 0
    repaired: int = 0
    mean_h: float | None = None
    median_h: float | None = None


@dataclass(frozen=True)
class OftenOut:
    """A pole that failed again and again within a year."""

    pole: Asset
    failures: int


def failures_of(session: Session, pole_id: int, limit: int = MOST_SHOWN) -> list[Failure]:
    """What a pole has been through, the newest first."""
    merged = _Merged()
    columns = (col(Case.id), col(Streetlight.fault), col(Case.filed_at), merged.finished_at, merged.reopenings)
    query = merged.failures(*columns).where(col(Streetlight.asset_id) == pole_id)
    found = session.execute(query.order_by(col(Case.filed_at).desc(), col(Case.id).desc()).limit(limit)).all()
    parts = _parts_of(session, pole_id, [row[0] for row in found])
    return [
        Failure(case_id, fault, filed_at, finished_at, reopenings, parts.get(case_id, {}))
        for case_id, fault, filed_at, finished_at, reopenings in found
    ]


def failed_within_a_year(session: Session, pole_id: int, now: datetime) -> int:
    """How often a pole failed in the year that ends now."""
    here = (col(Streetlight.asset_id) == pole_id, col(Case.filed_at) > now - A_YEAR)
    return int(session.connection().execute(_Merged().failures(func.count()).where(*here)).scalar_one())


def often_out(session: Session, now: datetime, limit: int = MOST_SHOWN) -> list[OftenOut]:
    """The standing poles that failed MANY times or more within a year, the worst first."""
    asset, since = col(Streetlight.asset_id), col(Case.filed_at) > now - A_YEAR
    told = select(asset, func.count()).select_from(Case).join(Streetlight, col(Streetlight.case_id) == col(Case.id))
    told = told.where(since, col(Case.status).not_in(NOT_TAKEN_UP), asset.is_not(None))
    # By a sum that changes nothing: for the bare column SQLite would read the cases of all years in its order.
    told = told.group_by(asset + 0, asset).having(func.count() >= MANY)
    connection = session.connection()
    times = {key: count for key, count in connection.execute(told)}
    # Few are told twice of one pole and joined: they are taken off, which is quicker than to look at every case for it.
    merged = _Merged()
    twice = select(asset, func.count()).select_from(merged.merge).where(merged.is_active, since).group_by(asset)
    twice = twice.join(Case, col(Case.id) == col(merged.merge.case_id)).join(Streetlight, merged.is_light_of_case)
    twice = twice.join(merged.light, merged.is_light_of_other).where(col(merged.light.asset_id) == asset)
    for key, count in connection.execute(twice):
        times[key] = times.get(key, 0) - count
    often = sorted((key for key, count in times.items() if count >= MANY), key=lambda key: (-times[key], key))
    standing = col(Asset.state) == AssetState.IN_USE
    poles = session.execute(select(Asset).where(col(Asset.id).in_(often[:MOST_LOOKED_UP]), standing)).scalars()
    worst = sorted(poles, key=lambda pole: (-times[pole.key], pole.code))
    return [OftenOut(pole, times[pole.key]) for pole in worst[:limit]]


def repairs_within(session: Session, period: Period) -> dict[str | None, dict[str, Repairs]]:
    """The failures that were told within a period, by each of WAYS and (None) all together; the most failures first."""
    merged, dialect = _Merged(), dialect_of(session)
    took = seconds_of(merged.finished_at, dialect) - seconds_of(col(Case.filed_at), dialect)
    ways = [func.coalesce(getattr(Asset, way), NOT_TOLD) for way in WAYS]
    query = merged.failures(took, *ways).join(Asset, col(Asset.id) == col(Streetlight.asset_id))
    told = and_(col(Case.filed_at) >= period.since, col(Case.filed_at) < period.until)
    groups: dict[str | None, dict[str, list[int | None]]] = {way: {} for way in (*WAYS, None)}
    for seconds, *codes in session.connection().execute(query.where(told)):
        for way, code in zip(groups, (*codes, NOT_TOLD), strict=True):
            groups[way].setdefault(code, []).append(seconds)
    return {way: _largest_first(by_code) for way, by_code in groups.items()}


def _largest_first(by_code: Mapping[str, Sequence[int | None]]) -> dict[str, Repairs]:
    found = {code: _repairs(seconds) for code, seconds in by_code.items()}
    return dict(sorted(found.items(), key=lambda one: (-one[1].failures, one[0])))


def _repairs(told: Sequence[int | None]) -> Repairs:
    took = [float(seconds) / SECONDS_AN_HOUR for seconds in told if seconds is not None]
    if not took:
        return Repairs(len(told))
    return Repairs(len(told), len(took), fmean(took), median(took))


def parts_by_month(session: Session, period: Period) -> dict[str, dict[str, int]]:
    """How many of each part were put in, month (2026-11) by month; months without any too."""
    used: dict[str, dict[str, int]] = {}
    for month in period.months:
        whole = Period.month_named(month)
        since, until = max(whole.since, period.since), min(whole.until, period.until)
        within = (col(PartUsed.used_at) >= since, col(PartUsed.used_at) < until)
        query = select(col(PartUsed.part), func.sum(col(PartUsed.count))).where(*within).group_by(col(PartUsed.part))
        used[month] = {part: int(count) for part, count in session.connection().execute(query)}
    return used


class _Merged:
    """Cases of poles, with the case as which each goes on, if it does."""

    def __init__(self) -> None:
        self.merge, self.into, self.light = aliased(CaseMerge), aliased(Case), aliased(Streetlight)

    @property
    def finished_at(self) -> ColumnElement[datetime]:
        return func.coalesce(self.into.finished_at, Case.finished_at, type_=UtcDateTime())

    @property
    def reopenings(self) -> ColumnElement[int]:
        return func.coalesce(self.into.reopenings, Case.reopenings)

    @property
    def is_active(self) -> ColumnElement[bool]:
        """The cases have not parted since."""
        return col(self.merge.unmerged_at).is_(None)

    @property
    def is_light_of_case(self) -> ColumnElement[bool]:
        """What the case that goes on knows of its lamp."""
        return col(Streetlight.case_id) == col(self.merge.case_id)

    @property
    def is_light_of_other(self) -> ColumnElement[bool]:
        """What the case as which it goes on knows of its own."""
        return col(self.light.case_id) == col(self.merge.into_id)

    def failures(self, *columns: Any) -> Select[Any]:
        """Each failure once: what went on as another case of the same pole is no failure more."""
        query = select(*columns).select_from(Streetlight).join(Case, col(Case.id) == col(Streetlight.case_id))
        query = query.outerjoin(self.merge, and_(col(self.merge.case_id) == col(Case.id), self.is_active))
        query = query.outerjoin(self.into, col(self.into.id) == col(self.merge.into_id))
        query = query.outerjoin(self.light, self.is_light_of_other)
        same = col(self.light.asset_id) == col(Streetlight.asset_id)
        return query.where(or_(col(self.light.asset_id).is_(None), ~same), col(Case.status).not_in(NOT_TAKEN_UP))


def _parts_of(session: Session, pole_id: int, case_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """What was put into this pole for these cases, or for those as which they went on."""
    merge = aliased(CaseMerge)
    active = and_(col(merge.into_id) == col(PartUsed.case_id), col(merge.unmerged_at).is_(None))
    query = select(col(PartUsed.id), col(PartUsed.part), col(PartUsed.count), col(PartUsed.case_id), col(merge.case_id))
    used = query.select_from(PartUsed).outerjoin(merge, active).where(col(PartUsed.asset_id) == pole_id)
    parts: dict[int, dict[str, int]] = {}
    counted = set()
    for part_id, part, count, own, through in session.connection().execute(used.order_by(col(PartUsed.id))):
        case_id = own if own in case_ids else through
        if case_id in case_ids and part_id not in counted:
            counted.add(part_id)
            of_case = parts.setdefault(case_id, {})
            of_case[part] = of_case.get(part, 0) + count
    return parts
