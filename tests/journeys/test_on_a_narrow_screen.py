"""On a screen of 360 pixels, in English, with a hand-over and a refusal: the other ways that a case may go."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from models.enrolment import CodeKind
from models.officer import Role
from tests.journeys.conftest import ServedTown
from tests.journeys.phones import BrowserPhone, phone
from tests.journeys.test_complaint_in_the_browser import look


@pytest.fixture
def narrow(browser: Browser, served: ServedTown) -> Iterator[Page]:
    """The page on a phone, with a reader of English and an officer of another division among the cast."""
    served.line.person("emma", "Emma", language="en", subtitle="resident", avatar="👩‍🦰")
    nurse = served.line.person("nurse", "พี่แดง", subtitle="เจ้าหน้าที่กองสาธารณสุข", avatar="👩‍⚕️")
    served.line.group("กองสาธารณสุข", [nurse], slug="public_health", subtitle="กลุ่มเจ้าหน้าที่", avatar="🏥")
    page = browser.new_page(viewport={"width": 360, "height": 740}, locale="th-TH", timezone_id="Asia/Bangkok")
    page.goto(served.line.url)
    yield page
    page.close()


def turn_to(page: Page, slug: str) -> BrowserPhone:
    """Choose a phone in the strip of tabs."""
    shown = phone(page, slug)
    page.get_by_role("tab").nth(page.evaluate(ORDER_OF, slug)).click()
    expect(shown.view).to_be_visible()
    return shown


ORDER_OF = "slug => [...document.querySelectorAll('[data-phone]')].findIndex(one => one.dataset.phone === slug)"


def test_a_case_is_handed_over_and_declined_in_english(narrow: Page, served: ServedTown, tmp_path: Path) -> None:
    _enrol(narrow, served, "mana", "public_works", "public_works")
    _enrol(narrow, served, "nurse", "public_health", "public_health")
    emma = turn_to(narrow, "emma")
    emma.adds()
    emma.hears("Hello")
    emma.says("There is a dead dog on the road")
    emma.hears("Something else")
    look(narrow, "narrow-english-types", tmp_path)
    emma.taps("Road", exact=False)
    emma.says("in front of the school")
    emma.hears("photo")
    emma.taps("Skip")
    emma.hears("in front of the school")
    emma.taps("Confirm", exact=True)
    emma.hears("-000001")

    works = turn_to(narrow, "public_works")
    works.taps("ส่งต่อ")
    works.taps("กองสาธารณสุข")
    works.taps("ข้าม")
    works.hears("เราจะบอกผู้แจ้งให้")
    turn_to(narrow, "emma").hears("Public Health Division")
    health = turn_to(narrow, "public_health")
    health.hears("There is a dead dog on the road")
    # A card of some time ago; today's leads to the desk for it.
    nurse = served.line.person("nurse").within(served.line.group("กองสาธารณสุข", slug="public_health"))
    nurse.posts_back("do=handovers.decline&case=1", "ไม่รับเรื่อง")
    health.taps("อยู่นอกเขตเทศบาล")
    health.hears("บันทึกแล้วค่ะ")
    emma = turn_to(narrow, "emma")
    emma.hears("อยู่นอกเขตเทศบาล")
    look(narrow, "narrow-english", tmp_path)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 360


def _enrol(page: Page, served: ServedTown, officer: str, group: str, division: str) -> None:
    private = turn_to(page, officer)
    private.adds()
    private.hears("สวัสดีค่ะ")
    private.says(f"ลงทะเบียน {served.code(CodeKind.OFFICER, division, Role.OFFICER)}")
    private.taps("ข้าม")
    private.hears("เจ้าหน้าที่")
    shared = turn_to(page, group)
    shared.taps("เชิญบอตเข้ากลุ่ม")
    shared.hears("ยังไม่ได้ลงทะเบียน")
    shared.says(f"ลงทะเบียนกลุ่ม {served.code(CodeKind.GROUP, division)}")
    shared.hears("แล้วค่ะ")
