"""The desk's queue in a browser: on a telephone and wide, in Thai and in English, by keyboard, live, and without scripts."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import monotonic

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import select

from content.texts import Texts
from models.case import Case
from models.case_note import CaseNote, NoteKind
from models.enrolment import CodeKind
from models.officer import Officer, Role
from simulator import Group, Person
from tests.journeys.screens import COMPUTER, PHONE, SCREENS, can_be_read_by_everybody, name_of_screen, on_a_socket
from tests.towns import TownUnderTest, a_town

MOST_S = 2.0
TOLD = (
    ("ถนนหน้าโรงเรียนเป็นหลุมลึก รถมอเตอร์ไซค์ล้มเมื่อเช้านี้ <b>ระวัง</b>", "ถนน", 18.6471, 99.0421),
    ("ท่อระบายน้ำหน้าตลาดอุดตัน น้ำล้นเวลาฝนตก", "ท่อระบายน้ำ", 18.6489, 99.0402),
    ("กิ่งไม้ใหญ่หักพาดทางเดินข้างวัด คนแก่เดินไม่ได้", "ต้นไม้/กิ่งไม้", 18.6455, 99.0433),
    ("ฝาท่อหายหน้าร้านค้า กลางคืนมองไม่เห็น", "ท่อระบายน้ำ", 18.6440, 99.0380),
    ("ถนนทรุดข้างสะพาน", "ถนน", 18.6500, 99.0450),
)


class AtTheDesk:
    """An officer with the queue open in a browser, in a town that runs."""

    def __init__(self, town: TownUnderTest, language: str, size: tuple[int, int], said: list[str]) -> None:
        self.town, self.say, self.size, self.said = town, Texts(language), size, said
        self.context: BrowserContext
        self.page: Page
        self.mana: Person = self._enrols("mana", "ช่างมานะ", language, Role.OFFICER)
        self.group: Group = town.staff_group("กองช่าง", [self.mana])
        self.malee = town.resident("malee", "มาลี")

    def _enrols(self, slug: str, name: str, language: str, role: Role) -> Person:
        person = self.town.resident(slug, name, language=language)
        person.says(f"ลงทะเบียน {self.town.code(CodeKind.OFFICER, 'public_works', role)}")
        person.says(name)
        return person

    def opens(self, browser: Browser) -> None:
        """As from the chat's card."""
        width, height = self.size
        self.context = browser.new_context(viewport={"width": width, "height": height}, locale="th-TH")
        self.page = self.context.new_page()
        self.page.on("console", lambda told: self.said.append(told.text) if told.type == "error" else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.goes_to("liff/desk")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say("desk_queue.title"))

    def goes_to(self, path: str) -> None:
        """A page of the officer's telephone."""
        self.page.goto(f"{self.town.line.url}/sim/as/mana/{path}")

    def is_told(self, n: int) -> None:
        """Malee reports one of the problems, with a pin."""
        words, kind, latitude, longitude = TOLD[n]
        self.malee.says(words)
        self.malee.taps(kind)
        self.malee.sends_pin(latitude, longitude, "หน้าตลาดสดบ้านเรา")
        self.malee.says("ข้าม")
        self.malee.taps("ยืนยัน ส่งเรื่อง")

    def can_be_read_by_everybody(self) -> None:
        """By axe, by wide letters and by thumbs."""
        can_be_read_by_everybody(self.page, ".tabs a:visible", ".case:visible")

    def line(self, number: int) -> str:
        """Where the line of a case is."""
        return f"#line-{number}"

    def shows(self, name: str, folder: Path) -> None:
        """A picture of the whole page."""
        self.page.screenshot(path=folder / f"queue-{name}-{self.size[0]}-{self.say.language}.png", full_page=True)


