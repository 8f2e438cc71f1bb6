"""The officers' queue: which cases an officer may see, list by list, soonest promise first, a page at a time.

Pages go on where the last one ended (no OFFSET), and a list is looked through piece by piece where filters leave little
of it, so that a town's millionth case is as quick to list as its first.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, literal, or_, text, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.case import HAS_ENDED, IS_OPEN, IS_UNACCEPTED, IS_WAITING, Case
from models.case_change import CaseChange
from models.case_note import CaseNote, NoteKind
from models.columns import UtcDateTime
from models.follower import Follower
from models.officer import Officer, visible_to
from models.promise import late
from models.thai import canon, clean

# So many cases of a list are looked through at once for what filters ask; the reader may go on from there. More than a
# division has open; of what has ended, some months.
LOOKED_THROUGH = 1_000
MOST_WORDS = 4
# Counted up to here; beyond it, nobody counts.
MOST_COUNTED = 99
# Steps that are written down at the same moment may appear out of order: the newest few are looked at, not the newest.
NEWEST = 20
NUMBER = re.compile(r"(\d\d)-?(\d{6})")


class Tab(StrEnum):
    """A list of the queue."""

    NEW = "new"
    MINE = "mine"
    LATE = "late"
    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in a list; None and no words: everything. `older_than`: whole days since it was filed."""

    type_code: str | None = None
    village: str | None = None
    older_than: int | None = None
    words: str = ""

    @property
    def pieces(self) -> list[str]:
        """The words to look for, each by itself."""
        return [piece for piece in clean(self.words).split() if canon(piece)][:MOST_WORDS]

    @property
    def number(self) -> str | None:
        """The case number, if that is all that is asked for."""
        asked = NUMBER.fullmatch(canon(self.words).replace(" ", ""))
        return f"{asked[1]}-{asked[2]}" if asked else None

    @property
    def is_anything(self) -> bool:
        """Whether nothing in particular is looked for."""
        return not (self.type_code or self.village or self.older_than or self.pieces)


@dataclass(frozen=True)
class Place:
    """Behind which case a page goes on; the promise counts in open lists alone."""

    id: int
    promised_at: datetime


@dataclass(frozen=True)
class QueuePage:
    """Some cases of a list, in its order. `further`: where the next page begins, if there may be more. `looked_through`:
    how many cases were looked at, if that was where it had to end."""

    cases: list[Case]
    further: Place | None = None
    looked_through: int | None = None


def page_of_queue(
    session: Session, officer: Officer, tab: Tab, wanted: Wanted, now: datetime, limit: int, after: Place | None = None
) -> QueuePage:
    """A page of a list, of what this officer may see; decided in SQL. A case number is found whatever list it is in."""
    if wanted.number is not None:
        return QueuePage(_by_number(session, officer, wanted.number))
    piece = _piece(officer, tab, now, after, limit + 1 if wanted.is_anything else LOOKED_THROUGH)
    listed = aliased(Case, piece)
    query = select(listed).where(*_asked(listed, wanted, now)).order_by(*_order(piece, tab)).limit(limit + 1)
    found = list(session.exec(query))
    if len(found) > limit:
        return QueuePage(found[:limit], _place(found[limit - 1]))
    if wanted.is_anything:
        return QueuePage(found)
    return QueuePage(found, *_end_of(session, piece, tab))


def _by_number(session: Session, officer: Officer, number: str) -> list[Case]:
    return list(session.exec(select(Case).where(col(Case.number) == number, visible_to(officer))))


def _piece(officer: Officer, tab: Tab, now: datetime, after: Place | None, size: int) -> Subquery:
    """The next so many cases of a list, before anything in particular is asked of them."""
    query = select(Case).where(*_in_list(officer, tab, now), visible_to(officer))
    if after is not None:
        query = query.where(_behind(tab, after))
    by = [col(Case.id).desc()] if tab == Tab.DONE else [col(Case.promised_at), col(Case.id)]
    return query.order_by(*by).limit(size).subquery()


