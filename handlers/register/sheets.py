"""What was read of a file, whatever its kind: rows with the line that they stand in, and which field each column is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.register.columns import field_of
from handlers.turn import Declined

MOST_ROWS = 200_000
# Titles and a stamp often stand above the heads.
HEADS_WITHIN = 20


class Formula(str):
    """A cell that holds a formula: what it comes to, only a spreadsheet knows."""

    __slots__ = ()


class Plain(str):
    """Text of a file that knows text from formulas."""

    __slots__ = ()


Cell = str | float | int | bool | date | datetime | None


@dataclass(frozen=True)
class Line:
    """A row, and the number by which somebody finds it: the line of a text, the row of a sheet, the feature of a map."""

    number: int
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Sheet:
    """All rows of a file; `fields` are the columns that it has, `unknown` the heads that mean nothing to us."""

    fields: tuple[str, ...]
    lines: Sequence[Line]
    unknown: tuple[str, ...] = ()


def sheet_of(rows: Iterable[tuple[int, Sequence[Cell]]]) -> Sheet:
    """The sheet in rows of cells, of which one of the first is the heads. Raises Declined."""
    numbered = iter(rows)
    seen: list[str] = []
    for _ in range(HEADS_WITHIN):
        _, cells = next(numbered, (0, None))
        if cells is None:
            break
        fields = [field_of(cell) for cell in cells]
        if "code" in fields:
            return _below(fields, cells, numbered)
        seen = seen or [str(cell).strip() for cell in cells if not is_blank(cell)]
    if not seen:
        raise Declined("register.empty_file")
    raise Declined("register.no_code_column", heads=" | ".join(seen)[:200])


def _below(fields: list[str | None], heads: Sequence[Cell], rows: Iterable[tuple[int, Sequence[Cell]]]) -> Sheet:
    known = [field for field in fields if field is not None]
    twice = next((field for field in known if known.count(field) > 1), None)
    if twice is not None:
        named = [str(head) for head, field in zip(heads, fields, strict=True) if field == twice]
        raise Declined("register.column_twice", heads=" | ".join(named))
    unknown = [str(head) for head, field in zip(heads, fields, strict=True) if field is None and not is_blank(head)]
    lines: list[Line] = []
    for number, cells in rows:
        told = {field: cell for field, cell in zip(fields, cells, strict=False) if field is not None}
        if all(is_blank(cell) for cell in told.values()):
            continue
        must_not_be_endless(len(lines))
        lines.append(Line(number, told))
    if not lines:
        raise Declined("register.no_rows")
    return Sheet(tuple(known), lines, tuple(unknown))


def must_not_be_endless(count: int) -> None:
    """Refuse more rows than any town has poles. Raises Declined."""
    if count >= MOST_ROWS:
        raise Declined("register.too_many_rows", limit=MOST_ROWS)


def is_blank(cell: Cell) -> bool:
    """Whether nothing is written there."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
