"""`GET /metrics` for Prometheus: every waiting state, how long people and LINE wait for us, and the month's quota.

Read from the database at each look, so that any number of processes tell the same; only the webhook's answers are
counted here, in this process. Answered to this machine alone, and to nobody who comes through a proxy.
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
from models.database import Database
from models.pace import Pace, recent_paces
from models.waiting import Waiting, everything_that_waits

ACKNOWLEDGED_WITHIN_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2)
# What a proxy leaves on a request: then it isn't this machine that asks.
PROXIED = ("Forwarded", "Via", "X-Real-Ip")


class TownCollector(Collector):
    """Looks at the database each time Prometheus asks."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def describe(self) -> Iterator[Metric]:
        """Nothing: registering it must not ask the database."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """What there is now; with the database away only that it is away."""
        up = GaugeMetricFamily("baanrao_database_up", "1 if the database answers")
        try:
            now = self._clock()
            with self._database.read() as session:
                waiting, paces = everything_that_waits(session, now), recent_paces(session, now)
        except SQLAlchemyError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from _of_waiting(waiting)
        yield from _of_paces(paces)


def _of_waiting(waiting: list[Waiting]) -> Iterator[Metric]:
    labels = ["state", "lane"]
    counts = GaugeMetricFamily("baanrao_waiting", "rows in a waiting state", labels=labels)
    ages = GaugeMetricFamily("baanrao_waiting_oldest_seconds", "age of the oldest of them", labels=labels)
    for state in waiting:
        counts.add_metric([state.state, state.lane or ""], state.count)
        ages.add_metric([state.state, state.lane or ""], state.oldest_s)
    yield counts
    yield ages


def _of_paces(paces: list[Pace]) -> Iterator[Metric]:
    labels = ["hop", "lane"]
    counts = GaugeMetricFamily("baanrao_recent", "rows that passed a hop in the last 5 minutes", labels=labels)
    took = GaugeMetricFamily("baanrao_recent_seconds", "how long the hop took them", labels=[*labels, "quantile"])
    for pace in paces:
        counts.add_metric([pace.hop, pace.lane or ""], pace.count)
        for quantile, seconds in pace.took_s.items():
            took.add_metric([pace.hop, pace.lane or "", quantile], seconds)
    yield counts
    yield took


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
