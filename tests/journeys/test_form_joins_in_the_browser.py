"""A neighbour fills in the form for what somebody has told already: asked, joined, and found under my cases, at 360 pixels."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import select

from models.case import Case
from models.database import Database
from models.photo import Photo
from tests.journeys.conftest import HERE, ServedTown
from tests.journeys.screens import can_be_read_by_everybody
from tests.journeys.test_complaint_in_the_browser import look

SECRET, WORDS = "สามีของดิฉันล้มที่หลุมนี้", "หลุมลึกกลางถนน รถล้มบ่อย น้ำขังด้วย"


@pytest.fixture
def told(phone: BrowserContext, served: ServedTown) -> None:
    """Somchai has told of the hole."""
    page = _fills_in(phone, served, "somchai", SECRET)
    page.get_by_role("button", name="ส่งเรื่อง").click()
    expect(page.locator(".number")).to_contain_text("-000001")
    page.close()


def _fills_in(phone: BrowserContext, served: ServedTown, who: str, words: str) -> Page:
    page = phone.new_page()
    page.goto(f"{served.line.url}/sim/as/{who}/liff/complaint")
    expect(page.locator("#complaint")).to_be_visible()
    page.get_by_role("radio", name="ถนน").check(force=True)  # before the words, whose likely types would move it
    page.get_by_label("เกิดอะไรขึ้นคะ").fill(words)
    page.get_by_role("button", name="ตำแหน่งของฉัน").click()
    expect(page.locator("#place-status")).to_contain_text("ได้ตำแหน่งแล้ว")
    return page


def _kept(served: ServedTown) -> tuple[int, list[int | None]]:
    """How many cases there are, and with which of them the photos are."""
    database = Database(f"sqlite:///{served.folder}/town.db")
    with database.read() as session:
        found = (len(session.exec(select(Case)).all()), [photo.case_id for photo in session.exec(select(Photo))])
    database.close()
    return found


def test_a_neighbour_is_asked_follows_leaves_and_comes_back(
    phone: BrowserContext, served: ServedTown, told: None, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.jpg"
    Image.effect_noise((800, 600), 40).convert("RGB").save(photo)
    page = _fills_in(phone, served, "malee", WORDS)
    page.locator("#photos").set_input_files(photo)
    expect(page.locator(".photo.is-sent")).to_be_visible()
    page.get_by_role("button", name="ส่งเรื่อง").click()
    expect(page.locator("#answer")).to_contain_text("มีผู้แจ้งแล้ว 1 คน วันนี้")
    can_be_read_by_everybody(page, ".tabs a", ".back")
    look(page, "form-alike", tmp_path)

    page.get_by_role("button", name="เรื่องเดียวกัน ติดตามด้วย").click()
    expect(page.locator(".said")).to_contain_text("ท่านติดตามเรื่องนี้แล้วค่ะ")
    expect(page.locator("main")).to_contain_text(WORDS)
    expect(page.locator("main")).not_to_contain_text(SECRET)
    can_be_read_by_everybody(page, ".tabs a", ".back")
    look(page, "joined-case", tmp_path)
    assert _kept(served) == (1, [1])

    page.get_by_role("link", name="เรื่องทั้งหมดของฉัน").click()
    expect(page.locator(".case .joined")).to_be_visible()
    can_be_read_by_everybody(page, ".tabs a", ".back")
    look(page, "joined-list", tmp_path)
    page.locator(".case").click()
    page.get_by_role("button", name="เลิกติดตาม").click()
    expect(page.locator(".said")).to_contain_text("เลิกติดตามเรื่อง")
    can_be_read_by_everybody(page, ".tabs a", ".back")
    look(page, "joined-left", tmp_path)
    page.get_by_role("button", name="ติดตามอีกครั้ง").click()
    expect(page.locator(".said")).to_contain_text("อีกครั้งแล้วค่ะ")
    page.goto(f"{served.line.url}/sim/as/malee/liff/complaint")
    expect(page.get_by_label("เกิดอะไรขึ้นคะ")).to_have_value("")


def test_another_matter_is_filed_and_an_answer_that_got_lost_asks_nothing_twice(
    phone: BrowserContext, served: ServedTown, told: None
) -> None:
    page = _fills_in(phone, served, "malee", WORDS)
    page.get_by_role("button", name="ส่งเรื่อง").click()
    expect(page.locator("#answer")).to_contain_text("มีผู้แจ้งแล้ว 1 คน วันนี้")
    page.get_by_label("เบอร์โทรศัพท์").fill("12")
    page.get_by_role("button", name="เป็นคนละเรื่อง").click()
    expect(page.locator("#answer")).to_contain_text("ไม่ถูกต้อง")
    page.get_by_label("เบอร์โทรศัพท์").fill("")
    page.get_by_role("button", name="ส่งเรื่อง").click()
    expect(page.locator(".number")).to_contain_text("-000002")
    assert _kept(served) == (2, [])


def test_joining_whose_answer_got_lost_is_joining_once(phone: BrowserContext, served: ServedTown, told: None) -> None:
    page = _fills_in(phone, served, "malee", WORDS)
    page.get_by_role("button", name="ส่งเรื่อง").click()
    expect(page.locator("#answer")).to_contain_text("มีผู้แจ้งแล้ว 1 คน วันนี้")
    page.route("**/liff/complaint", lambda route: (route.fetch(max_redirects=0), route.abort()))
    page.get_by_role("button", name="เรื่องเดียวกัน ติดตามด้วย").click()
    expect(page.locator("#waiting")).to_be_visible()
    page.unroute("**/liff/complaint")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".said")).to_contain_text("ท่านติดตามเรื่องนี้แล้วค่ะ")
    expect(page.get_by_text(WORDS)).to_have_count(1)
    assert _kept(served)[0] == 1


def test_where_no_script_of_ours_runs_it_is_asked_and_joined_as_well(
    phone: BrowserContext, served: ServedTown, told: None
) -> None:
    page = phone.new_page()
    page.goto(f"{served.line.url}/sim/as/malee/liff/complaint")
    expect(page.locator("#complaint")).to_be_visible()
    page.route("**/form.js*", lambda route: route.abort())
    page.reload()
    page.get_by_label("เกิดอะไรขึ้นคะ").fill(WORDS)
    page.get_by_role("radio", name="ถนน").check(force=True)
    for name, value in HERE.items():
        page.locator(f"input[name={name}]").evaluate("(field, value) => (field.value = value)", str(value))
    page.get_by_role("button", name="ส่งเรื่อง").click()
    expect(page.get_by_role("heading", name="เป็นเรื่องเดียวกันไหมคะ")).to_be_in_viewport()
    page.get_by_role("button", name="เรื่องเดียวกัน ติดตามด้วย").click()
    expect(page.locator(".said")).to_contain_text("ท่านติดตามเรื่องนี้แล้วค่ะ")
    assert _kept(served)[0] == 1


def test_a_reader_of_english_is_asked_and_shown_it_in_english(
    english_phone: BrowserContext, served: ServedTown, told: None, tmp_path: Path
) -> None:
    page = english_phone.new_page()
    page.goto(f"{served.line.url}/sim/as/emma/liff/complaint")
    expect(page.locator("#complaint")).to_be_visible()
    page.get_by_role("radio", name="Road").check(force=True)
    page.get_by_label("What happened?").fill("A deep hole in the middle of the road")
    page.get_by_role("button", name="Where I am").click()
    expect(page.locator("#place-status")).to_contain_text("We have the position")
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("#answer")).to_contain_text("People so far: 1")
    can_be_read_by_everybody(page, ".tabs a", ".back")
    look(page, "form-alike-english", tmp_path)
    page.get_by_role("button", name="Same: follow it").click()
    expect(page.locator(".said")).to_contain_text("You follow this case now")
    can_be_read_by_everybody(page, ".tabs a", ".back")
    look(page, "joined-case-english", tmp_path)
