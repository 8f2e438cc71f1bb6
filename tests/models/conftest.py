"""A migrated, empty database for tests of tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database
from tests.engines import drop_database, new_database


@pytest.fixture
def database(tmp_path: Path, database_engine: str) -> Iterator[Database]:
    """A database as the migrations make it, with nothing in it."""
    url = new_database(database_engine, tmp_path)
    database = Database(url)
    yield database
    database.close()
    drop_database(url)
