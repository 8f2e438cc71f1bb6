"""An officer blurs a photo on a phone of 360 pixels, by touch, by keys and by numbers, and makes it public."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect
from sqlmodel import select, update

from models.person import Language, Person
from models.photo import Photo
from tests.handlers.stories import tells
from tests.journeys.screens import AXE, VIOLATIONS, on_a_socket
from tests.journeys.test_complaint_in_the_browser import look
from tests.towns import TownUnderTest


def street() -> bytes:
    """A car with its number plate, in a photo held upright."""
    image = Image.new("RGB", (1200, 1600), (142, 196, 232))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 900, 1200, 1600), fill=(96, 96, 100))
    draw.rounded_rectangle((250, 700, 950, 1250), 60, fill=(178, 32, 36))
    draw.rectangle((450, 1060, 750, 1160), fill="white", outline="black", width=6)
    for stroke in range(7):
        draw.rectangle((480 + 36 * stroke, 1080, 496 + 36 * stroke, 1140), fill="black")
    page = BytesIO()
    image.save(page, "JPEG", quality=88)
    return page.getvalue()


@pytest.fixture
def served(town: TownUnderTest) -> Iterator[TownUnderTest]:
    """The town with its bot on a socket, and a photographed case of public works."""
    town.staff_group("กองช่าง", [town.officer("mana", "ช่างมานะ")])
    somchai = town.resident("somchai", "สมชาย")
    tells(somchai)
    somchai.sends_photo(street())
    somchai.says("ยืนยัน")
    with on_a_socket(town):
        yield town


@pytest.fixture
def officer(browser: Browser, served: TownUnderTest, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The officer's phone on the page with the case's photos; its console is watched."""
    width = getattr(request, "param", 360)
    context = browser.new_context(viewport={"width": width, "height": 740}, has_touch=True, locale="th-TH")
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text) if is_ours(message) else None)
    page.goto(f"{served.line.url}/sim/as/mana/liff/cases/1/photos")
    expect(page.get_by_role("heading")).to_contain_text("รูปของเรื่อง")
    yield page
    context.close()
    assert said == [], "the browser's console holds errors"


def is_ours(message: ConsoleMessage) -> bool:
    """An error of our page; that no icon is there is the browser's own question."""
    return message.type == "error" and not message.location["url"].endswith("/favicon.ico")


def is_usable(page: Page) -> None:
    """Fits the screen, and axe finds nothing to mend."""
    page.wait_for_load_state("load")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(AXE)
    assert page.evaluate(VIOLATIONS) == []


def opens_photo(page: Page) -> Locator:
    """Tap the first photo; gives the stage on which boxes are placed."""
    page.locator(".photo-tiles a").first.click()
    stage = page.locator("[data-stage]")
    expect(stage.locator("img")).to_have_js_property("complete", True)
    page.evaluate("async () => { await document.fonts.ready }")  # until then the letters, and all below, may move
    return stage


def numbers(page: Page) -> list[list[float]]:
    """The boxes that the form would send."""
    rows = "rows => rows.map(row => [...row.querySelectorAll('input')].map(input => Number(input.value)))"
    told: list[list[float]] = page.locator("[data-row]").evaluate_all(rows)
    return told


def test_the_way_there_is_on_the_divisions_card(browser: Browser, served: TownUnderTest) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="th-TH")
    page.goto(served.line.url)
    group = page.locator("[data-phone='กองช่าง']")
    group.get_by_role("button", name="เบลอ/เผยแพร่รูป").click()
    expect(group.frame_locator(".liff iframe").get_by_role("heading")).to_contain_text("รูปของเรื่อง 70-000001")
    page.close()