def _in_list(officer: Officer, tab: Tab, now: datetime) -> list[ColumnElement[bool]]:
    # As text: with parameters, no database would know that an index of part of the table has them all.
    part = {Tab.NEW: IS_UNACCEPTED, Tab.WAITING: IS_WAITING, Tab.DONE: HAS_ENDED}.get(tab, IS_OPEN)
    conditions: list[ColumnElement[bool]] = [text(part)]  # type: ignore[list-item]
    if tab == Tab.MINE:
        conditions.append(col(Case.officer_id) == officer.key)
    return [*conditions, late(now)] if tab == Tab.LATE else conditions


def _behind(tab: Tab, after: Place) -> ColumnElement[bool]:
    if tab == Tab.DONE:
        return col(Case.id) < after.id
    shown = tuple_(literal(after.promised_at, UtcDateTime()), literal(after.id))
    return tuple_(col(Case.promised_at), col(Case.id)) > shown


def _order(piece: Subquery, tab: Tab, *, backwards: bool = False) -> list[ColumnElement[Any]]:
    by: list[ColumnElement[Any]] = [piece.c.id.desc()] if tab == Tab.DONE else [piece.c.promised_at, piece.c.id]
    if not backwards:
        return by
    return [piece.c.id] if tab == Tab.DONE else [column.desc() for column in by]


def _asked(case: type[Case], wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    asked = [_says(case, piece) for piece in wanted.pieces]
    if wanted.type_code:
        asked.append(col(case.type_code) == wanted.type_code)
    if wanted.village:
        asked.append(col(case.village) == wanted.village)
    if wanted.older_than:
        asked.append(col(case.filed_at) < now - timedelta(days=wanted.older_than))
    return asked


def _says(case: type[Case], piece: str) -> ColumnElement[bool]:
    """Whether the number, the address, or what people told of it has these letters, in whichever way they are typed."""

    def has(told: Any) -> ColumnElement[bool]:
        spellings = {piece.lower(), canon(piece)}
        return or_(*(func.lower(told).contains(spelling, autoescape=True) for spelling in spellings))

    of_case = and_(col(CaseNote.case_id) == case.id, col(CaseNote.kind).in_([NoteKind.COMPLAINT, NoteKind.ADDED]))
    # One answer a case, not a join: a planner may take a join for a reason to read every note that there is.
    note = select(literal(1)).where(of_case, has(col(CaseNote.words))).limit(1).scalar_subquery()
    return or_(has(col(case.number)), has(func.coalesce(case.address, "")), note.is_not(None))


def _end_of(session: Session, piece: Subquery, tab: Tab) -> tuple[Place | None, int | None]:
    """Where to go on from a piece of a list that was looked through, if the list may go on."""
    if session.exec(select(func.count()).select_from(piece)).one() < LOOKED_THROUGH:
        return None, None
    last = select(piece.c.id, piece.c.promised_at).order_by(*_order(piece, tab, backwards=True)).limit(1)
    return Place(*session.exec(last).one()), LOOKED_THROUGH


def _place(case: Case) -> Place:
    return Place(case.key, case.promised_at)


def count_lists(session: Session, officer: Officer, now: datetime) -> dict[Tab, int]:
    """How many cases each list has, up to one more than MOST_COUNTED; what has ended is not counted."""
    tabs = [tab for tab in Tab if tab != Tab.DONE]
    counted = session.exec(select(*(_bounded(officer, tab, now).scalar_subquery() for tab in tabs))).one()
    return dict(zip(tabs, counted, strict=True))


def _bounded(officer: Officer, tab: Tab, now: datetime) -> SelectOfScalar[int]:
    some = select(Case.id).where(*_in_list(officer, tab, now), visible_to(officer)).limit(MOST_COUNTED + 1)
    return select(func.count()).select_from(some.subquery())


def newest_traces(session: Session) -> tuple[int, ...]:
    """What has been written of cases last, wherever: other numbers as soon as anything about any case is another."""
    found: list[int] = []
    for table in (CaseChange, CaseNote, Follower):
        newest = select(col(table.id)).order_by(col(table.id).desc()).limit(NEWEST)
        found += [one for one in session.exec(newest) if one is not None]
    return tuple(found)
