"""Column types that keep what SQL forgets: time zones and closed lists of words. Every table's base class is here."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, MetaData
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

# Constraints need the same names in migrations and in models, on every database.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. SQLite stores it naive, so the zone is put back on reading.

    Raises ValueError for a naive datetime: a time without a zone is a guess.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; hand SQLite a naive UTC one, which sorts as text."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC time on every database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(words: type[StrEnum], name: str | None = None) -> Any:
    """A column that holds the values (not the names) of `words`, with a CHECK that the database keeps.

    `name` is the constraint's, where two columns of a table hold the same words.
    """

    def values(enum: type[StrEnum]) -> Sequence[str]:
        return [member.value for member in enum]

    return Enum(
        words,
        native_enum=False,
        create_constraint=True,
        values_callable=values,
        length=40,
        name=name or words.__name__.lower(),
    )


class Row(SQLModel):
    """The base of all tables. Its repr names the row and nothing in it: a repr ends in logs."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'id', '?')}>"

    __str__ = __repr__


def metadata() -> MetaData:
    """All tables, for Alembic. Importing the modules is what registers them."""
    from models import (  # noqa: F401
        asset,
        case,
        case_change,
        case_merge,
        case_note,
        conversation,
        enrolment,
        errand,
        follower,
        kept_figures,
        known_fact,
        officer,
        outgoing,
        person,
        photo,
        repair_check,
        shown_card,
        staff_group,
        streetlight,
        taught,
        timer,
        webhook_event,
    )

    return SQLModel.metadata
