"""The printed report: two pages whatever happened, Thai letters as they are written, and nothing about a reporter."""

import io

import pypdfium2
import pytest
from flask.testing import FlaskClient
from PIL import Image
from pypdfium2 import PdfDocument
from sqlmodel import select

from liff_web.desk.paper import ACCENT, MARGIN, Paper
from models.case import Status
from models.officer import Role
from models.person import Language, Person
from simulator import Person as Seat
from tests.liff_web.readers import signs_in
from tests.models.figure_towns import Told, bangkok, put
from tests.towns import TownUnderTest

# With a tone mark over an upper vowel, and a tail that gives way to a lower one.
HARD = "ที่ น้ำ ปั๊ม ญู ฐุ กฎุ ผู้ใหญ่"


@pytest.fixture
def clerk(town: TownUnderTest) -> Seat:
    """The municipal clerk of a town with a busy October and a November before the report."""
    person = town.officer("clerk", "ปลัดสมศรี", "clerk_office", Role.CLERK)
    with town.engine.database.begin() as session:
        october = [Told(filed_at=bangkok(2026, 10, 1 + n), took_h=90, status=Status.CLOSED, stars=2) for n in range(9)]
        put(session, [*october, *[Told(took_h=9, status=Status.CLOSED, stars=5)] * 6, Told(is_confidential=True)])
    signs_in(town, person)
    return person


def report(web: FlaskClient, query: str = "") -> PdfDocument:
    """The report, opened."""
    answer = web.get(f"/desk/figures.pdf?{query}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("inline; filename=")
    return PdfDocument(answer.data)


def letters(document: PdfDocument) -> str:
    """What can be copied out of it, without spaces: shaped Thai comes out in order, but not always in one piece."""
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def drawn(text: str, *, is_shaped: bool) -> Image.Image:
    """One line on a sheet, as it is printed."""
    paper = Paper(lambda page: "")
    if not is_shaped:
        paper.set_text_shaping(False)
    paper.write_in(MARGIN, 40, 150, text, 24)
    return page_of(paper)


def page_of(paper: Paper) -> Image.Image:
    """What a sheet looks like."""
    image: Image.Image = PdfDocument(bytes(paper.output()))[0].render(scale=2, grayscale=True).to_pil()
    return image


def ink_of(image: Image.Image) -> Image.Image:
    """White where something is printed."""
    return image.convert("L").point(lambda light: 255 if light < 200 else 0)


def test_it_says_the_town_the_month_the_numbers_and_who_made_it_when(town: TownUnderTest, clerk: Seat) -> None:
    document = report(town.web, "period=2569-11")
    assert len(document) == 2
    said = letters(document)
    for words in ("2569", "100%", "5.0", "69", "9.00", "80%"):
        assert words in said, words
    assert document.get_metadata_value("Title") == "รายงานการรับเรื่องร้องทุกข์ พฤศจิกายน 2569"


def test_its_pages_are_filled_and_keep_their_margins(town: TownUnderTest, clerk: Seat) -> None:
    for page in report(town.web):
        ink = ink_of(page.render(scale=1).to_pil())
        left, top, right, bottom = ink.getbbox() or (0, 0, 0, 0)
        assert min(left, top, ink.width - right, ink.height - bottom) >= 15, "nothing hangs over the edge"
        assert sum(ink.histogram()[128:]) > 2_000, "it is not blank"


def test_the_first_page_has_the_green_of_what_was_reached(town: TownUnderTest, clerk: Seat) -> None:
    colours = {colour for _, colour in report(town.web)[0].render().to_pil().convert("RGB").getcolors(1 << 24) or []}
    assert ACCENT in colours


def test_thai_letters_are_shaped() -> None:
    shaped, plain = drawn(HARD, is_shaped=True), drawn(HARD, is_shaped=False)
    assert shaped.tobytes() != plain.tobytes(), "the silent failure: marks collide"
    same = [drawn("abc 123", is_shaped=shaping) for shaping in (True, False)]
    assert same[0].tobytes() == same[1].tobytes(), "and where nothing is to be shaped nothing differs"


def test_what_is_too_long_for_its_place_becomes_smaller_and_is_cut_between_letters() -> None:
    paper = Paper(lambda page: "")
    paper.write_in(MARGIN, 40, 30, "น้ำ" * 60, 12)
    _, _, right, _ = ink_of(page_of(paper)).getbbox() or (0, 0, 0, 0)
    assert right <= (MARGIN + 31) / 25.4 * 144


@pytest.mark.parametrize("query", ["period=2560-01", "period=2570", "from=2026-10-03&to=2026-10-05"])
def test_it_is_two_pages_for_any_period(town: TownUnderTest, clerk: Seat, query: str) -> None:
    assert len(report(town.web, query)) == 2


def test_a_town_with_very_many_types_and_divisions_keeps_to_two_pages(town: TownUnderTest, clerk: Seat) -> None:
    long = "ชื่อที่ยาวมากจนไม่มีที่พอในช่องแรกของตาราง"
    with town.engine.database.begin() as session:
        put(session, [Told(type_code=f"{n}{long}"[:40], division=f"{n}{long}"[:40]) for n in range(40)], first=500)
    document = report(town.web)
    assert len(document) == 2
    for page in document:
        above_the_foot = ink_of(page.render(scale=1).to_pil()).crop((0, 794, 595, 806))
        assert above_the_foot.getbbox() is None


def test_it_is_in_the_readers_language(town: TownUnderTest, clerk: Seat) -> None:
    with town.engine.database.begin() as session:
        for person in session.exec(select(Person)):
            person.language = Language("en")
    assert "ReportoncomplaintsNovember2026" in letters(report(town.web))


def test_nothing_in_it_is_about_a_reporter_or_a_confidential_type(town: TownUnderTest, clerk: Seat) -> None:
    raw = town.web.get("/desk/figures.pdf").data
    assert b"U000" not in raw
    said = letters(PdfDocument(io.BytesIO(raw)))
    assert "70-0000" not in said
    assert pypdfium2.PdfDocument(raw).get_metadata_value("Author") == ""
