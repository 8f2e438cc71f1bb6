"""Counts a period's figures where the cases are: in the database, which gives back sums, percentiles and nobody's data."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Subquery, and_, case, cast, func, literal, or_, select
from sqlmodel import Session, col

from models.case import Case, Proof, Status
from models.figures import NOT_TOLD, SUMS, Figures, Sheet, Sums, Tally
from models.follower import Follower
from models.inserting import dialect_of
from models.outgoing import Outgoing
from models.period import Period

# What the town has nothing to repair for: no promise is kept or broken by it.
NOT_ITS_OWN = (Status.DECLINED, Status.WITHDRAWN, Status.PASSED_ON, Status.MERGED)
CELL = ("type_code", "division", "village", "month")
# A map of more points than these is a blot. A cell of 0.001 degrees is about a hundred metres.
MOST_PLACES, DIGITS = 1_000, 3
DAYS, HOURS, SECONDS_AN_HOUR = 7, 24, 3600


def count_figures(session: Session, period: Period, visible: ColumnElement[bool], now: datetime) -> Figures:
    """The figures of the cases that were filed within a period and that `visible` lets through, as they stand now."""
    taken = _taken(session, period, visible, now)
    sheet = Sheet()
    sheet.add(_cells(session, taken))
    by = [sheet.tallies(along, _hours(session, taken, key)) for along, key in enumerate((*CELL, None))]
    by_type, by_division, by_village, by_month, whole = by
    return Figures.model_construct(
        counted_at=now,
        total=whole.get(NOT_TOLD, Tally()),
        by_type=by_type,
        by_division=by_division,
        by_village=by_village,
        by_month=dict(sorted(by_month.items())),
        heat=_heat(session, taken),
        places=_places(session, taken),
    )


def _taken(session: Session, period: Period, visible: ColumnElement[bool], now: datetime) -> Subquery:
    """The cases with everything that is asked of them. Of a confidential one neither its type nor where it is is told."""
    dialect = dialect_of(session)
    filed_at, is_secret = col(Case.filed_at), col(Case.is_confidential)
    finished_s, filed_s = seconds_of(col(Case.finished_at), dialect), seconds_of(filed_at, dialect)
    columns = (
        col(Case.id),
        col(Case.reporter_id),
        case((is_secret, NOT_TOLD), else_=col(Case.type_code)).label("type_code"),
        col(Case.division),
        case((is_secret, NOT_TOLD), else_=func.coalesce(col(Case.village), NOT_TOLD)).label("village"),
        _local(filed_at, dialect, "%Y-%m", "YYYY-MM").label("month"),
        # 1 is Monday in PostgreSQL's ID; in SQLite 0 is Sunday.
        cast(_local(filed_at, dialect, "%w", "ID"), Integer).label("weekday"),
        cast(_local(filed_at, dialect, "%H", "HH24"), Integer).label("hour"),
        (finished_s - filed_s).label("seconds"),
        case((~is_secret, col(Case.latitude))).label("latitude"),
        case((~is_secret, col(Case.longitude))).label("longitude"),
        *(flag.label(name) for name, flag in _flags(now).items()),
    )
    within = and_(filed_at >= period.since, filed_at < period.until)
    return select(*columns).where(within, visible).subquery("taken")


def _flags(now: datetime) -> dict[str, ColumnElement[int]]:
    """What a case adds to each sum of SUMS that is about the case itself."""
    finished_at, promised_at = col(Case.finished_at), col(Case.first_promised_at)
    is_done = finished_at.is_not(None)
    is_judged = and_(col(Case.status).not_in(NOT_ITS_OWN), or_(is_done, promised_at < now))
    facts = {
        "taken": literal(1) == 1,
        "done": is_done,
        "due": is_judged,
        "kept": and_(is_judged, finished_at <= promised_at),
        "rated": col(Case.stars).is_not(None),
        "ever_done": or_(is_done, col(Case.reopenings) > 0),
        "reopened": col(Case.reopenings) > 0,
        "declined": col(Case.status) == Status.DECLINED,
        "merged": col(Case.status) == Status.MERGED,
    }
    proofs = {proof.value: and_(is_done, col(Case.proof) == proof) for proof in Proof}
    ones = {name: case((fact, 1), else_=0) for name, fact in (facts | proofs).items()}
    return {**ones, "stars": func.coalesce(col(Case.stars), 0)}


def _cells(session: Session, taken: Subquery) -> Iterator[tuple[tuple[str, ...], Sums]]:
    """Sums by type, division, village and month: of the cases, of those who joined them, of the messages they cost."""
    cell = [taken.c[name] for name in CELL]
    own = {name: func.sum(taken.c[name]) for name in SUMS if name in taken.c}
    yield from _rows(session, select(*cell, *own.values()).group_by(*cell), tuple(own))
    # Whoever came by a merge is counted with the case that was merged.
    joined = and_(col(Follower.person_id) != taken.c.reporter_id, col(Follower.merge_id).is_(None))
    others = and_(col(Follower.case_id) == taken.c.id, joined)
    yield from _rows(session, select(*cell, func.count()).join(Follower, others).group_by(*cell), ("joined",))
    cost = and_(col(Outgoing.case_id) == taken.c.id, col(Outgoing.paid) > 0)
    paid = func.sum(col(Outgoing.paid))
    yield from _rows(session, select(*cell, paid).join(Outgoing, cost).group_by(*cell), ("paid",))


def _rows(session: Session, query: Any, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Sums]]:
    where = [SUMS.index(name) for name in names]
    for row in session.connection().execute(query):
        sums = [0] * len(SUMS)
        for index, value in zip(where, row[len(CELL) :], strict=True):
            sums[index] = int(value)
        yield tuple(row[: len(CELL)]), sums


def _hours(session: Session, taken: Subquery, key: str | None) -> dict[str, tuple[float, float]]:
    """Exact median and 90th percentile (nearest rank) of the hours that it took, by code; without a key of all."""
    code: ColumnElement[str] = literal(NOT_TOLD).label("code") if key is None else taken.c[key].label("code")
    group = None if key is None else taken.c[key]
    rank = func.row_number().over(partition_by=group, order_by=taken.c.seconds).label("rank")
    ranked = select(code, taken.c.seconds, rank, func.count().over(partition_by=group).label("of"))
    of = ranked.where(taken.c.seconds.is_not(None)).subquery("ranked")
    middle = or_(of.c.rank == (of.c.of + 1) // 2, of.c.rank == (of.c.of + 2) // 2)
    median = func.avg(case((middle, of.c.seconds)))
    p90 = func.max(case((of.c.rank == (9 * of.c.of + 9) // 10, of.c.seconds)))
    found = session.connection().execute(select(of.c.code, median, p90).group_by(of.c.code))
    return {row[0]: (float(row[1]) / SECONDS_AN_HOUR, float(row[2]) / SECONDS_AN_HOUR) for row in found}


def _heat(session: Session, taken: Subquery) -> list[list[int]]:
    heat = [[0] * HOURS for _ in range(DAYS)]
    by = (taken.c.weekday, taken.c.hour)
    for weekday, hour, cases in session.connection().execute(select(*by, func.count()).group_by(*by)):
        heat[(weekday - 1) % DAYS][hour] = cases
    return heat


def _places(session: Session, taken: Subquery) -> list[tuple[float, float, int]]:
    """Where it was, in cells of about a hundred metres, those with most cases first."""
    factor = 10**DIGITS
    north, east = (cast(func.round(taken.c[name] * factor), Integer) for name in ("latitude", "longitude"))
    cells = select(north.label("north"), east.label("east")).where(taken.c.latitude.is_not(None)).subquery("cells")
    cases = func.count()
    query = select(cells.c.north, cells.c.east, cases).group_by(cells.c.north, cells.c.east)
    most = query.order_by(cases.desc(), cells.c.north, cells.c.east).limit(MOST_PLACES)
    return [(row[0] / factor, row[1] / factor, row[2]) for row in session.connection().execute(most)]


def _local(at: Any, dialect: str, sqlite_format: str, postgresql_format: str) -> ColumnElement[str]:
    """A time as Bangkok writes it. Siam's clock has been seven hours ahead since 1920, and SQLite knows no zones."""
    if dialect == "sqlite":
        return func.strftime(sqlite_format, at, "+7 hours")
    return func.to_char(func.timezone("Asia/Bangkok", at), postgresql_format)


def seconds_of(at: Any, dialect: str) -> ColumnElement[int]:
    """Whole seconds since 1970."""
    if dialect == "sqlite":
        return cast(func.strftime("%s", at), Integer)
    return func.floor(func.extract("epoch", at))
