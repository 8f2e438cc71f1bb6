"""Draws content/rich_menu/{th,en}.png from menu.toml and draw.html with a headless Chromium.

Run it after a change of either: `python scripts/draw_rich_menu.py`. Needs Chromium, and Sarabun (from npm) for the
letters that the committed pictures have; without it a Thai font of the system is taken.
"""

import argparse
import base64
import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from content.rich_menu import HERE, Menu, read_menu  # noqa: E402

FONTS = ROOT / "node_modules" / "@fontsource" / "sarabun" / "files"
RANGES = {"thai": "U+0E01-0E5B, U+200B-200D, U+25CC", "latin": "U+0000-00FF"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fonts", type=Path, default=FONTS, help="directory with Sarabun's woff2 files")
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("chromium-browser"))
    asked = parser.parse_args()
    menu = read_menu()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=asked.chromium, args=["--no-sandbox"])
        for language in menu.languages:
            picture = squeezed(drawn(browser, menu, language, font_faces(asked.fonts)))
            (HERE / f"{language}.png").write_bytes(picture)
            print(f"{language}.png: {len(picture) // 1000} kB")
        browser.close()


def drawn(browser: Browser, menu: Menu, language: str, faces: str) -> bytes:
    page = browser.new_page(viewport={"width": menu.size.width, "height": menu.size.height})
    page.goto((HERE / "draw.html").as_uri())
    page.add_style_tag(content=faces)
    words = menu.languages[language].words
    tiles = [
        {"icon": area.icon, "lines": words[area.icon].lines, "bounds": area.bounds.model_dump()} for area in menu.areas
    ]
    page.evaluate("([language, tiles]) => draw(language, tiles)", [language, tiles])
    page.evaluate("document.fonts.ready")
    refuse_overflow(page.evaluate("[...document.querySelectorAll('.words')].map(words => words.offsetWidth)"), menu)
    picture = page.screenshot(type="png")
    page.close()
    return picture


def refuse_overflow(widths: list[int], menu: Menu) -> None:
    for area, width in zip(menu.areas, widths, strict=True):
        if width > area.bounds.width - 60:
            raise SystemExit(f"{area.icon}: its words are {width} pixels wide and do not fit")


def squeezed(png: bytes) -> bytes:
    """Flat colours fit a palette: a third of the bytes, the same picture."""
    page = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(64, dither=Image.Dither.NONE).save(page, "PNG", optimize=True)
    return page.getvalue()


def font_faces(directory: Path) -> str:
    faces = []
    for script, letters in RANGES.items():
        file = directory / f"sarabun-{script}-800-normal.woff2"
        if not file.exists():
            print(f"no {file.name}: the system's Thai font is taken instead")
            continue
        data = base64.b64encode(file.read_bytes()).decode()
        faces.append(
            f"@font-face {{ font-family: Sarabun; font-weight: 800; unicode-range: {letters};"
            f" src: url(data:font/woff2;base64,{data}) format('woff2'); }}"
        )
    return "\n".join(faces)


if __name__ == "__main__":
    main()
