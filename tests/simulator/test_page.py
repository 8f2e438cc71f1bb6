"""The simulator's page in a real browser, against a simulator on a real socket and no bot at all."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.cast import gather
from simulator.line import Line

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
Events = list[dict[str, Any]]


@pytest.fixture
def events() -> Events:
    """What the bot would have got."""
    return []


@pytest.fixture
def line(events: Events) -> Iterator[Line]:
    with town(events) as started:
        yield started


def town(events: Events, port: int = 0) -> Line:
    def deliver(body: bytes, headers: dict[str, str]) -> int:
        events.extend(json.loads(body)["events"])
        return 200

    started = Line(deliver=deliver, port=port, town="เทศบาลตำบลทดสอบ")
    gather(started)
    return started


@pytest.fixture
def page(browser: Browser, line: Line) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1440, "height": 900}, locale="th-TH")
    opened.goto(line.url)
    expect(opened.locator("[data-phone]")).to_have_count(8)
    yield opened
    opened.close()


def bot_says(line: Line, phone: str, message: dict[str, Any]) -> None:
    line.world.show(line.world.phones[phone], "bot", message)


def flex(*contents: dict[str, Any]) -> dict[str, Any]:
    body = {"type": "box", "layout": "vertical", "contents": list(contents)}
    return {"type": "flex", "altText": "การ์ด", "contents": {"type": "bubble", "body": body}}


def test_a_person_adds_the_account_and_writes(page: Page, events: Events) -> None:
    phone = page.locator("[data-phone=somchai]")
    phone.get_by_role("button", name="เพิ่มเพื่อน").click()
    field = phone.get_by_label("ข้อความของ สมชาย")
    field.fill("น้ำท่วมซอย <b>3</b>")
    field.press("Enter")
    expect(phone.locator(".row.is-mine .bubble")).to_have_text("น้ำท่วมซอย <b>3</b>")
    assert [event["type"] for event in events] == ["follow", "message"]


def test_a_place_and_a_photo_are_sent_from_the_phone(page: Page, line: Line, events: Events) -> None:
    line.person("somchai").adds()
    phone = page.locator("[data-phone=somchai]")
    phone.get_by_role("button", name="ส่งตำแหน่ง").click()
    phone.get_by_role("button", name="หน้าตลาดสด").click()
    expect(phone.locator(".place")).to_contain_text("18.64770,99.04170")
    phone.get_by_role("button", name="ส่งรูปภาพ").click()
    phone.get_by_role("button", name="ใช้รูปตัวอย่าง").click()
    expect(phone.locator(".photo img")).to_have_js_property("naturalWidth", 640)
    assert [event["message"]["type"] for event in events[1:]] == ["location", "image"]


def test_markup_in_a_card_is_shown_as_letters(page: Page, line: Line) -> None:
    words = "<img src=x onerror=alert(1)>"
    bot_says(line, "somchai", flex({"type": "text", "text": words, "color": "red;background:url(//x)"}))
    text = page.locator("[data-phone=somchai] .flex-text")
    expect(text).to_have_text(words)
    assert text.locator("img").count() == 0
    assert "red" not in (text.get_attribute("style") or "")


def test_quick_replies_stand_under_the_last_message_only(page: Page, line: Line, events: Events) -> None:
    line.person("somchai").adds()
    skip = {"type": "action", "action": {"type": "message", "label": "ข้าม", "text": "ข้าม"}}
    bot_says(line, "somchai", {"type": "text", "text": "มีรูปไหมคะ", "quickReply": {"items": [skip]}})
    chips = page.locator("[data-phone=somchai] .chip")
    with page.expect_response("**/sim/act"):
        chips.click()
    expect(page.locator("[data-phone=somchai] .is-mine .bubble")).to_have_text("ข้าม")
    expect(chips).to_have_count(0)
    assert events[-1]["message"]["text"] == "ข้าม"


def test_whoever_reads_further_up_is_not_pulled_down(page: Page, line: Line) -> None:
    for number in range(30):
        bot_says(line, "somchai", {"type": "text", "text": f"ข้อความที่ {number}"})
    phone = page.locator("[data-phone=somchai]")
    expect(phone.get_by_text("ข้อความที่ 29")).to_be_in_viewport()
    phone.get_by_text("ข้อความที่ 1", exact=True).scroll_into_view_if_needed()
    bot_says(line, "somchai", {"type": "text", "text": "ข่าวล่าสุด"})
    newer = phone.get_by_role("button", name="ข้อความใหม่")
    expect(newer).to_be_visible()
    expect(phone.get_by_text("ข่าวล่าสุด")).not_to_be_in_viewport()
    newer.click()
    expect(phone.get_by_text("ข่าวล่าสุด")).to_be_in_viewport()


def test_in_a_group_the_chosen_member_taps(page: Page, line: Line, events: Events) -> None:
    phone = page.locator("[data-phone=public_works]")
    with page.expect_response("**/sim/act"):
        phone.get_by_role("button", name="เชิญบอตเข้ากลุ่ม").click()
    action = {"type": "postback", "label": "รับเรื่อง", "data": "do=officers.take"}
    bot_says(line, "public_works", flex({"type": "button", "action": action}))
    phone.get_by_label("พิมพ์ในนาม").select_option("wichai")
    with page.expect_response("**/sim/act"):
        phone.get_by_role("button", name="รับเรื่อง").click()
    assert events[-1]["postback"]["data"] == "do=officers.take"
    assert events[-1]["source"]["userId"] == line.person("wichai").user_id


def test_a_call_is_shown_and_not_made(page: Page, line: Line) -> None:
    action = {"type": "uri", "label": "โทร", "uri": "tel:053000000"}
    bot_says(line, "somchai", flex({"type": "button", "action": action}))
    page.locator("[data-phone=somchai]").get_by_role("button", name="โทร").click()
    expect(page.locator("[data-phone=somchai] .note").last).to_have_text("จะโทรไปที่ 053000000")


def test_an_area_of_the_rich_menu_is_tapped(page: Page, line: Line, events: Events) -> None:
    line.person("somchai").adds()
    action = {"type": "message", "label": "แจ้งปัญหา", "text": "แจ้งปัญหา"}
    area = {"bounds": {"x": 0, "y": 0, "width": 1250, "height": 843}, "action": action}
    menu = {"imageUrl": "data:,", "width": 2500, "height": 843, "chatBarText": "เมนู", "areas": [area]}
    phones = page.request.get(f"{line.url}/sim/phones").json()
    phones["phones"][0]["richMenu"] = menu
    page.route("**/sim/phones", lambda route: route.fulfill(json=phones))
    page.reload()
    page.get_by_role("button", name="เมนู", exact=True).click()
    with page.expect_response("**/sim/act"):
        page.get_by_role("button", name="แจ้งปัญหา").click()
    expect(page.locator("[data-phone=somchai] .is-mine .bubble")).to_have_text("แจ้งปัญหา")
    assert events[-1]["message"]["text"] == "แจ้งปัญหา"


def test_a_refused_act_is_told_in_the_phone(page: Page, line: Line) -> None:
    line.person("somchai").adds()
    field = page.get_by_label("ข้อความของ สมชาย")
    expect(field).to_be_visible()
    line.stop()
    field.fill("ได้ยินไหม")
    field.press("Enter")
    expect(page.locator("[data-phone=somchai]").get_by_role("alert")).to_contain_text("ส่งไม่ได้")


def test_the_page_follows_a_restarted_simulator_without_a_reload(page: Page, line: Line, events: Events) -> None:
    bot_says(line, "somchai", {"type": "text", "text": "ก่อนดับ"})
    rows = page.locator("[data-phone=somchai] .bubble")
    expect(rows).to_have_text("ก่อนดับ")
    port = line.port
    line.stop()
    expect(page.get_by_role("status")).to_contain_text("ขาดการติดต่อ")
    with town(events, port) as restarted:
        bot_says(restarted, "somchai", {"type": "text", "text": "กลับมาแล้ว"})
        expect(rows).to_have_text("กลับมาแล้ว", timeout=15_000)
        expect(page.get_by_role("status")).to_have_text("")


def test_a_fault_is_switched_on_from_the_bar(page: Page, line: Line) -> None:
    with page.expect_response(lambda answer: "/sim/faults" in answer.url and answer.request.method != "GET"):
        page.get_by_label("LINE รับข้อความจากบอต").select_option("500")
    assert line.switched_fault == "500"


def test_a_narrow_screen_shows_one_phone_at_a_time(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("tab", name="มาลี").click()
    expect(page.locator("[data-phone=malee]")).to_be_visible()
    expect(page.locator("[data-phone=somchai]")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_axe_finds_nothing_to_complain_about(page: Page, line: Line) -> None:
    line.person("somchai").adds()
    bot_says(line, "somchai", flex({"type": "text", "text": "รับเรื่องแล้ว"}))
    expect(page.locator("[data-phone=somchai] .flex-text")).to_be_visible()
    found = page.evaluate(f"{AXE.read_text(encoding='utf-8')}; axe.run()")
    assert [violation["id"] for violation in found["violations"]] == []
