"""What happens again and again in tests of the form: somebody has a session, a photo is uploaded, a form is sent."""

import io
from uuid import uuid4

from PIL import Image
from werkzeug.test import TestResponse

from simulator import Person
from tests.towns import TownUnderTest

ROAD = "ถนนหน้าโรงเรียนเป็นหลุมลึก"
DEGREES = {1: "N", 2: (18.0, 38.0, 44.7), 3: "E", 4: (99.0, 2.0, 12.3)}
# Within the demo town, and outside it in a neighbour's.
INSIDE, OUTSIDE = (18.6477, 99.0417), (18.70, 99.04)


def a_reader(town: TownUnderTest, slug: str = "somchai", name: str = "สมชาย", language: str = "th") -> Person:
    """Somebody who has added the account and opened a page."""
    person = town.resident(slug, name, language)
    opens(town, person)
    return person


def opens(town: TownUnderTest, person: Person) -> None:
    """From here on the browser is this person's."""
    assert town.web.post("/liff/session", json={"id_token": town.line.id_token(person)}).status_code == 204


def a_picture(green: int = 90, *, taken_there: bool = False, size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG; it may say where it was taken."""
    tags, page = Image.Exif(), io.BytesIO()
    if taken_there:
        tags.get_ifd(0x8825).update(DEGREES)
    Image.new("RGB", size, (10, green, 10)).save(page, "JPEG", exif=tags)
    return page.getvalue()


def uploads(town: TownUnderTest, content: bytes | None = None, key: str | None = None) -> TestResponse:
    """One photo, as the page's script sends it."""
    photo = (io.BytesIO(a_picture() if content is None else content), "photo.jpg")
    return town.web.post("/liff/photos", data={"key": key or str(uuid4()), "photo": photo})


def uploaded(town: TownUnderTest, content: bytes | None = None) -> str:
    """The key of a photo that is there now."""
    answer = uploads(town, content)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return str(answer.get_json()["key"])


def sends(town: TownUnderTest, **told: object) -> TestResponse:
    """The form, with a road in it if nothing else is told; no redirect is followed."""
    data = {"key": str(uuid4()), "type": "road", "words": ROAD} | told
    return town.web.post("/liff/complaint", data=data, content_type="multipart/form-data")


def at(point: tuple[float, float], **more: object) -> dict[str, object]:
    """The fields of a pin there."""
    return {"latitude": str(point[0]), "longitude": str(point[1]), **more}
