"""A lamp that is out, told by its sticker: in LINE with two taps, without LINE in any browser, and what is odd."""

import gzip
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlmodel import select

from content.qr_codes import QrKind, keys_in
from models.asset import Asset
from models.case import Case
from models.database import Database
from models.follower import count_followers
from models.person import Person
from models.streetlight import streetlight_of
from tests.journeys.conftest import HERE, SECRET_KEY, ServedTown
from tests.journeys.phones import phone as phone_on
from tests.journeys.screens import COMPUTER, PHONE, can_be_read_by_everybody
from tests.journeys.test_complaint_in_the_browser import look

KEYS = keys_in(f"1:{SECRET_KEY}")
# The tiles are the labels of hidden radios; the language and the map are links.
ALSO_TAPPED = (".tile:visible", ".language:visible", ".map-link:visible")
LARGEST_PAGE, LONGEST_S, MOST_TAPS = 90_000, 20, 3
PATIENT = 30_000


@pytest.fixture(autouse=True)
def poles(served: ServedTown) -> None:
    """Two poles of the town's and one of the electricity authority's."""
    now = served.line.clock()
    database = Database(f"sqlite:///{served.folder}/town.db")
    with database.begin() as session:
        for code, offset, owner in (
            ("A-0012", 0.0001, None),
            ("A-0013", 0.0003, None),
            ("H-0001", 0.02, "electricity"),
        ):
            north, east = HERE["latitude"] + offset, HERE["longitude"]
            pole = Asset(code=code, road="ถนนสุขใจ", owner=owner, changed_at=now, latitude=north, longitude=east)
            session.add(pole)
    database.close()


