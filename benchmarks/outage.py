"""Whether LINE's deliveries are taken in time while nothing can be sent, because LINE does not answer."""

from benchmarks.bench import Bench
from benchmarks.deliveries import complaints
from benchmarks.load import at_a_rate
from benchmarks.readings import percentile

SUBJECT = "LINE dead"
NOTE = """Acknowledgements of 200 events a second on at most 64 connections to the whole town in one process, each timed from when
it was due, right after LINE's side has died: connections are refused, or accepted and never answered."""
PER_SECOND = 200
LASTS = 3  # times the seconds of a point of load
CASES = ("refuses connections", "accepts and is silent")


def outage(bench: Bench) -> None:
    """One round of each way of being dead."""
    for case in CASES:
        with bench.town() as (town, line):
            if case == CASES[0]:
                line.goes_away()
            else:
                line.falls_silent()
            load = at_a_rate(town.port, complaints(int(PER_SECOND * bench.seconds * LASTS)), PER_SECOND)
            bench.add(
                SUBJECT,
                case,
                len(load.answers),
                p50_ms=percentile(load.took_ms, 50),
                p99_ms=percentile(load.took_ms, 99),
                most_ms=max(load.took_ms),
                refused=load.refused,
                serving_process_rss_mb=town.rss_mb(),
            )
