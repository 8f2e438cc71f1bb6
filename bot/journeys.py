"""How long messages took from the event that brought them about to LINE, lane by lane, as a Prometheus histogram."""

import threading
from bisect import bisect_left
from collections import Counter
from datetime import datetime, timedelta
from itertools import accumulate

from prometheus_client.core import HistogramMetricFamily
from prometheus_client.utils import floatToGoString
from sqlmodel import Session

from models.outgoing import Lane
from models.pace import messages_taken

WITHIN_S = (0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600)
# A row says when LINE took it a moment before its commit: what is younger may not all be there to be counted.
SETTLED_AFTER = timedelta(seconds=10)


class Journeys:
    """Counts what LINE has accepted since `begin`, whichever process sent it; each message once."""

    def __init__(self, begin: datetime) -> None:
        self._counted_to = begin
        self._lock = threading.Lock()
        self._counts: Counter[tuple[Lane, int]] = Counter()
        self._sums: dict[Lane, float] = dict.fromkeys(Lane, 0.0)

    def count(self, session: Session, now: datetime) -> None:
        """Count what has been accepted since the last look."""
        with self._lock:
            end = now - SETTLED_AFTER
            if end <= self._counted_to:
                return
            taken = list(messages_taken(session, self._counted_to, end))
            self._counted_to = end
            for lane, seconds in taken:
                self._counts[lane, bisect_left(WITHIN_S, seconds)] += 1
                self._sums[lane] += seconds

    def histogram(self) -> HistogramMetricFamily:
        """The counts so far; every lane is there from the beginning."""
        family = HistogramMetricFamily(
            "baanrao_event_to_line_seconds", "from LINE's event to LINE's acceptance of the answer", labels=["lane"]
        )
        with self._lock:
            for lane in Lane:
                up_to = accumulate(self._counts[lane, place] for place in range(len(WITHIN_S) + 1))
                names = [*map(floatToGoString, WITHIN_S), "+Inf"]
                family.add_metric([lane], list(zip(names, up_to, strict=True)), self._sums[lane])
        return family
