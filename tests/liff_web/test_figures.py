"""The figures' pages: what they show to whom, whatever is asked of them, and that no cell of a file calculates."""

import csv
import io
from html import unescape

import pytest
from openpyxl import Workbook, load_workbook

from liff_web.desk.figure_files import csv_file, xlsx_file
from liff_web.desk.spreadsheets import BEGINS_A_FORMULA, harmless
from models.case import Status
from models.counting import count_figures
from models.kept_figures import KEPT_FROM_CASES, View
from models.officer import Role
from models.period import Period
from simulator import Person
from tests.liff_web.readers import reads, signs_in
from tests.models.figure_towns import Told, bangkok, put, put_many
from tests.towns import TownUnderTest

WORKS, HEALTH = "กองช่าง", "กองสาธารณสุขและสิ่งแวดล้อม"
ODD = [
    "period=",
    "period=2569-13",
    "period=9999-99",
    "period=' OR 1=1",
    "period=2569-11&period=x",
    "period=%00",
    "from=2026-11-01",
    "from=x&to=y",
    "from=0001-01-01&to=9999-12-31",
    "from=2026-11-30&to=2026-11-01",
    "division=nowhere",
    "division=%F0%9F%99%82",
    "period=2550",
    "period=2650",
    "period=2550-01",
    "from=2107-12-31&to=2107-12-31",
]
ENDINGS = ("figures", "figures.csv", "figures.xlsx", "figures.pdf", "figures/places.json")


@pytest.fixture
def mayor(town: TownUnderTest) -> Person:
    """Somebody who reads everything, in a town in which something has happened."""
    person = town.officer("mayor", "นายกวิชัย", role=Role.EXECUTIVE)
    with town.engine.database.begin() as session:
        put(session, _told())
    signs_in(town, person)
    return person


def _told() -> list[Told]:
    works = [Told(took_h=10, status=Status.CLOSED, stars=5), Told(filed_at=bangkok(2026, 11, 1, 0, 10)), Told()]
    health = [Told(division="public_health", type_code="garbage", village="m2") for _ in range(4)]
    secret = Told(division="public_health", type_code="noise", village="m3", is_confidential=True, point=(18.64, 99.04))
    return [*works, *health, secret, Told(filed_at=bangkok(2026, 10, 31, 23, 59))]


def rows_of(town: TownUnderTest, query: str = "") -> list[list[str]]:
    """The CSV as a spreadsheet reads it."""
    answer = town.web.get(f"/desk/figures.csv?{query}")
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf"), "so that Excel on a Thai machine reads it as UTF-8"
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def taken(town: TownUnderTest, query: str = "") -> dict[str, int]:
    """How many cases each group has, by name; the whole as well."""
    head, *rows = rows_of(town, query)
    return {row[3]: int(row[head.index("แจ้งเข้ามา")]) for row in rows}


def test_the_page_shows_the_month_the_numbers_and_the_targets(town: TownUnderTest, mayor: Person) -> None:
    page = reads(town, "/desk/figures")
    assert "พฤศจิกายน 2569 · ทุกกอง" in page
    assert "แจ้งเข้ามา 8 เรื่องทั้งหมดในช่วงนี้" in page
    assert "12% 1 จาก 8 เรื่อง ! ยังไม่ถึงเป้าหมาย 80%" in page
    assert "ช่วงก่อนหน้า: ตุลาคม 2569" in page
    assert "ช่วงถัดไป" not in page, "it has not begun"
    assert "เป้าหมาย 80%" in page
    for name in (WORKS, HEALTH, "ถนนชำรุด", "บ้านสวนดอก หมู่ 1", "เรื่องลับ (ไม่แยกประเภท)"):
        assert name in page


def test_own_dates_and_fiscal_years_are_periods_too(town: TownUnderTest, mayor: Person) -> None:
    assert taken(town, "period=2569-10")["รวม"] == 1
    assert taken(town, "period=2570")["รวม"] == 9
    assert taken(town, "from=2026-10-31&to=2026-11-01")["รวม"] == 2
    assert "31 ต.ค. 69 ถึง 1 พ.ย. 69" in reads(town, "/desk/figures?from=2026-11-01&to=2026-10-31")
    assert "ปีงบประมาณ 2570" in reads(town, "/desk/figures?period=2570")


def test_those_who_oversee_choose_a_division(town: TownUnderTest, mayor: Person) -> None:
    found = taken(town, "division=public_works")
    assert (found["รวม"], HEALTH in found) == (3, False)
    assert "พฤศจิกายน 2569 · กองช่าง" in reads(town, "/desk/figures?division=public_works")


@pytest.mark.parametrize(("role", "seen"), [(Role.OFFICER, 4), (Role.HEAD, 5)])
def test_a_division_sees_its_own_figures_whatever_it_asks_for(
    town: TownUnderTest, mayor: Person, role: Role, seen: int
) -> None:
    signs_in(town, town.officer("malee", "มาลี", "public_health", role))
    for query in ("", "division=public_works", "division=", "division=public_health"):
        found = taken(town, query)
        assert (found["รวม"], WORKS in found) == (seen, False), query
        assert "กองช่าง" not in reads(town, f"/desk/figures?{query}")
    assert ("เรื่องลับ (ไม่แยกประเภท)" in taken(town)) == (role == Role.HEAD)
    assert town.web.get("/desk/figures/places.json").json == [], "a confidential case has no point"


