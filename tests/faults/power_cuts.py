"""The power is cut at twenty moments (`make soak`: at hundreds); a test file a database, so that two run side by side."""

from collections import Counter
from pathlib import Path

from tests.faults.blows import Point
from tests.faults.soak import trials

SEED, TRIALS = 20261121, 20


def must_break_no_promise(engine: str, folder: Path) -> None:
    """Fails if any trial has lost, doubled or swapped something, or if the trials prove nothing."""
    kills: Counter[Point] = Counter()
    for number, outcome in enumerate(trials(engine, folder, SEED, range(TRIALS))):
        assert outcome.findings == [], f"trial {number} of seed {SEED}"
        assert outcome.acknowledged > 20, "hardly anything was answered: the trial proves nothing"
        kills += outcome.kills
    assert set(kills) == set(Point), "the power was not cut everywhere"
