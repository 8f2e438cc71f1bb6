"""A neighbour tells what somebody has told already: on a screen of 360 pixels, in Thai and in English."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import ServedTown
from tests.journeys.phones import BrowserPhone
from tests.journeys.test_complaint_in_the_browser import look
from tests.journeys.test_on_a_narrow_screen import turn_to


@pytest.fixture
def narrow(browser: Browser, served: ServedTown) -> Iterator[Page]:
    """The page on a phone, with a reader of English among the cast."""
    served.line.person("emma", "Emma", language="en", subtitle="resident", avatar="👩‍🦰")
    page = browser.new_page(viewport={"width": 360, "height": 740}, locale="th-TH", timezone_id="Asia/Bangkok")
    page.goto(served.line.url)
    yield page
    page.close()


def _tells(person: BrowserPhone, kind: str, answers: tuple[str, str]) -> None:
    """Up to the question that follows the place."""
    person.adds()
    person.hears(answers[0])
    person.folds_menu()
    person.says("ถนนหน้าโรงเรียนเป็นหลุมลึก รถล้มบ่อย")
    person.taps(kind, exact=False)
    person.hears(answers[1])
    person.sends_place("หน้าตลาดสด")


def test_two_neighbours_follow_what_a_third_has_told(narrow: Page, served: ServedTown, tmp_path: Path) -> None:
    somchai = turn_to(narrow, "somchai")
    _tells(somchai, "ถนน", ("สวัสดีค่ะ", "เกิดขึ้นที่ไหนคะ"))
    somchai.hears("มีรูปไหมคะ")
    somchai.taps("ข้าม")
    somchai.taps("ยืนยัน ส่งเรื่อง")
    somchai.hears("-000001")

    malee = turn_to(narrow, "malee")
    _tells(malee, "ถนน", ("สวัสดีค่ะ", "เกิดขึ้นที่ไหนคะ"))
    malee.hears("มีผู้แจ้งแล้ว 1 คน วันนี้")
    look(malee, "alike", tmp_path)
    malee.taps("เรื่องเดียวกัน ติดตามด้วย")
    malee.hears("ติดตามเรื่องนี้แล้วค่ะ")
    look(malee, "alike-receipt", tmp_path)
    malee.taps("ดูรายละเอียด")
    malee.hears("ท่านติดตามเรื่องนี้")
    look(malee, "alike-time-line", tmp_path)

    emma = turn_to(narrow, "emma")
    _tells(emma, "Road", ("Hello", "Where is it?"))
    emma.hears("People so far: 2")
    look(emma, "alike-english", tmp_path)
    emma.taps("Same: follow it")
    emma.hears("You follow this case now")
    look(emma, "alike-english-receipt", tmp_path)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 360
