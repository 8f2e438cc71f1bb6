"""The register's pages: whose they are, what they list, what is typed there, and files looked at before they are taken."""

import io
import re

import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from models.asset import Asset, AssetState
from models.case_note import CaseNote, NoteKind
from models.officer import Role
from models.streetlight import open_lights
from simulator import Person
from tests.handlers.pole_files import SUAN_DOK, a_csv, a_geojson, a_point, an_xlsx, pole
from tests.handlers.poles import HERE, a_pole
from tests.handlers.test_street_lights import reports
from tests.liff_web.desk_pages import comes_to
from tests.liff_web.readers import is_refused, reads, signs_in
from tests.towns import TownUnderTest

FORM = {
    "code": "A-0001",
    "latitude": "18.648900",
    "longitude": "99.040200",
    "road": "ถนนสวนดอก",
    "lamp": "led",
    "watts": "60",
}


@pytest.fixture
def chang(town: TownUnderTest) -> Person:
    """An officer of public works who reads."""
    person = town.officer("chang", "ช่าง")
    signs_in(town, person)
    return person


def uploads(town: TownUnderTest, source: bytes, name: str = "poles.csv") -> TestResponse:
    """Choose a file and let it be looked at."""
    return town.web.post("/desk/poles/import", data={"file": (io.BytesIO(source), name)})


def content_of(answer: TestResponse) -> str:
    """What the page carries on to the button."""
    found = re.search(r'name="content" value="([^"]+)"', answer.get_data(as_text=True))
    assert found, answer.get_data(as_text=True)
    return found[1]


def test_without_poles_the_page_says_how_to_begin(town: TownUnderTest, chang: Person) -> None:
    page = reads(town, "/desk/poles")
    assert "ยังไม่มีเสาในทะเบียน" in page
    assert "นำเข้าไฟล์" in page


def test_a_file_is_looked_at_first_and_one_button_takes_it(town: TownUnderTest, chang: Person) -> None:
    for source in (a_csv(SUAN_DOK), an_xlsx(("A-0002", 18.649, 99.04)), a_geojson(({"code": "A-3"}, a_point()))):
        looked = uploads(town, source)
        assert looked.status_code == 200
        answer = town.web.post("/desk/poles/import/do", data={"content": content_of(looked)})
        assert "นำเข้าเรียบร้อยแล้ว" in comes_to(town, answer)
    assert "พบ 3 ต้น" in reads(town, "/desk/poles")


def test_a_look_changes_nothing(town: TownUnderTest, chang: Person) -> None:
    uploads(town, a_csv(SUAN_DOK))
    assert "ยังไม่มีเสาในทะเบียน" in reads(town, "/desk/poles")


def test_a_bad_row_is_named_and_there_is_no_button(town: TownUnderTest, chang: Person) -> None:
    looked = uploads(town, a_csv(SUAN_DOK, ("A-0002", "99.0402", "18.6489")))
    page = looked.get_data(as_text=True)
    assert looked.status_code == 422
    assert "แถว 3 (A-0002): ละติจูดกับลองจิจูดสลับกัน" in page
    assert "import/do" not in page


@pytest.mark.parametrize(
    ("source", "sentence"),
    [(b"", "ว่างเปล่า"), (b"<html>", "หน้าเว็บ"), (b"x" * 20_000_001, "ใหญ่เกินไป")],
    ids=["empty", "page", "huge"],
)
def test_what_is_no_file_of_poles_is_refused(town: TownUnderTest, chang: Person, source: bytes, sentence: str) -> None:
    assert sentence in is_refused(uploads(town, source, "poles.xls"), 422)


@pytest.mark.parametrize("content", ["", "!!", "AAAA", "x" * 100])
def test_what_comes_back_otherwise_than_it_went_is_refused(town: TownUnderTest, chang: Person, content: str) -> None:
    assert is_refused(town.web.post("/desk/poles/import/do", data={"content": content}), 422)


