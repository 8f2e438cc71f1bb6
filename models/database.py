"""One database, SQLite or PostgreSQL: its engine and its transactions."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session

from models.bell import Bell, Listener
from models.turn import Turn

BUSY_TIMEOUT_MS = 10_000
# One connection for each thread that may hold one: 8 of the web, 10 of the worker, and room for a few more. A town
# with several processes needs so many times their number of PostgreSQL's max_connections.
POOL_SIZE, POOL_OVERFLOW, POOL_TIMEOUT_S = 16, 8, 5


class Database:
    """Transactions on one database. Make it after a fork, close it before the process ends."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.bell = Bell()
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _open_sqlite(url) if self.is_sqlite else _open_postgresql(url)
        self._listener: Listener | None = None
        self._reading = self.engine.execution_options(read_only=True)
        self._turn = Turn() if self.is_sqlite else None

    @contextmanager
    def begin(self, *, goes_first: bool = False) -> Iterator[Session]:
        """A transaction that may write: committed at the end, rolled back if anything raises.

        `goes_first`: before those who wait for their turn to write, where the database has one writer.
        """
        with Session(self.engine, expire_on_commit=False) as session:
            with self._turn.taken(goes_first=goes_first) if self._turn else nullcontext(), session.begin():
                yield session
            for topic in session.info.pop("topics", ()):
                self.bell.ring(topic)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only reads: it waits for no writer and no writer waits for it."""
        with Session(self._reading, expire_on_commit=False) as session:
            yield session

    def listen(self) -> None:
        """Hear what other processes commit; needed where somebody waits on the bell, and only with PostgreSQL."""
        if not self.is_sqlite and self._listener is None:
            conninfo = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
            self._listener = Listener(conninfo, self.bell)
            self._listener.start()

    def close(self) -> None:
        """Give back every connection."""
        if self._listener is not None:
            self._listener.stop()
        self.engine.dispose()


def _open_postgresql(url: str) -> Engine:
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=POOL_TIMEOUT_S,
        pool_pre_ping=True,  # a connection that died with the database is replaced without anybody noticing
        connect_args={"connect_timeout": 3, "options": "-c timezone=UTC"},
    )


def _open_sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"check_same_thread": False}, pool_size=POOL_SIZE)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not open transactions by itself
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL does not sync each commit, and an acknowledged event must survive a power cut
        "foreign_keys=ON",
        "recursive_triggers=ON",  # else REPLACE would slip past the triggers that keep history
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # Taking the write lock at once means a transaction never fails half-way for a lock it could have waited for.
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
