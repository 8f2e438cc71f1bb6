"""An officer orders stickers on the desk, on a telephone and on a computer, and gets the sheets."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pypdfium2 import PdfDocument

from content.texts import Texts
from models.officer import Role
from models.person import Language, person_of
from tests.handlers.poles import a_pole
from tests.journeys.screens import SCREENS, can_be_read_by_everybody, name_of_screen, on_a_socket
from tests.journeys.test_complaint_in_the_browser import look
from tests.liff_web.test_report import letters
from tests.towns import a_town


@pytest.mark.parametrize("screen", SCREENS, ids=name_of_screen)
def test_an_officer_orders_the_stickers_of_a_village(
    browser: Browser, tmp_path: Path, screen: tuple[str, tuple[int, int]]
) -> None:
    language, (width, height) = screen
    said: list[str] = []
    with a_town(tmp_path) as town, on_a_socket(town):
        for number in (1, 2):
            a_pole(town, f"A-000{number}", village="m3", circuit="C-1")
        officer, say = town.officer("mana", "ช่างมานะ", role=Role.OFFICER), Texts(language)
        with town.engine.database.begin() as session:
            person_of(session, officer.user_id, town.clock()).language = Language(language)
        page = browser.new_page(viewport={"width": width, "height": height}, locale="th-TH")
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.goto(f"{town.line.url}/sim/as/mana/liff/desk/poles/stickers")
        expect(page.get_by_role("heading", level=1)).to_have_text(say("stickers.title"))
        can_be_read_by_everybody(page)
        page.get_by_text(say("stickers.by_village"), exact=True).first.click()
        page.locator("#village").select_option("m3")
        look(page, f"stickers-choosing-{language}-{width}", tmp_path)
        page.get_by_role("button", name=say("stickers.show")).locator("visible=true").click()
        expect(page.get_by_role("status")).to_contain_text("A-0001")
        can_be_read_by_everybody(page)
        look(page, f"stickers-{language}-{width}", tmp_path)
        link = page.get_by_role("link", name=say("stickers.take"), exact=True)
        answer = page.request.get(str(link.evaluate("link => link.href")))
        assert "A-0002" in letters(PdfDocument(answer.body()))
        page.close()
    assert said == [], "the browser's console holds errors"
