"""The figures in a browser, on a telephone and on a wide screen, in both languages: read, chosen by keyboard, looked at."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from content.texts import Texts
from models.case import Proof, Status
from models.officer import Role
from models.person import Language, person_of
from tests.journeys.screens import SCREENS, can_be_read_by_everybody, name_of_screen, on_a_socket
from tests.journeys.test_complaint_in_the_browser import PICTURES, look
from tests.models.figure_towns import Told, bangkok, put
from tests.towns import TownUnderTest, a_town

TYPES = [("road", "public_works"), ("street_light", "public_works"), ("garbage", "public_health")]


def a_year() -> list[Told]:
    """Some months of a town, each with more cases than the one before, and the promises better kept."""
    told = []
    for number in range(90):
        day = int((number / 90) ** 0.5 * 321)
        kind, division = TYPES[number % len(TYPES)]
        is_done, proof = number % 6 != 0, (Proof.PROVEN, Proof.PROVEN, Proof.UNPROVEN, Proof.NO_PHOTO)[number % 4]
        told.append(
            Told(
                filed_at=bangkok(2026, 1, 3, 8 + number % 11, 7) + timedelta(days=day),
                took_h=(number * 37 % 80) * (1.4 if number < 60 else 0.7) if is_done else None,
                type_code=kind,
                division=division,
                village=f"m{1 + number % 3}" if number % 7 else None,
                status=Status.CLOSED if is_done else (Status.NEW, Status.DECLINED, Status.MERGED)[number % 3],
                stars=1 + (number % 5) if is_done and number % 2 else None,
                reopenings=int(number % 11 == 0),
                proof=proof if is_done else None,
                is_confidential=number % 30 == 7,
                joined=number % 3,
                paid=(1,),
                point=(18.63 + number % 9 * 0.003, 99.03 + number % 7 * 0.004),
            )
        )
    return told


class Desk:
    """An executive before the figures, on a screen of some width."""

    def __init__(self, town: TownUnderTest, page: Page, width: int, language: str) -> None:
        self.town, self.page, self.width, self.say = town, page, width, Texts(language)
        town.officer("mayor", "นายกวิชัย", role=Role.EXECUTIVE)
        with town.engine.database.begin() as session:
            person_of(session, town.line.people["mayor"].user_id, town.clock()).language = Language(language)

    def opens(self, query: str = "") -> None:
        """The page of the figures."""
        self.page.goto(f"{self.town.line.url}/sim/as/mayor/liff/desk/figures{query}")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(self.say("figures.title"))

    def can_be_read_by_everybody(self) -> None:
        """By axe, by wide letters and by thumbs."""
        can_be_read_by_everybody(self.page)


@pytest.fixture(params=SCREENS, ids=name_of_screen)
def desk(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Desk]:
    """A town with a year behind it, its bot on a socket, and a browser whose console must stay silent."""
    said: list[str] = []
    language, (width, height) = request.param
    with a_town(tmp_path) as town, on_a_socket(town):
        page = browser.new_page(
            viewport={"width": width, "height": height},
            locale="th-TH",
            timezone_id="Asia/Bangkok",
            device_scale_factor=1.5,
        )
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        yield Desk(town, page, width, language)
        page.close()
    assert said == [], "the browser's console holds errors"


def test_figures_are_read_and_looked_at(desk: Desk, tmp_path: Path) -> None:
    page, say = desk.page, desk.say
    name = f"figures-{desk.width}-{say.language}"
    desk.opens()
    expect(page.get_by_text(say("figures.empty"), exact=True)).to_be_visible()
    desk.can_be_read_by_everybody()
    look(page, f"{name}-empty", tmp_path)

    with desk.town.engine.database.begin() as session:
        put(session, a_year())
    desk.opens()
    expect(page.locator(".headline")).to_have_count(5)
    expect(page.get_by_role("img")).to_have_count(4)
    desk.can_be_read_by_everybody()
    page.screenshot(path=(Path(PICTURES) if PICTURES else tmp_path) / f"{name}.png", full_page=True)

    page.get_by_role("button", name=say("figures.show_places")).click()
    expect(page.locator("path.cases-here").first).to_be_visible()
    expect(page.locator("path.border").first).to_be_attached()
    desk.can_be_read_by_everybody()
    page.locator("#map").scroll_into_view_if_needed()
    look(page, f"{name}-map", tmp_path)


def test_a_period_is_chosen_by_keyboard_alone(desk: Desk) -> None:
    page, say = desk.page, desk.say
    with desk.town.engine.database.begin() as session:
        put(session, a_year())
    desk.opens()
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#by-month")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("period=2569-10"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(say("figures.whole_town"))
    page.locator("a[rel=prev]").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("period=2569-09"))
    region = page.get_by_role("region", name=say("figures.table_of", name=say("figures.by_type")))
    region.focus()
    expect(region).to_be_focused()
