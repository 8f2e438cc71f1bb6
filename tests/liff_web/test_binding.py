"""A blank sticker becomes a pole's, at the pole: a photo and a good position, and one tap that undoes it."""

import io
import re
from datetime import timedelta

import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from handlers.turn import Moment
from handlers.uploads import let_go_unfiled
from models.asset import Asset, AssetState
from models.photo import Photo, PhotoStatus
from simulator import Person
from tests.handlers.pole_files import pole
from tests.handlers.poles import HERE, a_pole
from tests.handlers.test_street_lights import reports
from tests.liff_web.desk_pages import comes_to
from tests.liff_web.forms import a_picture
from tests.liff_web.readers import is_refused, reads, signs_in
from tests.towns import TownUnderTest

METRE = 1 / 110_650


@pytest.fixture
def chang(town: TownUnderTest) -> Person:
    """An officer of public works at a pole."""
    person = town.officer("chang", "ช่าง")
    signs_in(town, person)
    return person


def sticker(town: TownUnderTest, code: str = "S-0001") -> str:
    """The page of a sticker that the town has printed."""
    return f"/desk/poles/bind/{town.engine.office.pole_url(code).rpartition('/')[2]}"


def binds(
    town: TownUnderTest,
    code: str = "S-0001",
    *,
    metres: float = 0,
    within: float = 8,
    photo: bytes | None = None,
    **more: str,
) -> TestResponse:
    """Send the form, so many metres north of the middle of town."""
    place = {
        "latitude": f"{HERE.latitude + metres * METRE:.6f}",
        "longitude": str(HERE.longitude),
        "accuracy": str(within),
    }
    source = a_picture() if photo is None else photo
    picture = {"photo": (io.BytesIO(source), "pole.jpg")} if source else {}
    return town.web.post(sticker(town, code), data={**place, **more, **picture})


def kept_key(answer: TestResponse) -> str:
    """The photo that the page has kept."""
    found = re.search(r'name="photo_key" value="([^"]+)"', answer.get_data(as_text=True))
    assert found
    return found[1]


def codes(town: TownUnderTest) -> list[str]:
    """All poles."""
    with town.session() as session:
        return sorted(session.exec(select(Asset.code)))


def test_a_photo_and_the_position_make_a_pole_and_the_next_one_follows(town: TownUnderTest, chang: Person) -> None:
    assert "ผูกสติกเกอร์ S-0001" in reads(town, sticker(town))
    page = comes_to(town, binds(town, road="ถนนสวนดอก", lamp="led"))
    assert "ผูกสติกเกอร์กับเสาแล้ว" in page
    assert "ต้นต่อไป" in page
    found = pole(town, "S-0001")
    assert (found.point, found.accuracy_m, found.village) == (HERE, 8, "m1")
    assert (found.road, found.lamp) == ("ถนนสวนดอก", "led")
    assert "/photos/" in town.web.get("/desk/poles/S-0001").get_data(as_text=True)
    assert "ติดอยู่กับเสา S-0001 แล้ว" in reads(town, sticker(town))
    assert "S-0001" in is_refused(binds(town), 409)


def test_its_photo_is_not_let_go_like_one_of_no_case(town: TownUnderTest, chang: Person) -> None:
    binds(town)
    with town.engine.database.begin() as session:
        assert let_go_unfiled(Moment(session, town.engine.office, town.clock() + timedelta(days=2))) == 0
        assert session.exec(select(Photo.status)).all() == [PhotoStatus.STORED]


def test_a_rough_position_waits_and_goes_on_when_they_say_so(town: TownUnderTest, chang: Person) -> None:
    answer = binds(town, within=45)
    assert "คลาดเคลื่อน 45 เมตร" in is_refused(answer, 422)
    assert codes(town) == []
    comes_to(town, binds(town, within=45, photo=b"", photo_key=kept_key(answer), rough="1"))
    assert pole(town, "S-0001").accuracy_m == 45
    assert "คลาดเคลื่อน 400 เมตร" in is_refused(binds(town, "S-0002", within=400, rough="1"), 422)


