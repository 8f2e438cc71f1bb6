"""A photo of a pole's sticker says which pole it is; one that cannot be read, or is not ours, is answered kindly."""

from io import BytesIO

import pytest
import qrcode
from PIL import Image

from content.qr_codes import keys_in
from models.asset import AssetState
from simulator import Person
from tests.handlers.poles import a_pole
from tests.handlers.stories import cases, photos_of
from tests.towns import TownUnderTest

FORGER = keys_in("1:" + "f" * 64)


@pytest.fixture
def malee(town: TownUnderTest) -> Person:
    """A resident who is asked which pole it is."""
    malee = town.resident("malee", "มาลี")
    malee.says("ไฟดับ")
    return malee


def photo_of(address: str, kind: str = "JPEG") -> bytes:
    """A sticker on a grey wall, a little askew."""
    sticker = qrcode.make(address, error_correction=qrcode.constants.ERROR_CORRECT_Q).get_image().convert("RGB")
    wall, page = Image.new("RGB", (1200, 900), (120, 120, 110)), BytesIO()
    wall.paste(sticker.resize((380, 380)), (300, 200))
    wall.rotate(7, fillcolor=(120, 120, 110)).save(page, kind)
    return page.getvalue()


def address_of(town: TownUnderTest, code: str) -> str:
    """What the town prints for a pole."""
    return town.engine.office.pole_url(code)


def test_the_sticker_chooses_the_pole_and_the_photo_goes_along(town: TownUnderTest, malee: Person) -> None:
    a_pole(town, "A-0012")
    malee.sends_photo(photo_of(address_of(town, "A-0012")))
    assert "เสา A-0012" in malee.last_heard.text
    assert malee.last_heard.how == "reply"
    malee.taps("ไฟดับ")
    (case,) = cases(town)
    assert len(photos_of(town, case)) == 1


def test_a_photo_without_a_code_is_answered_once_and_kept_for_the_officers(town: TownUnderTest, malee: Person) -> None:
    a_pole(town, "A-0012")
    heard = len(malee.heard)
    malee.sends_photo()
    (answer,) = malee.heard[heard:]
    assert "อ่านคิวอาร์โค้ดในรูปไม่ได้" in answer.text
    assert answer.how == "reply"
    malee.says("A-0012")
    malee.taps("ไฟดับ")
    (case,) = cases(town)
    assert len(photos_of(town, case)) == 1


def test_a_forged_sticker_is_called_that(town: TownUnderTest, malee: Person) -> None:
    a_pole(town, "A-0012")
    malee.sends_photo(photo_of(f"https://evil.example/p/{FORGER.sign('pole', 'A-0012')}"))  # type: ignore[arg-type]
    assert "ไม่ใช่ของเทศบาล" in malee.last_heard.text


def test_somebody_elses_code_is_no_sticker(town: TownUnderTest, malee: Person) -> None:
    malee.sends_photo(photo_of("https://shop.example/menu"))
    assert "อ่านคิวอาร์โค้ดในรูปไม่ได้" in malee.last_heard.text


@pytest.mark.parametrize("hangs", [True, False])
def test_a_sticker_without_a_pole_says_so(town: TownUnderTest, malee: Person, *, hangs: bool) -> None:
    if hangs:
        a_pole(town, "A-0012", state=AssetState.REMOVED)
    malee.sends_photo(photo_of(address_of(town, "A-0012")))
    assert "สติกเกอร์ A-0012 ยังไม่มีเสาในรายการ" in malee.last_heard.text


def test_a_sticker_out_of_the_blue_is_answered_with_its_pole(town: TownUnderTest) -> None:
    a_pole(town, "A-0012")
    dang = town.resident("dang", "แดง")
    dang.sends_photo(photo_of(address_of(town, "A-0012"), "PNG"))
    assert "เสา A-0012" in dang.last_heard.text
    dang.taps("ไฟดับ")
    assert len(cases(town)) == 1


def test_a_sticker_in_a_complaint_that_has_begun_changes_nothing(town: TownUnderTest) -> None:
    a_pole(town, "A-0012")
    dang = town.resident("dang", "แดง")
    dang.says("แจ้งปัญหา")
    dang.taps("ไฟส่องสว่าง")
    dang.sends_photo(photo_of(address_of(town, "A-0012")))
    assert "เสา A-0012" not in dang.last_heard.text


def test_once_it_is_put_away_a_late_photo_says_nothing(town: TownUnderTest, malee: Person) -> None:
    a_pole(town, "A-0012")
    town.line.faults.add("content", status=202)  # LINE is still preparing it
    malee.sends_photo(photo_of(address_of(town, "A-0012")))
    malee.says("ยกเลิก")
    town.passes(minutes=5)
    assert "ไม่มีอะไรถูกส่ง" in malee.last_heard.text
