"""Reads the tables of docs/faults.md: one cell, one promise."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/faults.md"
LASTING = "## It goes on failing"
NOTHING = "–"


@dataclass(frozen=True)
class Cell:
    """What the page says of one fault at one endpoint."""

    fault: str
    endpoint: str
    outcome: str
    is_lasting: bool

    def __str__(self) -> str:
        return f"{self.endpoint}: {self.fault}{', for long' if self.is_lasting else ''}"


def cells() -> list[Cell]:
    """All cells that promise something, from top to bottom."""
    once, _, lasting = PAGE.read_text("utf-8").partition(LASTING)
    return [*_cells(once, is_lasting=False), *_cells(lasting, is_lasting=True)]


def _cells(part: str, *, is_lasting: bool) -> Iterator[Cell]:
    endpoints: list[str] = []
    for line in part.splitlines():
        fault, *values = [value.strip() for value in line.strip("|").split("|")]
        if fault == "fault":
            endpoints = values
        elif not line.startswith("|"):
            endpoints = []
        elif endpoints and not fault.startswith("---"):
            pairs = zip(endpoints, values, strict=True)
            yield from (Cell(fault, endpoint, value, is_lasting) for endpoint, value in pairs if value != NOTHING)
