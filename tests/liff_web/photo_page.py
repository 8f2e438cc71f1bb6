"""A case with a photo, and what an officer does with it on the page."""

from io import BytesIO

from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import col, select, update
from werkzeug.test import TestResponse

from models.officer import Officer
from models.person import find_person
from models.photo import Photo
from simulator import Person
from tests.handlers.stories import tells, the_case
from tests.towns import TownUnderTest

PLATE = (0.25, 0.5, 0.3, 0.2)


def photographs(town: TownUnderTest) -> Person:
    """A resident with a case of public works and a photo of noise, which nothing but blurring makes smooth."""
    somchai = town.resident("somchai", "สมชาย")
    tells(somchai)
    somchai.sends_photo(noise())
    somchai.says("ยืนยัน")
    return somchai


def noise() -> bytes:
    """A photo in which each pixel differs from its neighbours."""
    page = BytesIO()
    Image.effect_noise((640, 480), 120).convert("RGB").save(page, "JPEG", quality=95)
    return page.getvalue()


def photo(town: TownUnderTest) -> Photo:
    """The first photo."""
    with town.session() as session:
        return session.exec(select(Photo).order_by(col(Photo.id))).all()[0]


def reads(town: TownUnderTest, person: Person) -> FlaskClient:
    """The browser of somebody who has a session."""
    web = town.web
    assert web.post("/liff/session", json={"id_token": town.line.id_token(person)}).status_code == 204
    return web


def page_of(town: TownUnderTest) -> str:
    """Where it is blurred."""
    return f"/liff/photos/{photo(town).id}/blur"


def list_of(town: TownUnderTest) -> str:
    """Where the photos of the case are."""
    return f"/liff/cases/{the_case(town).key}/photos"


def boxes(*told: tuple[object, object, object, object]) -> dict[str, list[str]]:
    """The boxes as a form has them."""
    sides = zip(*told, strict=True) if told else ((), (), (), ())
    return {
        name: [str(value) for value in side]
        for name, side in zip(("left", "top", "width", "height"), sides, strict=True)
    }


def posts(town: TownUnderTest, person: Person, what: str, *told: tuple[object, object, object, object]) -> TestResponse:
    """Tap a button of the page with these boxes on the photo."""
    answer = reads(town, person).post(page_of(town), data={"what": what, **boxes(*told)})
    town.settles()
    return answer


def public_path(town: TownUnderTest) -> str:
    """Where anybody finds the first photo."""
    return f"/photos/public/{photo(town).public_token}.jpg"


def by_unsending(town: TownUnderTest, somchai: Person) -> None:
    """The photo is taken back in LINE."""
    sent = next(e for e in reversed(town.line.world.entries) if (e.message or {}).get("type") == "image")
    somchai.unsends(sent)


def ends_role(town: TownUnderTest, person: Person) -> None:
    """Somebody is no officer any more."""
    with town.engine.database.begin() as session:
        found = find_person(session, person.user_id)
        assert found is not None
        session.exec(update(Officer).where(col(Officer.person_id) == found.id).values(ended_at=town.clock()))
