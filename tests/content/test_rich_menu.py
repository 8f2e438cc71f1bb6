"""The menu under the chat is one that LINE takes and that people can read in the sun."""

import re
from io import BytesIO
from typing import Any

import pytest
from linebot.v3.messaging import RichMenuRequest
from PIL import Image

from content.rich_menu import HERE, RichMenu, read_menu, rich_menus
from models.letters import graphemes

LANGUAGES = ("th", "en")
DATA = [
    "do=complaints.start",
    "do=streetlights.start",
    "do=welfare.start",
    "do=emergencies.start",
    "do=tracking.list_cases",
    "do=contact.show",
]
THAI = ["แจ้งปัญหา", "ไฟดับ", "สวัสดิการ", "ฉุกเฉิน", "ติดตามเรื่อง", "ติดต่อ"]
ENGLISH = ["Report a problem", "Street light out", "Welfare", "EMERGENCY", "My cases", "Contact"]


def actions(menu: RichMenu) -> list[dict[str, Any]]:
    return [area["action"] for area in menu.definition["areas"]]


def picture(menu: RichMenu) -> Image.Image:
    return Image.open(BytesIO(menu.image)).convert("RGB")


def brightness(colour: tuple[int, ...]) -> float:
    """Relative luminance, WCAG 2."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_with_white(colour: tuple[int, ...]) -> float:
    return 1.05 / (brightness(colour) + 0.05)


def test_there_is_a_menu_in_thai_and_in_english() -> None:
    menus = rich_menus()
    assert tuple(menus) == LANGUAGES
    assert [action["displayText"] for action in actions(menus["th"])] == THAI
    assert [action["displayText"] for action in actions(menus["en"])] == ENGLISH


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_area_starts_its_service_and_shows_what_was_tapped(language: str) -> None:
    tapped = actions(rich_menus()[language])
    assert [action["data"] for action in tapped] == DATA
    assert all(action["type"] == "postback" and action["label"] == action["displayText"] for action in tapped)


@pytest.mark.parametrize("language", LANGUAGES)
def test_line_takes_the_definition(language: str) -> None:
    definition = rich_menus()[language].definition
    assert RichMenuRequest.from_dict(definition).to_dict() == definition
    assert len(graphemes(definition["chatBarText"])) <= len(definition["chatBarText"]) <= 14
    assert all(len(action["label"]) <= 20 for action in actions(rich_menus()[language]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_line_takes_the_picture(language: str) -> None:
    menu = rich_menus()[language]
    size = menu.definition["size"]
    image = Image.open(BytesIO(menu.image))
    assert image.format is not None
    assert menu.content_type == Image.MIME[image.format]
    assert image.size == (size["width"], size["height"])
    assert 800 <= size["width"] <= 2500
    assert size["width"] / size["height"] >= 1.45
    assert len(menu.image) < 300_000


def test_the_areas_cover_the_whole_picture_once() -> None:
    menu = read_menu()
    bounds = [area.bounds for area in menu.areas]
    assert sum(box.width * box.height for box in bounds) == menu.size.width * menu.size.height
    for box in bounds:
        assert 0 <= box.x < box.x + box.width <= menu.size.width
        assert 0 <= box.y < box.y + box.height <= menu.size.height
    for place, one in enumerate(bounds):
        for other in bounds[place + 1 :]:
            is_apart_sideways = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert is_apart_sideways or one.y + one.height <= other.y or other.y + other.height <= one.y


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_icon_and_its_words_stand_out_sevenfold(language: str) -> None:
    """The picture's colours that cover any area, edges of letters apart: dark enough on white, or white."""
    image = picture(rich_menus()[language])
    counted = image.getcolors(image.width * image.height)
    assert counted is not None
    covering = [colour for count, colour in counted if count > 12_000]
    assert len(covering) >= 7
    for colour in covering:
        assert isinstance(colour, tuple)
        assert contrast_with_white(colour) >= 7 or contrast_with_white(colour) < 1.01


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_emergency_is_the_only_red_area(language: str) -> None:
    menu = rich_menus()[language]
    image = picture(menu)
    grounds = {}
    for area in menu.definition["areas"]:
        bounds = area["bounds"]
        grounds[area["action"]["data"]] = image.getpixel((bounds["x"] + bounds["width"] // 2, bounds["y"] + 50))
    red, green, blue = grounds.pop("do=emergencies.start")  # type: ignore[misc]
    assert red > 150
    assert max(green, blue) < 50
    assert set(grounds.values()) == {(255, 255, 255)}


def test_every_icon_is_drawn_and_every_language_has_words_for_every_area() -> None:
    menu = read_menu()
    icons = [area.icon for area in menu.areas]
    assert re.findall(r'<symbol id="(\w+)"', (HERE / "draw.html").read_text(encoding="utf-8")) == icons
    for language in menu.languages.values():
        assert list(language.words) == icons
        assert all(" ".join(words.lines) == words.label for words in language.words.values())


def test_the_digest_tells_two_menus_apart_and_stays_the_same() -> None:
    first, second = rich_menus(), rich_menus()
    assert first["th"].digest == second["th"].digest != first["en"].digest
    assert re.fullmatch("[0-9a-f]{64}", first["th"].digest)
