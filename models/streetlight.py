"""What a case about a street light knows besides: which pole, what is wrong with it, and whether its place is doubted."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Float, UniqueConstraint, and_, false, or_, text
from sqlmodel import Field, Session, col, select

from models.asset import Asset
from models.case import IS_OPEN, Case, Status
from models.case_merge import IS_ACTIVE, CaseMerge, merged_into, with_merged
from models.columns import Row, UtcDateTime


class Streetlight(Row, table=True):
    """One to one with its case. Without a pole the lamp is not in the register, or nobody knows which it is yet."""

    case_id: int = Field(primary_key=True, foreign_key="case.id")
    asset_id: int | None = Field(default=None, foreign_key="asset.id", index=True)
    # Code of content/catalogue/poles.toml; None where it was told in words alone.
    fault: str | None = Field(default=None, max_length=40)
    # How far from the pole whoever reported it was, in metres, if their telephone said so.
    metres_off: float | None = Field(default=None, sa_type=Float)
    # Reported from so far away that it may be another pole; whoever is asked and knows better ends the doubt.
    is_doubtful: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    # Several lamps at once: this case goes on for all of them.
    is_line: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class RepairVisit(Row, table=True):
    """Somebody of a crew was at a pole for a case. `key` is the page's own name for it: sent twice, it is one visit."""

    __tablename__ = "repair_visit"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=40, unique=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    asset_id: int | None = Field(default=None, foreign_key="asset.id", index=True)
    officer_id: int = Field(foreign_key="officer.id")
    arrived_at: datetime = Field(sa_type=UtcDateTime)
    # The sticker was scanned there: that proves the visit, a tap does not.
    is_scanned: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    metres_off: float | None = Field(default=None, sa_type=Float)


class PartUsed(Row, table=True):
    """So many of a part went into a pole. `key` is the page's own name for what was told at once, as of a visit."""

    __tablename__ = "part_used"
    __table_args__ = (UniqueConstraint("key", "part"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str | None = Field(default=None, max_length=40)
    case_id: int = Field(foreign_key="case.id", index=True)
    asset_id: int | None = Field(default=None, foreign_key="asset.id", index=True)
    officer_id: int = Field(foreign_key="officer.id")
    # Code of content/catalogue/poles.toml.
    part: str = Field(max_length=40)
    count: int
    used_at: datetime = Field(sa_type=UtcDateTime, index=True)


@dataclass(frozen=True)
class LightFacts:
    """What a case that is to be filed knows of its lamp, as `Streetlight` has it."""

    asset_id: int | None = None
    fault: str | None = None
    metres_off: float | None = None
    is_doubtful: bool = False


@dataclass(frozen=True)
class OpenLight:
    """An open case about a pole."""

    case: Case
    streetlight: Streetlight


def keep_light(session: Session, case_id: int, facts: LightFacts) -> None:
    """The case is about this lamp."""
    session.add(Streetlight(case_id=case_id, **asdict(facts)))
    session.flush()


def streetlight_of(session: Session, case_id: int) -> Streetlight | None:
    """What is known of the case's lamp; None for a case that is about something else."""
    return session.get(Streetlight, case_id)


def pole_of(session: Session, case_id: int) -> Asset | None:
    """The pole that a case is about, if it is about one that is known."""
    query = select(Asset).join(Streetlight, col(Streetlight.asset_id) == col(Asset.id))
    return session.exec(query.where(col(Streetlight.case_id) == case_id)).one_or_none()


def open_lights(session: Session, asset_ids: Sequence[int], passed_on_since: datetime | None = None) -> list[OpenLight]:
    """The open cases about these poles, the oldest first: of one that was merged the case as which it goes on.

    With a time also those, filed since then, that another authority has now.
    """
    is_open: ColumnElement[bool] = and_(text(IS_OPEN))
    if passed_on_since is not None:
        has_been_passed_on = (col(Case.status) == Status.PASSED_ON) & (col(Case.filed_at) >= passed_on_since)
        is_open = or_(is_open, has_been_passed_on)
    light = select(Case, Streetlight).where(col(Streetlight.asset_id).in_(asset_ids), is_open)
    own = light.join(Streetlight, col(Streetlight.case_id) == col(Case.id))
    merged = light.join(CaseMerge, col(CaseMerge.into_id) == col(Case.id)).where(text(IS_ACTIVE))
    merged = merged.join(Streetlight, col(Streetlight.case_id) == col(CaseMerge.case_id))
    found = [OpenLight(case, streetlight) for query in (own, merged) for case, streetlight in session.exec(query)]
    return sorted(found, key=lambda one: (one.case.key, one.streetlight.case_id))


def poles_with(session: Session, case_id: int) -> list[Asset]:
    """The poles of a case and of those that go on as it, by their codes."""
    query = select(Asset).join(Streetlight, col(Streetlight.asset_id) == col(Asset.id))
    here = query.where(col(Streetlight.case_id).in_(with_merged(session, case_id)))
    return list(session.exec(here.order_by(col(Asset.code)).distinct()))


def end_line_of_one(session: Session, case_id: int) -> None:
    """A line from which everything was parted is one lamp again."""
    light = session.get(Streetlight, case_id)
    if light is not None and light.is_line and not merged_into(session, case_id):
        light.is_line = False
