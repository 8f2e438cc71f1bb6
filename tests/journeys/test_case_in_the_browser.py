"""A case's page on the desk, on a telephone and on a wide screen, in Thai and in English: worked on by taps and by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import col, update

from content.texts import Texts
from models.case import Case
from models.person import Person as Reader
from simulator import Group, Person
from tests.journeys.screens import SCREENS, can_be_read_by_everybody, name_of_screen, on_a_socket
from tests.journeys.test_complaint_in_the_browser import PICTURES
from tests.liff_web.forms import a_picture
from tests.towns import TownUnderTest, a_town

WORDS = "ถนนหน้าโรงเรียนเป็นหลุมลึก น้ำขัง รถล้มบ่อยมาก เด็กเดินผ่านทุกวัน"


class Working:
    """An officer who has a case's page open, in a town that runs."""

    def __init__(self, town: TownUnderTest, page: Page, language: str, width: int, complaints: list[str]) -> None:
        self.complaints = complaints  # what the browser's console says
        self.town, self.page, self.say, self.width = town, page, Texts(language), width
        self.name = f"{language}-{width}"
        self.mana: Person = town.officer("mana", "ช่างมานะ")
        self.wichai: Person = town.officer("wichai", "ช่างวิชัย")
        self.group: Group = town.staff_group("กองช่าง", [self.mana])
        self.somchai: Person = town.resident("somchai", "สมชาย")
        for person, latitude in ((self.somchai, 18.6477), (town.resident("malee", "มาลี"), 18.6485)):
            person.says(WORDS)
            person.taps("ถนน")
            person.sends_pin(latitude, 99.0417, "หน้าร้านป้าแดง ตรงข้ามวัด")
            person.sends_picture(a_picture(size=(1200, 900)))
            person.taps("ยืนยัน ส่งเรื่อง")
        with town.engine.database.begin() as session:
            session.exec(update(Case).values(is_anonymous=False, contact_phone="+66812345678"))
            session.exec(update(Reader).where(col(Reader.line_user_id) == self.mana.user_id).values(language=language))
        self.opens()

    def opens(self, query: str = "") -> None:
        """The page of the first case."""
        self.page.goto(f"{self.town.line.url}/sim/as/mana/desk/cases/1{query}")
        expect(self.page.locator(".number strong")).to_have_text(the_first(self.town).number)
        self.page.wait_for_load_state()

    def is_told(self, key: str) -> None:
        """What is said on top of the page."""
        expect(self.page.get_by_role("status").first).to_have_text(self.say(key))

    def can_be_read_by_everybody(self) -> None:
        """By axe, by wide letters and by thumbs."""
        can_be_read_by_everybody(self.page, ".back:visible", ".desk-ready a:visible")

    def looks(self, name: str, folder: Path) -> None:
        """Keep a picture of the whole page."""
        kept = Path(PICTURES) if PICTURES else folder
        self.page.screenshot(path=kept / f"desk-case-{name}-{self.name}.png", full_page=True)

    def opens_form(self, deed: str) -> None:
        """Unfold one of the forms."""
        self.page.locator("summary").filter(has_text=self.say(f"desk_case.{deed}")).first.click()


def the_first(town: TownUnderTest) -> Case:
    """The case that the page shows."""
    with town.session() as session:
        return session.get_one(Case, 1)


@pytest.fixture(params=SCREENS, ids=name_of_screen)
def working(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Working]:
    """A town, its bot on a socket, and the officer's screen, whose console must stay silent."""
    said: list[str] = []
    language, (width, height) = request.param
    is_phone = width < 600
    with a_town(tmp_path) as town, on_a_socket(town):
        page = browser.new_page(
            viewport={"width": width, "height": height},
            has_touch=is_phone,
            is_mobile=is_phone,
            locale="th-TH",
            timezone_id="Asia/Bangkok",
        )
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        yield Working(town, page, language, width, said)
        page.close()
    assert said == [], "the browser's console holds errors"