def test_figures_are_no_business_of_residents(town: TownUnderTest, mayor: Person) -> None:
    signs_in(town, town.resident("somchai", "สมชาย"))
    for ending in ENDINGS:
        assert town.web.get(f"/desk/{ending}").status_code == 403
    town.web.delete_cookie("session")
    for ending in ENDINGS:
        assert town.web.get(f"/desk/{ending}").status_code == 303


@pytest.mark.parametrize("ending", ENDINGS)
def test_whatever_stands_in_the_address_there_is_an_answer(town: TownUnderTest, mayor: Person, ending: str) -> None:
    assert {query: town.web.get(f"/desk/{ending}?{query}").status_code for query in ODD} == dict.fromkeys(ODD, 200)


def test_more_than_three_years_are_refused_with_a_sentence(town: TownUnderTest, mayor: Person) -> None:
    assert "ไม่เกิน 3 ปี" in reads(town, "/desk/figures?from=2020-01-01&to=2026-01-01", 409)


def test_an_empty_period_says_so_and_leads_on(town: TownUnderTest, mayor: Person) -> None:
    page = reads(town, "/desk/figures?period=2568-01")
    assert "ไม่มีเรื่องที่แจ้งเข้ามาในช่วงนี้" in page
    assert "ช่วงถัดไป: กุมภาพันธ์ 2568" in page


def test_a_chart_says_in_words_what_it_draws(town: TownUnderTest, mayor: Person) -> None:
    page = unescape(town.web.get("/desk/figures").get_data(as_text=True))
    assert page.count('role="img"') == 4
    assert '<title id="chart-within-title">ทันตามสัญญา แต่ละเดือน</title>' in page
    assert "กองช่าง 33%" in page.split('id="chart-divisions-desc"')[1].split("</desc>")[0]
    assert "style=" not in page


def test_excel_has_real_numbers_below_a_heading_that_stays(town: TownUnderTest, mayor: Person) -> None:
    book = load_workbook(io.BytesIO(town.web.get("/desk/figures.xlsx").data))
    assert book.sheetnames == ["รวม", "แยกตามเดือน", "แยกตามกอง", "แยกตามประเภท", "แยกตามหมู่บ้าน", "วันและเวลา"]
    sheet = book["แยกตามกอง"]
    assert sheet.freeze_panes == "B2"
    names = [cell.value for cell in sheet[1]]
    works = {name: cell.value for name, cell in zip(names, sheet[3], strict=True)}
    assert (works["กลุ่ม"], works["แจ้งเข้ามา"], works["ทันสัญญา (%)"], works["เวลากลาง (ชม.)"]) == (WORKS, 3, 33.3, 10)
    assert sum(cell.value for row in book["วันและเวลา"].iter_rows(min_row=2, min_col=2) for cell in row) == 8  # type: ignore[misc]


def test_no_cell_calculates_whatever_a_division_or_a_type_is_called(town: TownUnderTest, mayor: Person) -> None:
    evil = [f'{sign}HYPERLINK("http://x","y")' for sign in BEGINS_A_FORMULA]
    office = town.engine.office
    with town.engine.database.begin() as session:
        put(session, [Told(division=name[:40], type_code=name[:40], village=name[:40]) for name in evil], first=800)
        found = count_figures(session, Period.month(2569, 11), View(Role.EXECUTIVE, "", "").condition, town.clock())
    say = office.says_in("th")
    lines = csv_file(office, say, found, "=1+1", "@SUM(A1)").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(lines, newline="")))
    assert [cell for row in rows for cell in row if cell.startswith(BEGINS_A_FORMULA)] == []
    assert {f"'{name}" for name in evil} <= {row[3] for row in rows}
    book = load_workbook(io.BytesIO(xlsx_file(office, say, found)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert '=HYPERLINK("http://x","y")' in {cell.value for cell in cells}, "a name, to be read"


def test_a_formula_would_be_one_without_what_is_done_about_it() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.cell(1, 1).value = "=1+1"
    assert sheet.cell(1, 1).data_type == "f"
    assert harmless("=1+1") == "'=1+1"
    assert harmless("กองช่าง") == "กองช่าง"


def test_names_of_data_are_escaped_in_pages(town: TownUnderTest, mayor: Person) -> None:
    with town.engine.database.begin() as session:
        put(session, [Told(village="<script>x</script>", division="<b>&")], first=800)
    page = town.web.get("/desk/figures").get_data(as_text=True)
    assert "<script>x" not in page
    assert "<b>&" not in page
    assert "&lt;script&gt;x" in page


def test_of_very_many_cases_the_page_says_when_they_were_counted_and_the_worker_counts_on(
    town: TownUnderTest, mayor: Person
) -> None:
    with town.engine.database.begin() as session:
        put_many(session, Told(), KEPT_FROM_CASES, first=1_000)
    assert "นับเมื่อ 20 พ.ย. 69 เวลา 9.00 น." in reads(town, "/desk/figures")
    town.clock.passes(minutes=30)
    assert "เวลา 9.00 น." in reads(town, "/desk/figures"), "nobody waits"
    town.engine.count_figures_again()
    assert "นับเมื่อ 20 พ.ย. 69 เวลา 9.30 น." in reads(town, "/desk/figures")
    town.clock.passes(hours=27)
    town.engine.make_figures_ready()
    assert "นับเมื่อ 21 พ.ย. 69 เวลา 12.30 น." in reads(town, "/desk/figures")
