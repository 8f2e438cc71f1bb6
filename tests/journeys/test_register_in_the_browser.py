"""The register in a browser: a file with an error, then the right one; and a blank sticker bound at a pole, with a photo."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from content.texts import Texts
from models.enrolment import CodeKind
from models.officer import Role
from tests.handlers.pole_files import SUAN_DOK, a_csv, pole
from tests.handlers.poles import HERE, a_pole
from tests.journeys.screens import SCREENS, can_be_read_by_everybody, name_of_screen, on_a_socket
from tests.journeys.test_complaint_in_the_browser import look
from tests.liff_web.forms import a_picture
from tests.towns import TownUnderTest, a_town

SHOT = FilePayload(name="pole.jpg", mimeType="image/jpeg", buffer=a_picture(size=(2400, 1800)))


class Chang:
    """An officer who looks after street lights, on some screen."""

    def __init__(self, town: TownUnderTest, page: Page, language: str, width: int) -> None:
        self.town, self.page, self.say, self.name = town, page, Texts(language), f"{language}-{width}"
        chang = town.resident("chang", "ช่าง", language)
        chang.says(f"{self.say.words('commands.enrol')[0]} {town.code(CodeKind.OFFICER, 'public_works', Role.OFFICER)}")
        chang.says("ช่างชาญ")

    def opens(self, path: str) -> None:
        """A page of the desk, inside LINE."""
        self.page.goto(f"{self.town.line.url}/sim/as/chang/liff/{path}")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def sees(self, what: str, folder: Path) -> None:
        """A screen that everybody can read, kept as a picture."""
        self.page.wait_for_load_state()
        can_be_read_by_everybody(self.page, ".desk-nav a", "select:visible", ".shot", ".back", ".case")
        look(self.page, f"register-{what}-{self.name}", folder)

    def chooses(self, source: bytes) -> None:
        """A file, and lets it be looked at."""
        file = FilePayload(name="poles.csv", mimeType="text/csv", buffer=source)
        self.page.get_by_label(self.say("register.file"), exact=True).set_input_files(file)
        self.page.get_by_role("button", name=self.say("register.look")).click()


@pytest.fixture(params=SCREENS, ids=name_of_screen)
def chang(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Chang]:
    """A town, its bot on a socket, and the officer's screen, whose console must stay silent but for what was refused."""
    said: list[str] = []
    language, (width, height) = request.param
    with a_town(tmp_path) as town, on_a_socket(town):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="th-TH",
            geolocation={"latitude": HERE.latitude, "longitude": HERE.longitude, "accuracy": 60},
            permissions=["geolocation"],
        )
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        yield Chang(town, page, language, width)
        context.close()
    assert [line for line in said if "422" not in line] == [], "the browser's console holds errors"


def test_a_file_with_an_error_then_the_right_one(chang: Chang, tmp_path: Path) -> None:
    page, say = chang.page, chang.say
    chang.opens("desk/poles")
    expect(page.locator("main")).to_contain_text(say("register.empty"))
    chang.sees("empty", tmp_path)
    page.get_by_role("link", name=say("register.import")).click()
    chang.sees("choose", tmp_path)
    good = [(f"A-{n:04}", 18.6489, 99.0402 + n / 3000, "ถนนสวนดอก", "แอลอีดี", 60) for n in range(2, 9)]
    heads = ("รหัสเสา", "ละติจูด", "ลองจิจูด", "ถนน", "ชนิดโคม", "วัตต์")
    swapped = ("A-0001", "99.0402", "18.6489", "ถนนสวนดอก", "เทียน", "60")
    chang.chooses(a_csv(*good, swapped, heads=heads))
    expect(page.locator(".remarks")).to_contain_text("99.040200")
    chang.sees("bad", tmp_path)
    chang.chooses(a_csv((*SUAN_DOK, "ถนนสวนดอก", "LED", "60"), *good, heads=heads))
    chang.sees("good", tmp_path)
    page.get_by_role("button", name=say("register.do_import", count=8)).click()
    expect(page.get_by_role("status").first).to_have_text(say("desk_said.poles_imported"))
    expect(page.locator(".case")).to_have_count(8)
    chang.sees("list", tmp_path)
    page.get_by_role("link", name="A-0001").click()
    chang.sees("pole", tmp_path)
    page.get_by_text(say("register.edit"), exact=True).click()
    chang.sees("edit", tmp_path)


def test_a_blank_sticker_is_bound_with_a_photo_and_a_position(chang: Chang, tmp_path: Path) -> None:
    page, say, town = chang.page, chang.say, chang.town
    a_pole(town, "A-0007", road="ถนนสวนดอก")
    signed = town.engine.office.pole_url("S-0001").rpartition("/")[2]
    chang.opens(f"desk/poles/bind/{signed}")
    expect(page.locator("#bind-place.is-rough")).to_contain_text("60")
    chang.sees("rough", tmp_path)
    page.context.set_geolocation({"latitude": HERE.latitude, "longitude": HERE.longitude, "accuracy": 6})
    expect(page.locator("#bind-place.is-good")).to_contain_text("6")
    with page.expect_file_chooser() as chooser:
        page.locator(".is-camera").click()
    chooser.value.set_files(SHOT)
    expect(page.locator(".previews img")).to_have_count(1)
    chang.sees("ready", tmp_path)
    page.get_by_role("button", name=say("register.bind_now")).click()
    expect(page.get_by_role("heading", level=2)).to_have_text(say("register.is_it_this_one"))
    chang.sees("near", tmp_path)
    page.get_by_role("button", name=say("register.both_stand")).click()
    expect(page.get_by_role("status").first).to_have_text(say("desk_said.pole_bound"))
    expect(page.locator(".pole-photo")).to_be_visible()
    chang.sees("bound", tmp_path)
    assert pole(town, "S-0001").accuracy_m == 6
    page.get_by_role("button", name=say("register.undo")).click()
    expect(page.get_by_role("status").first).to_have_text(say("desk_said.pole_unbound"))
    expect(page.locator(".case")).to_have_count(1)
