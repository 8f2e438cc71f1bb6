"""Inserts that two processes may make at the same moment: the second changes nothing instead of failing."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.columns import Row


def insert_into(session: Session, table: type[Row]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT in the dialect of this database, which may then say what happens on a conflict."""
    return sqlite.insert(table) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(table)


def insert_if_new(session: Session, table: type[Row], unique: Sequence[str], values: Mapping[str, Any]) -> bool:
    """Insert a row unless one with the same `unique` columns exists; returns whether it was new."""
    statement: Insert = insert_into(session, table).values(dict(values)).on_conflict_do_nothing(index_elements=unique)
    return session.connection().execute(statement).rowcount > 0
