"""What journeys in the browser share: the screens, a town that a browser can reach, and what everybody must be able to read."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page
from werkzeug.serving import make_server

from tests.house.tree import ROOT
from tests.towns import TownUnderTest

PHONE, COMPUTER = (360, 740), (1440, 900)
# The desk's pages on a telephone in Thai and on a computer in English; the other way round as well by EVERYWHERE=1.
SCREENS = [
    ("th", PHONE),
    ("en", COMPUTER),
    *([("en", PHONE), ("th", COMPUTER)] if os.environ.get("EVERYWHERE") else []),
]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
VIOLATIONS = """async () => {
  const found = await axe.run();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}"""
HEIGHTS = "all => all.map((one) => one.getBoundingClientRect().height).filter(Boolean)"
TAPPED = "button:visible:not(.is-for-enter), .button:visible, summary:visible"
THUMB = 56


def name_of_screen(screen: tuple[str, tuple[int, int]]) -> str:
    """How a test on one of the SCREENS is called: th-360."""
    return f"{screen[0]}-{screen[1][0]}"


@contextmanager
def on_a_socket(town: TownUnderTest) -> Iterator[TownUnderTest]:
    """The town's pages and webhook where a browser and the phones reach them."""
    server = make_server("127.0.0.1", 0, town.web.application, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    town.line.deliveries.webhook_url = f"http://127.0.0.1:{server.server_port}/webhook"
    try:
        yield town
    finally:
        server.shutdown()
        server.server_close()


def can_be_read_by_everybody(page: Page, *also: str) -> None:
    """No rule of axe is broken; nothing is wider than the screen, nor with letters twice as large; what is tapped fits a
    thumb. `also`: selectors of what is tapped on this page besides buttons."""
    page.evaluate(AXE)
    assert page.evaluate(VIOLATIONS) == []
    assert _is_as_wide_as_the_screen(page)
    page.evaluate("document.documentElement.style.fontSize = '237.5%'")
    assert _is_as_wide_as_the_screen(page), "with letters twice as large"
    page.evaluate("document.documentElement.style.fontSize = ''")
    heights = page.locator(", ".join([TAPPED, *also])).evaluate_all(HEIGHTS)
    assert min(heights, default=THUMB) >= THUMB


def _is_as_wide_as_the_screen(page: Page) -> bool:
    size = page.viewport_size
    assert size is not None
    return bool(page.evaluate("document.documentElement.scrollWidth") <= size["width"])
