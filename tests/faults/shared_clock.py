"""One time for a simulated LINE and a town in another process: the real one, and what a trial has added to it."""

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

_AHEAD = struct.Struct("d")


class SharedClock:
    """Callable like the real clock; alike in every process that has opened the same file."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(_AHEAD.pack(0.0))
        with file.open("r+b") as opened:
            self._ahead = mmap.mmap(opened.fileno(), _AHEAD.size)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=_AHEAD.unpack(self._ahead[:])[0])

    def passes(self, seconds: float) -> None:
        """Let time pass, for everybody."""
        self._ahead[:] = _AHEAD.pack(_AHEAD.unpack(self._ahead[:])[0] + seconds)
