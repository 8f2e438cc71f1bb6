"""A clock that a test sets: nothing in the town reads another."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Callable like the real one; it moves only when told to. Begins on a Friday at 09:00 in Bangkok."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **time: float) -> None:
        """Let time pass: `clock.passes(hours=25)`."""
        self.at += timedelta(**time)
