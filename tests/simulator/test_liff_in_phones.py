"""LIFF pages in the phones' panels: the real bot, a real browser, and LINE's part played by the simulator."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect
from werkzeug.serving import make_server

from tests.towns import TownUnderTest

ROOT = Path(__file__).parents[2]
FAILED = "เปิดหน้านี้ไม่สำเร็จ"


@pytest.fixture
def served(town: TownUnderTest) -> Iterator[TownUnderTest]:
    """The town, its bot on a socket, and two residents."""
    server = make_server("127.0.0.1", 0, town.web.application, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    town.line.deliveries.webhook_url = f"http://127.0.0.1:{server.server_port}/webhook"
    town.resident("somchai", "สมชาย")
    town.resident("malee", "มาลี")
    yield town
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser, served: TownUnderTest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="th-TH")
    opened = context.new_page()
    opened.goto(served.line.url)
    expect(opened.locator("[data-phone]")).to_have_count(2)
    yield opened
    context.close()


def opens(page: Page, town: TownUnderTest, slug: str, rest: str = "") -> FrameLocator:
    """Taps a button of the bot's that leads to a LIFF page."""
    label = f"เปิดหน้า {town.line.world.seq}"
    action = {"type": "uri", "label": label, "uri": f"https://liff.line.me/{town.settings.liff_id}{rest}"}
    box = {"type": "box", "layout": "vertical", "contents": [{"type": "button", "action": action}]}
    card = {"type": "flex", "altText": "การ์ด", "contents": {"type": "bubble", "body": box}}
    town.line.world.show(town.line.world.phones[slug], "bot", card)
    phone = page.locator(f"[data-phone={slug}]")
    phone.get_by_role("button", name=label, exact=True).click()
    return phone.frame_locator(".liff iframe")


def goes_to(page: Page, slug: str, address: str) -> None:
    """Waits until the page in the phone's panel lives at this address."""
    frame = page.locator(f"[data-phone={slug}] .liff iframe").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_url(re.compile(re.escape(address) + "$"), timeout=5_000)


def test_each_phone_is_signed_in_as_its_own_person(page: Page, served: TownUnderTest) -> None:
    somchai, malee = opens(page, served, "somchai"), opens(page, served, "malee")
    expect(somchai.get_by_role("main")).to_contain_text("สมชาย")
    expect(malee.get_by_role("main")).to_contain_text("มาลี")
    kept = {(cookie["name"], cookie["path"]) for cookie in page.context.cookies()}
    assert kept == {("session", "/sim/as/somchai/"), ("session", "/sim/as/malee/")}


def test_a_session_outlives_a_reload_and_is_asked_for_once(page: Page, served: TownUnderTest) -> None:
    expect(opens(page, served, "somchai").get_by_role("main")).to_contain_text("สมชาย")
    expect(opens(page, served, "malee").get_by_role("main")).to_contain_text("มาลี")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    for slug, name in (("somchai", "สมชาย"), ("malee", "มาลี")):
        expect(opens(page, served, slug).get_by_role("main")).to_contain_text(f"{name}")
    assert len([url for url in asked if url.endswith("/liff/")]) == 2
    assert [url for url in asked if url.endswith(("/sim-id-token", "/liff/session"))] == []


def test_a_link_with_a_path_leads_there_with_and_without_a_session(page: Page, served: TownUnderTest) -> None:
    for _ in ("signs in", "is signed in"):
        opens(page, served, "somchai", "/complaint?kind=road")
        goes_to(page, "somchai", f"{served.line.url}/sim/as/somchai/liff/complaint?kind=road")
        page.locator("[data-phone=somchai]").get_by_role("button", name="ปิดหน้าเว็บ").click()
        expect(opens(page, served, "somchai").get_by_role("main")).to_contain_text("สมชาย")
        page.locator("[data-phone=somchai]").get_by_role("button", name="ปิดหน้าเว็บ").click()


@pytest.mark.parametrize(
    "rest", ["/../../../../sim/quota", "/%2e%2e/%2e%2e/x", "?liff.state=https://stranger.example/"]
)
def test_a_link_leads_nowhere_but_to_the_bots_pages(page: Page, served: TownUnderTest, rest: str) -> None:
    main = opens(page, served, "somchai", rest).get_by_role("main")
    expect(main).to_contain_text("สมชาย")
    goes_to(page, "somchai", f"{served.line.url}/sim/as/somchai/liff/")


@pytest.mark.parametrize("status", [401, 500])
def test_an_identity_that_line_does_not_confirm_ends_in_a_sentence(
    page: Page, served: TownUnderTest, status: int
) -> None:
    served.line.faults.add("verify", status=status)
    expect(opens(page, served, "somchai").get_by_role("alert")).to_contain_text(FAILED)
    served.line.faults.clear()
    page.locator("[data-phone=somchai]").get_by_role("button", name="ปิดหน้าเว็บ").click()
    expect(opens(page, served, "somchai").get_by_role("main")).to_contain_text("สมชาย")


def test_a_bot_that_is_not_there_is_said_in_the_panel(page: Page, served: TownUnderTest) -> None:
    served.line.deliveries.webhook_url = "http://127.0.0.1:9/webhook"
    expect(opens(page, served, "somchai").get_by_role("heading")).to_have_text("ยังติดต่อบอตไม่ได้")


def test_a_closed_panel_gives_the_chat_back(page: Page, served: TownUnderTest) -> None:
    opens(page, served, "somchai")
    phone = page.locator("[data-phone=somchai]")
    phone.get_by_role("button", name="ปิดหน้าเว็บ").click()
    expect(phone.locator(".liff")).to_be_hidden()
    expect(phone.get_by_role("button", name="เปิดหน้า")).to_be_focused()


def test_a_page_fits_the_panel_of_a_narrow_screen(page: Page, served: TownUnderTest) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    shown = opens(page, served, "somchai")
    expect(shown.get_by_role("main")).to_contain_text("สมชาย")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert shown.locator("html").evaluate("page => page.scrollWidth") == 360
