"""A worker dies with something in hand: another one takes that up after half a minute by the clock, and not before."""

from collections.abc import Callable

import pytest

from bot.engine import Engine, build
from handlers.complaints import TIMER_STILL_THERE
from models.lease import LEASE
from models.timer import set_timer
from tests.bot.hand_made import DiesAtSecondLook
from tests.faults.marks import what_waits
from tests.towns import TownUnderTest

# What each part of a worker does with the next row that is its own.
PARTS: dict[str, Callable[[Engine], int]] = {
    "WebhookEvent": lambda engine: engine.inbox.take_due(),
    "Outgoing": lambda engine: engine.sender.send_due(),
    "Errand": lambda engine: engine.errands.run_due(),
    "Timer": lambda engine: engine.timers.fire_due(),
}


def _something_is_due(town: TownUnderTest, table: str) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.after_delivery = lambda: None
    if table == "Timer":
        with town.engine.database.begin() as session:
            set_timer(session, TIMER_STILL_THERE, 0, town.clock())
        return
    somchai.adds() if table == "Errand" else somchai.says("ติดต่อ")
    if table != "WebhookEvent":
        town.engine.inbox.take_due()


def _in_hand(town: TownUnderTest) -> list[tuple[str, bool]]:
    with town.session() as session:
        return [(one.what.split()[0], one.is_in_hand) for one in what_waits(session, town.clock())]


@pytest.mark.parametrize("table", PARTS)
def test_what_a_dead_worker_held_returns_after_half_a_minute(town: TownUnderTest, table: str) -> None:
    _something_is_due(town, table)
    mortal = build(town.settings, DiesAtSecondLook(town))
    with pytest.raises(SystemExit):
        PARTS[table](mortal)
    mortal.stop()
    assert _in_hand(town) == [(table, True)]

    town.clock.passes(seconds=29)
    assert PARTS[table](town.engine) == 0
    town.clock.passes(seconds=1)
    assert _in_hand(town) == [(table, False)]
    assert PARTS[table](town.engine) == 1
    assert (table, True) not in _in_hand(town)
    assert table not in dict(_in_hand(town))
    assert LEASE.total_seconds() == 30
