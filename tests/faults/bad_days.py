"""The faults of docs/faults.md by name, and how each is brought upon a town."""

from dataclasses import dataclass, field

from simulator import Person
from simulator.faults import Kinds
from tests.faults.table import Cell
from tests.towns import TownUnderTest

HOURS_LATE = 3


@dataclass(frozen=True)
class BadDay:
    """Trouble with calls (`kinds`), or with deliveries. `until_someone_acts`: one call more doesn't mend it."""

    kinds: Kinds = field(default_factory=Kinds)
    delivery: str | None = None
    until_someone_acts: bool = False
    someone_is_gone: bool = False
    is_everywhere: bool = False  # not at one endpoint alone

    def begins(self, town: TownUnderTest, cell: Cell, somchai: Person) -> None:
        """From now on, at the cell's endpoint."""
        if self.delivery:
            setattr(town.line.deliveries, self.delivery, HOURS_LATE if self.delivery == "late" else True)
        elif self.someone_is_gone and cell.endpoint in ("reply", "push"):
            somchai.is_gone = True
        else:
            times = None if cell.is_lasting or self.until_someone_acts else 1
            endpoint = "any" if self.is_everywhere else cell.endpoint
            town.line.faults.add(endpoint, times=times, **self.kinds)

    def ends(self, town: TownUnderTest) -> None:
        """Whoever can, has mended it. What was on its way arrives."""
        town.line.faults.clear()
        if self.delivery == "late":
            town.clock.passes(hours=HOURS_LATE)
        deliveries = town.line.deliveries
        deliveries.duplicate, deliveries.reorder, deliveries.late = False, False, 0
        deliveries.release()
        deliveries.flush()


BAD_DAYS = {
    "500": BadDay({"status": 500}),
    "502": BadDay({"status": 502}),
    "connection reset": BadDay({"reset": True}),
    "time-out before acceptance": BadDay({"reset": True}),  # which is the same to us: test_silence.py
    "time-out after acceptance": BadDay({"lost_answer": True}),
    "slow": BadDay({"slow": 0.2}),
    "429 rate": BadDay({"rate_limited": True}),
    "429 month": BadDay({"month_spent": True}, until_someone_acts=True),
    "401": BadDay({"status": 401}, until_someone_acts=True, is_everywhere=True),
    "403": BadDay({"status": 403}, until_someone_acts=True, is_everywhere=True),
    "404, the user is gone": BadDay({"status": 404}, someone_is_gone=True),
    "reply token expired": BadDay({"token_expired": True}, is_everywhere=True),
    "delivered twice": BadDay(delivery="duplicate"),
    "delivered in another order": BadDay(delivery="reorder"),
    "delivered hours late": BadDay(delivery="late"),
    "answer lost": BadDay({"lost_answer": True}),
    "202, not ready yet": BadDay({"status": 202}),
    "410, taken back": BadDay({"status": 410}),
}
