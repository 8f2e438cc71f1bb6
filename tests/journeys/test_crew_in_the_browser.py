"""The crew's evening on a telephone of 360 pixels: the round in its order, a lamp repaired without a signal and sent once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from content.texts import Texts
from models.case import Case
from models.enrolment import CodeKind
from models.geography import Point
from models.officer import Role
from simulator import Person
from tests.handlers.poles import HERE, a_pole
from tests.handlers.test_street_lights import reports
from tests.journeys.screens import COMPUTER, PHONE, can_be_read_by_everybody, on_a_socket
from tests.liff_web.crew_round import parts, visits
from tests.liff_web.forms import a_picture
from tests.liff_web.repair_page import after_photos
from tests.towns import TownUnderTest, a_town

SHOT = FilePayload(name="after.jpg", mimeType="image/jpeg", buffer=a_picture(size=(2400, 1800)))
LAMPS = (
    ("A-0012", 0, "dark", "C7"),
    ("A-0013", 4, "flicker", "C7"),
    ("A-0014", 7, "dark", "C7"),
    ("B-0001", 60, "wire", None),
)
TAPPED = (".shot", ".picks label", ".stop .more a")


class Crew:
    """Somebody of the crew with tonight's list open."""

    def __init__(self, town: TownUnderTest, context: BrowserContext, language: str = "th") -> None:
        self.town, self.context, self.say = town, context, Texts(language)
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.mana: Person = town.resident("mana", "ช่างมานะ", language=language)
        self.mana.says(f"ลงทะเบียน {town.code(CodeKind.OFFICER, 'public_works', Role.OFFICER)}")
        self.mana.says("ช่างมานะ")
        town.staff_group("กองช่าง", [self.mana])
        self.malee = town.resident("malee", "มาลี")
        for code, north, fault, circuit in LAMPS:
            point = Point(HERE.latitude + north * 0.0001, HERE.longitude)
            pole = a_pole(town, code, point, road="ถนนสุขใจ ซอย 3", village="m1", circuit=circuit)
            reports(town, self.malee, pole, fault)

    def opens(self) -> None:
        """Tonight's list, inside LINE."""
        self.page.goto(f"{self.town.line.url}/sim/as/mana/desk/lights/tonight")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say("crew.title"))

    def card(self, code: str) -> Any:
        """The card of a pole."""
        return self.page.locator(f"[data-code='{code}']")

    def taps(self, code: str, key: str) -> None:
        """A button of that card."""
        self.card(code).get_by_role("button", name=self.say(key)).last.tap()

    def is_kept(self) -> None:
        """Until the worker has the page."""
        expect(self.page.locator("#outbox")).to_have_attribute("data-is-kept", "yes")

    def sessions_end(self) -> None:
        """Nobody is known any more."""
        self.town.web.application.secret_key = "another" * 8

    def case(self, case: int = 1) -> Case:
        """As it stands."""
        with self.town.session() as session:
            return session.get_one(Case, case)


def _context(browser: Browser, size: tuple[int, int] = PHONE, **more: Any) -> BrowserContext:
    place = {"latitude": HERE.latitude, "longitude": HERE.longitude, "accuracy": 9.0}
    seen = {"viewport": {"width": size[0], "height": size[1]}, "has_touch": True, "device_scale_factor": 2}
    return browser.new_context(**seen, geolocation=place, permissions=["geolocation"], locale="th-TH", **more)  # type: ignore[arg-type]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[TownUnderTest]:
    """A town whose bot is on a socket."""
    with a_town(tmp_path) as running, on_a_socket(running):
        yield running


