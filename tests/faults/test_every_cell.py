"""docs/faults.md is true, cell by cell: what the page promises is what happens."""

import pytest

from notifications.line import Line
from tests.faults.bad_days import BAD_DAYS
from tests.faults.outcomes import Story
from tests.faults.table import Cell, cells
from tests.towns import TownUnderTest

ALL = cells()
UNUSED = [cell for cell in ALL if cell.endpoint == "multicast"]
PLAYED = [cell for cell in ALL if cell.endpoint != "multicast"]


def test_the_page_has_fifteen_faults_at_five_endpoints_and_more() -> None:
    once = [cell for cell in ALL if not cell.is_lasting]
    endpoints = ["reply", "push", "multicast", "content", "verify"]
    assert [cell.endpoint for cell in once[:75]] == endpoints * 15
    assert len({cell.fault for cell in once[:75]}) == 15
    assert {cell.fault for cell in ALL} == set(BAD_DAYS)


@pytest.mark.sqlite_only("what LINE's answers mean is decided above the database")
@pytest.mark.parametrize("cell", PLAYED, ids=str)
def test_what_the_page_says_is_what_happens(town: TownUnderTest, cell: Cell, caplog: pytest.LogCaptureFixture) -> None:
    assert Story(town, cell, BAD_DAYS[cell.fault]).outcome() == cell.outcome
    alarms = [record for record in caplog.records if record.levelname == "ERROR" and "token" in record.message]
    assert bool(alarms) == (cell.fault in ("401", "403"))


@pytest.mark.parametrize("cell", UNUSED, ids=str)
def test_no_multicast_leaves_the_bot_so_that_none_can_fail(cell: Cell) -> None:
    assert cell.outcome == "not used"
    assert not hasattr(Line, "multicast"), "it is used now: say in docs/faults.md what happens, and play it here"
