"""My cases on a telephone of 360 pixels, in Thai and in English: read, added to, rated, withdrawn; readable by everybody."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from content.texts import Texts
from simulator import Group, Person
from tests.handlers.stories import finishes, photos_of, the_case
from tests.journeys.screens import can_be_read_by_everybody, on_a_socket
from tests.journeys.test_complaint_in_the_browser import look
from tests.liff_web.forms import a_picture
from tests.towns import TownUnderTest, a_town

MOST_BYTES = 120_000
WORDS = {
    "th": ("ถนนหน้าโรงเรียนเป็นหลุมลึก น้ำขัง รถล้มบ่อยมาก", "ถนน", "หน้าร้านป้าแดง ตรงข้ามวัด", "ข้าม", "ยืนยัน ส่งเรื่อง"),
    "en": (
        "There is a deep hole in the road, people fall",
        "Road",
        "in front of the school",
        "Skip",
        "Confirm and send",
    ),
}


class Reading:
    """A resident with a telephone of 360 pixels that shows their cases, in a town that runs."""

    def __init__(self, town: TownUnderTest, page: Page, language: str, complaints: list[str]) -> None:
        self.town, self.page, self.say = town, page, Texts(language)
        self.complaints = complaints  # what the browser's console says
        self.mana: Person = town.officer("mana", "ช่างมานะ")
        self.group: Group = town.staff_group("กองช่าง", [self.mana])
        self.reader: Person = town.resident("reader", "มาลี", language=language)
        self.page.goto(f"{town.line.url}/sim/as/reader/liff/cases")
        expect(page.get_by_role("heading", level=1)).to_have_text(self.say("tracking.title"))

    def files(self, language: str) -> None:
        """A complaint with a photo and a pin, told in the chat."""
        words, kind, place, _skip, send = WORDS[language]
        self.reader.says(words)
        self.reader.taps(kind)
        self.reader.sends_pin(18.6477, 99.0417, place)
        self.reader.sends_photo()
        self.reader.taps(send)

    def opens_the_case(self) -> None:
        """From the list."""
        self.page.reload()
        self.page.get_by_role("link", name="70-000001").click()
        expect(self.page.locator(".number strong")).to_have_text("70-000001")
        self.page.wait_for_load_state()

    def chooses_a_photo(self) -> None:
        """As large as telephones take them."""
        photo = FilePayload(name="hole.jpg", mimeType="image/jpeg", buffer=a_picture(size=(3200, 2400)))
        self.page.locator("#photos").set_input_files(photo)

    def is_told(self, key: str) -> None:
        """What is said on top of the page."""
        expect(self.page.get_by_role("status")).to_have_text(self.say(key))

    def can_be_read_by_everybody(self) -> None:
        """By axe, by wide letters and by thumbs."""
        can_be_read_by_everybody(self.page, ".tabs a", ".back")


@pytest.fixture(params=["th", "en"])
def reading(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Reading]:
    """A town, its bot on a socket, and the telephone, whose console must stay silent."""
    said: list[str] = []
    with a_town(tmp_path) as town, on_a_socket(town):
        page = browser.new_page(
            viewport={"width": 360, "height": 740},
            has_touch=True,
            is_mobile=True,
            locale="th-TH",
            device_scale_factor=2,
        )
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        yield Reading(town, page, request.param, said)
        page.close()
    assert said == [], "the browser's console holds errors"


def test_a_case_is_followed_to_its_end_on_a_narrow_screen(reading: Reading, tmp_path: Path) -> None:
    page, say, town = reading.page, reading.say, reading.town
    language = say.language
    reading.can_be_read_by_everybody()
    look(page, f"my-cases-none-{language}", tmp_path)
    reading.files(language)
    page.reload()
    expect(page.locator(".case")).to_have_count(1)
    reading.can_be_read_by_everybody()
    look(page, f"my-cases-{language}", tmp_path)

    reading.opens_the_case()
    page.get_by_label(say("cases.message")).fill("แถวนี้มืดมาก <b>ระวัง</b>")
    reading.chooses_a_photo()
    button = page.get_by_role("button", name=say("cases.send"), exact=True)
    expect(button).to_be_enabled()
    button.scroll_into_view_if_needed()
    look(page, f"my-case-adding-{language}", tmp_path)
    button.click()
    reading.is_told("cases.said_added")
    expect(page.locator("figure img")).to_have_count(2)
    assert max(kept.width or 0 for kept in photos_of(town)) == 1600, "made small on the telephone"
    expect(page.locator(".steps")).to_contain_text("แถวนี้มืดมาก <b>ระวัง</b>")
    town.settles()
    assert "แถวนี้มืดมาก" in reading.group.last_heard.text

    town.passes(hours=5)
    reading.mana.within(reading.group).taps("รับเรื่อง")
    finishes(reading.mana.within(reading.group), "เทยางมะตอยและปิดฝาท่อแล้ว")
    page.goto(f"{town.line.url}/sim/as/reader/liff/cases/1")
    expect(page.locator("figure")).to_have_count(2)
    wide = "all => all.map((one) => [one.complete && one.naturalWidth > 0, one.getBoundingClientRect().top])"
    before, _added, after = page.locator("figure img").evaluate_all(wide)
    assert before == after, "both are loaded, side by side"
    reading.can_be_read_by_everybody()
    page.locator(".stars label").nth(3).tap()
    page.screenshot(path=_picture(tmp_path, f"my-case-{language}"), full_page=True)
    page.get_by_role("button", name=say("cases.send_stars")).click()
    reading.is_told("cases.said_rated")
    assert the_case(town).stars == 4

    page.get_by_text(say("buttons.not_fixed"), exact=True).click()
    page.get_by_label(say("cases.what_is_missing")).fill("ยังมีหลุมเล็ก")
    page.get_by_role("button", name=say("cases.send_missing")).click()
    reading.is_told("cases.said_reopened")
    page.locator("summary").filter(has_text=say("buttons.withdraw")).click()
    reading.can_be_read_by_everybody()
    page.get_by_role("button", name=say("buttons.withdraw_now")).scroll_into_view_if_needed()
    look(page, f"my-case-withdrawing-{language}", tmp_path)
    page.get_by_role("button", name=say("buttons.withdraw_now")).click()
    reading.is_told("cases.said_withdrawn")
    reading.can_be_read_by_everybody()
    look(page, f"my-case-withdrawn-{language}", tmp_path)
    assert the_case(town).status == "withdrawn"


def test_a_photo_that_was_chosen_before_the_script_came_is_made_small_too(reading: Reading) -> None:
    page = reading.page
    held: list[Route] = []
    reading.files(reading.say.language)
    page.route("**/case*.js*", lambda route: held.append(route))
    page.goto(f"{reading.town.line.url}/sim/as/reader/liff/cases/1", wait_until="commit")
    reading.chooses_a_photo()
    assert held, "the script is on its way"
    held.pop().continue_()
    page.wait_for_load_state()
    button = page.get_by_role("button", name=reading.say("cases.send"), exact=True)
    expect(button).to_be_enabled()
    button.click()
    reading.is_told("cases.said_added")
    assert max(kept.width or 0 for kept in photos_of(reading.town)) == 1600


def _picture(folder: Path, name: str) -> Path:
    return folder / f"{name}.png"


def test_a_page_is_light_enough_for_a_weak_signal(reading: Reading) -> None:
    page = reading.page
    reading.files(reading.say.language)
    page.goto(f"{reading.town.line.url}/sim/as/reader/liff/cases/1")
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    pages = {page.url, *(url for url in loaded if "/photos/" not in url)}
    weights = {url: len(gzip.compress(page.request.get(url).body())) for url in pages}
    assert len([url for url in pages if ".woff2" in url]) >= 2, sorted(pages)
    assert sum(weights.values()) <= MOST_BYTES, weights


def test_another_persons_case_is_not_found_and_leads_back(reading: Reading) -> None:
    reading.files(reading.say.language)
    reading.town.resident("other", "สมชาย")
    page = reading.page
    page.goto(f"{reading.town.line.url}/sim/as/other/liff/cases/1")
    expect(page.get_by_role("alert")).to_have_text(Texts("th")("refused.not_your_case"))
    page.get_by_role("link", name=Texts("th")("cases.back")).click()
    expect(page.locator("main")).to_contain_text(Texts("th")("cases.none_open"))
    assert len(reading.complaints) == 1
    assert "404" in reading.complaints.pop()
