"""Where the power is cut: at any moment, at a commit, or at a call to LINE."""

import random
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Point(StrEnum):
    """What the town's process is doing when it is killed."""

    ANY_MOMENT = "any moment"
    BEFORE_COMMIT = "before commit"
    AFTER_COMMIT = "after commit"
    DURING_SEND = "during send"
    BEFORE_MARK = "sent, not marked"


# How often the process may pass the point before the blow falls: a trial's commits and calls, or fewer.
MOST_PASSES = {Point.BEFORE_COMMIT: 120, Point.AFTER_COMMIT: 120, Point.DURING_SEND: 20, Point.BEFORE_MARK: 20}
LONGEST_WAIT_S = 0.8


@dataclass(frozen=True)
class Blow:
    """Falls at the `passes`-th time that the point is reached, or after so many seconds.

    `is_lost`: the call during which it falls never comes to LINE's acceptance.
    """

    point: Point
    passes: int = 1
    after_s: float = 0.0
    is_lost: bool = False

    @classmethod
    def of(cls, dice: random.Random) -> Self:
        """Any point, any time."""
        point = dice.choice(list(Point))
        passes = dice.randint(1, MOST_PASSES.get(point, 1))
        return cls(point, passes, dice.uniform(0, LONGEST_WAIT_S), dice.random() < 0.5)

    def as_json(self) -> dict[str, Any]:
        """For another process."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """As another process has told."""
        return cls(Point(told["point"]), told["passes"], told["after_s"], told["is_lost"])
