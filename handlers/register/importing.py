"""A file of poles: first a plan that says what would happen, then all of it in one transaction, or nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import insert, update

from handlers.register.checking import Checked, Checking, Remark, differences
from handlers.register.sheets import Sheet
from handlers.register.telling import tell_open_cases
from handlers.turn import Declined, Moment
from models.asset import Asset, AssetKind, AssetState, assets_by_code
from models.officer import Officer

# So many rows at a time go to the database, and so often somebody hears how far it is.
PIECE = 1_000
LOOKED_UP_AT_ONCE = 500

Piece = TypeVar("Piece")
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Change:
    """A pole that is there, and what would become of it."""

    pole: Asset
    facts: dict[str, Any]


@dataclass
class Plan:
    """What a file would do. With a single problem it does nothing."""

    rows: int
    unknown: tuple[str, ...] = ()
    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    problems: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    @property
    def does_something(self) -> bool:
        """Whether there is anything to do, and nothing in the way."""
        return not self.problems and bool(self.new or self.changed)

    @property
    def bad_rows(self) -> int:
        """How many rows have a problem."""
        return len({problem.line for problem in self.problems})


def _nobody_listens(_done: int, _all: int) -> None:
    """Told of progress, and says nothing."""


def plan_import(moment: Moment, sheet: Sheet, told: Progress = _nobody_listens) -> Plan:
    """Look at every row, change nothing."""
    checking, plan = Checking(moment.office, moment.now), Plan(len(sheet.lines), sheet.unknown)
    rows: list[Checked] = []
    for done, line in enumerate(sheet.lines, start=1):
        rows.append(checking.look_at(line))
        if done % PIECE == 0:
            told(done, len(sheet.lines))
    _find_duplicates(rows)
    known = _known(moment, [row.code for row in rows if row.code])
    for row in rows:
        pole = known.get(row.code)
        if pole is None:
            checking.must_be_whole(row)
        plan.problems += row.problems
        plan.warnings += row.warnings
        if not row.problems:
            _sort_in(plan, row, pole)
    return plan


def _sort_in(plan: Plan, row: Checked, pole: Asset | None) -> None:
    if pole is None:
        plan.new.append({"code": row.code, **row.facts})
    elif facts := differences(pole, row.facts):
        plan.changed.append(Change(pole, facts))
    else:
        plan.same += 1


def _find_duplicates(rows: Sequence[Checked]) -> None:
    first: dict[str, int] = {}
    for row in rows:
        before = first.setdefault(row.code, row.line) if row.code else row.line
        if before != row.line:
            row.problems.append(Remark(row.line, row.code, "register.odd_duplicate", {"first": before}))


def _known(moment: Moment, codes: Sequence[str]) -> dict[str, Asset]:
    found: dict[str, Asset] = {}
    for piece in _pieces(codes, LOOKED_UP_AT_ONCE):
        found |= assets_by_code(moment.session, AssetKind.POLE, piece)
    return found


def _pieces(items: Sequence[Piece], size: int) -> Iterator[Sequence[Piece]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def carry_out(moment: Moment, plan: Plan, by: Officer | None = None, told: Progress = _nobody_listens) -> None:
    """Do what the plan says; the open cases of poles that move or go are told so, if an officer does it.

    Raises Declined if anything in the plan is odd: then nothing happens.
    """
    if plan.problems:
        raise Declined("register.refused", count=plan.bad_rows)
    to_do, done = len(plan.new) + len(plan.changed), 0
    if by is not None:
        tell_open_cases(moment, by, plan.changed)
    for new in _pieces(plan.new, PIECE):
        moment.session.execute(insert(Asset), [_whole(facts, moment.now) for facts in new])
        told(done := done + len(new), to_do)
    for changed in _pieces(plan.changed, PIECE):
        rows = [{**_kept(one.pole), **one.facts, "id": one.pole.key, "changed_at": moment.now} for one in changed]
        moment.session.execute(update(Asset), rows)
        told(done := done + len(changed), to_do)


# Each row names the same columns, so that they go to the database together.
_OPTIONAL = ("village", "road", "lamp", "watts", "owner", "circuit", "installed_on")


def _whole(facts: dict[str, Any], now: datetime) -> dict[str, Any]:
    defaults = {"kind": AssetKind.POLE, "state": AssetState.IN_USE, "accuracy_m": 5.0, "changed_at": now}
    return {**dict.fromkeys(_OPTIONAL), **defaults, **facts}


def _kept(pole: Asset) -> dict[str, Any]:
    names = ("code", "latitude", "longitude", "accuracy_m", "state", *_OPTIONAL)
    return {name: getattr(pole, name) for name in names}
