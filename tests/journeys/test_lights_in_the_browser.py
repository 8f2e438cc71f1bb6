"""A lamp is reported on the phones of the page: a pin, the nearest pole, and what is wrong with it."""

from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from models.asset import Asset
from models.database import Database
from tests.journeys.conftest import ServedTown
from tests.journeys.phones import phone
from tests.journeys.test_complaint_in_the_browser import look

# The market of the demo, one of the places that its phones can send.
MARKET = (18.6477, 99.0417)


def _a_street_of_poles(served: ServedTown) -> None:
    database = Database(f"sqlite:///{served.folder}/town.db")
    with database.begin() as session:
        for number, (north, east) in enumerate(((0.0001, 0.0), (0.0001, 0.00036), (-0.0003, -0.0002)), start=1):
            code, latitude, longitude = f"A-{number:04}", MARKET[0] + north, MARKET[1] + east
            now = datetime.now(UTC)
            session.add(Asset(code=code, latitude=latitude, longitude=longitude, road="ถนนหน้าตลาด", changed_at=now))
    database.close()


def test_a_dark_lamp_is_told_by_a_pin_and_two_taps(desktop: Page, served: ServedTown, tmp_path: Path) -> None:
    _a_street_of_poles(served)
    somchai = phone(desktop, "somchai")
    somchai.adds()
    somchai.hears("สวัสดีค่ะ")
    somchai.taps("ไฟดับ")
    somchai.hears("เสาไหนคะ เลือกทางที่สะดวก")
    somchai.folds_menu()
    look(somchai, "light-1-which-pole", tmp_path)
    somchai.sends_place("หน้าตลาดสด")
    somchai.hears("11 ม. ทางทิศเหนือ")
    look(somchai, "light-2-nearest", tmp_path)
    somchai.taps("A-0001", exact=False)
    somchai.hears("ไฟเป็นอะไรคะ")
    look(somchai, "light-3-what-is-wrong", tmp_path)
    somchai.taps("ไฟดับ", exact=False)
    somchai.hears("-000001")
    look(somchai, "light-4-receipt", tmp_path)
    emma = phone(desktop, "malee")
    emma.adds()
    emma.hears("สวัสดีค่ะ")
    emma.taps("ไฟดับ")
    emma.folds_menu()
    emma.hears("เสาไหนคะ เลือกทางที่สะดวก")
    emma.says("เสา a 1")
    emma.hears("ไม่มีเสาหมายเลขนี้ค่ะ")
    emma.says("เสา a 0001 ค่ะ")
    emma.hears("แจ้งแล้ววันนี้ 1 คน")
    look(emma, "light-5-known", tmp_path)
    emma.taps("สายไฟขาดหรือห้อย", exact=False)
    emma.hears("อยู่ห่างอย่างน้อย 10 เมตร")
    look(emma, "light-6-danger", tmp_path)
