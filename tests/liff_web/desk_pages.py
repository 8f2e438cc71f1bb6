"""How these tests read a case's page on the desk, and hand in its forms as a browser would."""

import re
from html import unescape
from urllib.parse import urljoin

from werkzeug.test import TestResponse

from tests.towns import TownUnderTest


def opens(town: TownUnderTest, case: int = 1, status: int = 200) -> str:
    """The page's markup."""
    answer = town.web.get(f"/desk/cases/{case}")
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def seen_on(page: str) -> str:
    """What the page's forms tell of the step that it showed last."""
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found, page
    return found[1]


def hands_in(town: TownUnderTest, deed: str, page: str | None = None, **form: str) -> TestResponse:
    """Send a form of the first case's page as it is now, or of one opened before; the bot then works until nothing is due."""
    seen = seen_on(page or opens(town))
    answer = town.web.post(f"/desk/cases/1/{deed}", data={"seen": seen, **form})
    town.settles()
    return answer


def comes_to(town: TownUnderTest, answer: TestResponse) -> str:
    """Where a form leads: the text of the page."""
    assert answer.status_code == 303, answer.get_data(as_text=True)
    address = urljoin(answer.request.path, answer.headers["Location"])
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", town.web.get(address).get_data(as_text=True))).split())