@pytest.fixture(params=SCREENS, ids=name_of_screen)
def desk(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[AtTheDesk]:
    """A town with its bot on a socket, and an officer's browser, whose console must stay silent."""
    yield from _at_the_desk(browser, tmp_path, *request.param)


@pytest.fixture
def wide_desk(browser: Browser, tmp_path: Path) -> Iterator[AtTheDesk]:
    """The same on a computer, in Thai."""
    yield from _at_the_desk(browser, tmp_path, "th", COMPUTER)


def _at_the_desk(browser: Browser, folder: Path, language: str, size: tuple[int, int]) -> Iterator[AtTheDesk]:
    said: list[str] = []
    with a_town(folder) as town, on_a_socket(town):
        sitting = AtTheDesk(town, language, size, said)
        sitting.opens(browser)
        yield sitting
        sitting.context.close()
    assert said == [], "the browser's console holds errors"


def test_a_day_at_the_desk(desk: AtTheDesk, tmp_path: Path) -> None:
    page, say, town = desk.page, desk.say, desk.town
    desk.can_be_read_by_everybody()
    desk.shows("empty", tmp_path)
    for n in range(4):
        desk.is_told(n)
    expect(page.locator(".queue-line")).to_have_count(4)
    with town.engine.database.begin() as session:
        late, soon = session.get(Case, 1), session.get(Case, 3)
        assert late is not None
        assert soon is not None
        late.promised_at, soon.promised_at = town.clock() - timedelta(days=3), town.clock() + timedelta(hours=5)
    page.reload()
    expect(page.locator(".queue-line").first).to_contain_text(
        say("desk_queue.late_by", span=say("desk_queue.days", count=3))
    )
    expect(page.locator(desk.line(1))).to_contain_text("<b>ระวัง</b>")
    if desk.size == PHONE:
        expect(page.locator("#queue-map")).to_be_hidden()
        page.get_by_role("button", name=say("desk_queue.show_map")).click()
    expect(page.locator(".map-case")).to_have_count(4)
    if desk.size == COMPUTER:
        lines, town_map = page.locator(".queue-lines").bounding_box(), page.locator("#queue-map").bounding_box()
        assert lines
        assert town_map
        assert lines["x"] + lines["width"] <= town_map["x"], "side by side"
    desk.can_be_read_by_everybody()
    desk.shows("full", tmp_path)
    page.locator(".map-case").first.press("Enter")
    expect(page.locator(".leaflet-popup-content")).to_contain_text("<b>ระวัง</b>")
    expect(page.locator(".leaflet-popup-content a")).to_have_attribute(
        "href", page.locator("#open-1").evaluate("a => a.href")
    )

    page.evaluate("window.isStillTheSamePage = true")
    page.locator("#accept-1").click()
    expect(page.locator("#queue-news")).to_have_text(say("desk_said.accepted_from_queue"))
    expect(page.locator(desk.line(1))).to_have_count(0)
    assert page.evaluate("window.isStillTheSamePage") is True
    town.settles()
    assert "ช่างมานะ" in desk.malee.last_heard.text
    page.locator("#tab-mine").click()
    expect(page.locator(".queue-line")).to_contain_text(say("desk_queue.held_by_you"))
    page.locator("summary").click()
    page.get_by_label(say("desk_queue.age")).select_option("7")
    page.get_by_role("button", name=say("desk_queue.search_now")).click()
    expect(page.locator(".nothing")).to_contain_text(say("desk_queue.none_found"))
    desk.can_be_read_by_everybody()
    desk.shows("nothing-found", tmp_path)

    desk.goes_to("desk/today")
    expect(page.locator(".today-tile").first).to_contain_text("4")
    desk.can_be_read_by_everybody()
    desk.shows("today", tmp_path)


def test_the_keyboard_alone_goes_through_the_queue(wide_desk: AtTheDesk) -> None:
    page = wide_desk.page
    for n in range(3):
        wide_desk.is_told(n)
    expect(page.locator(".queue-line")).to_have_count(3)
    ids = page.locator(".queue-line .case").evaluate_all("all => all.map((one) => one.id)")
    for key, there in (("j", ids[0]), ("j", ids[1]), ("j", ids[2]), ("j", ids[2]), ("k", ids[1])):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == there
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == ids[1].replace("open", "accept")
    page.keyboard.press("Enter")
    expect(page.locator(".queue-line")).to_have_count(2)
    assert page.evaluate("document.activeElement.id") == ids[2], "the focus goes on to the next line"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "words"
    page.keyboard.type("j/k ")
    expect(page.locator("#words")).to_have_value("j/k ")
    page.keyboard.press("Enter")
    expect(page.locator(".nothing")).to_be_visible()


def test_a_new_case_appears_within_two_seconds_and_nothing_is_lost_by_it(
    wide_desk: AtTheDesk, record_property: Callable[[str, object], None]
) -> None:
    page, took = wide_desk.page, []
    wide_desk.is_told(0)
    expect(page.locator("#open-1")).to_be_visible()
    page.locator("#words").fill("ท่อที่กำลังพิมพ์")
    page.locator("#open-1").focus()
    for n in range(1, 5):
        wide_desk.is_told(n)
        began = monotonic()
        expect(page.locator(wide_desk.line(n + 1))).to_be_visible()
        took.append(monotonic() - began)
    record_property("event to visible, s", took)
    assert median(took) <= MOST_S, took
    expect(page.locator("#queue-news")).to_have_text(wide_desk.say("desk_queue.came", count=1))
    expect(page.locator("#words")).to_have_value("ท่อที่กำลังพิมพ์")
    assert page.evaluate("document.activeElement.id") == "open-1"
    expect(page.locator(".map-case")).to_have_count(5)
    expect(page.locator("#tab-new .count")).to_have_text("5")


def test_whoever_reads_further_down_is_not_moved(wide_desk: AtTheDesk) -> None:
    page = wide_desk.page
    for n in range(4):
        wide_desk.is_told(n)
    expect(page.locator(".queue-line")).to_have_count(4)
    top = "document.querySelectorAll('.queue-line')[2].getBoundingClientRect().top"
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.evaluate(
        f"window.line = document.querySelectorAll('.queue-line')[3].id; window.wasAt = {top.replace('[2]', '[3]')}"
    )
    with wide_desk.town.engine.database.begin() as session:
        case = session.get(
            Case, int(page.evaluate("document.querySelectorAll('.queue-line')[3].id").removeprefix("line-"))
        )
        assert case is not None
        promised_at = case.promised_at
    wide_desk.is_told(4)
    with wide_desk.town.engine.database.begin() as session:
        newest = session.get(Case, 5)
        assert newest is not None
        newest.promised_at = promised_at - timedelta(days=30)  # it comes first
        session.add(
            CaseNote(case_id=5, kind=NoteKind.INTERNAL, person_id=newest.reporter_id, words="x", written_at=promised_at)
        )
    expect(page.locator(".queue-line").first).to_have_id("line-5")
    moved = page.evaluate("document.getElementById(window.line).getBoundingClientRect().top - window.wasAt")
    assert abs(moved) <= 1


def test_without_scripts_the_queue_is_searched_and_cases_are_taken(wide_desk: AtTheDesk, browser: Browser) -> None:
    for n in range(3):
        wide_desk.is_told(n)
    kept = wide_desk.context.storage_state()
    with browser.new_context(
        java_script_enabled=False, storage_state=kept, viewport={"width": 360, "height": 740}
    ) as plain:
        page, say = plain.new_page(), wide_desk.say
        page.goto(f"{wide_desk.town.line.url}/sim/as/mana/desk")
        expect(page.locator(".queue-line")).to_have_count(3)
        expect(page.locator("#map-side")).to_be_hidden()
        page.locator("#words").fill("วัด")
        page.get_by_role("button", name=say("desk_queue.search_now")).click()
        expect(page.locator(".queue-line")).to_have_count(1)
        page.get_by_role("link", name=say("desk_queue.show_all")).click()
        page.locator("#accept-2").click()
        expect(page.locator(".said")).to_have_text(say("desk_said.accepted_from_queue"))
        expect(page.locator(".queue-line")).to_have_count(2)
        page.locator("#tab-mine").click()
        expect(page.locator(".queue-line")).to_have_count(1)


def test_when_the_town_cannot_be_reached_it_is_said_until_it_can(wide_desk: AtTheDesk) -> None:
    page, say = wide_desk.page, wide_desk.say
    page.route("**/desk?*only=lines*", lambda route: route.abort())
    expect(page.locator("#queue-trouble")).to_have_text(say("desk_queue.lost"))
    page.unroute("**/desk?*only=lines*")
    expect(page.locator("#queue-trouble")).to_have_text("")
    wide_desk.said.clear()  # what the browser says of a call that failed


def test_an_ex_officers_open_page_says_that_it_is_over(wide_desk: AtTheDesk) -> None:
    with wide_desk.town.engine.database.begin() as session:
        for officer in session.exec(select(Officer)):
            officer.ended_at = wide_desk.town.clock()
    expect(wide_desk.page.locator("#queue-trouble")).to_have_text(wide_desk.say("desk_queue.signed_out"))
    wide_desk.said.clear()  # 403
