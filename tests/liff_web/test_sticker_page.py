"""Stickers from the desk: who may order them, what they are shown, and what comes."""

import pytest
from pydantic import SecretStr
from pypdfium2 import PdfDocument

from models.officer import Role
from tests.handlers.poles import a_pole
from tests.liff_web.readers import is_refused, reads, signs_in
from tests.liff_web.test_report import letters
from tests.towns import TownUnderTest

PAGE, FILE = "/desk/poles/stickers", "/desk/poles/stickers.pdf"


def works_here(town: TownUnderTest, division: str = "public_works", role: Role = Role.OFFICER) -> None:
    """From now on an officer of that division reads."""
    signs_in(town, town.officer("mana", "ช่างมานะ", division, role))


@pytest.mark.parametrize(
    ("division", "role", "may"),
    [
        ("public_works", Role.OFFICER, True),
        ("public_health", Role.HEAD, True),
        ("clerk_office", Role.ADMIN, True),
        ("public_health", Role.OFFICER, False),
        ("clerk_office", Role.CLERK, False),
        ("clerk_office", Role.EXECUTIVE, False),
    ],
)
def test_who_may_print_stickers(town: TownUnderTest, division: str, role: Role, may: bool) -> None:
    a_pole(town, "A-0001")
    works_here(town, division, role)
    for path in (PAGE, f"{FILE}?which=codes&codes=A-0001"):
        assert town.web.get(path).status_code == (200 if may else 403)


def test_a_village_is_chosen_and_its_sheets_come(town: TownUnderTest) -> None:
    a_pole(town, "A-0001", village="m3")
    a_pole(town, "A-0002", village="m2")
    works_here(town)
    assert "สติกเกอร์ 1 ดวง" in reads(town, f"{PAGE}?which=village&village=m3&size=100x150")
    answer = town.web.get(f"{FILE}?which=village&village=m3&size=100x150&part=1")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'inline; filename="stickers-100x150-1.pdf"'
    said = letters(PdfDocument(answer.data))
    assert "A-0001" in said
    assert "A-0002" not in said


def test_many_come_in_parts(town: TownUnderTest) -> None:
    works_here(town)
    page = reads(town, f"{PAGE}?which=blank&prefix=B&first=1&count=300")
    assert "ชุดที่ 2 (B-0271 ถึง B-0300)" in page
    answer = town.web.get(f"{FILE}?which=blank&prefix=B&first=1&count=300&part=2")
    assert len(PdfDocument(answer.data)) == 4


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("which=codes&codes=Z9", "Z9"),
        ("which=codes", "ยังไม่ได้เลือกเสา"),
        ("which=village&village=m99", "m99"),
        ("which=blank&count=0&first=1", "10000"),
        ("which=blank&count=²&first=1", "10000"),
    ],
)
def test_what_cannot_be_printed_is_said(town: TownUnderTest, query: str, says: str) -> None:
    works_here(town)
    assert says in is_refused(town.web.get(f"{PAGE}?{query}"), 409)
    assert town.web.get(f"{FILE}?{query}").status_code == 409


@pytest.mark.parametrize("part", ["0", "2", "x", "²", "-1"])
def test_a_part_that_there_is_not_is_refused(town: TownUnderTest, part: str) -> None:
    a_pole(town, "A-0001")
    works_here(town)
    assert town.web.get(f"{FILE}?which=codes&codes=A-0001&part={part}").status_code == 409


def test_without_a_key_the_page_says_what_to_do(town: TownUnderTest) -> None:
    town.settings = town.settings.model_copy(update={"qr_keys": None})
    town.starts()
    works_here(town)
    assert "QR_KEYS" in is_refused(town.web.get(PAGE), 409)


def test_a_key_is_all_that_is_wanting(town: TownUnderTest) -> None:
    town.settings = town.settings.model_copy(update={"qr_keys": SecretStr("3:" + "ab" * 32)})
    town.starts()
    works_here(town)
    assert "เลือกเสา" in reads(town, PAGE)
