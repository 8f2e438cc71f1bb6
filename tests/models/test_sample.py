"""What people answered to the weekly question, as the figures show it: by division, and of what an officer may see."""

from datetime import UTC, datetime, timedelta

import pytest

from models.case import Case
from models.database import Database
from models.officer import Officer, Role
from models.person import person_of
from models.repair_check import RepairCheck, Sample, sample_of

SINCE, UNTIL = datetime(2026, 10, 31, 17, 0, tzinfo=UTC), datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
IN_IT, LATER = SINCE + timedelta(days=3), UNTIL + timedelta(days=20)
ASKED = (
    ("public_works", False, IN_IT, True),
    ("public_works", False, IN_IT, False),
    ("public_works", False, IN_IT, None),
    ("public_works", False, SINCE - timedelta(seconds=1), True),
    ("public_works", False, UNTIL, True),
    ("public_works", True, IN_IT, False),
    ("finance", False, UNTIL - timedelta(days=1), True),
)


@pytest.fixture
def asked(database: Database) -> Database:
    with database.begin() as session:
        reporter = person_of(session, "U" + "1" * 32, SINCE)
        for number, (division, is_confidential, at, is_repaired) in enumerate(ASKED):
            one = Case(
                number=f"70-{number:06}", type_code="road", reporter_id=reporter.key, filed_at=SINCE, promised_at=SINCE,
                division=division, is_confidential=is_confidential,
            )  # fmt: skip
            session.add(one)
            session.flush()
            answered_at = None if is_repaired is None else at
            session.add(RepairCheck(case_id=one.key, asked_at=at, answered_at=answered_at, is_repaired=is_repaired))
    return database


def _sees(database: Database, role: Role, now: datetime = LATER, division: str | None = None) -> list[Sample]:
    officer = Officer(id=1, person_id=1, division="public_works", role=role, enrolled_at=SINCE)
    with database.read() as session:
        return sample_of(session, officer, SINCE, UNTIL, now, division)


def test_each_division_is_counted_by_what_people_answered(asked: Database) -> None:
    works, finance = Sample("public_works", 4, 1, 2, 1), Sample("finance", 1, 1, 0, 0)
    assert _sees(asked, Role.EXECUTIVE) == [finance, works]
    assert _sees(asked, Role.CLERK, division="finance") == [finance]


def test_an_officer_reads_of_their_division_without_what_is_confidential(asked: Database) -> None:
    assert _sees(asked, Role.OFFICER) == [Sample("public_works", 3, 1, 1, 1)]
    assert _sees(asked, Role.HEAD) == [Sample("public_works", 4, 1, 2, 1)]


def test_an_answer_that_may_still_come_is_not_missing_yet(asked: Database) -> None:
    assert _sees(asked, Role.OFFICER, now=IN_IT + timedelta(days=7)) == [Sample("public_works", 3, 1, 1, 0)]