def test_a_case_is_worked_on_from_its_page(working: Working, tmp_path: Path) -> None:
    page, say, town = working.page, working.say, working.town
    working.can_be_read_by_everybody()
    working.looks("new", tmp_path)
    page.get_by_role("button", name=say("desk_case.accept"), exact=True).click()
    working.is_told("desk_said.case_accept")
    working.can_be_read_by_everybody()

    working.opens_form("reply")
    page.get_by_role("link", name="ขอรูปเพิ่ม" if say.language == "th" else "A photo, please").click()
    expect(page.locator("#reply-words")).to_have_value(
        f"เรื่อง {the_first(town).number} รบกวนส่งรูปเพิ่มได้ไหมคะ จะได้เตรียมของไปถูกค่ะ"
    )
    working.can_be_read_by_everybody()
    page.evaluate("window.stays = true")
    page.get_by_role("button", name=say("desk_case.reply_send")).click()
    expect(page.locator(".desk-talk .is-reply q")).to_contain_text("รบกวนส่งรูปเพิ่ม")
    working.opens_form("note")
    page.locator("#note-words").fill("ต้องใช้รถเครน <b>")
    page.get_by_role("button", name=say("desk_case.note_keep")).click()
    expect(page.locator(".desk-talk .is-internal q")).to_have_text("ต้องใช้รถเครน <b>")
    expect(page.locator("#talk .said")).to_have_text(say("desk_said.case_note"))
    expect(page.locator("#case-history li.is-internal")).to_have_count(1)
    expect(page.locator("#case-history")).to_have_count(1)
    assert page.evaluate("window.stays"), "without a reload"
    town.settles()
    assert "รบกวนส่งรูปเพิ่ม" in working.somchai.last_heard.text

    working.opens_form("wait")
    page.locator("#wait-why").fill("ใกล้บ้านเลขที่เท่าไรคะ")
    page.get_by_role("button", name=say("desk_case.wait"), exact=True).click()
    working.is_told("desk_said.case_wait")
    working.can_be_read_by_everybody()
    for deed in ("promise", "assign", "type", "hand_over", "pass_on", "decline"):
        working.opens_form(deed)
    working.can_be_read_by_everybody()
    working.looks("waiting", tmp_path)
    town.settles()
    working.somchai.taps("ตอบ")
    working.somchai.says("หน้าบ้าน 12/3 ค่ะ")
    working.opens()
    expect(page.locator(".desk-talk .is-added q")).to_have_text("หน้าบ้าน 12/3 ค่ะ")
    working.looks("answered", tmp_path)
    assert the_first(town).status == "accepted"


def test_what_was_typed_is_kept_when_somebody_else_was_quicker(working: Working, tmp_path: Path) -> None:
    page, say, town = working.page, working.say, working.town
    working.opens_form("decline")
    page.locator("#decline-why").fill("เป็นที่ดินเอกชน")
    working.wichai.posts_back("do=casework.accept&case=1")
    page.get_by_role("button", name=say("desk_case.decline"), exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("ช่างวิชัย")
    expect(page.locator("#decline-why")).to_have_value("เป็นที่ดินเอกชน")
    working.can_be_read_by_everybody()
    working.looks("meanwhile", tmp_path)
    assert "409" in working.complaints.pop()
    assert the_first(town).status == "accepted"


def test_everything_is_reached_by_keys_alone(working: Working) -> None:
    page, say, town = working.page, working.say, working.town
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    _tabs_to(page, page_button(working, "accept"))
    page.keyboard.press("Enter")
    working.is_told("desk_said.case_accept")
    _tabs_to(page, "#talk details:nth-of-type(2) summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("ด้วยแป้นพิมพ์")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-talk .is-internal q")).to_have_text("ด้วยแป้นพิมพ์")
    assert the_first(town).status == "accepted"
    assert say("desk_case.begin")


def page_button(working: Working, deed: str) -> str:
    """The large button of the likeliest step."""
    return f'.desk-next button:text-is("{working.say(f"desk_case.{deed}")}")'


def _tabs_to(page: Page, selector: str) -> None:
    """Press the tab key until it is there; everything before it can be left by that key."""
    for _ in range(60):
        if page.locator(selector).evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached")


def test_it_works_without_scripts(working: Working, browser: Browser) -> None:
    cookies = working.page.context.cookies()
    with browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}) as plain:
        plain.add_cookies(cookies)  # type: ignore[arg-type]
        page = plain.new_page()
        page.goto(working.page.url)
        page.locator("summary").filter(has_text=working.say("desk_case.note")).click()
        page.locator("#note-words").fill("ไม่มีสคริปต์")
        page.get_by_role("button", name=working.say("desk_case.note_keep")).click()
        expect(page.get_by_role("status")).to_have_text(working.say("desk_said.case_note"))
        page.locator("summary").filter(has_text=working.say("desk_case.reply")).click()
        page.locator(".desk-ready a").first.click()
        expect(page.locator("#reply-words")).to_be_visible()
        page.get_by_role("button", name=working.say("desk_case.reply_send")).click()
        expect(page.locator(".desk-talk li")).to_have_count(2)
    assert len(the_first(working.town).number) == 9
