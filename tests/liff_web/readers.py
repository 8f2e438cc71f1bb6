"""How these tests read the pages of a person's cases, and hand in their forms."""

import io
import re
from collections.abc import Sequence
from html import unescape

from werkzeug.test import TestResponse

from simulator import Person
from tests.towns import TownUnderTest


def signs_in(town: TownUnderTest, person: Person) -> None:
    """From now on it is this person who reads."""
    assert town.web.post("/liff/session", json={"id_token": town.line.id_token(person)}).status_code == 204


def reads(town: TownUnderTest, path: str, status: int = 200) -> str:
    """What a page says: its text, without the markup."""
    answer = town.web.get(path)
    assert answer.status_code == status, path
    return _text(answer)


def does(town: TownUnderTest, deed: str, case: int = 1, photos: Sequence[bytes] = (), **form: str) -> TestResponse:
    """Send one of the forms of a case; the bot then works until nothing is due."""
    chosen = [(io.BytesIO(photo), f"{number}.jpg") for number, photo in enumerate(photos)]
    data = {**form, "photos": chosen or (io.BytesIO(), "")}  # as a browser sends a field in which nothing was chosen
    kind = "multipart/form-data" if deed in ("add", "reopen") else "application/x-www-form-urlencoded"
    answer = town.web.post(f"/liff/cases/{case}/{deed}", data=data if "multipart" in kind else form, content_type=kind)
    town.settles()
    return answer


def is_said(town: TownUnderTest, answer: TestResponse) -> str:
    """Follow the answer back to the case's page: what is said on top of it."""
    assert answer.status_code == 303
    shown = town.web.get(answer.headers["Location"]).get_data(as_text=True)
    return unescape(_in(shown, r'role="status">(.*?)<'))


def is_refused(answer: TestResponse, status: int) -> str:
    """What is said of a refusal."""
    assert answer.status_code == status
    return unescape(_in(answer.get_data(as_text=True), r'role="alert">(.*?)<'))


def _in(page: str, pattern: str) -> str:
    found = re.search(pattern, page)
    assert found, page
    return found[1]


def _text(answer: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.get_data(as_text=True))).split())
