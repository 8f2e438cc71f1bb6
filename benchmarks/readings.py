"""What was measured, round by round, and its median with the least and the most."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Reading:
    """One figure of one round; `n` is how many single measurements are in it."""

    subject: str
    database: str
    case: str
    figure: str
    value: float
    n: int


class Readings:
    """All of a run."""

    def __init__(self) -> None:
        self.all: list[Reading] = []

    def add(self, subject: str, database: str, case: str, n: int, **figures: float) -> None:
        """Keep figures of one round; an underscore in a name is shown as a space."""
        for figure, value in figures.items():
            self.all.append(Reading(subject, database, case, figure.replace("_", " "), value, n))

    def values(self, subject: str, database: str, case: str, figure: str) -> list[float]:
        """One figure, round by round, of the case that begins so."""
        wanted = (subject, database, figure)
        mine = [one for one in self.all if (one.subject, one.database, one.figure) == wanted]
        return [one.value for one in mine if one.case.startswith(case)]

    def append_to(self, file: Path, run: dict[str, object]) -> None:
        """Keep them as JSON lines, each with what is known of the run."""
        with file.open("a", encoding="utf-8") as lines:
            lines.writelines(json.dumps(run | asdict(one)) + "\n" for one in self.all)


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that so many percent of them don't exceed (nearest rank)."""
    return sorted(values)[max(math.ceil(len(values) * percent / 100) - 1, 0)]


def middle(values: Sequence[float]) -> str:
    """The median, and in brackets the least and the most if there are several."""
    if len(values) == 1:
        return _short(values[0])
    return f"{_short(median(values))} ({_short(min(values))}–{_short(max(values))})"


def _short(value: float) -> str:
    if value == int(value) or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
