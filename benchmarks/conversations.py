"""How many events a second are done: residents tell whole complaints, and each event is answered on LINE."""

from time import monotonic

from benchmarks.bench import NOT_DONE, NOT_SENT, Bench, SomethingIsMissing, until_none
from benchmarks.databases import number
from benchmarks.deliveries import EVENTS_OF_A_COMPLAINT, complaint
from benchmarks.load import back_to_back
from benchmarks.processes import LineStandIn, Server

SUBJECT = "Done"
NOTE = """50 residents whom the town has never seen each tell a complaint of six events (words, tap, words, pin, tap, tap), 10 at
a time, as fast as they are acknowledged; each becomes a case of which the division's group is told. The clock stops
when the last event is done (*heard*: when the last answer has reached LINE). One process."""
CONNECTIONS, COMPLAINTS_EACH = 10, 5
CASES = 'SELECT count(*) FROM "case"'


def conversations(bench: Bench, town: Server, line: LineStandIn) -> None:
    """One round. Raises SomethingIsMissing if not every complaint has become a case and every event an answer."""
    each = [[event for _ in range(COMPLAINTS_EACH) for event in complaint()] for _ in range(CONNECTIONS)]
    events = CONNECTIONS * COMPLAINTS_EACH * EVENTS_OF_A_COMPLAINT
    url = town.environ["DATABASE_URL"]
    before, cpu_before, began = number(url, CASES), town.cpu_s(), monotonic()
    load = back_to_back(town.port, each, seconds=60)
    done_at = until_none(url, NOT_DONE)
    until_none(url, NOT_SENT)
    cpu_s = town.cpu_s() - cpu_before
    arrived = {to: at for at, to, _ in line.arrivals()}
    filed = number(url, CASES) - before
    unanswered = sum(event.reply_token not in arrived for mine in each for event in mine)
    if filed != events // EVENTS_OF_A_COMPLAINT or load.refused or unanswered:
        raise SomethingIsMissing(f"{events} events: {filed} cases, {load.refused} refused, {unanswered} unanswered")
    bench.add(
        SUBJECT,
        "whole complaints",
        events,
        events_done_a_second=events / (done_at - began),
        heard_a_second=events / (max(arrived[event.reply_token] for mine in each for event in mine) - began),
        cpu_ms_an_event=cpu_s * 1000 / events,
    )
