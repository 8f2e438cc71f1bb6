"""Figures that were counted over many cases are kept, so that the next reader need not wait for them again."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from sqlalchemy import JSON, ColumnElement, UniqueConstraint, and_, delete, or_, true
from sqlmodel import Field, Session, col, select, update

from models.case import Case
from models.columns import Row, UtcDateTime
from models.figures import Figures
from models.inserting import dialect_of, insert_into
from models.officer import SEE_EVERYTHING, Officer, Role, visible_to
from models.period import Period

# From so many cases on figures are kept. Below, they are counted anew for each reader, in some milliseconds.
KEPT_FROM_CASES = 1_000
# Older ones are counted again when somebody has read them; and those that were read lately, once a day.
FRESH_FOR, USABLE_FOR = timedelta(minutes=10), timedelta(hours=26)
# Nobody asks since when such an officer is one.
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
RECOUNTED_AFTER, READ_LATELY = timedelta(hours=20), timedelta(days=7)


class KeptFigures(Row, table=True):
    """What a view of a period came to, when it was last counted."""

    __tablename__ = "kept_figures"
    __table_args__ = (UniqueConstraint("since", "until", "view"),)

    id: int | None = Field(default=None, primary_key=True)
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)
    view: str = Field(max_length=130)
    counted_at: datetime = Field(sa_type=UtcDateTime)
    # When somebody last read figures that were no longer fresh.
    wanted_at: datetime = Field(sa_type=UtcDateTime)
    figures: dict[str, Any] = Field(sa_type=JSON)


@dataclass(frozen=True)
class View:
    """Whose cases are counted: those that such an officer may see, of one division if one was `chosen`."""

    role: Role
    division: str
    chosen: str

    @classmethod
    def of(cls, officer: Officer, chosen: str | None = None) -> Self:
        """What this officer may see. Those who see everything have one view in common, whatever their division."""
        if officer.role in SEE_EVERYTHING:
            return cls(Role.EXECUTIVE, "", chosen or "")
        return cls(officer.role, officer.division, chosen or "")

    @classmethod
    def named(cls, name: str) -> Self:
        """The view that has this name."""
        role, division, chosen = name.split(":")
        return cls(Role(role), division, chosen)

    @property
    def name(self) -> str:
        """By which its figures are kept."""
        return f"{self.role}:{self.division}:{self.chosen}"

    @property
    def condition(self) -> ColumnElement[bool]:
        """Which cases these are, as one SQL condition."""
        whoever = Officer(person_id=0, division=self.division, role=self.role, enrolled_at=SOME_DAY)
        return and_(visible_to(whoever), col(Case.division) == self.chosen if self.chosen else true())


def kept_figures(session: Session, view: View, period: Period, now: datetime) -> Figures | None:
    """What is kept of them, if that is not too old to be shown."""
    query = select(KeptFigures.figures).where(_is(view, period), col(KeptFigures.counted_at) > now - USABLE_FOR)
    found = session.exec(query).one_or_none()
    return Figures.model_validate(found) if found is not None else None


def is_worth_keeping(figures: Figures) -> bool:
    """Whether counting them again for each reader would keep readers waiting."""
    return figures.total.taken >= KEPT_FROM_CASES


def is_fresh(figures: Figures, now: datetime) -> bool:
    """Whether nobody need count them again yet."""
    return figures.counted_at > now - FRESH_FOR


def keep(session: Session, view: View, period: Period, figures: Figures) -> None:
    """Keep them, in the place of what was kept before."""
    counted = {"counted_at": figures.counted_at, "figures": figures.model_dump(mode="json")}
    new = {"since": period.since, "until": period.until, "view": view.name, "wanted_at": figures.counted_at, **counted}
    insert = insert_into(dialect_of(session), KeptFigures).values(new)
    again = insert.on_conflict_do_update(index_elements=["since", "until", "view"], set_=counted)
    session.connection().execute(again)


def want(session: Session, view: View, period: Period, now: datetime) -> None:
    """Somebody has read them, and they were no longer fresh."""
    session.exec(update(KeptFigures).where(_is(view, period)).values(wanted_at=now))


def next_to_recount(session: Session, now: datetime) -> tuple[View, Period] | None:
    """What should be counted again first, if anything."""
    is_wanted = and_(
        col(KeptFigures.wanted_at) > col(KeptFigures.counted_at), col(KeptFigures.counted_at) < now - FRESH_FOR
    )
    is_read_lately = and_(
        col(KeptFigures.wanted_at) > now - READ_LATELY, col(KeptFigures.counted_at) < now - RECOUNTED_AFTER
    )
    columns = select(KeptFigures.view, KeptFigures.since, KeptFigures.until)
    query = columns.where(or_(is_wanted, is_read_lately)).order_by(col(KeptFigures.counted_at)).limit(1)
    found = session.exec(query).one_or_none()
    return (View.named(found[0]), Period.between(found[1], found[2])) if found is not None else None


def views_of_officers(session: Session) -> set[View]:
    """Those that there is somebody for, without a choice of theirs."""
    return {View.of(officer) for officer in session.exec(select(Officer).where(col(Officer.ended_at).is_(None)))}


def forget_unread(session: Session, now: datetime) -> None:
    """Those that nobody has read for a long time go."""
    session.exec(delete(KeptFigures).where(col(KeptFigures.wanted_at) < now - READ_LATELY))


def _is(view: View, period: Period) -> ColumnElement[bool]:
    return and_(
        col(KeptFigures.since) == period.since,
        col(KeptFigures.until) == period.until,
        col(KeptFigures.view) == view.name,
    )
