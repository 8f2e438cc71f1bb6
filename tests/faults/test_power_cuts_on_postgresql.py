"""Power cuts on PostgreSQL."""

from pathlib import Path

from tests.faults.power_cuts import must_break_no_promise


def test_nothing_is_lost_doubled_or_swapped_by_power_cuts(tmp_path: Path) -> None:
    must_break_no_promise("postgresql", tmp_path)
