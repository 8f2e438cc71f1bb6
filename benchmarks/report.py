"""The readings of a run as Markdown: the machine, the targets, a table for each subject."""

import os
import platform
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import targets
from benchmarks.readings import Readings, middle


def machine() -> dict[str, object]:
    """What the figures depend on."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cores": os.cpu_count(),
        "processor": model[1] if model else platform.machine(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load average before": round(os.getloadavg()[0], 1),
    }


def report(readings: Readings, notes: dict[str, str], run: dict[str, object]) -> str:
    """The whole page. `notes`: what each subject's figures mean."""
    lines = ["# Benchmarks", "", *_about(run), "", *_targets(readings)]
    for subject, note in notes.items():
        if any(one.subject == subject for one in readings.all):
            lines += ["", f"## {subject}", note, "", *_table(readings, subject)]
    return "\n".join(lines)


def _about(run: dict[str, object]) -> Iterator[str]:
    yield " · ".join(f"{name}: {value}" for name, value in run.items())
    yield ""
    yield (
        "Each figure is the median of the rounds, in brackets the least and the most; n counts what was measured in all of"
        " them. Load generator, LINE's stand-in (accepts everything at once), PostgreSQL and the town share this machine."
    )


def _targets(readings: Readings) -> Iterator[str]:
    yield "| target | database | wanted | measured | |"
    yield "|---|---|---|---|---|"
    yield from targets.rows(readings)


def _table(readings: Readings, subject: str) -> Iterator[str]:
    of_it = [one for one in readings.all if one.subject == subject]
    figures = list(dict.fromkeys(one.figure for one in of_it))
    yield f"| database | | {' | '.join(figures)} | n |"
    yield "|---" * (len(figures) + 3) + "|"
    databases = list(dict.fromkeys(one.database for one in of_it))
    cases = dict.fromkeys((one.database, one.case) for one in of_it)
    for database, case in sorted(cases, key=lambda row: databases.index(row[0])):
        cells = [middle(readings.values(subject, database, case, figure)) for figure in figures]
        n = sum(one.n for one in of_it if (one.database, one.case, one.figure) == (database, case, figures[0]))
        yield f"| {database} | {case} | {' | '.join(cells)} | {n} |"
