"""The clock: the only place that reads it. Everybody else is told the time."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)
