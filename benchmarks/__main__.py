"""`python -m benchmarks`: all measurements on both databases, a page of tables at the end, each reading in var/."""

import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import click

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
from benchmarks.bench import Bench
from benchmarks.databases import Databases, SqliteFiles, postgresql
from benchmarks.processes import line_stand_in, server
from benchmarks.readings import Readings
from benchmarks.report import machine, report

NOTES = {
    part.SUBJECT: part.NOTE
    for part in (
        acknowledging,
        conversations,
        lanes,
        outage,
        filing,
        old_cases,
        poles,
        queue,
        figures,
        footprint,
        stickers,
    )
}
ENGINES = ("sqlite", "postgresql")
VAR = Path("var")


@click.command()
@click.option("--quick", is_flag=True, help="One short round, to see that everything works.")
@click.option("--database", type=click.Choice(ENGINES), help="Only this one.")
def main(quick: bool, database: str | None) -> None:
    """Measure the town on this machine. Takes about twelve minutes; nothing leaves the machine."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    readings, run = Readings(), machine()
    rounds, seconds = (1, 0.3) if quick else (3, 1.0)
    try:
        with ExitStack() as stack:
            benches = _benches(stack, [database] if database else list(ENGINES), readings, seconds)
            for number in range(1, rounds + 1):
                for bench in benches:
                    click.echo(f"round {number} of {rounds}, {bench.databases.name} …", err=True)
                    one_round(bench)
            for bench in benches:
                click.echo(f"cases on the shelf, {bench.databases.name} …", err=True)
                old_cases.old_cases(bench, is_quick=quick)
                poles.poles(bench, is_quick=quick)
                queue.queue(bench, is_quick=quick)
            stickers.stickers(benches[0], is_quick=quick)
    finally:
        readings.append_to(VAR / "benchmarks.jsonl", run)
    click.echo(report(readings, NOTES, {**run, "rounds": rounds}))


def _benches(stack: ExitStack, engines: list[str], readings: Readings, seconds: float) -> list[Bench]:
    VAR.mkdir(exist_ok=True)
    # On the disk of the project, as a town's own: a temporary folder may be in memory.
    folder = Path(stack.enter_context(TemporaryDirectory(dir=VAR, prefix="bench-"))).resolve()
    found: list[Databases] = []
    if "sqlite" in engines:
        found.append(SqliteFiles())
    if "postgresql" in engines:
        found.append(stack.enter_context(postgresql(folder / "postgresql")))
    return [Bench(folder, databases, readings, seconds) for databases in found]


def one_round(bench: Bench) -> None:
    """Everything once, on one database."""
    with line_stand_in() as line:
        floor = acknowledging.floor(bench, line)
    with bench.town() as (town, line):
        footprint.first_start(bench, town)
        lanes.lanes(bench, town, line)
        conversations.conversations(bench, town, line)
    url = town.environ["DATABASE_URL"]
    with line_stand_in() as line:
        with server("serve", bench.folder, url, line.url) as town:
            footprint.idle(bench, town)
            acknowledging.acknowledging(bench, "serve", town, floor)
            footprint.after_the_load(bench, town)
        with server("web", bench.folder, url, line.url) as web:
            acknowledging.acknowledging(bench, "web", web, floor)
    outage.outage(bench)
    filing.filing(bench)


if __name__ == "__main__":
    main()
