"""How many events a second are told 200, by how many connections at once, beside the floor of the same round."""

from benchmarks.bench import Bench
from benchmarks.deliveries import complaints
from benchmarks.load import back_to_back
from benchmarks.processes import LineStandIn, Server, server
from benchmarks.readings import percentile

SUBJECT = "Acknowledged"
NOTE = """Each connection sends its next event as soon as the last is acknowledged. *floor*: the same server and threads,
signature, one durable insert, no framework. *serve*: the whole town in one process, which meanwhile answers what it has
kept; *cpu* is then for both. *web*: the webhook alone, as where a worker process stands beside it."""
CONNECTIONS = (1, 4, 16, 64)
MOST_A_SECOND = 3000


def floor(bench: Bench, line: LineStandIn) -> dict[int, float]:
    """The least that it could cost: events a second by connections."""
    url = bench.databases.new(bench.folder)
    with server("floor", bench.folder, url, line.url) as running:
        return acknowledging(bench, "floor", running, {})


def acknowledging(bench: Bench, role: str, running: Server, beside: dict[int, float]) -> dict[int, float]:
    """Each number of connections in turn. `beside`: the floor of this round."""
    _measured(bench, running, (16,))  # warm
    found = _measured(bench, running, CONNECTIONS)
    for connections, figures in found.items():
        speed = figures["events_a_second"]
        case = f"{role}, {connections} connection{'s' * (connections > 1)}"
        of_the_floor = speed / beside.get(connections, speed)
        bench.add(SUBJECT, case, int(figures.pop("n")), **figures, of_the_floor=of_the_floor)
    return {connections: figures["events_a_second"] for connections, figures in found.items()}


def _measured(bench: Bench, running: Server, points: tuple[int, ...]) -> dict[int, dict[str, float]]:
    found = {}
    for connections in points:
        events = int(MOST_A_SECOND * bench.seconds / connections)
        each = [complaints(events, at_once=1) for _ in range(connections)]
        cpu_before = running.cpu_s()
        load = back_to_back(running.port, each, bench.seconds)
        found[connections] = {
            "n": len(load.answers),
            "events_a_second": load.accepted_per_second,
            "p50_ms": percentile(load.took_ms, 50),
            "p99_ms": percentile(load.took_ms, 99),
            "cpu_ms_an_event": (running.cpu_s() - cpu_before) * 1000 / len(load.answers),
            "refused": load.refused,
        }
    return found
