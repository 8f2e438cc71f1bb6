"""How tests finish a case on the desk's page, and the places and photos that these stories are about."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import unescape

from PIL import Image
from sqlmodel import col, select
from werkzeug.test import TestResponse

from models.case_change import newest_step
from models.photo import Photo, PhotoKind
from simulator import Person
from tests.handlers.stories import ROAD
from tests.liff_web.forms import INSIDE
from tests.towns import TownUnderTest

# In degrees of latitude: about 60 m, 300 m and 1.1 km further north.
NEXT_TO_IT, DOWN_THE_ROAD, FAR_OFF = 0.00054, 0.0027, 0.01


def files_with_a_pin(person: Person, point: tuple[float, float] = INSIDE) -> None:
    """A complaint about a road, at a point."""
    person.says("แจ้งปัญหา")
    person.taps("ถนน")
    person.says(ROAD)
    person.sends_pin(*point, "หน้าร้านป้าแดง")
    person.says("ข้าม")
    person.taps("ยืนยัน ส่งเรื่อง")


def told_at(metres: float = 0.0, *, accuracy: float = 15, age_s: float = 20) -> dict[str, str]:
    """What the page's script tells: so many degrees north of the case's point, that long ago."""
    place = {"latitude": str(INSIDE[0] + metres), "longitude": str(INSIDE[1]), "accuracy": str(accuracy)}
    return place | {"age_s": str(age_s)}


def a_photo(
    *,
    taken_at: datetime | None = None,
    north: float | None = None,
    green: int = 120,
    size: tuple[int, int] = (64, 48),
    orientation: int = 1,
) -> bytes:
    """A JPEG whose EXIF may say when (by the clock of the place) and where it was taken, and which way is up."""
    tags, page = Image.Exif(), io.BytesIO()
    tags[0x0112] = orientation
    if taken_at is not None:
        tags.get_ifd(0x8769)[0x9003] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    if north is not None:
        tags.get_ifd(0x8825).update({1: "N", 2: _parts(INSIDE[0] + north), 3: "E", 4: _parts(INSIDE[1])})
    Image.new("RGB", size, (10, green, 10)).save(page, "JPEG", exif=tags)
    return page.getvalue()


def _parts(degrees: float) -> tuple[float, float, float]:
    whole = int(degrees)
    minutes = int((degrees - whole) * 60)
    return (float(whole), float(minutes), round((degrees - whole - minutes / 60) * 3600, 4))


def finishes_on_page(
    town: TownUnderTest,
    *,
    case: int = 1,
    photos: Sequence[bytes] = (),
    seen: int | None = None,
    told: Mapping[str, str] | None = None,
    **form: str,
) -> TestResponse:
    """Send the form as the page that shows the newest step would, with what its script has `told`; the bot then works
    until nothing is due."""
    chosen = [(io.BytesIO(photo), f"{number}.jpg") for number, photo in enumerate(photos)]
    data = {"outcome": "ซ่อมเรียบร้อยแล้ว", "seen": str(seen or newest(town, case)), **(told or {}), **form}
    fields = {**data, "photos": chosen or (io.BytesIO(), "")}
    answer = town.web.post(f"/desk/cases/{case}/finish", data=fields, content_type="multipart/form-data")
    town.settles()
    return answer


def newest(town: TownUnderTest, case: int = 1) -> int:
    """The id of the case's newest step."""
    with town.session() as session:
        step = newest_step(session, case)
        assert step is not None
        return step.key


def after_photos(town: TownUnderTest, case: int = 1) -> list[Photo]:
    """The photos of the finished work, oldest first."""
    with town.session() as session:
        query = select(Photo).where(col(Photo.case_id) == case, col(Photo.kind) == PhotoKind.AFTER)
        return list(session.exec(query.order_by(col(Photo.id))))


def said_key(answer: TestResponse) -> str:
    """What the way back says has happened."""
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert answer.headers["Location"].startswith("../../../desk/cases/")
    return answer.headers["Location"].partition("said=")[2]


def why_not(answer: TestResponse, status: int) -> str:
    """What is said of a refusal."""
    page = answer.get_data(as_text=True)
    assert answer.status_code == status, page
    found = re.search(r'role="alert">(.*?)<', page)
    assert found, page
    return unescape(found[1])
