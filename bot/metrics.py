"""`GET /metrics` for Prometheus: every waiting state, how long people and LINE wait for us, and the month's quota.

Read from the database at each look, so that any number of processes tell the same; only the histograms count from the
start of this process, and the webhook's answers are its own. Answered to this machine alone, and to nobody who comes
through a proxy.
"""

import ipaddress
from collections.abc import Callable, Iterator
from time import perf_counter

from flask import Blueprint, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.journeys import Journeys
from models.database import Database
from models.pace import Pace, recent_events
from models.waiting import Waiting, everything_that_waits
from notifications.quota import Standing, standing_at

ACKNOWLEDGED_WITHIN_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2)
# What a proxy leaves on a request: then it isn't this machine that asks.
PROXIED = ("Forwarded", "Via", "X-Real-Ip")


class TownCollector(Collector):
    """Looks at the database each time Prometheus asks."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._journeys = Journeys(clock())

    def describe(self) -> Iterator[Metric]:
        """Nothing: registering it must not ask the database."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """What there is now; with the database away only that it is away."""
        up = GaugeMetricFamily("baanrao_database_up", "1 if the database answers")
        try:
            now = self._clock()
            with self._database.read() as session:
                self._journeys.count(session, now)
                found = [
                    *_of_waiting(everything_that_waits(session, now)),
                    *_of_events(recent_events(session, now)),
                    *_of_month(standing_at(session, now)),
                ]
        except SQLAlchemyError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from found
        yield self._journeys.histogram()


def _of_waiting(waiting: list[Waiting]) -> Iterator[Metric]:
    labels = ["state", "lane"]
    counts = GaugeMetricFamily("baanrao_waiting", "rows in a waiting state", labels=labels)
    ages = GaugeMetricFamily("baanrao_waiting_oldest_seconds", "age of the oldest of them", labels=labels)
    for state in waiting:
        counts.add_metric([state.state, state.lane or ""], state.count)
        ages.add_metric([state.state, state.lane or ""], state.oldest_s)
    yield counts
    yield ages


def _of_events(pace: Pace | None) -> Iterator[Metric]:
    count = GaugeMetricFamily("baanrao_recent_events", "events that were done in the last 5 minutes")
    took = GaugeMetricFamily(
        "baanrao_recent_event_seconds", "from LINE's delivery of them to done", labels=["quantile"]
    )
    count.add_metric([], pace.count if pace else 0)
    for quantile, seconds in pace.took_s.items() if pace else ():
        took.add_metric([quantile], seconds)
    yield count
    yield took


def _of_month(month: Standing) -> Iterator[Metric]:
    """By LINE's last reading and our own count since; without a limit there is none, and nothing is left of it."""
    messages = GaugeMetricFamily("baanrao_month_messages", "the month's messages that are paid", labels=["part"])
    messages.add_metric(["used"], month.used)
    if month.limit is not None and month.remaining is not None:
        messages.add_metric(["limit"], month.limit)
        messages.add_metric(["left"], month.remaining)
        messages.add_metric(["reserve_left"], min(month.remaining, month.reserve))
    yield messages
    if month.read_at is not None:
        yield GaugeMetricFamily(
            "baanrao_month_read_timestamp_seconds", "when LINE last told it", month.read_at.timestamp()
        )


def metrics_pages(database: Database, clock: Clock, stopwatch: Callable[[], float] = perf_counter) -> Blueprint:
    """`GET /metrics`, and the measuring of the webhook's answers. `stopwatch` gives seconds."""
    pages = Blueprint("metrics", __name__)
    registry = CollectorRegistry()
    registry.register(TownCollector(database, clock))
    acknowledged = Histogram(
        "baanrao_acknowledgement_seconds",
        "from LINE's delivery to our answer, in this process",
        ["status"],
        buckets=ACKNOWLEDGED_WITHIN_S,
        registry=registry,
    )

    @pages.before_app_request
    def begin() -> None:
        g.begun = stopwatch()

    @pages.after_app_request
    def measure(answer: Response) -> Response:
        if request.endpoint == "webhook.receive" and "begun" in g:
            acknowledged.labels(str(answer.status_code)).observe(stopwatch() - g.begun)
        return answer

    @pages.get("/metrics")
    def metrics() -> Response:
        if not _is_from_this_machine():
            return Response(status=403)
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return pages


def _is_from_this_machine() -> bool:
    if any(name in PROXIED or name.startswith("X-Forwarded-") for name, _ in request.headers):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
