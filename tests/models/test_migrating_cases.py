"""What people have told is still there after a migration, on a database that is in use."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import migrations
from bot.migrate import upgrade
from models.database import Database
from tests.bot.hand_made import run_sql
from tests.engines import drop_database, empty_database

CASE = (
    "INSERT INTO person (id, line_user_id, language, follows, first_seen_at)"
    " VALUES (1, 'U1', 'th', true, '2026-11-20 02:00:00')",
    'INSERT INTO "case" (id, number, service, type_code, status, reporter_id, division, filed_at, promised_at,'
    " place_source, latitude, longitude) VALUES (1, '70-000001', 'complaint', 'road', 'new', 1, 'public_works',"
    " '2026-11-20 02:00:00', '2026-11-22 02:00:00', 'pin', 18.6477, 99.0417)",
    "INSERT INTO case_note (case_id, kind, person_id, words, written_at)"
    " VALUES (1, 'complaint', 1, 'a deep hole', '2026-11-20 02:00:00')",
)


def test_a_case_with_its_notes_survives_the_change_of_its_table(tmp_path: Path, database_engine: str) -> None:
    url = empty_database(database_engine, tmp_path)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["database_url"] = url
    command.upgrade(config, "0004")
    database = Database(url)
    run_sql(database, *CASE)
    upgrade(url)
    with database.read() as session:
        case = session.connection().execute(text('SELECT latitude, accuracy_m, wants_passing_on FROM "case"')).one()
        followers = session.connection().execute(text("SELECT case_id, person_id FROM follower")).all()
        words = session.connection().execute(text("SELECT words FROM case_note WHERE case_id = 1")).scalar_one()
    database.close()
    drop_database(url)
    assert tuple(case) == (18.6477, 30, False)
    assert words == "a deep hole"
    assert [tuple(follower) for follower in followers] == [(1, 1)]


OF_TODAY = (
    'INSERT INTO "case" (id, number, service, type_code, status, reporter_id, division, filed_at, promised_at,'
    " wants_passing_on) VALUES (1, '70-000001', 'complaint', 'road', 'new', 1, 'public_works',"
    " '2026-11-20 02:00:00', '2026-11-22 02:00:00', false)"
)
FILED = (
    "INSERT INTO case_change (id, case_id, at, step, to_status, division)"
    " VALUES (1, 1, '2026-11-20 02:00:00', 'filed', 'new', 'public_works')"
)
BEGUN = (
    "INSERT INTO case_change (id, case_id, at, step, from_status, to_status, division, promised_at)"
    " VALUES (2, 1, '2026-11-21 02:00:00', 'begun', 'accepted', 'working', 'public_works', '2026-11-25 09:30:00')"
)


def test_the_history_survives_the_new_steps_and_the_way_back_and_is_still_only_appended(
    tmp_path: Path, database_engine: str
) -> None:
    url = empty_database(database_engine, tmp_path)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["database_url"] = url
    command.upgrade(config, "0006")
    database = Database(url)
    run_sql(database, CASE[0], OF_TODAY, FILED)
    upgrade(url)
    run_sql(database, BEGUN, "UPDATE \"case\" SET status = 'working'")
    _refuses_to_change_history(database)
    command.downgrade(config, "0006")
    _refuses_to_change_history(database)
    with database.read() as session:
        steps = session.connection().execute(text("SELECT step, to_status FROM case_change ORDER BY id")).all()
        status = session.connection().execute(text('SELECT status FROM "case"')).scalar_one()
    database.close()
    drop_database(url)
    assert ([tuple(step) for step in steps], status) == ([("filed", "new"), ("accepted", "accepted")], "accepted")


def _refuses_to_change_history(database: Database) -> None:
    for change in ("UPDATE case_change SET division = 'finance'", "DELETE FROM case_change"):
        with pytest.raises(DBAPIError, match="only appended"):
            run_sql(database, change)
