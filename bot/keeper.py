"""Keeps what LINE delivers: deliveries that arrive while another is being written share the next commit."""

import threading
from collections import deque
from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from models.bell import wake
from models.database import Database
from models.webhook_event import keep

Rows = Sequence[dict[str, Any]]


class _Delivery:
    """The rows of one delivery, and what has become of them."""

    def __init__(self, rows: Rows) -> None:
        self.rows, self.is_kept = rows, False
        self.error: SQLAlchemyError | None = None

    @property
    def may_be_the_fault_of_another(self) -> bool:
        """The database took offence at some row among those that were written together."""
        return isinstance(self.error, DataError | IntegrityError)


class Keeper:
    """Writes to the inbox, durably. A busy minute costs as many commits as the disk can do, not one a delivery."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = threading.Lock()
        self._waiting: deque[_Delivery] = deque()

    def keep(self, rows: Rows) -> None:
        """Returns once the rows are committed; known ones change nothing. Raises SQLAlchemyError if they are not."""
        mine = _Delivery(rows)
        self._waiting.append(mine)
        with self._turn:
            if not (mine.is_kept or mine.error):
                self._write([self._waiting.popleft() for _ in range(len(self._waiting))])
        if mine.may_be_the_fault_of_another:
            self._write([mine])
        if not mine.is_kept:
            raise mine.error or RuntimeError("a delivery was overlooked")

    def _write(self, together: Sequence[_Delivery]) -> None:
        error: SQLAlchemyError | None = None
        try:
            with self._database.begin(goes_first=True) as session:
                wake(session, "inbox")
                keep(session, [row for one in together for row in one.rows])
        except SQLAlchemyError as raised:
            error = raised
        for one in together:
            one.is_kept, one.error = error is None, error
