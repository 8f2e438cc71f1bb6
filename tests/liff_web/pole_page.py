"""What happens again and again in tests of a pole's page: it is opened, sent, and what comes of it is read."""

import re
from html import unescape
from urllib.parse import quote
from uuid import uuid4

from sqlmodel import select
from werkzeug.test import TestResponse

from content.qr_codes import QrKind
from models.asset import Asset
from models.case import Case
from models.follower import count_followers
from models.geography import Point
from tests.handlers.poles import HERE
from tests.towns import TownUnderTest

FIVE_KM_OFF = Point(HERE.latitude + 0.045, HERE.longitude)


def page_of(town: TownUnderTest, code: str) -> str:
    """The address that stands on the sticker of a pole, below the town's own."""
    return f"/liff/p/{quote(town.engine.office.qr_keys.sign(QrKind.POLE, code))}"


def sends(town: TownUnderTest, pole: Asset, fault: str = "dark", **told: object) -> TestResponse:
    """The page is sent; the bot then works until nothing is due."""
    form = {"key": str(uuid4()), "fault": fault} | told
    answer = town.web.post(page_of(town, pole.code), data=form, content_type="multipart/form-data")
    town.settles()
    return answer


def leaves(town: TownUnderTest) -> None:
    """The next one has another browser."""
    town.web.delete_cookie("session", path="/")


def reads(answer: TestResponse) -> str:
    """What a page says."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.get_data(as_text=True))).split())


def receipt(town: TownUnderTest, answer: TestResponse) -> str:
    """The page after sending."""
    assert answer.status_code == 303, reads(answer)
    return reads(town.web.get(answer.headers["Location"]))


def cases(town: TownUnderTest) -> list[Case]:
    with town.session() as session:
        return list(session.exec(select(Case).order_by(Case.id)))  # type: ignore[arg-type]


def people(town: TownUnderTest, case: Case) -> int:
    with town.session() as session:
        return count_followers(session, case.key)


def seen_from(point: Point) -> dict[str, str]:
    return {"latitude": str(point.latitude), "longitude": str(point.longitude), "accuracy": "20"}
