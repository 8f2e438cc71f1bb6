"""Turns a row into the facts of a pole, or says everything that is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from content.office import Office
from handlers.register.cells import Cells
from handlers.register.geojson import NO_POINT
from handlers.register.odd import Odd
from handlers.register.positions import must_be_possible
from handlers.register.sheets import Cell, Line
from models.asset import Asset
from models.case import BANGKOK

# Cells that are remembered with what they say.
MOST_KEPT = 20_000


@dataclass(frozen=True)
class Remark:
    """Something about a row: the key of a sentence and its blanks."""

    line: int
    code: str
    key: str
    blanks: dict[str, object]


@dataclass
class Checked:
    """A row that was looked at. `facts` has no position where none was told."""

    line: int
    code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    problems: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)


class Checking:
    """Looks at the rows of one file."""

    def __init__(self, office: Office, now: datetime) -> None:
        self._office = office
        self._kept: dict[object, Any] = {}
        cells = self._cells = Cells(office, now.astimezone(BANGKOK).date())
        self._reads: dict[str, Callable[[Cell], Any]] = {
            "latitude": cells.degrees,
            "longitude": cells.degrees,
            "accuracy_m": cells.accuracy_m,
            "village": cells.village,
            "road": lambda cell: cells.words(cell, "road"),
            "lamp": cells.lamp,
            "watts": cells.watts,
            "owner": cells.owner,
            "circuit": lambda cell: cells.words(cell, "circuit"),
            "installed_on": cells.installed_on,
            "state": cells.state,
        }

    def look_at(self, line: Line) -> Checked:
        """All that is to be said of one row."""
        row = Checked(line.number)
        try:
            row.code = self._cells.code(line.cells.get("code"))
        except Odd as odd:
            self._note(row, odd)
        for name, read in self._reads.items():
            if name in line.cells:
                read_already = self._read(name, read, line.cells[name])
                if isinstance(read_already, Odd):
                    self._note(row, read_already)
                else:
                    row.facts[name] = read_already
        self._look_at_position(row, line)
        if row.facts.get("accuracy_m", 0) is None:
            del row.facts["accuracy_m"]
        return row

    def _read(self, name: str, read: Callable[[Cell], Any], cell: Cell) -> Any:
        """What the cell says, or what is odd about it. The same few words stand in thousands of rows."""
        key = (name, type(cell), cell)
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            try:
                self._kept[key] = read(cell)
            except Odd as odd:
                self._kept[key] = odd
        return self._kept[key]

    def _look_at_position(self, row: Checked, line: Line) -> None:
        """Nothing told: it stays where it is. Half of it, or something that is no place: odd."""
        if NO_POINT in line.cells:
            self._note(row, Odd("register.odd_geometry", told=line.cells[NO_POINT]))
            return
        told = ("latitude" in row.facts, "longitude" in row.facts)
        if told == (False, False) or any(name in line.cells and name not in row.facts for name in _POSITION):
            return
        latitude, longitude = row.facts.pop("latitude", None), row.facts.pop("longitude", None)
        if latitude is None and longitude is None:
            return
        try:
            if latitude is None or longitude is None:
                raise Odd("register.odd_half_position")
            beyond = must_be_possible(self._office.town, latitude, longitude)
        except Odd as odd:
            self._note(row, odd)
            return
        row.facts |= {"latitude": latitude, "longitude": longitude}
        if beyond is not None:
            row.warnings.append(Remark(row.line, row.code, "register.warn_beyond", {"metres": round(beyond)}))

    def must_be_whole(self, row: Checked) -> None:
        """A pole that is new needs a position."""
        if not row.problems and "latitude" not in row.facts:
            self._note(row, Odd("register.odd_no_position"))

    @staticmethod
    def _note(row: Checked, odd: Odd) -> None:
        row.problems.append(Remark(row.line, row.code, odd.key, odd.blanks))


_POSITION = ("latitude", "longitude")


def differences(pole: Asset, facts: dict[str, Any]) -> dict[str, Any]:
    """What of the facts is not so yet."""
    return {name: told for name, told in facts.items() if getattr(pole, name) != told}
