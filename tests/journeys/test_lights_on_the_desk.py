"""A head looks at the street lights: on a telephone and on a computer, empty first, then with a town's week behind it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from content.texts import Texts
from models.case import Status, WaitsFor
from models.geography import Point
from models.officer import Officer, Role
from models.person import Language, person_of
from models.streetlight import PartUsed
from tests.handlers.poles import HERE, a_pole
from tests.handlers.test_dark_lines import METRE, goes_dark
from tests.journeys.screens import SCREENS, can_be_read_by_everybody, name_of_screen, on_a_socket
from tests.journeys.test_complaint_in_the_browser import PICTURES, look
from tests.liff_web.test_lights_page import HOUR, fails
from tests.towns import TownUnderTest, a_town


class Head:
    """The head of public works before the street lights."""

    def __init__(self, town: TownUnderTest, page: Page, width: int, language: str) -> None:
        self.town, self.page, self.width, self.say = town, page, width, Texts(language)
        town.officer("praphan", "ประพันธ์", role=Role.HEAD)
        with town.engine.database.begin() as session:
            person_of(session, town.line.people["praphan"].user_id, town.clock()).language = Language(language)

    def opens(self) -> None:
        """The overview."""
        self.page.goto(f"{self.town.line.url}/sim/as/praphan/liff/desk/lights")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say("lights.title"))


@pytest.fixture(params=SCREENS, ids=name_of_screen)
def head(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Head]:
    """A town whose bot is on a socket, and a browser whose console must stay silent."""
    said: list[str] = []
    language, (width, height) = request.param
    with a_town(tmp_path) as town, on_a_socket(town):
        page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=1.5)
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        yield Head(town, page, width, language)
        page.close()
    assert said == [], "the browser's console holds errors"


def a_week(town: TownUnderTest) -> None:
    """A line that is dark, lamps that fail again and again, one that waits for its part, and one that nobody has listed."""
    now = town.clock()
    rows = [
        a_pole(
            town,
            f"{'ABCD'[number // 10]}-{number % 10 + 1:04}",
            Point(HERE.latitude + number % 10 * 45 * METRE, HERE.longitude + number // 10 * 0.004),
            lamp=("led", "sodium", "solar", None)[number // 10],
            circuit=f"C{number // 10 + 1}",
            village=f"m{number // 10 + 1}",
            road="ถนนสุขใจ",
        )
        for number in range(40)
    ]
    for number, pole in enumerate(rows[12:30]):
        filed_at = now - timedelta(days=1 + number, hours=number)
        done: dict[str, Any] = {
            "status": Status.CLOSED,
            "filed_at": filed_at,
            "finished_at": filed_at + (8 + number * 3) * HOUR,
        }
        for _ in range(1 + (number % 5 == 0) * 3):
            fails(town, pole, **done)
    fails(town, rows[31], "flicker", status=Status.WORKING)
    late = fails(town, rows[35], promised_at=now - HOUR, status=Status.WAITING, waits_for=WaitsFor.OTHERS)
    fails(town, None, latitude=HERE.latitude - 0.003, longitude=HERE.longitude, accuracy_m=30.0, address="หน้าวัดบ้านเรา")
    with town.engine.database.begin() as session:
        officer = Officer(person_id=1, division="public_works", role=Role.OFFICER, enrolled_at=now, ended_at=now)
        session.add(officer)
        session.flush()
        for part, count in (("lamp", 3), ("fuse", 1), ("wire", 12)):
            used = PartUsed(case_id=late, officer_id=officer.key, part=part, count=count, used_at=now)
            session.add(used)
    goes_dark(town, *rows[:3])


def test_the_overview_and_its_map_are_read(head: Head, tmp_path: Path) -> None:
    page, say = head.page, head.say
    name = f"lights-{head.width}-{say.language}"
    head.opens()
    expect(page.get_by_text(say("lights.no_poles"), exact=True)).to_be_visible()
    can_be_read_by_everybody(page)
    look(page, f"{name}-empty", tmp_path)

    a_week(head.town)
    head.opens()
    expect(page.locator(".leaflet-marker-icon.is-reported")).to_have_count(3)
    expect(page.locator(".leaflet-marker-icon.is-waiting")).to_have_count(1)
    can_be_read_by_everybody(page)
    look(page, name, tmp_path)
    page.screenshot(path=(Path(PICTURES) if PICTURES else tmp_path) / f"{name}-whole.png", full_page=True)

    page.locator(".leaflet-marker-icon.is-waiting").click()
    expect(page.locator(".leaflet-popup")).to_have_css("opacity", "1")
    link = page.locator(".leaflet-popup a.pole-link")
    expect(link).to_contain_text(say("lights.state_waiting"))
    expect(link).to_have_attribute("href", f"{head.town.line.url}/sim/as/praphan/desk/poles/D-0006")
    can_be_read_by_everybody(page)
