"""Whose turn it is to write: SQLite has one writer, and its own queue for it is a loop of naps."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turn:
    """A lock that is handed on in the order in which it was asked for; `threading.Lock` goes to whoever is quickest,
    which is whoever has just given it back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def taken(self, *, goes_first: bool = False) -> Iterator[None]:
        """Wait for one's turn, and have it; `goes_first`: before all who wait."""
        self._take(goes_first)
        try:
            yield
        finally:
            self._hand_on()

    def _take(self, goes_first: bool) -> None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = threading.Event()
            if goes_first:
                self._waiting.appendleft(mine)
            else:
                self._waiting.append(mine)
        mine.wait()

    def _hand_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False
