"""A town as it is run (`baanrao serve`, its own process) with its phones in a real browser."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from models.database import Database
from models.enrolment import CodeKind, new_code
from models.officer import Role
from simulator.cast import gather
from simulator.line import Line
from tests.engines import new_database
from tests.town_process import reserved_port, served_town

HERE = {"latitude": 18.6477, "longitude": 99.0417, "accuracy": 12}
SECRET, SECRET_KEY = "8c570fa6dd201bb328f1c1eac23a96d8", "0123456789abcdef" * 4


class ServedTown:
    """Phones on a socket, the bot in a process of its own beside them."""

    def __init__(self, folder: Path, language: str = "th") -> None:
        place, self.folder = reserved_port(), folder  # nobody else gets the port before the bot has it
        self.port = place.getsockname()[1]
        new_database("sqlite", folder)
        self.line = Line(
            webhook_url=f"http://127.0.0.1:{self.port}/webhook",
            secret=SECRET,
            token="journey-token",
            login_channel_id="2000000001",
            town="เทศบาลตำบลบ้านเรา",
        )
        gather(self.line)
        self.line.start()
        self.bot = served_town(self._environment())
        patient = Retry(
            total=200, connect=200, status=200, status_forcelist=[503], backoff_factor=0.05, backoff_max=0.2
        )
        with requests.Session() as asking:
            asking.mount("http://", HTTPAdapter(max_retries=patient))
            assert asking.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).ok
        place.close()

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "LINE_CHANNEL_SECRET": SECRET,
            "LINE_CHANNEL_ACCESS_TOKEN": "journey-token",
            "LINE_API_URL": self.line.url,
            "LINE_LOGIN_CHANNEL_ID": "2000000001",
            "LIFF_ID": "2000000001-DemoTown",
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": self._database_url,
            "DATA_DIR": str(self.folder),
            "TOWN": "demo",
            "STEPS_JOIN_WITHIN_S": "0",
            "SECRET_KEY": SECRET_KEY,
            "QR_KEYS": f"1:{SECRET_KEY}",
            "PORT": str(self.port),
        }

    @property
    def _database_url(self) -> str:
        return f"sqlite:///{self.folder}/town.db"

    def code(self, kind: CodeKind, division: str, role: Role | None = None) -> str:
        """A one-time code, as `baanrao group-code` and `officer-code` print it."""
        database = Database(self._database_url)
        with database.begin() as session:
            code = new_code(session, kind, division, role, SECRET_KEY, datetime.now(UTC))
        database.close()
        return code

    def closes(self) -> None:
        """End the bot's process and the phones. How it ends by itself, with a browser still connected, is no part of this."""
        self.bot.kill()
        self.bot.join(timeout=20)
        self.line.stop()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedTown]:
    """A running town with the demo's cast, in which nothing has happened yet."""
    town = ServedTown(tmp_path)
    yield town
    town.closes()


@pytest.fixture
def desktop(browser: Browser, served: ServedTown) -> Iterator[Page]:
    """The page of phones on a wide screen, in Thai, with its console watched."""
    said: list[str] = []
    page = browser.new_page(viewport={"width": 2340, "height": 900}, locale="th-TH", timezone_id="Asia/Bangkok")
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(served.line.url)
    yield page
    page.close()
    assert said == [], "the browser's console holds errors"


@pytest.fixture
def phone(browser: Browser, served: ServedTown) -> Iterator[BrowserContext]:
    """A small telephone that knows where it is."""
    yield from _a_phone(browser, "th-TH")


@pytest.fixture
def english_phone(browser: Browser, served: ServedTown) -> Iterator[BrowserContext]:
    """The same, of a reader of English."""
    served.line.person("emma", "Emma", language="en", subtitle="resident", avatar="👩‍🦰")
    yield from _a_phone(browser, "en-GB")


def _a_phone(browser: Browser, locale: str) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        has_touch=True,
        locale=locale,
        timezone_id="Asia/Bangkok",
        geolocation=HERE,  # type: ignore[arg-type]
        permissions=["geolocation"],
    )
    yield context
    context.close()
