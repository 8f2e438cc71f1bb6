"""`make soak`: many trials by power cut on each database, counted in one table."""

import secrets
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.engines import ENGINES
from tests.faults.auditor import Wrong
from tests.faults.battered_towns import a_battered_town
from tests.faults.blows import Point
from tests.faults.trials import Outcome, Trial

# A town that has seen so many trials is left for a new one, so that the last trial looks through no more than the first.
TRIALS_A_TOWN = 50


def trials(engine: str, folder: Path, seed: int, numbers: Iterable[int]) -> Iterator[Outcome]:
    """These trials, one after another in one town."""
    with a_battered_town(folder, engine) as town:
        for number in numbers:
            yield Trial(town, seed, number).happens()


@dataclass
class Run:
    """What many trials on one database have shown."""

    engine: str
    trials: int = 0
    kills: Counter[Point] = field(default_factory=Counter)
    wrongs: Counter[Wrong] = field(default_factory=Counter)
    acknowledged: int = 0
    owed: int = 0
    uncertain: int = 0
    longest_recovery_s: float = 0.0
    took_s: float = 0.0

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.trials += 1
        self.kills += outcome.kills
        self.wrongs += Counter(finding.wrong for finding in outcome.findings)
        self.acknowledged += outcome.acknowledged
        self.owed += outcome.owed
        self.uncertain += outcome.uncertain
        self.longest_recovery_s = max(self.longest_recovery_s, outcome.recovery_s)

    def column(self) -> dict[str, str]:
        """Its column of the table."""
        numbers = {"trials": self.trials, **{f"killed: {point}": self.kills[point] for point in Point}}
        numbers |= {"events acknowledged": self.acknowledged, "messages owed": self.owed}
        numbers |= {str(wrong): self.wrongs[wrong] for wrong in Wrong} | {"uncertain": self.uncertain}
        seconds = {"longest recovery": f"{self.longest_recovery_s:.1f} s", "all of it": f"{self.took_s:,.0f} s"}
        return {name: f"{number:,}" for name, number in numbers.items()} | seconds

    def verdict(self) -> str:
        """What so many trials let one say."""
        if self.wrongs:
            return f"{self.engine}: NOT kept in {self.trials:,} trials: {dict(self.wrongs)}"
        most = min(300 / max(self.trials, 1), 100)
        return f"{self.engine}: 0 of {self.trials:,} trials broke a promise; at 95% fewer than {most:.1f}% do (3/n)"


def table(runs: list[Run]) -> str:
    """As Markdown, a column for each database."""
    columns = [run.column() for run in runs]
    rows = [["", *(run.engine for run in runs)], ["---", *["---:"] * len(runs)]]
    rows += [[name, *(column[name] for column in columns)] for name in columns[0]]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def exit_code(runs: list[Run]) -> int:
    """0 if every promise was kept."""
    return int(any(run.wrongs for run in runs))


def soak(engine: str, seed: int, first: int, count: int) -> Run:
    """Run the trials, telling how far they are; what is wrong is said at once."""
    run, began = Run(engine), time.monotonic()
    for start in range(first, first + count, TRIALS_A_TOWN):
        numbers = range(start, min(start + TRIALS_A_TOWN, first + count))
        with TemporaryDirectory(prefix="baanrao-soak-") as folder:
            for number, outcome in zip(numbers, trials(engine, Path(folder), seed, numbers), strict=True):
                run.add(outcome)
                run.took_s = time.monotonic() - began
                for finding in outcome.findings:
                    click.echo(f"\n{engine}, SEED={seed} FIRST={number}: {finding.wrong}: {finding.what}")
                _show_progress(run, count)
    return run


def _show_progress(run: Run, count: int) -> None:
    line = f"{run.engine}: {run.trials:,} of {count:,} trials, {sum(run.wrongs.values())} wrongs, {run.took_s:.0f} s"
    if sys.stdout.isatty():
        click.echo(f"\r{line}", nl=run.trials == count)
    elif run.trials % 25 == 0 or run.trials == count:
        click.echo(line)


@click.command()
@click.option("--trials", "count", default=200, show_default=True, help="How many on each database.")
@click.option("--seed", type=int, help="What the dice begin with; a new one each time unless told.")
@click.option("--first", default=0, show_default=True, help="The number of the first trial, to repeat one.")
@click.option("--engine", "engines", multiple=True, type=click.Choice(ENGINES), default=ENGINES, help="Only this one.")
def main(count: int, seed: int | None, first: int, engines: tuple[str, ...]) -> None:
    """Cut the power again and again; exit code 1 if anything was lost, doubled, swapped or left waiting."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and leave no server behind
    seed = secrets.randbelow(10**6) if seed is None else seed
    click.echo(f"SEED={seed}")
    runs = [soak(engine, seed, first, count) for engine in engines]
    click.echo("\n".join([table(runs), *(run.verdict() for run in runs)]))
    sys.exit(exit_code(runs))


if __name__ == "__main__":
    main()
