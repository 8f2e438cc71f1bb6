"""The power is cut at twenty moments; a file a database, so that the two run side by side (`make soak`: hundreds)."""

from collections import Counter
from pathlib import Path

from tests.faults.blows import Point
from tests.faults.soak import trials

SEED, TRIALS = 20261121, 20


def test_nothing_is_lost_doubled_or_swapped_by_power_cuts(tmp_path: Path) -> None:
    kills: Counter[Point] = Counter()
    for number, outcome in enumerate(trials("sqlite", tmp_path, SEED, range(TRIALS))):
        assert outcome.findings == [], f"trial {number} of seed {SEED}"
        assert outcome.acknowledged > 20, "hardly anything was answered: the trial proves nothing"
        kills += outcome.kills
    assert set(kills) == set(Point), "the power was not cut everywhere"
