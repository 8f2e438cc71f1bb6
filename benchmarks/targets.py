"""What the figures have to reach, and whether they did, by the medians of a run."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from benchmarks import (
    acknowledging,
    conversations,
    figures,
    filing,
    footprint,
    lanes,
    old_cases,
    outage,
    poles,
    queue,
    stickers,
)
from benchmarks.readings import Readings, middle
from liff_web.desk.sticker_sheets import StickerSize


@dataclass(frozen=True)
class Target:
    """One figure, by the beginning of its case; `limit` is the least, or else the most."""

    says: str
    subject: str
    case: str
    figure: str
    limit: float
    is_least: bool = False


TARGETS = (
    Target(
        "acknowledged, of the floor (web, 16)", acknowledging.SUBJECT, "web, 16", "of the floor", 0.5, is_least=True
    ),
    Target(
        "acknowledged, of the floor (serve, 16)", acknowledging.SUBJECT, "serve, 16", "of the floor", 0.5, is_least=True
    ),
    Target("events done a second", conversations.SUBJECT, "whole", "events done a second", 150, is_least=True),
    Target("emergency to outgoing call, p99 ms", lanes.SUBJECT, "emergency", "p99 ms", 150),
    Target("LINE refuses: acknowledgement, p99 ms", outage.SUBJECT, "refuses", "p99 ms", 100),
    Target("LINE refuses: events refused", outage.SUBJECT, "refuses", "refused", 0),
    Target("LINE silent: acknowledgement, p99 ms", outage.SUBJECT, "accepts", "p99 ms", 100),
    Target("LINE silent: events refused", outage.SUBJECT, "accepts", "refused", 0),
    Target("a form handed in, p50 ms (web)", filing.SUBJECT, "web", "p50 ms", 10),
    Target("nearest of 100,000 poles, p95 ms", poles.SUBJECT, "near, 100,000", "p95 ms", 10),
    *(
        Target(f"{asked}, 1,000,000 cases: times as long", old_cases.SUBJECT, f"{asked}, 1,000,000", "times as long", 2)
        for asked in ("near", "my cases", "a late page")
    ),
    *(
        Target(f"the desk, {page}, 1,000,000 cases: {figure}", queue.SUBJECT, f"{page}, 1,000,000", figure, limit)
        for page in queue.PAGES
        for figure, limit in (("p95 ms", 200), ("times as long", 2))
    ),
    *(
        Target(f"figures, {period}, 1,000,000 cases: {figure}", figures.SUBJECT, f"{period}, 1,000,000", figure, limit)
        for period in figures.PERIODS
        for figure, limit in (("p95 ms", 200), ("times as long", 2))
    ),
    *(Target(f"1,000 stickers of {size}: s", stickers.SUBJECT, f"{size}, 1,000", "s", 15) for size in StickerSize),
    Target("ready in s, without a database", footprint.SUBJECT, "without", "ready in s", 3),
    Target("ready in s, again", footprint.SUBJECT, "again, idle", "ready in s", 3),
    Target("idle memory, MB", footprint.SUBJECT, "again, idle", "both pss mb", 250),
)


def rows(readings: Readings) -> Iterator[str]:
    """A line of Markdown for each target on each database that was measured."""
    for target in TARGETS:
        for database in dict.fromkeys(one.database for one in readings.all):
            values = readings.values(target.subject, database, target.case, target.figure)
            if values:
                wanted = f"{'≥' if target.is_least else '≤'} {target.limit:g}"
                yield f"| {target.says} | {database} | {wanted} | {middle(values)} | {_verdict(target, values)} |"


def _verdict(target: Target, values: list[float]) -> str:
    is_reached = median(values) >= target.limit if target.is_least else median(values) <= target.limit
    return "reached" if is_reached else "**not reached**"
