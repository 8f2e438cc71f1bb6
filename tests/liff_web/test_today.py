"""The day at a glance: its numbers, for whom they are counted, and the way on to what is late."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.case import BANGKOK, Case, PlaceSource, Status
from models.officer import Role
from models.person import person_of
from simulator import Person
from tests.liff_web.readers import reads, signs_in
from tests.towns import TownUnderTest

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def shelves(town: TownUnderTest, *kinds: dict[str, Any]) -> None:
    """Cases as they stand after whatever happened to them: filed an hour ago, promised for tomorrow, unless told."""
    now = town.clock()
    with town.engine.database.begin() as session:
        reporter = person_of(session, "U" + "7" * 32, now)
        for number, kind in enumerate(kinds, start=1):
            ordinary: dict[str, Any] = {
                "filed_at": now,
                "promised_at": now + DAY,
                "division": "public_works",
                "status": Status.NEW,
            }
            session.add(
                Case(
                    number=f"70-{number:06}",
                    type_code="road",
                    reporter_id=reporter.key,
                    place_source=PlaceSource.WORDS,
                    **(ordinary | kind),
                )
            )


def numbers(town: TownUnderTest) -> dict[str, str]:
    """Each number of the page by its name."""
    page = town.web.get("/desk/today").get_data(as_text=True)
    tiles = re.findall(r"<dt>(.*?)</dt>(.*?)</div>", page, re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]*>", " ", told).split()) for name, told in tiles}


@pytest.fixture
def mayor(town: TownUnderTest) -> Person:
    """An executive, who is reading."""
    person = town.officer("mayor", "นายกสมบูรณ์", division="clerk_office", role=Role.EXECUTIVE)
    signs_in(town, person)
    return person


def test_a_day_on_which_nothing_has_happened_says_so(town: TownUnderTest, mayor: Person) -> None:
    told = numbers(town)
    assert told["รับแจ้งวันนี้"] == "0 เมื่อวาน 0"
    assert told["เกินกำหนด"] == "0"
    assert told["เสร็จทันกำหนดเดือนนี้"] == "เดือนนี้ยังไม่มีเรื่องที่เสร็จ"
    assert told["ดาวเฉลี่ย 7 วัน"] == "ยังไม่มีผู้ให้ดาว"
    assert "ไม่มีเรื่องที่เกินกำหนดค่ะ" in reads(town, "/desk/today")
    assert "ทุกกอง" in reads(town, "/desk/today")


def test_each_number_counts_what_it_says(town: TownUnderTest, mayor: Person) -> None:
    now = town.clock()  # nine in the morning
    done: dict[str, Any] = {"status": Status.FINISHED, "filed_at": now - 9 * DAY}
    shelves(
        town,
        {},
        {"filed_at": now - 9 * HOUR},  # at midnight in Bangkok
        {"filed_at": now - 9 * HOUR - timedelta(seconds=1), "promised_at": now + 14 * HOUR},
        {"filed_at": now - 10 * DAY, "promised_at": now - 3 * DAY, "status": Status.WORKING},
        {"filed_at": now - 10 * DAY, "promised_at": now - DAY, "status": Status.WAITING, "paused_at": now - 2 * DAY},
        {"filed_at": now - 10 * DAY, "status": Status.REOPENED, "reopenings": 1},
        done | {"finished_at": now, "promised_at": now + DAY, "stars": 5},
        done | {"finished_at": now - DAY, "promised_at": now, "stars": 2},
        done | {"finished_at": now - 2 * DAY, "promised_at": now, "first_promised_at": now - 3 * DAY},
        done | {"finished_at": now - 8 * DAY, "promised_at": now, "stars": 1},
        done | {"finished_at": now - 40 * DAY, "promised_at": now, "stars": 1},
    )
    assert numbers(town) == {
        "รับแจ้งวันนี้": "2 เมื่อวาน 1",
        "เสร็จวันนี้": "1 เมื่อวาน 1",
        "ครบกำหนดวันนี้": "1",
        "เกินกำหนด": "⚠️ 1",
        "รอรับเกิน 1 ชั่วโมง": "⏳ 3",
        "แจ้งว่ายังไม่เรียบร้อย": "🔁 1",
        "เสร็จทันกำหนดเดือนนี้": "75% 75% ⚠️ ยังไม่ถึงเป้าหมาย เป้าหมาย 80%: 4 เรื่อง",
        "ดาวเฉลี่ย 7 วัน": "⭐ 3.5 จาก 2 เรื่อง",
    }


def test_four_of_five_in_time_reach_the_target(town: TownUnderTest, mayor: Person) -> None:
    now = town.clock()
    in_time: dict[str, Any] = {"status": Status.CLOSED, "finished_at": now, "promised_at": now}
    late = in_time | {"first_promised_at": now - HOUR}
    shelves(town, *[in_time] * 4, late)
    assert "✅ ถึงเป้าหมาย" in numbers(town)["เสร็จทันกำหนดเดือนนี้"]


def test_the_five_that_are_late_the_longest_are_one_tap_away_the_oldest_first(
    town: TownUnderTest, mayor: Person
) -> None:
    now = town.clock()
    shelves(town, *({"promised_at": now - days * DAY} for days in (1, 9, 3, 7, 5, 11)))
    page = town.web.get("/desk/today").get_data(as_text=True)
    assert re.findall(r'href="\.\./desk/cases/(\d+)"', page) == ["6", "2", "4", "5", "3"]
    assert "เกินกำหนด 11 วัน" in page


def test_officers_see_their_divisions_day_without_what_is_confidential(town: TownUnderTest, mayor: Person) -> None:
    late: dict[str, Any] = {"promised_at": town.clock() - DAY}
    done: dict[str, Any] = {"status": Status.FINISHED, "finished_at": town.clock(), "division": "public_health"}
    shelves(town, late, late | {"is_confidential": True}, late | {"division": "public_health"}, done)
    assert numbers(town)["เกินกำหนด"] == "⚠️ 3"
    assert numbers(town)["รับแจ้งวันนี้"] == "4 เมื่อวาน 0"
    assert "100%" in numbers(town)["เสร็จทันกำหนดเดือนนี้"]
    signs_in(town, town.officer("mana", "ช่างมานะ"))
    assert numbers(town)["เกินกำหนด"] == "⚠️ 1"
    assert numbers(town)["รับแจ้งวันนี้"] == "1 เมื่อวาน 0"
    assert numbers(town)["เสร็จทันกำหนดเดือนนี้"] == "เดือนนี้ยังไม่มีเรื่องที่เสร็จ"
    assert "ทุกกอง" not in reads(town, "/desk/today")
    signs_in(town, town.officer("praphan", "ประพันธ์", role=Role.HEAD))
    assert numbers(town)["เกินกำหนด"] == "⚠️ 2"


def test_the_month_begins_at_midnight_in_bangkok(town: TownUnderTest, mayor: Person) -> None:
    first = datetime.combine(town.clock().astimezone(BANGKOK).date().replace(day=1), datetime.min.time(), BANGKOK)
    done: dict[str, Any] = {"status": Status.FINISHED, "promised_at": town.clock()}
    shelves(
        town,
        done | {"finished_at": first.astimezone(UTC)},
        done | {"finished_at": first.astimezone(UTC) - timedelta(seconds=1)},
    )
    assert "80%: 1 เรื่อง" in numbers(town)["เสร็จทันกำหนดเดือนนี้"]