@pytest.mark.parametrize(("language", "size"), [("th", PHONE), ("en", COMPUTER)], ids=["th-360", "en-1440"])
def test_tonights_list_can_be_read_at_night_by_everybody(
    town: TownUnderTest, browser: Browser, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    crew = Crew(town, _context(browser, size), language)
    crew.opens()
    expect(crew.page.locator(".turn")).to_have_text(["1", "2", "3", "4"])
    expect(crew.page.locator("article h2").first).to_have_text("B-0001")
    expect(crew.page.locator(".maybe-line")).to_be_visible()
    can_be_read_by_everybody(crew.page, *TAPPED)
    crew.page.screenshot(path=tmp_path / f"crew-{language}.png", full_page=True)
    crew.card("A-0012").get_by_text(crew.say("crew.work_here")).tap()
    crew.card("A-0012").get_by_text(crew.say("crew.waits"), exact=True).tap()
    crew.card("A-0012").get_by_text(crew.say("crew.scan_or_type")).tap()
    can_be_read_by_everybody(crew.page, *TAPPED)
    crew.card("A-0012").screenshot(path=tmp_path / f"crew-card-{language}.png")
    assert crew.errors == []
    crew.context.close()


def test_a_lamp_repaired_without_a_signal_is_sent_once_when_there_is_one(
    town: TownUnderTest, browser: Browser, tmp_path: Path
) -> None:
    crew = Crew(town, _context(browser))
    crew.opens()
    crew.is_kept()
    crew.context.set_offline(True)
    crew.taps("A-0012", "crew.arrive")
    expect(crew.card("A-0012").locator(".is-waiting")).to_have_count(1)
    crew.card("A-0012").locator("input[type=file]").set_input_files(SHOT)
    expect(crew.card("A-0012").locator(".photo-count")).to_contain_text("1")
    crew.card("A-0012").locator(".picks label").first.tap()
    for _ in range(2):
        crew.card("A-0012").locator("[data-step='1']").first.tap()
    crew.taps("A-0012", "crew.finish")
    crew.card("A-0013").locator("button").first.tap()
    expect(crew.page.locator("#outbox-count")).to_have_text(crew.say("crew.kept_here", count="3"))
    can_be_read_by_everybody(crew.page, *TAPPED)
    crew.page.screenshot(path=tmp_path / "crew-offline.png")
    assert (visits(town), crew.case().status) == ([], "new")

    crew.page.reload()
    expect(crew.page.locator("#outbox-count")).to_have_text(crew.say("crew.kept_here", count="3"))
    expect(crew.card("A-0012").locator(".is-waiting")).to_have_count(2)
    crew.page.screenshot(path=tmp_path / "crew-reloaded.png")

    heard = len(crew.malee.heard)
    crew.context.set_offline(False)
    expect(crew.page.locator("#outbox-count")).to_have_text(crew.say("crew.all_sent"))
    town.settles()
    assert (len(visits(town)), parts(town), len(after_photos(town))) == (2, {"lamp": 2}, 1)
    assert (crew.case().status, crew.case().proof) == ("finished", "proven")
    assert len(crew.malee.heard) == heard + 1
    crew.page.screenshot(path=tmp_path / "crew-sent.png")
    crew.opens()
    expect(crew.card("A-0012")).to_have_count(0)
    expect(crew.card("A-0013").locator(".done-here")).to_be_visible()
    assert crew.errors == []
    crew.context.close()


def test_what_a_colleague_did_meanwhile_is_said_and_leaves_by_a_tap(
    town: TownUnderTest, browser: Browser, tmp_path: Path
) -> None:
    crew = Crew(town, _context(browser))
    crew.opens()
    crew.mana.posts_back("do=casework.accept&case=1")
    other = town.officer("somsak", "ช่างสมศักดิ์")
    other.posts_back("do=progress.begin&case=1")
    crew.card("A-0012").get_by_text(crew.say("crew.work_here")).tap()
    crew.card("A-0012").locator(".picks label").first.tap()
    crew.card("A-0012").get_by_label(crew.say("crew.no_photo")).fill("มืด")
    crew.taps("A-0012", "crew.finish")
    refused = crew.card("A-0012").locator(".is-refused")
    expect(refused).to_contain_text("ช่างสมศักดิ์")
    crew.page.screenshot(path=tmp_path / "crew-refused.png")
    can_be_read_by_everybody(crew.page, *TAPPED)
    refused.get_by_role("button").tap()
    expect(refused).to_have_count(0)
    assert crew.case().status == "working"
    crew.context.close()


def test_when_the_session_has_ended_what_was_tapped_waits_and_the_kept_page_is_gone(
    town: TownUnderTest, browser: Browser
) -> None:
    crew = Crew(town, _context(browser))
    crew.opens()
    crew.is_kept()
    crew.sessions_end()
    crew.taps("A-0012", "crew.arrive")
    expect(crew.page.locator("#outbox-trouble")).to_have_text(crew.say("crew.signed_out"))
    assert visits(town) == []
    crew.page.evaluate("sessionStorage.clear()")  # as if the first session had not begun just now
    crew.page.get_by_role("link", name=crew.say("crew.sign_in")).tap()
    expect(crew.page.locator("#outbox-count")).to_have_text(crew.say("crew.all_sent"))
    assert len(visits(town)) == 1
    town.web.application.secret_key = "a third" * 8
    crew.page.goto(f"{town.line.url}/sim/as/mana/desk/today")
    assert not crew.page.evaluate("caches.has('baanrao-pages-1')")
    crew.context.close()


def test_without_scripts_the_same_forms_do_the_same(town: TownUnderTest, browser: Browser) -> None:
    signed_in = _context(browser)
    Crew(town, signed_in).opens()
    plain = _context(browser, storage_state=signed_in.storage_state(), java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{town.line.url}/sim/as/mana/desk/lights/tonight")
    page.locator("[data-code='A-0012']").get_by_role("button", name=Texts("th")("crew.arrive")).first.tap()
    expect(page.get_by_role("status").first).to_have_text(Texts("th")("crew.said_arrived"))
    assert len(visits(town)) == 1
    for context in (plain, signed_in):
        context.close()
