"""Phones in the browser, used as a person uses them."""

from playwright.sync_api import Locator, Page, expect


class BrowserPhone:
    """One phone on the page."""

    def __init__(self, page: Page, slug: str) -> None:
        self.view: Locator = page.locator(f"[data-phone={slug}]")
        self._page = page

    def adds(self) -> None:
        """Add the account."""
        self.view.get_by_role("button", name="เพิ่มเพื่อน").click()

    def says(self, words: str) -> None:
        """Type and send."""
        field = self.view.get_by_role("textbox", name="ข้อความของ")
        field.fill(words)
        field.press("Enter")

    def taps(self, label: str, *, exact: bool = True) -> None:
        """Tap a chip, a card's button or a menu area, the newest of that label."""
        self.view.get_by_role("button", name=label, exact=exact).last.click()

    def folds_menu(self) -> None:
        """Fold the rich menu away, to see more of the chat."""
        self.view.locator(".menu-bar").click()

    def sends_photo(self) -> None:
        """Send the sample photo."""
        self.view.get_by_role("button", name="ส่งรูปภาพ").click()
        self.view.get_by_role("button", name="ใช้รูปตัวอย่าง").click()

    def sends_place(self, name: str) -> None:
        """Send one of the demo's places."""
        self.view.get_by_role("button", name="ส่งตำแหน่ง").first.click()
        self.view.get_by_role("button", name=name).click()

    def acts_as(self, slug: str) -> None:
        """In a group: whose hands they are."""
        self.view.get_by_label("พิมพ์ในนาม").select_option(value=slug)

    def hears(self, words: str) -> None:
        """Wait until the newest messages hold these words."""
        expect(self.view.locator(".row.is-bot").filter(has_text=words).last).to_be_visible()


def phone(page: Page, slug: str) -> BrowserPhone:
    """The phone of that person or group."""
    return BrowserPhone(page, slug)
