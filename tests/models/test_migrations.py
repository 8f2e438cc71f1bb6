"""Migrations lead, in one line, to exactly the tables that the models describe."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Enum, Table, inspect, text

import migrations
from bot.migrate import head, is_up_to_date, upgrade
from models.columns import metadata
from models.database import Database
from tests.engines import drop_database, empty_database

CONFIG = Config()
CONFIG.set_main_option("script_location", str(Path(migrations.__file__).parent))


def test_there_is_one_head_and_the_numbers_run_on() -> None:
    scripts = list(ScriptDirectory.from_config(CONFIG).walk_revisions())
    assert [script.revision for script in reversed(scripts)] == [f"{n:04}" for n in range(1, len(scripts) + 1)]
    assert head() == scripts[0].revision
    assert all(Path(script.path).name.startswith(f"{script.revision}_") for script in scripts)


def test_a_migrated_database_is_what_the_models_describe(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, metadata()) == []


def _enum_columns() -> Iterator[tuple[Table, Column[object]]]:
    for table in metadata().sorted_tables:
        yield from ((table, column) for column in table.columns if isinstance(column.type, Enum))


@pytest.mark.parametrize(
    ("table", "column"), [pytest.param(table, column, id=str(column)) for table, column in _enum_columns()]
)
def test_the_database_knows_each_closed_list_of_words(database: Database, table: Table, column: Column[object]) -> None:
    checks = [str(check["sqltext"]) for check in inspect(database.engine).get_check_constraints(table.name)]
    (check,) = [text for text in checks if re.match(rf'[("]*{column.name}\b', text)]
    assert isinstance(column.type, Enum)
    assert set(re.findall(r"'([^']*)'", check)) == set(column.type.enums)


def test_running_them_again_changes_nothing(database: Database) -> None:
    with database.begin() as session:
        session.connection().execute(text("INSERT INTO known_fact (name, value) VALUES ('a', 'b')"))
    upgrade(database.url.render_as_string())
    assert is_up_to_date(database.engine)
    with database.read() as session:
        assert session.connection().execute(text("SELECT value FROM known_fact")).scalar() == "b"


def test_they_can_be_gone_back_and_on_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/town.db"
    upgrade(url)
    config = Config()
    config.set_main_option("script_location", CONFIG.get_main_option("script_location") or "")
    config.attributes["database_url"] = url
    command.downgrade(config, "base")
    database = Database(url)
    assert set(inspect(database.engine).get_table_names()) == {"alembic_version"}
    assert not is_up_to_date(database.engine)
    upgrade(url)
    assert is_up_to_date(database.engine)
    database.close()


def test_a_migration_that_fails_is_done_by_no_halves_and_can_be_run_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/town.db"
    database = Database(url)
    with database.begin() as session:
        session.connection().execute(text("CREATE TABLE outbox (id INTEGER)"))  # in the way
    with pytest.raises(Exception, match="outbox already exists"):
        upgrade(url)
    assert not is_up_to_date(database.engine)
    with database.begin() as session:
        session.connection().execute(text("DROP TABLE outbox"))
    upgrade(url)
    assert is_up_to_date(database.engine)
    database.close()


def test_two_that_migrate_at_once_both_come_to_the_end(tmp_path: Path, database_engine: str) -> None:
    url = empty_database(database_engine, tmp_path)
    migrate = [sys.executable, "-c", "import sys; from bot.migrate import upgrade; upgrade(sys.argv[1])", url]
    both = [subprocess.Popen(migrate, stderr=subprocess.PIPE) for _ in range(2)]
    said = [one.communicate(timeout=60)[1].decode() for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    database = Database(url)
    assert is_up_to_date(database.engine)
    database.close()
    drop_database(url)
