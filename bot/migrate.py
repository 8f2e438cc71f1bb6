"""Brings a database up to date, and says whether it is."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

import migrations


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return config


def upgrade(database_url: str) -> None:
    """Run every migration that the database has not seen."""
    config = _config()
    config.attributes["database_url"] = database_url
    command.upgrade(config, "head")


@cache
def head() -> str | None:
    """The newest migration. Raises alembic.util.CommandError if there are two."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def is_up_to_date(engine: Engine) -> bool:
    """Whether the database has seen the newest migration."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head()
