"""How long it takes from the delivery of an event to the call that it brings about, by lane, while others keep the town busy."""

from benchmarks.bench import NOT_DONE, NOT_SENT, Bench, SomethingIsMissing, until_none
from benchmarks.deliveries import complaints, emergency
from benchmarks.load import Answered, at_a_rate
from benchmarks.processes import LineStandIn, Server
from benchmarks.readings import percentile

SUBJECT = "Event to outgoing call"
NOTE = """100 events a second of residents who tell complaints, 20 at a time, and 10 emergencies a second. *emergency* and
*answer*: from when the event was due to be delivered to the arrival of its reply at LINE's side. *duty*: from the tap that
files a complaint to the push to the division's group. *acknowledged*: until our 200, for both."""
EVERY_NTH_IS_AN_EMERGENCY = 10
PER_SECOND = 100
LASTS = 5  # times the seconds of a point of load


def lanes(bench: Bench, town: Server, line: LineStandIn) -> None:
    """One round. Raises SomethingIsMissing if an event was refused or not answered."""
    deliveries = complaints(int(PER_SECOND * bench.seconds * LASTS), at_once=20)
    emergencies = {}
    for place in range(len(deliveries), 0, -EVERY_NTH_IS_AN_EMERGENCY):
        somebody = emergency()
        emergencies[somebody.reply_token] = somebody
        deliveries.insert(place, somebody)
    load = at_a_rate(town.port, deliveries, PER_SECOND * (1 + 1 / EVERY_NTH_IS_AN_EMERGENCY))
    for question in (NOT_DONE, NOT_SENT):
        until_none(town.environ["DATABASE_URL"], question)
    took_ms = _took_ms(load.answers, line.arrivals(), set(emergencies))
    if load.refused or len(took_ms["emergency"]) + len(took_ms["answer"]) < len(deliveries):
        raise SomethingIsMissing(f"of {len(deliveries)} events {load.refused} were refused, or some not answered")
    took_ms["acknowledged"] = load.took_ms
    for lane, each in took_ms.items():
        figures = {"p50_ms": percentile(each, 50), "p99_ms": percentile(each, 99), "most_ms": max(each)}
        bench.add(SUBJECT, lane, len(each), **figures)


def _took_ms(
    answers: list[Answered], arrivals: list[tuple[float, str, str | None]], emergencies: set[str]
) -> dict[str, list[float]]:
    due_at = {answer.delivery.reply_token: answer.due_at for answer in answers}
    filed_at = {number: due_at[to] for _, to, number in arrivals if number and to in due_at}
    took_ms: dict[str, list[float]] = {"emergency": [], "answer": [], "duty": []}
    for at, to, number in arrivals:
        if to in due_at:
            took_ms["emergency" if to in emergencies else "answer"].append((at - due_at[to]) * 1000)
        elif number in filed_at:
            took_ms["duty"].append((at - filed_at[number]) * 1000)
    return took_ms