def test_twenty_thousand_rows_go_by_the_page_too(town: TownUnderTest, chang: Person) -> None:
    rows = [(f"N-{n:05}", 18.64 + n % 200 / 20_000, 99.03 + n // 200 / 10_000) for n in range(20_000)]
    looked = uploads(town, a_csv(*rows))
    answer = town.web.post("/desk/poles/import/do", data={"content": content_of(looked)})
    assert "พบ 20000 ต้น" in comes_to(town, answer)


def test_the_list_is_searched_by_code_road_and_village_and_goes_on(town: TownUnderTest, chang: Person) -> None:
    for n in range(1, 61):
        a_pole(town, f"A-{n:04}", road="ถนน_สวน%", village="m1")
    a_pole(town, "B-0001", road="ซอยวัด", village="m2")
    a_pole(town, "C-0001", state=AssetState.REMOVED)
    assert "พบ 61 ต้น" in reads(town, "/desk/poles")
    assert "A-0051" not in reads(town, "/desk/poles")
    assert "A-0051" in reads(town, "/desk/poles?after=A-0050")
    for asked, count in (("b 1", 0), ("b0001", 0), ("b-", 1), ("วัด", 1), ("%25", 60)):
        assert f"พบ {count} ต้น" in reads(town, f"/desk/poles?words={asked}"), asked
    assert "พบ 1 ต้น" in reads(town, "/desk/poles?village=m2")
    assert "C-0001" in reads(town, "/desk/poles?state=removed")


@pytest.mark.parametrize(
    "asked", ["words=%00", "village=' OR 1=1", "state=x", "after=%F0%9F%99%82", "words=" + "ก" * 900]
)
def test_whatever_is_asked_there_is_an_answer(town: TownUnderTest, chang: Person, asked: str) -> None:
    a_pole(town, "A-0001")
    reads(town, f"/desk/poles?{asked}")


def test_a_pole_is_added_by_hand_and_its_village_is_known_from_the_map(town: TownUnderTest, chang: Person) -> None:
    answer = town.web.post("/desk/poles/new", data=FORM)
    page = comes_to(town, answer)
    assert "เพิ่มเสาแล้ว" in page
    for fact in ("A-0001", "ถนนสวนดอก", "แอลอีดี · 60 วัตต์", "บ้านสวนดอก", "เทศบาลตำบลบ้านเรา"):
        assert fact in page
    again = town.web.post("/desk/poles/new", data=FORM)
    assert "อยู่ในทะเบียนแล้ว" in is_refused(again, 422)
    assert "ถนนสวนดอก" in again.get_data(as_text=True), "what was typed is still there"


def test_what_is_odd_in_a_form_is_said_and_stays_typed(town: TownUnderTest, chang: Person) -> None:
    answer = town.web.post("/desk/poles/new", data=FORM | {"latitude": "99.0402", "longitude": "18.6489"})
    assert "สลับกัน" in is_refused(answer, 422)
    a_pole(town, "A-0001")
    odd = town.web.post("/desk/poles/A-0001", data=FORM | {"watts": "มาก"})
    assert "กำลังไฟ" in is_refused(odd, 422)


def test_a_pole_that_moves_tells_its_open_case_and_the_case_keeps_its_place(town: TownUnderTest, chang: Person) -> None:
    moved = a_pole(town, "A-0001", road="ถนนเก่า")
    done = reports(town, town.resident("malee", "มาลี"), moved)
    answer = town.web.post("/desk/poles/A-0001", data=FORM | {"latitude": "18.649900", "why": "ขยายถนน"})
    assert "บันทึกแล้ว" in comes_to(town, answer)
    with town.session() as session:
        (note,) = session.exec(select(CaseNote).where(CaseNote.kind == NoteKind.INTERNAL))
        (light,) = open_lights(session, [moved.key])
    assert note.words == "เสา A-0001 ถูกย้าย 111 เมตรในทะเบียน เรื่องนี้ยังใช้ที่อยู่ตอนแจ้ง ขยายถนน"
    assert (light.case.point, light.case.address) == (HERE, "เสาไฟ A-0001 ถนนเก่า")
    assert done.case.number in reads(town, "/desk/poles/A-0001")


def test_a_removed_pole_stays_to_be_seen_and_comes_back(town: TownUnderTest, chang: Person) -> None:
    reports(town, town.resident("malee", "มาลี"), a_pole(town, "A-0001"))
    assert "รื้อถอนแล้ว" in comes_to(town, town.web.post("/desk/poles/A-0001/remove", data={"why": "เสาล้ม"}))
    assert pole(town, "A-0001").state == AssetState.REMOVED
    with town.session() as session:
        (note,) = session.exec(select(CaseNote).where(CaseNote.kind == NoteKind.INTERNAL))
    assert note.words.endswith("เสาล้ม")
    assert "กลับมาใช้งานแล้ว" in comes_to(town, town.web.post("/desk/poles/A-0001/back"))
    assert pole(town, "A-0001").state == AssetState.IN_USE


def test_a_pole_gets_another_code_and_no_code_twice(town: TownUnderTest, chang: Person) -> None:
    a_pole(town, "A-0001"), a_pole(town, "ก-2")
    comes_to(town, town.web.post("/desk/poles/A-0001", data=FORM | {"code": "ข 7"}))
    assert pole(town, "ข-7").road == "ถนนสวนดอก"
    assert "อยู่ในทะเบียนแล้ว" in is_refused(town.web.post("/desk/poles/ก-2", data=FORM | {"code": "ข-7"}), 422)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "geojson"])
def test_what_is_downloaded_says_what_the_register_says(town: TownUnderTest, chang: Person, kind: str) -> None:
    a_pole(town, "A-0001", road="ถนนสวนดอก", lamp="led", village="m1")
    file = town.web.get(f"/desk/poles.{kind}")
    assert file.headers["Content-Disposition"] == f'attachment; filename="poles.{kind}"'
    assert "ตรงกับทะเบียนแล้ว" in uploads(town, file.data).get_data(as_text=True)


def test_it_is_the_divisions_own_and_who_oversees_only_reads(town: TownUnderTest) -> None:
    a_pole(town, "A-0001")
    signs_in(town, town.officer("nurse", "พยาบาล", "public_health"))
    assert "กองที่ดูแลไฟสาธารณะ" in reads(town, "/desk/poles", 403)
    signs_in(town, town.officer("mayor", "นายก", "clerk_office", Role.EXECUTIVE))
    assert "นำเข้าไฟล์" not in reads(town, "/desk/poles")
    assert "แก้ไข" not in reads(town, "/desk/poles/A-0001")
    assert town.web.post("/desk/poles/new", data=FORM | {"code": "A-9"}).status_code == 409
    with town.session() as session:
        assert session.exec(select(Asset.code)).all() == ["A-0001"]


def test_an_unknown_pole_is_said_to_be_unknown(town: TownUnderTest, chang: Person) -> None:
    assert "ไม่พบเสา X-1" in reads(town, "/desk/poles/X-1", 404)
