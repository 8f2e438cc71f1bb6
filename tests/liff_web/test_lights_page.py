"""The overview of the street lights: numbers, map, flagged poles and files, for those whose lamps they are."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from handlers.turn import Moment
from liff_web.desk.light_files import csv_file
from liff_web.desk.light_map import MOST_MARKS, MOST_WORKING, box_asked
from liff_web.pole_history import pole_history_section
from models.asset import Asset
from models.case import Case, Status, WaitsFor, next_number
from models.case_merge import CaseMerge
from models.geography import Point
from models.officer import Officer, Role
from models.person import Person as Somebody
from models.person import person_of
from models.streetlight import PartUsed, Streetlight
from simulator import Person
from tests.handlers.poles import HERE, a_pole
from tests.liff_web.readers import reads, signs_in
from tests.towns import TownUnderTest

HOUR = timedelta(hours=1)


@pytest.fixture
def praphan(town: TownUnderTest) -> Person:
    """The head of public works, who is reading."""
    person = town.officer("praphan", "ประพันธ์", role=Role.HEAD)
    signs_in(town, person)
    return person


def fails(town: TownUnderTest, pole: Asset | None, fault: str = "dark", **facts: Any) -> int:
    """The id of a case about a pole, put straight into the table."""
    now = town.clock()
    ordinary: dict[str, Any] = {"filed_at": now - HOUR, "promised_at": now + 47 * HOUR, "status": Status.NEW}
    with town.engine.database.begin() as session:
        reporter = person_of(session, "U" + "0" * 32, now)
        number = next_number(session, now)
        where: dict[str, Any] = {"type_code": "street_light", "division": "public_works", "reporter_id": reporter.key}
        case = Case(**({"number": number, **where} | ordinary | facts))
        session.add(case)
        session.flush()
        session.add(Streetlight(case_id=case.key, asset_id=pole.key if pole else None, fault=fault))
        return case.key


def numbers(town: TownUnderTest) -> dict[str, str]:
    """Each number of the page by its name."""
    page = town.web.get("/desk/lights").get_data(as_text=True)
    tiles = re.findall(r"<dt>(.*?)</dt>\s*<dd><strong>(.*?)</strong>", page, re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]*>", " ", told).split()) for name, told in tiles}


def on_the_map(town: TownUnderTest, box: str = "") -> dict[str, str]:
    """The state of each pole that the map shows, by its code."""
    found = town.web.get(f"/desk/lights/map?bbox={box}").get_json()
    return {one["properties"]["code"]: one["properties"]["state"] for one in found["features"]}


def test_without_a_pole_the_page_leads_to_the_register(town: TownUnderTest, praphan: Person) -> None:
    assert "ยังไม่มีเสาในทะเบียน" in reads(town, "/desk/lights")
    page = town.web.get("/desk/lights").get_data(as_text=True)
    assert 'href="../desk/poles"' in page
    assert 'id="map"' not in page


def test_each_number_counts_what_it_says(town: TownUnderTest, praphan: Person) -> None:
    dark, flickers, waits, *_ = (a_pole(town, f"A-{number:04}") for number in range(5))
    fails(town, dark, promised_at=town.clock() - HOUR)
    fails(town, dark, "wire", promised_at=town.clock() - HOUR)
    fails(town, flickers, "flicker")
    fails(town, waits, status=Status.WAITING, waits_for=WaitsFor.OTHERS)
    for days in (10, 20, 30):
        fails(town, flickers, status=Status.CLOSED, filed_at=town.clock() - timedelta(days=days))
    found = numbers(town)
    assert found["ไฟดับตอนนี้"] == "🌑 2"
    assert found["เกินกำหนด"] == "⚠️ 2"
    assert found["รออะไหล่"] == "📦 1"
    assert found["เสียตั้งแต่ 3 ครั้งใน 12 เดือน"] == "🚩 1"
    assert found["เสาทั้งหมด"] == "5"
    assert "A-0001 4 ครั้ง" in reads(town, "/desk/lights")


def test_a_lamp_of_a_line_stands_as_the_line_does(town: TownUnderTest, praphan: Person) -> None:
    first, second = a_pole(town, "A-0001"), a_pole(town, "A-0002")
    line, joined = fails(town, first, status=Status.WORKING), fails(town, second, status=Status.MERGED)
    with town.engine.database.begin() as session:
        when: dict[str, Any] = {"merged_at": town.clock(), "first_promised_before": town.clock()}
        session.add(CaseMerge(case_id=joined, into_id=line, status_before=Status.NEW, **when))
    assert on_the_map(town) == {"A-0001": "in_hand", "A-0002": "in_hand"}
    assert numbers(town)["ไฟดับตอนนี้"] == "🌑 2"


def test_the_map_has_what_differs_always_and_all_poles_from_near_by(town: TownUnderTest, praphan: Person) -> None:
    near, far = a_pole(town, "A-0001"), a_pole(town, "A-0002", Point(HERE.latitude + 0.02, HERE.longitude))
    a_pole(town, "A-0003")
    fails(town, near)
    fails(town, far, status=Status.WAITING, waits_for=WaitsFor.OTHERS)
    assert on_the_map(town) == {"A-0001": "reported", "A-0002": "waiting"}
    box = f"{HERE.longitude - 0.01},{HERE.latitude - 0.01},{HERE.longitude + 0.01},{HERE.latitude + 0.01}"
    assert on_the_map(town, box) == {"A-0001": "reported", "A-0003": "working"}


def test_too_many_poles_are_left_out_and_too_many_faults_are_heaps(town: TownUnderTest, praphan: Person) -> None:
    with town.engine.database.begin() as session:
        for number in range(MOST_WORKING + 1):
            where: dict[str, Any] = {"latitude": HERE.latitude + number / 1e5, "longitude": HERE.longitude}
            session.add(Asset(code=f"A-{number:04}", changed_at=town.clock(), **where))
        reporter = person_of(session, "U" + "0" * 32, town.clock())
        session.flush()
        _many_fail(town, reporter, MOST_MARKS + 1, session)
    found = town.web.get("/desk/lights/map?bbox=90,10,110,30").get_json()
    assert not found["is_whole"]
    assert sum(one["properties"]["count"] for one in found["features"]) == MOST_MARKS + 1
    assert len(found["features"]) < 20


def _many_fail(town: TownUnderTest, reporter: Somebody, poles: int, session: Any) -> None:
    for number in range(1, poles + 1):
        case = Case(
            number=f"70-{number:06}",
            type_code="street_light",
            division="public_works",
            reporter_id=reporter.key,
            filed_at=town.clock(),
            promised_at=town.clock(),
        )
        session.add(case)
        session.flush()
        session.add(Streetlight(case_id=case.key, asset_id=number, fault="dark"))


@pytest.mark.parametrize("told", ["", "1,2,3", "a,b,c,d", "nan,1,2,3", "1,2,3,4,5"])
def test_an_odd_box_is_the_whole_town(told: str) -> None:
    assert box_asked(told) is None


def test_repairs_of_a_month_are_told_by_lamp_village_and_circuit(town: TownUnderTest, praphan: Person) -> None:
    pole, now = a_pole(town, "A-0001", lamp="led", circuit="C1"), town.clock()
    for hours in (10, 20, 60):
        fails(town, pole, status=Status.CLOSED, filed_at=now - 60 * HOUR, finished_at=now - 60 * HOUR + hours * HOUR)
    page = reads(town, f"/desk/lights?from={(now - 60 * HOUR).date()}&to={now.date()}")
    assert "แอลอีดี 3 3 20 ชม. 30 ชม." in page
    assert "C1 3 3 20 ชม. 30 ชม." in page


def test_parts_are_taken_away_as_csv_and_excel(town: TownUnderTest, praphan: Person) -> None:
    pole = a_pole(town, "A-0001")
    case = fails(town, pole)
    with town.engine.database.begin() as session:
        officer = session.exec(select(Officer)).one()
        made: dict[str, Any] = {"officer_id": officer.key, "count": 3, "used_at": town.clock()}
        session.add(PartUsed(case_id=case, asset_id=pole.key, part="fuse", **made))
    answer = town.web.get("/desk/lights/parts.csv")
    head, row = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    assert dict(zip(head, row, strict=True))["ฟิวส์หรือเบรกเกอร์"] == "3"
    book = load_workbook(io.BytesIO(town.web.get("/desk/lights/parts.xlsx").get_data()))
    assert [cell.value for cell in book.worksheets[0][2]][1:] == [0, 0, 0, 0, 3]


def test_no_cell_of_the_parts_is_a_formula(town: TownUnderTest) -> None:
    office = town.engine.office
    part = office.poles.parts[0].model_copy(
        update={"name": office.poles.parts[0].name.model_copy(update={"th": "=1+1"})}
    )
    poles = office.poles.model_copy(update={"parts": (part,)})
    odd = type(office)(**{**vars(office), "poles": poles})
    assert "'=1+1" in csv_file(odd, odd.says_in("th"), {"2026-11": {}}).decode("utf-8")


def test_where_the_register_has_no_pole_it_is_asked_for_until_it_has_one(town: TownUnderTest, praphan: Person) -> None:
    number = fails(town, None, latitude=HERE.latitude, longitude=HERE.longitude, accuracy_m=30.0)
    assert "เสาที่ยังไม่อยู่ในทะเบียน" in reads(town, "/desk/lights")
    a_pole(town, "A-0001")
    assert number
    assert "เสาที่ยังไม่อยู่ในทะเบียน" not in reads(town, "/desk/lights")


def test_other_divisions_are_told_that_it_is_not_theirs_and_the_clerk_reads(town: TownUnderTest) -> None:
    signs_in(town, town.officer("suda", "สุดา", division="public_health"))
    for page in ("", "/map", "/parts.csv", "/parts.xlsx"):
        assert town.web.get(f"/desk/lights{page}").status_code == 409
    signs_in(town, town.officer("palat", "ปลัด", division="clerk_office", role=Role.CLERK))
    assert "ไฟถนน" in reads(town, "/desk/lights")


def test_the_history_of_a_pole_tells_neither_names_nor_words(town: TownUnderTest, praphan: Person) -> None:
    pole, now = a_pole(town, "A-0001"), town.clock()
    for days in (40, 30, 20):
        filed_at = now - timedelta(days=days)
        fails(town, pole, status=Status.CLOSED, filed_at=filed_at, finished_at=filed_at + 5 * HOUR)
    with town.engine.database.read() as session:
        moment = Moment(session, town.engine.office, now)
        facts = pole_history_section(moment, pole, moment.office.says_in("th"))
    with town.web.application.app_context():
        template = town.web.application.jinja_env.get_template("pole_history.html")
        shown = template.render(say=town.engine.office.says_in("th"), **facts)
    told = " ".join(re.sub(r"<[^>]*>", " ", shown).split())
    assert "เสีย 3 ครั้งใน 12 เดือน: ควรตรวจทั้งชุด" in told
    assert told.count("ซ่อมเสร็จใน 5 ชม.") == 3
    assert "70-" not in told
