"""What every test may ask for."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest
from playwright.sync_api import Browser, sync_playwright

from models.database import Database
from tests.engines import ENGINES, give_back, new_database
from tests.towns import TownUnderTest, a_town

# Folders of tests about what people do; those about the engine are in the others.
STORIES = {"handlers", "liff_web", "notifications", "bot"}
BUILT_PAGE = Path(__file__).parents[1] / "simulator/page/dist/page.js"
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is about the engine runs on both databases. Of the stories every sixth runs on PostgreSQL, which meets every
    query more than once, and the others on SQLite; `make test EVERYWHERE=1` runs all of them on both."""
    if os.environ.get("EVERYWHERE"):
        return
    on_postgresql = {item.nodeid: item for item in items if _is_a_story_on_postgresql(item)}
    chosen = {name for name in on_postgresql if crc32(name.encode()) % 6 == 0}
    left_out = {item for name, item in on_postgresql.items() if name not in chosen}
    left_out |= {item for item in items if item.nodeid.replace("sqlite", "postgresql") in chosen - {item.nodeid}}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def _is_a_story_on_postgresql(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    is_on_postgresql = callspec is not None and callspec.params.get("database_engine") == "postgresql"
    return is_on_postgresql and item.path.parent.name in STORIES


def pytest_collection_finish() -> None:
    """What is loaded by now stays: not to look through it at each collection of garbage saves a tenth of the time."""
    gc.collect()
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that has a database runs on both engines, unless it says why it is about SQLite alone."""
    if "database_engine" in metafunc.fixturenames:
        is_about_sqlite = any(metafunc.definition.iter_markers("sqlite_only"))
        metafunc.parametrize("database_engine", ["sqlite"] if is_about_sqlite else ENGINES, scope="function")


@pytest.fixture
def town(tmp_path: Path, database_engine: str) -> Iterator[TownUnderTest]:
    """A running town at nine in the morning, with nobody in it yet."""
    with a_town(tmp_path, database_engine) as running:
        yield running


@pytest.fixture
def database(tmp_path: Path, database_engine: str) -> Iterator[Database]:
    """A database as the migrations make it, with nothing in it."""
    url = new_database(database_engine, tmp_path)
    database = Database(url)
    try:
        yield database
    finally:
        database.close()
        give_back(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    chromium = next((path for path in CHROMIUM if Path(path).exists()), None)
    assert chromium, "no chromium: apt-get install chromium"
    assert BUILT_PAGE.exists(), "the pages are not built: npm ci --ignore-scripts && npm run build"
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=quiet)
        yield opened
        opened.close()
