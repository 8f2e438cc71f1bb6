"""Who is on duty: officers say so for themselves, heads for their division, on a page of its own; and ask for the digest."""

import re
from datetime import datetime

import pytest
from werkzeug.test import TestResponse

from models.case import BANGKOK
from models.officer import Officer, Role
from simulator import Group, Person
from tests.liff_web.readers import reads, signs_in
from tests.towns import TownUnderTest

MANA, DAENG, OTHER = "1", "2", "3"


@pytest.fixture
def daeng(town: TownUnderTest, mana: Person, group: Group) -> Person:
    """The head of public works; of public health there is an officer too."""
    head = town.officer("daeng", "หัวหน้าแดง", role=Role.HEAD)
    town.officer("ya", "หมอหญ้า", "public_health")
    return head


def says(town: TownUnderTest, **form: str) -> TestResponse:
    """Send the form; the bot then works until nothing is due."""
    answer = town.web.post("/desk/duty", data=form)
    town.settles()
    return answer


def away_until(town: TownUnderTest, officer: str) -> datetime | None:
    with town.session() as session:
        found = session.get_one(Officer, int(officer)).away_until
    return found.astimezone(BANGKOK) if found else None


def test_an_officer_is_away_to_the_end_of_a_day_and_back_with_a_tap(
    town: TownUnderTest, mana: Person, daeng: Person
) -> None:
    signs_in(town, mana)
    assert "ท่านเอง" in reads(town, "/desk/duty")
    assert "หัวหน้าแดง" not in reads(town, "/desk/duty")
    answer = says(town, officer=MANA, until="2026-11-24", page="duty")
    assert answer.headers["Location"] == "../desk/duty?said=away"
    assert away_until(town, MANA) == datetime(2026, 11, 25, tzinfo=BANGKOK)
    shown = reads(town, "/desk/duty?said=away")
    assert "ไม่อยู่ถึงวันที่ 24 พ.ย. 69" in shown
    assert "จะแจ้งหัวหน้าแทน" in shown
    says(town, officer=MANA, back="yes")
    assert away_until(town, MANA) is None


def test_whoever_was_away_is_back_by_themselves(town: TownUnderTest, mana: Person, daeng: Person) -> None:
    signs_in(town, mana)
    says(town, officer=MANA, until="2026-11-20")
    town.passes(hours=15)
    signs_in(town, mana)
    assert "ปฏิบัติงานอยู่" in reads(town, "/desk/duty")


def test_a_head_says_it_for_the_division_and_the_officer_hears_of_it(
    town: TownUnderTest, mana: Person, daeng: Person
) -> None:
    signs_in(town, daeng)
    shown = reads(town, "/desk/duty")
    assert "ช่างมานะ" in shown
    assert "หมอหญ้า" not in shown
    says(town, officer=MANA, until="2026-11-24")
    assert "24 พ.ย. 69" in mana.last_heard.text
    assert town.line.accepted[-1].is_quiet
    says(town, officer=MANA, back="yes")
    assert "กลับมา" in mana.last_heard.text


@pytest.mark.parametrize("officer", [DAENG, OTHER, "99", "x", ""])
def test_nobody_puts_another_off_duty(town: TownUnderTest, mana: Person, daeng: Person, officer: str) -> None:
    signs_in(town, mana)
    answer = says(town, officer=officer, until="2026-11-24")
    assert answer.status_code == 409
    assert "ยังไม่ได้บันทึก" in answer.get_data(as_text=True)
    assert [away_until(town, one) for one in (MANA, DAENG, OTHER)] == [None, None, None]


@pytest.mark.parametrize("day", ["2026-11-19", "2028-01-01", "tomorrow", ""])
def test_a_day_that_can_not_be_meant_changes_nothing(
    town: TownUnderTest, mana: Person, daeng: Person, day: str
) -> None:
    signs_in(town, mana)
    assert says(town, officer=MANA, until=day).status_code == 409
    assert away_until(town, MANA) is None


def test_of_another_division_a_head_says_nothing_and_the_administrator_everything(
    town: TownUnderTest, daeng: Person
) -> None:
    signs_in(town, daeng)
    assert says(town, officer=OTHER, until="2026-11-24").status_code == 409
    signs_in(town, town.officer("admin", "ผู้ดูแล", "clerk_office", Role.ADMIN))
    assert says(town, officer=OTHER, until="2026-11-24").status_code == 303


def test_strangers_and_residents_see_nobodys_duty(town: TownUnderTest, mana: Person, group: Group) -> None:
    assert town.web.get("/desk/duty").headers["Location"] == "../liff/desk/duty"
    signs_in(town, town.resident("somchai", "สมชาย"))
    assert town.web.get("/desk/duty").status_code == 403
    assert says(town, officer=MANA, until="2026-11-24").status_code == 403


def test_a_head_asks_for_the_digest_and_for_no_more_of_it(town: TownUnderTest, daeng: Person) -> None:
    signs_in(town, daeng)
    assert "รับสรุปทุกเช้า" in reads(town, "/desk/duty")
    answer = town.web.post("/desk/today/digest", data={"wants": "yes", "page": "duty"})
    assert answer.headers["Location"] == "../../desk/duty?said=digest_on"
    assert "ไม่รับแล้ว" in reads(town, "/desk/duty")
    assert town.web.post("/desk/today/digest", data={}).headers["Location"] == "../../desk/today?said=digest_off"
    assert "รับสรุปทุกเช้า" in reads(town, "/desk/duty")


def test_officers_of_a_division_are_offered_no_digest(town: TownUnderTest, mana: Person, daeng: Person) -> None:
    signs_in(town, mana)
    assert "สรุปทุกเช้า" not in reads(town, "/desk/duty")
    assert town.web.post("/desk/today/digest", data={"wants": "yes"}).status_code == 409


def test_every_field_of_the_page_has_a_name(town: TownUnderTest, daeng: Person) -> None:
    signs_in(town, daeng)
    page = town.web.get("/desk/duty").get_data(as_text=True)
    fields = set(re.findall(r'<input id="([^"]+)"', page))
    assert fields == set(re.findall(r'<label for="([^"]+)"', page))
