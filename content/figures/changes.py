"""What has become better and what worse since the period before: one sentence each, about what changed most."""

from dataclasses import dataclass

from content.figures.numbers import MEDIAN, REOPENED_SHARE, STARS, WITHIN, Column, in_words
from content.texts import Texts
from models.figures import Tally

# Of fewer cases than these a share says little.
FEWEST = 5
# Smaller changes than this, of a hundred, are the weather.
LEAST_PERCENT = 2


@dataclass(frozen=True)
class _Measured:
    column: Column
    is_better_when_less: bool
    # Of how many cases it is worked out.
    of: str


_MEASURED = (
    _Measured(WITHIN, False, "due"),
    _Measured(MEDIAN, True, "done"),
    _Measured(STARS, False, "rated"),
    _Measured(REOPENED_SHARE, True, "ever_done"),
)


def changes(say: Texts, now: Tally, before: Tally) -> tuple[str, str]:
    """What got better and what got worse, as two sentences; where nothing did, or too little is known, they say that."""
    gains = [
        (gain, one) for one in _MEASURED if (gain := _gain(one, now, before)) is not None and abs(gain) >= LEAST_PERCENT
    ]
    best = max(gains, key=lambda gain: gain[0], default=None)
    worst = min(gains, key=lambda gain: gain[0], default=None)
    better = _sentence(say, best[1], now, before, "better") if best and best[0] > 0 else say("report.nothing_better")
    worse = _sentence(say, worst[1], now, before, "worse") if worst and worst[0] < 0 else say("report.nothing_worse")
    return better, worse


def _gain(one: _Measured, now: Tally, before: Tally) -> float | None:
    """By how much of a hundred it became better (or worse: less than nothing); of times, of what they were before."""
    new, old = one.column.of(now), one.column.of(before)
    if new is None or old is None or min(getattr(now, one.of), getattr(before, one.of)) < FEWEST:
        return None
    scale = {"median": old, "stars": 5}.get(one.column.name, 100)
    gain = 100 * (new - old) / scale if scale else 0.0
    return -gain if one.is_better_when_less else gain


def _sentence(say: Texts, one: _Measured, now: Tally, before: Tally, way: str) -> str:
    new, old = in_words(say, one.column, now), in_words(say, one.column, before)
    return say(f"report.{way}_{one.column.name}", now=new, before=old)