@pytest.fixture
def passer_by(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody's own browser, which knows nothing of LINE and does not say where it is."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, locale="th-TH")
    yield context
    context.close()


def _signed(code: str) -> str:
    return KEYS.sign(QrKind.POLE, code)


def _plain(served: ServedTown, code: str) -> str:
    """The page itself, below no phone."""
    return f"http://127.0.0.1:{served.port}/liff/p/{_signed(code)}"


def _cases(served: ServedTown) -> list[tuple[Case, int]]:
    database = Database(f"sqlite:///{served.folder}/town.db")
    with database.read() as session:
        found = [(case, count_followers(session, case.key)) for case in session.exec(select(Case).order_by(Case.id))]  # type: ignore[arg-type]
    database.close()
    return found


def _reporter(served: ServedTown, case: Case) -> Person:
    database = Database(f"sqlite:///{served.folder}/town.db")
    with database.read() as session:
        person = session.get_one(Person, case.reporter_id)
    database.close()
    return person


def _taps(page: Page, fault: str) -> None:
    page.locator(".tile").filter(has_text=fault).click()


def _is_sent(page: Page) -> None:
    page.get_by_role("button", name="ส่ง", exact=True).click()
    expect(page.locator(".filed-number")).to_be_visible(timeout=PATIENT)


def test_a_resident_scans_a_sticker_in_line_and_it_is_filed_with_two_taps(
    desktop: Page, served: ServedTown, tmp_path: Path
) -> None:
    somchai = phone_on(desktop, "somchai")
    somchai.adds()
    somchai.hears("สวัสดีค่ะ")
    somchai.view.get_by_role("button", name="สแกน QR").click()
    somchai.view.get_by_label("ลิงก์ใน QR").fill(f"https://liff.line.me/2000000001-DemoTown/p/{_signed('A-0012')}")
    began = time.monotonic()
    somchai.view.get_by_role("button", name="สแกน", exact=True).click()
    page = somchai.view.frame_locator("iframe")
    taps = 0
    for tapped in (page.locator(".tile").filter(has_text="ไฟดับ"), page.get_by_role("button", name="ส่ง", exact=True)):
        tapped.click(timeout=PATIENT)
        taps += 1
    expect(page.locator(".filed-number")).to_contain_text("-000001", timeout=PATIENT)
    seconds = time.monotonic() - began
    look(somchai, "pole-in-line", tmp_path)
    assert taps <= MOST_TAPS
    assert seconds <= LONGEST_S
    print(f"scan to filed: {taps} taps, {seconds:.1f} s")
    ((case, _),) = _cases(served)
    assert _reporter(served, case).line_user_id is not None, "the session was made in the background"
    page.get_by_role("link", name="ดูว่าถึงไหนแล้ว").click()
    expect(page.locator(".number").first).to_contain_text(case.number)


def test_a_passer_by_reports_without_line_and_sees_later_how_it_goes(
    passer_by: BrowserContext, served: ServedTown, tmp_path: Path
) -> None:
    page = passer_by.new_page()
    page.goto(_plain(served, "A-0012"))
    can_be_read_by_everybody(page, *ALSO_TAPPED)
    look(page, "pole-page-th-360", tmp_path)
    _taps(page, "ติดกลางวัน")
    page.get_by_label("เบอร์โทรศัพท์").fill("081 234 5678")
    look(page, "pole-page-tapped", tmp_path)
    _is_sent(page)
    can_be_read_by_everybody(page, ".language:visible")
    look(page, "pole-filed-th-360", tmp_path)
    ((case, _),) = _cases(served)
    assert case.contact_phone == "+66812345678"
    page.goto(_plain(served, "A-0012"))
    expect(page.locator(".known")).to_contain_text("ท่านแจ้ง")


def test_what_is_known_is_followed_with_one_tap(
    passer_by: BrowserContext, phone: BrowserContext, served: ServedTown, tmp_path: Path
) -> None:
    first = passer_by.new_page()
    first.goto(_plain(served, "A-0012"))
    _taps(first, "ไฟดับ")
    _is_sent(first)
    page = phone.new_page()
    page.goto(f"{served.line.url}/sim/as/somchai/liff/p/{_signed('A-0012')}")
    expect(page.locator(".known")).to_contain_text("แจ้งแล้ววันนี้ 1 คน")
    expect(page.locator("html[data-visitor=known]")).to_be_attached()
    look(page, "pole-known", tmp_path)
    page.get_by_role("button", name="ฉันก็เจอ").click()
    expect(page.locator("h1")).to_contain_text("ท่านติดตามเรื่องนี้แล้ว")
    ((_, followers),) = _cases(served)
    assert followers == 2


def test_danger_is_answered_before_anything_is_sent(
    passer_by: BrowserContext, served: ServedTown, tmp_path: Path
) -> None:
    page = passer_by.new_page()
    page.goto(_plain(served, "H-0001"))
    expect(page.locator(".known")).to_contain_text("เสานี้เป็นของการไฟฟ้า")
    _taps(page, "สายไฟขาด")
    expect(page.get_by_role("link", name="โทร 1129").first).to_be_in_viewport()
    assert page.get_by_role("link", name="โทร 199").get_attribute("href") == "tel:199"
    can_be_read_by_everybody(page, *ALSO_TAPPED)
    look(page, "pole-danger", tmp_path)
    _taps(page, "ไฟดับ")
    expect(page.locator(".calls").first).to_be_hidden()
    _taps(page, "สายไฟขาด")
    _is_sent(page)
    expect(page.locator(".calls")).to_contain_text("ยังไม่แน่ใจว่ามีเจ้าหน้าที่เห็นแล้ว")
    look(page, "pole-danger-filed", tmp_path)


def test_a_wrong_sticker_is_met_kindly_and_leads_to_the_poles_near_by(
    phone: BrowserContext, served: ServedTown, tmp_path: Path
) -> None:
    page = phone.new_page()
    page.goto(f"http://127.0.0.1:{served.port}/liff/p/A-0012.1aaaaaaaaaaaaaaaa")
    expect(page.locator("h1")).to_contain_text("ไม่ใช่ของเทศบาล")
    can_be_read_by_everybody(page, ".language:visible")
    page.get_by_role("button", name="หาเสาใกล้ฉัน").click()
    expect(page.get_by_role("link", name="A-0012")).to_be_visible()
    look(page, "pole-wrong", tmp_path)
    page.get_by_role("link", name="A-0013").click()
    expect(page.locator(".code")).to_have_text("A-0013")
    page.go_back()
    page.get_by_role("button", name="น่าสงสัย").click()
    expect(page.locator(".filed-number")).to_be_visible()


def test_five_kilometres_off_it_is_asked_which_pole_is_meant(
    phone: BrowserContext, served: ServedTown, tmp_path: Path
) -> None:
    page = phone.new_page()
    page.goto(_plain(served, "H-0001"))  # two kilometres from where the telephone is
    expect(page.locator("input[name=latitude]")).not_to_have_value("")
    _taps(page, "ไฟดับ")
    _is_sent(page)
    expect(page.locator(".asks")).to_contain_text("ใช่เสานี้ไหมคะ")
    can_be_read_by_everybody(page, ".language:visible")
    look(page, "pole-doubt", tmp_path)
    page.get_by_role("button", name="A-0013").click()
    expect(page.locator(".said")).to_be_visible()
    ((case, _),) = _cases(served)
    assert case.address == "เสาไฟ A-0013 ถนนสุขใจ"
    database = Database(f"sqlite:///{served.folder}/town.db")
    with database.read() as session:
        light = streetlight_of(session, case.key)
    database.close()
    assert light is not None
    assert not light.is_doubtful


def test_without_a_signal_it_is_kept_and_goes_by_itself(
    passer_by: BrowserContext, served: ServedTown, tmp_path: Path
) -> None:
    page = passer_by.new_page()
    page.goto(_plain(served, "A-0012"))
    passer_by.set_offline(True)
    _taps(page, "ไฟดับ")
    page.get_by_role("button", name="ส่ง", exact=True).click()
    expect(page.locator("#waiting")).to_be_in_viewport()
    look(page, "pole-waiting", tmp_path)
    assert _cases(served) == []
    passer_by.set_offline(False)
    expect(page.locator(".filed-number")).to_be_visible(timeout=PATIENT)
    assert [followers for _, followers in _cases(served)] == [1]


def test_an_answer_that_got_lost_makes_no_second_report(passer_by: BrowserContext, served: ServedTown) -> None:
    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            requests.post(route.request.url, data=route.request.post_data_buffer, headers=_same(route), timeout=20)
            route.abort()
        else:
            route.continue_()

    page = passer_by.new_page()
    page.goto(_plain(served, "A-0012"))
    page.route("**/liff/p/**", lose_the_answer)
    _taps(page, "ไฟดับ")
    page.get_by_role("button", name="ส่ง", exact=True).click()
    expect(page.locator("#waiting")).to_be_visible(timeout=PATIENT)
    page.unroute("**/liff/p/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".filed-number")).to_be_visible(timeout=PATIENT)
    assert [followers for _, followers in _cases(served)] == [1]


def _same(route: Route) -> dict[str, str]:
    """As the browser would have sent it."""
    return {"Content-Type": route.request.headers["content-type"], "Sec-Fetch-Site": "same-origin"}


def test_what_was_tapped_is_still_there_after_line_login(phone: BrowserContext, served: ServedTown) -> None:
    page = phone.new_page()
    page.goto(f"{served.line.url}/sim/as/somchai/sim-outside/liff/p/{_signed('A-0012')}")
    _taps(page, "ติด ๆ ดับ ๆ")
    page.get_by_role("button", name="เข้าสู่ระบบด้วย LINE").click()
    page.get_by_role("link", name="เข้าสู่ระบบ").click()
    expect(page.locator("html[data-visitor=known]")).to_be_attached()
    expect(page.locator("input[value=flicker]")).to_be_checked()
    _is_sent(page)
    ((case, _),) = _cases(served)
    assert _reporter(served, case).line_user_id is not None


def test_a_plain_form_files_it_where_no_script_of_ours_runs(browser: Browser, served: ServedTown) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="th-TH", java_script_enabled=False)
    page = context.new_page()
    page.goto(_plain(served, "A-0012"))
    _taps(page, "สายไฟขาด")
    page.get_by_role("button", name="ส่ง", exact=True).click()
    expect(page.locator(".calls")).to_contain_text("อยู่ห่างอย่างน้อย 10 เมตร")
    expect(page.locator(".filed-number")).to_be_visible()
    context.close()


def test_on_a_computer_in_english_with_its_map(browser: Browser, served: ServedTown, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": COMPUTER[0], "height": COMPUTER[1]}, locale="en-GB")
    page = context.new_page()
    page.goto(_plain(served, "H-0001"))
    can_be_read_by_everybody(page, *ALSO_TAPPED)
    page.get_by_role("link", name="Show the map").click()
    expect(page.locator("#map .pin")).to_be_visible()
    look(page, "pole-page-en-1440", tmp_path)
    can_be_read_by_everybody(page, ".tile:visible")
    context.close()


def test_the_first_visit_is_light_enough_for_a_weak_signal(passer_by: BrowserContext, served: ServedTown) -> None:
    page, loaded = passer_by.new_page(), list[str]()
    page.on("response", lambda answer: loaded.append(answer.url))
    page.goto(_plain(served, "A-0012"))
    expect(page.locator("html[data-visitor]")).to_be_attached()
    page.evaluate("document.fonts.ready.then(() => null)")
    html = len(gzip.compress(page.content().encode()))
    files = {url for url in loaded if "/static/" in url and not url.endswith(".map")}
    wanted = {"Accept-Encoding": "gzip"}
    sizes = {
        url.rpartition("/")[2]: len(
            requests.get(url, headers=wanted, timeout=10, stream=True).raw.read(decode_content=False)
        )
        for url in files
    }
    kinds = {name.partition("?")[0].rpartition(".")[2] for name in sizes}
    assert {"woff2", "js", "css"} <= kinds
    assert not [name for name in sizes if "map" in name], "the map comes when it is opened"
    print(f"first visit: {html + sum(sizes.values())} bytes: html {html}, {sizes}")
    assert html + sum(sizes.values()) <= LARGEST_PAGE, sizes
    assert page.viewport_size == {"width": PHONE[0], "height": PHONE[1]}
