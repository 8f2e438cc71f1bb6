"""Who works here, on a telephone and on a computer, in Thai and in English: a code is given, a role ended; readable by all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from content.texts import Texts
from models.enrolment import CodeKind
from models.officer import Role
from simulator import Person
from tests.journeys.screens import SCREENS, can_be_read_by_everybody, name_of_screen, on_a_socket
from tests.journeys.test_complaint_in_the_browser import look
from tests.towns import TownUnderTest, a_town


class Reading:
    """A head who reads the team's page, in a town that runs."""

    def __init__(self, town: TownUnderTest, page: Page, language: str, width: int) -> None:
        self.town, self.page, self.say, self.width = town, page, Texts(language), width
        self.mana: Person = town.officer("mana", "ช่างมานะ")
        town.officer("wichai", "ช่างวิชัย")
        boss = town.resident("boss", "สมศักดิ์", language)
        boss.says(f"{self.say.words('commands.enrol')[0]} {town.code(CodeKind.OFFICER, 'public_works', Role.HEAD)}")
        boss.says("หัวหน้าสมศักดิ์")
        page.goto(f"{town.line.url}/sim/as/boss/liff/desk/team")
        expect(page.get_by_role("heading", level=1)).to_have_text(self.say("desk_page.team"))

    def can_be_read_by_everybody(self) -> None:
        """By axe, by wide letters and by thumbs."""
        can_be_read_by_everybody(self.page, ".desk-nav a", "select:visible")


@pytest.fixture(params=SCREENS, ids=name_of_screen)
def reading(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Reading]:
    """A town, its bot on a socket, and the head's screen, whose console must stay silent."""
    said: list[str] = []
    language, (width, height) = request.param
    with a_town(tmp_path) as town, on_a_socket(town):
        page = browser.new_page(viewport={"width": width, "height": height}, locale="th-TH")
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        yield Reading(town, page, language, width)
        page.close()
    assert said == [], "the browser's console holds errors"


def test_a_head_gives_a_code_and_lets_somebody_go(reading: Reading, tmp_path: Path) -> None:
    page, say, name = reading.page, reading.say, f"{reading.say.language}-{reading.width}"
    reading.can_be_read_by_everybody()
    look(page, f"team-{name}", tmp_path)

    page.get_by_role("button", name=say("desk_team.give_code"), exact=True).click()
    expect(page.locator(".sentence")).to_contain_text("ลงทะเบียน")
    reading.can_be_read_by_everybody()
    look(page, f"team-code-{name}", tmp_path)

    leaves = page.get_by_text(say("desk_team.leaves", name="ช่างมานะ"))
    leaves.focus()
    page.keyboard.press("Enter")
    end = page.get_by_role("button", name=say("desk_team.end_now"))
    expect(end).to_be_visible()
    look(page, f"team-ending-{name}", tmp_path)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(say("desk_said.role_ended"))
    expect(page.locator("main")).not_to_contain_text("ช่างมานะ")
    reading.town.settles()
    assert "สิ้นสุดแล้ว" in reading.mana.last_heard.text
    reading.can_be_read_by_everybody()
