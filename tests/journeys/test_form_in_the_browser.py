"""The form on a phone of 360 pixels: filled in, kept over a reload and a dead spot, sent once, readable by everybody."""

import gzip
from pathlib import Path

import pytest
import requests
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlmodel import select

from models.case import Case, PlaceSource
from models.database import Database
from models.photo import Photo
from tests.journeys.conftest import HERE, ServedTown
from tests.journeys.screens import AXE, VIOLATIONS
from tests.journeys.test_complaint_in_the_browser import look

WORDS = "ไฟถนนดับหน้าโรงเรียน มืดมาก"
LARGEST_PAGE = 120_000
# For what takes an upload, a darkroom and a transaction on a machine that does other things as well.
PATIENT = 30_000


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo as telephones take them: larger than anybody needs."""
    path = tmp_path / "photo.jpg"
    Image.effect_noise((2400, 1800), 40).convert("RGB").save(path)
    return path


def _open(context: BrowserContext, served: ServedTown, who: str = "somchai") -> Page:
    page = context.new_page()
    page.goto(f"{served.line.url}/sim/as/{who}/liff/complaint")
    expect(page.locator("#open-map")).to_be_visible()  # the script has taken over
    return page


def _cases(served: ServedTown) -> list[Case]:
    database = Database(f"sqlite:///{served.folder}/town.db")
    with database.read() as session:
        found = list(session.exec(select(Case)))
    database.close()
    return found


def _photos(served: ServedTown) -> list[Photo]:
    database = Database(f"sqlite:///{served.folder}/town.db")
    with database.read() as session:
        found = list(session.exec(select(Photo)))
    database.close()
    return found


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    return list(page.evaluate(VIOLATIONS))


def _is_as_wide_as_the_phone(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") <= 360)


def test_a_dark_street_is_told_with_a_photo_and_a_pin(
    phone: BrowserContext, served: ServedTown, photo: Path, tmp_path: Path
) -> None:
    page = _open(phone, served)
    look(page, "form-1-empty", tmp_path)
    page.get_by_label("เกิดอะไรขึ้นคะ").fill(WORDS)
    expect(page.locator("#likely")).to_contain_text("ไฟส่องสว่าง")
    page.locator("#photos").set_input_files(photo)
    expect(page.locator(".photo.is-sent")).to_be_visible(timeout=PATIENT)
    page.locator("#likely").get_by_role("radio", name="ไฟส่องสว่าง").check(force=True)
    page.get_by_role("button", name="ตำแหน่งของฉัน").click()
    expect(page.locator("#place-status")).to_contain_text("ได้ตำแหน่งแล้ว")
    page.get_by_role("button", name="เปิดแผนที่").click()
    expect(page.locator("#map .place-name").first).to_be_visible()
    _drag_the_pin(page)
    page.locator("#map").scroll_into_view_if_needed()
    look(page, "form-2-map", tmp_path)
    assert _violations(page) == []
    page.get_by_label("เบอร์โทรศัพท์").fill("081 234 5678")
    page.get_by_role("button", name="ส่งเรื่อง").click()
    expect(page.locator(".number")).to_contain_text("-000001", timeout=PATIENT)
    look(page, "form-3-receipt", tmp_path)
    assert _violations(page) == []

    (case,), (kept,) = _cases(served), _photos(served)
    assert (case.type_code, case.contact_phone, case.is_anonymous) == ("street_light", "+66812345678", True)
    assert (case.place_source, case.accuracy_m) == (PlaceSource.PAGE_MAP, 30)
    assert case.latitude != HERE["latitude"], "the pin was moved"
    assert (kept.case_id, kept.width, kept.height) == (case.id, 1600, 1200)


def _drag_the_pin(page: Page) -> None:
    page.locator("#map").scroll_into_view_if_needed()
    box = page.locator("#map .pin").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 40, steps=8)
    page.mouse.up()
    expect(page.locator("input[name=accuracy]")).to_have_value("30")


def test_an_english_reader_is_shown_whom_to_call_and_asked_about_the_border(
    english_phone: BrowserContext, served: ServedTown, tmp_path: Path
) -> None:
    page = _open(english_phone, served, "emma")
    page.get_by_label("What happened?").fill("A live wire is hanging over the road")
    expect(page.get_by_role("link", name="Call 1129")).to_be_visible()
    look(page, "form-english-danger", tmp_path)
    english_phone.set_geolocation({"latitude": 18.70, "longitude": 99.04, "accuracy": 20})
    page.get_by_role("button", name="Where I am").click()
    page.get_by_role("radio", name="Road").check(force=True)
    page.get_by_label("Telephone number").fill("12")
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("#answer")).to_contain_text("not a telephone number")
    page.get_by_label("Telephone number").fill("")
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("#answer")).to_contain_text("outside")
    look(page, "form-english-border", tmp_path)
    assert _violations(page) == []
    page.get_by_label("Telephone number").press("Enter")
    expect(page.locator("#progress")).to_be_empty()
    assert _cases(served) == [], "Enter answers no question"
    page.get_by_role("button", name="Pass it on").click()
    expect(page.locator(".number")).to_be_visible(timeout=PATIENT)
    look(page, "form-english-receipt", tmp_path)
    (case,) = _cases(served)
    assert (case.border_side, case.wants_passing_on) == ("outside", True)


def test_what_was_filled_in_outlives_a_reload_and_goes_once_it_is_sent(
    phone: BrowserContext, served: ServedTown, photo: Path
) -> None:
    page = _open(phone, served)
    page.get_by_label("เกิดอะไรขึ้นคะ").fill(WORDS)
    page.get_by_text("ดูทั้งหมด").click()
    page.locator("details").get_by_role("radio").first.check(force=True)
    chosen = page.locator("input[name=type]:checked").input_value()
    page.locator("#photos").set_input_files(photo)
    expect(page.locator(".photo.is-sent")).to_be_visible(timeout=PATIENT)
    page.reload()
    expect(page.locator(".photo.is-sent img")).to_be_visible()
    expect(page.get_by_label("เกิดอะไรขึ้นคะ")).to_have_value(WORDS)
    expect(page.locator("input[name=type]:checked")).to_have_value(chosen)
    page.get_by_role("button", name="ส่งเรื่อง").click()
    expect(page.locator(".number")).to_be_visible(timeout=PATIENT)
    page = _open(phone, served)
    expect(page.get_by_label("เกิดอะไรขึ้นคะ")).to_have_value("")
    assert [len(_cases(served)), len(_photos(served))] == [1, 1]


def test_without_a_signal_it_is_kept_and_goes_by_itself_when_there_is_one(
    phone: BrowserContext, served: ServedTown, photo: Path, tmp_path: Path
) -> None:
    page = _open(phone, served)
    phone.set_offline(True)
    page.get_by_label("เกิดอะไรขึ้นคะ").fill(WORDS)
    page.get_by_role("radio", name="ถนน").check(force=True)
    page.locator("#photos").set_input_files(photo)
    expect(page.locator(".photo img")).to_be_visible()
    page.get_by_role("button", name="ส่งเรื่อง").click()
    expect(page.locator("#waiting")).to_be_visible()
    page.locator("#waiting").scroll_into_view_if_needed()
    look(page, "form-4-waiting", tmp_path)
    assert _cases(served) == []
    phone.set_offline(False)
    expect(page.locator(".number")).to_be_visible(timeout=PATIENT)
    assert [len(_cases(served)), len(_photos(served))] == [1, 1]


def test_what_waits_goes_when_the_page_is_opened_again(phone: BrowserContext, served: ServedTown) -> None:
    page = _open(phone, served)
    phone.set_offline(True)
    page.get_by_label("เกิดอะไรขึ้นคะ").fill(WORDS)
    page.get_by_role("radio", name="ถนน").check(force=True)
    page.get_by_role("button", name="ส่งเรื่อง").click()
    expect(page.locator("#waiting")).to_be_visible()
    page.close()
    phone.set_offline(False)
    page = phone.new_page()
    page.goto(f"{served.line.url}/sim/as/somchai/liff/complaint")
    expect(page.locator(".number")).to_be_visible(timeout=PATIENT)
    assert len(_cases(served)) == 1


def test_an_answer_that_got_lost_makes_no_second_case(phone: BrowserContext, served: ServedTown) -> None:
    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page = _open(phone, served)
    page.route("**/liff/complaint", lose_the_answer)
    page.get_by_label("เกิดอะไรขึ้นคะ").fill(WORDS)
    page.get_by_role("radio", name="ถนน").check(force=True)
    page.get_by_role("button", name="ส่งเรื่อง").click()
    expect(page.locator("#waiting")).to_be_visible()
    assert len(_cases(served)) == 1
    page.unroute("**/liff/complaint")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".number")).to_contain_text("-000001", timeout=PATIENT)
    assert len(_cases(served)) == 1


def test_a_removed_photo_is_not_sent_and_what_is_none_is_named(
    phone: BrowserContext, served: ServedTown, photo: Path, tmp_path: Path
) -> None:
    page = _open(phone, served)
    nonsense = tmp_path / "nonsense.jpg"
    nonsense.write_bytes(b"no picture at all")
    page.locator("#photos").set_input_files([photo, nonsense])
    expect(page.locator("#photo-status")).to_contain_text("เปิดไม่ได้", timeout=PATIENT)
    expect(page.locator(".photo")).to_have_count(1)
    page.get_by_role("button", name="ลบรูปนี้ 1").click()
    expect(page.locator(".photo")).to_have_count(0)


def test_in_another_browser_line_login_comes_first_and_the_form_after_it(
    phone: BrowserContext, served: ServedTown, tmp_path: Path
) -> None:
    page = phone.new_page()
    page.goto(f"{served.line.url}/sim/as/somchai/sim-outside/liff/complaint")
    page.get_by_role("link", name="เข้าสู่ระบบ").click()
    expect(page.locator("#complaint")).to_be_visible()
    page.get_by_label("เกิดอะไรขึ้นคะ").fill(WORDS)
    page.get_by_role("radio", name="ถนน").check(force=True)
    page.get_by_role("button", name="ส่งเรื่อง").click()
    expect(page.locator(".number")).to_be_visible(timeout=PATIENT)
    expect(page.locator("#close")).to_be_hidden()


def test_a_plain_form_files_it_where_no_script_of_ours_runs(
    phone: BrowserContext, served: ServedTown, photo: Path
) -> None:
    _open(phone, served).close()  # a session
    page = phone.new_page()
    page.route("**/form.js*", lambda route: route.abort())
    page.goto(f"{served.line.url}/sim/as/somchai/liff/complaint")
    page.get_by_label("เกิดอะไรขึ้นคะ").fill(WORDS)
    page.locator("#photos").set_input_files(photo)
    page.get_by_role("button", name="ส่งเรื่อง").click()
    expect(page.locator("#answer .error")).to_be_in_viewport()
    page.get_by_role("radio", name="ถนน").check(force=True)
    page.get_by_role("button", name="ส่งเรื่อง").click()
    expect(page.locator(".number")).to_be_visible(timeout=PATIENT)
    assert [len(_cases(served)), len(_photos(served))] == [1, 1]


def test_it_can_be_read_at_twice_the_size_and_filled_in_with_keys_alone(
    phone: BrowserContext, served: ServedTown, tmp_path: Path
) -> None:
    page = _open(phone, served)
    assert _violations(page) == []
    page.get_by_text("ดูทั้งหมด").click()
    assert _is_as_wide_as_the_phone(page)
    page.evaluate("document.documentElement.style.fontSize = '237.5%'")
    assert _is_as_wide_as_the_phone(page)
    look(page, "form-5-twice-the-size", tmp_path)
    page.get_by_label("เกิดอะไรขึ้นคะ").focus()
    page.keyboard.type("pothole")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("input[name=type]:checked")).to_have_count(1)
    page.locator("#send").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".number")).to_be_visible(timeout=PATIENT)
    assert _is_as_wide_as_the_phone(page)


def test_large_enough_for_a_thumb(phone: BrowserContext, served: ServedTown) -> None:
    page = _open(phone, served)
    heights = page.locator("button:visible:not(.is-for-enter), .tile:visible, summary:visible").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 56


def test_the_page_is_light_enough_for_a_weak_signal(phone: BrowserContext, served: ServedTown) -> None:
    _open(phone, served).close()
    page, loaded = phone.new_page(), list[str]()
    page.on("response", lambda answer: loaded.append(answer.url))
    page.goto(f"{served.line.url}/sim/as/somchai/liff/complaint", wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    html = len(gzip.compress(page.content().encode()))
    files = {url.partition("/static/")[2] for url in loaded if "/static/" in url}
    sizes = {name: _size_on_the_way(served, f"static/{name}") for name in files}
    assert {"woff2", "js", "css"} <= {name.partition("?")[0].rpartition(".")[2] for name in files}
    assert not [name for name in files if "map" in name], "the map comes when it is opened"
    assert html + sum(sizes.values()) <= LARGEST_PAGE, sizes


def _size_on_the_way(served: ServedTown, path: str) -> int:
    address, wanted = f"http://127.0.0.1:{served.port}/{path}", {"Accept-Encoding": "gzip"}
    answer = requests.get(address, headers=wanted, timeout=10, stream=True)
    assert answer.ok
    assert "immutable" in answer.headers["Cache-Control"] or path.endswith(".map")
    return len(answer.raw.read(decode_content=False))
