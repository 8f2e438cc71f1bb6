"""Inserts that two processes may make at the same moment: the second changes nothing instead of failing."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.columns import Row


def dialect_of(session: Session) -> str:
    """`sqlite` or `postgresql`."""
    return session.get_bind().dialect.name


def insert_into(dialect: str, table: type[Row]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT in the dialect of a database, which may then say what happens on a conflict."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def insert_new(session: Session, table: type[Row], unique: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, but for those whose value in the column `unique` is there already."""
    session.connection().execute(_insert_new(dialect_of(session), table, unique), rows)


@cache
def _insert_new(dialect: str, table: type[Row], unique: str) -> Insert:
    return insert_into(dialect, table).on_conflict_do_nothing(index_elements=[unique])