def test_a_plate_is_covered_by_touch_looked_at_and_published(
    officer: Page, served: TownUnderTest, tmp_path: Path
) -> None:
    is_usable(officer)
    look(officer, "photos-of-a-case", tmp_path)
    stage = opens_photo(officer)
    shown = stage.bounding_box()
    assert shown is not None
    officer.touchscreen.tap(shown["x"] + shown["width"] / 2, shown["y"] + shown["height"] * 0.69)
    (box,) = numbers(officer)
    assert box == pytest.approx([0.4, 0.615, 0.2, 0.15], abs=0.02)
    is_usable(officer)
    look(officer, "photo-with-a-box", tmp_path)
    officer.get_by_role("button", name="ดูตัวอย่าง").click()
    expect(officer.get_by_role("heading")).to_have_text("ตรวจดูก่อนเผยแพร่")
    is_usable(officer)
    look(officer, "photo-preview", tmp_path)
    officer.get_by_role("button", name="เผยแพร่รูปนี้").click()
    expect(officer.get_by_role("status")).to_contain_text("เผยแพร่แล้ว")
    is_usable(officer)
    look(officer, "photo-published", tmp_path)
    with served.session() as session:
        kept = session.exec(select(Photo)).one()
    assert [list(map(float, one)) for one in kept.blurred or []] == [box]
    officer.get_by_role("button", name="ไม่เผยแพร่").click()
    expect(officer.get_by_role("status")).to_have_count(0)


def test_boxes_are_drawn_moved_resized_and_taken_away_by_mouse(officer: Page) -> None:
    stage = opens_photo(officer)
    shown = stage.bounding_box()
    assert shown is not None

    def drags(*path: tuple[float, float]) -> None:
        points = [(shown["x"] + x * shown["width"], shown["y"] + y * shown["height"]) for x, y in path]
        officer.mouse.move(*points[0])
        officer.mouse.down()
        for point in points[1:]:
            officer.mouse.move(*point, steps=5)
        officer.mouse.up()

    drags((0.2, 0.2), (0.4, 0.5))
    assert numbers(officer)[0] == pytest.approx([0.2, 0.2, 0.2, 0.3], abs=0.02)
    drags((0.3, 0.3), (0.4, 0.4))
    assert numbers(officer)[0] == pytest.approx([0.3, 0.3, 0.2, 0.3], abs=0.02)
    drags((0.505, 0.605), (0.7, 0.7))
    assert numbers(officer)[0] == pytest.approx([0.3, 0.3, 0.4, 0.4], abs=0.03)
    drags((0.9, 0.1), (1.5, -0.5))  # over the corner
    assert numbers(officer)[1] == pytest.approx([0.9, 0.0, 0.1, 0.1], abs=0.02)
    drags((0.5, 0.5), (5, 5))
    assert numbers(officer)[0] == pytest.approx([0.6, 0.6, 0.4, 0.4], abs=0.03)
    officer.get_by_role("button", name="ลบกรอบ").click()
    assert len(numbers(officer)) == 1
    officer.get_by_role("button", name="ลบกรอบ").click()
    expect(officer.get_by_role("button", name="ลบกรอบ")).to_be_disabled()
    assert numbers(officer) == []


def test_boxes_are_placed_with_keys_alone(officer: Page) -> None:
    opens_photo(officer)
    officer.get_by_role("button", name="เพิ่มกรอบ").press("Enter")
    expect(officer.get_by_role("button", name="กรอบที่ 1")).to_be_focused()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowUp"):
        officer.keyboard.press(key)
    assert numbers(officer)[0] == pytest.approx([0.42, 0.41, 0.21, 0.19], abs=0.001)
    officer.keyboard.press("Delete")
    assert numbers(officer) == []


def test_boxes_can_be_typed(officer: Page) -> None:
    opens_photo(officer)
    officer.get_by_role("button", name="เพิ่มกรอบ").click()
    officer.get_by_text("วางกรอบด้วยตัวเลข").click()
    officer.get_by_label("ซ้าย").fill("0.1")
    assert officer.get_by_role("button", name="กรอบที่ 1").evaluate("frame => frame.style.left") == "10%"
    is_usable(officer)


def test_in_english_it_fits_a_narrow_screen_too(officer: Page, served: TownUnderTest, tmp_path: Path) -> None:
    with served.engine.database.begin() as session:
        session.exec(update(Person).values(language=Language.ENGLISH))
    officer.reload()
    opens_photo(officer)
    officer.get_by_role("button", name="Add box").click()
    officer.get_by_text("Place boxes by numbers").click()
    is_usable(officer)
    look(officer, "photo-in-english", tmp_path)


@pytest.mark.parametrize("officer", [1280], indirect=True)
def test_it_looks_right_on_a_desk_too(officer: Page, tmp_path: Path) -> None:
    stage = opens_photo(officer)
    stage.click(position={"x": 60, "y": 60})
    is_usable(officer)
    look(officer, "photo-on-a-desk", tmp_path)
