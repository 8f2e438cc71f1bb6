"""How soon a town is ready, and how much memory it takes."""

from time import sleep

from benchmarks.bench import Bench
from benchmarks.processes import Server

SUBJECT = "Start and memory"
NOTE = """Web, senders and clock in one process. *ready*: from the command to `/readyz` saying 200. *process*: resident memory of
the process that serves. *both*: with gunicorn's own that watches over it, what they share counted once."""
IDLE_S = 2  # a start's own errands are over


def first_start(bench: Bench, town: Server) -> None:
    """Of a town that began without a database, and has filed a few complaints."""
    _add(bench, "without a database", town)


def idle(bench: Bench, town: Server) -> None:
    """Of a town that has started once more, with nothing left to do."""
    sleep(IDLE_S)
    _add(bench, "again, idle", town)


def after_the_load(bench: Bench, town: Server) -> None:
    """Of the same town, after all that was acknowledged."""
    _add(bench, "again, after the load", town)


def _add(bench: Bench, case: str, town: Server) -> None:
    figures = {"ready_in_s": town.started_in_s, "process_rss_mb": town.rss_mb(), "both_pss_mb": town.all_mb()}
    bench.add(SUBJECT, case, 1, **figures)