def test_without_a_position_or_a_photo_nothing_is_bound(town: TownUnderTest, chang: Person) -> None:
    assert "เปิด GPS" in is_refused(binds(town, latitude="", longitude=""), 422)
    assert "ถ่ายรูป" in is_refused(binds(town, photo=b""), 422)
    assert is_refused(binds(town, photo=b"%PDF-1.4"), 422)
    assert "ไม่ได้อยู่ในประเทศไทย" in is_refused(binds(town, latitude="48.85", longitude="2.35"), 422)
    assert codes(town) == []


def test_a_pole_that_stands_there_is_named_and_takes_the_stickers_code(town: TownUnderTest, chang: Person) -> None:
    before = a_pole(town, "A-0007", road="ถนนเดิม")
    case = reports(town, town.resident("malee", "มาลี"), before).case
    asked = binds(town, metres=3)
    assert "ใช่ต้นนี้ไหม" in asked.get_data(as_text=True)
    assert "A-0007" in asked.get_data(as_text=True)
    page = comes_to(town, binds(town, metres=3, photo=b"", photo_key=kept_key(asked), same="A-0007"))
    assert case.number in page, "its open case is still its own"
    assert (codes(town), pole(town, "S-0001").road, pole(town, "S-0001").point) == (["S-0001"], "ถนนเดิม", HERE)
    assert "เลิกทำแล้ว" in comes_to(town, town.web.post("/desk/poles/S-0001/unbind", data={"was": "A-0007"}))
    assert codes(town) == ["A-0007"]


def test_or_both_stand_there(town: TownUnderTest, chang: Person) -> None:
    a_pole(town, "A-0007")
    asked = binds(town, metres=3)
    comes_to(town, binds(town, metres=3, photo=b"", photo_key=kept_key(asked), both="1"))
    assert codes(town) == ["A-0007", "S-0001"]


def test_one_tap_undoes_it_within_an_hour(town: TownUnderTest, chang: Person) -> None:
    binds(town)
    assert "เลิกทำแล้ว" in comes_to(town, town.web.post("/desk/poles/S-0001/unbind"))
    assert codes(town) == []
    with town.session() as session:
        assert session.exec(select(Photo.status)).all() == [PhotoStatus.GONE]
    binds(town)
    town.passes(minutes=61)
    assert "นานกว่า 1 ชั่วโมง" in is_refused(town.web.post("/desk/poles/S-0001/unbind"), 409)


def test_what_was_reported_meanwhile_keeps_its_pole(town: TownUnderTest, chang: Person) -> None:
    binds(town)
    reports(town, town.resident("malee", "มาลี"), pole(town, "S-0001"))
    town.web.post("/desk/poles/S-0001/unbind")
    assert pole(town, "S-0001").state == AssetState.REMOVED


def test_a_removed_pole_stands_again_where_its_sticker_is(town: TownUnderTest, chang: Person) -> None:
    a_pole(town, "S-0001", state=AssetState.REMOVED, road="ถนนเดิม")
    assert "เคยเป็นของเสาที่รื้อถอนแล้ว" in reads(town, sticker(town))
    comes_to(town, binds(town, metres=200))
    found = pole(town, "S-0001")
    assert (found.state, found.road) == (AssetState.IN_USE, "ถนนเดิม")
    assert found.latitude == pytest.approx(HERE.latitude + 200 * METRE, abs=1e-6)


@pytest.mark.parametrize("signed", ["S-0001.1aaaaaaaaaaaaaaaa", "S-0001", "x", "%00", "ก" * 300])
def test_a_sticker_that_is_not_the_towns_is_refused(town: TownUnderTest, chang: Person, signed: str) -> None:
    assert "ไม่ใช่ของเรา" in reads(town, f"/desk/poles/bind/{signed}", 409)


def test_a_photo_of_somebody_else_is_not_taken(town: TownUnderTest, chang: Person) -> None:
    key = kept_key(binds(town, within=45))
    signs_in(town, town.officer("wichai", "วิชัย"))
    assert "ถ่ายรูป" in is_refused(binds(town, photo=b"", photo_key=key), 422)
