"""Figures of proof: what stands and how it is proven, what was undone, and what people answered when they were asked."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from models.case import Case, Proof, Status
from models.case_change import CaseChange, Step
from models.database import Database
from models.person import person_of
from models.proof import ProofFigures, proof_figures
from models.repair_check import RepairCheck

START, END = datetime(2026, 10, 31, 17, 0, tzinfo=UTC), datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
IN_IT, BEFORE, NOW = START + timedelta(days=3), START - timedelta(seconds=1), END + timedelta(days=20)


def _case(
    session: Session,
    number: int,
    status: Status,
    proof: Proof | None = None,
    at: datetime = IN_IT,
    division: str = "public_works",
) -> Case:
    case = Case(
        number=f"70-{number:06}", type_code="road", reporter_id=person_of(session, "U" + "1" * 32, START).key,
        status=status, proof=proof, filed_at=BEFORE, promised_at=IN_IT, finished_at=at,
        division=division,
    )  # fmt: skip
    session.add(case)
    session.flush()
    return case


def _step(session: Session, case: Case, step: Step, at: datetime, division: str) -> None:
    session.add(CaseChange(case_id=case.key, at=at, step=step, to_status=case.status, division=division))


@pytest.fixture
def counted(database: Database) -> Database:
    with database.begin() as session:
        first = _case(session, 1, Status.FINISHED, Proof.PROVEN)
        _case(session, 2, Status.CLOSED, Proof.PROVEN)
        third = _case(session, 3, Status.CLOSED, Proof.UNPROVEN)
        _case(session, 4, Status.CLOSED, Proof.NO_PHOTO, division="finance")
        _case(session, 5, Status.CLOSED)  # before proofs were asked for
        _case(session, 6, Status.CLOSED, Proof.PROVEN, at=BEFORE)
        _case(session, 7, Status.CLOSED, Proof.PROVEN, at=END)
        again = _case(session, 8, Status.REOPENED)
        no = _case(session, 9, Status.DECLINED)
        for case, step, at, division in (
            (again, Step.REOPENED, IN_IT, "public_works"),
            (again, Step.REOPENED, BEFORE, "public_works"),
            (no, Step.DECLINED, IN_IT, "social_welfare"),
            (first, Step.FINISHED, IN_IT, "public_works"),
        ):
            _step(session, case, step, at, division)
        for case, asked_at, is_repaired in (
            (first, IN_IT, True),
            (first, IN_IT + timedelta(days=1), False),
            (third, IN_IT, None),
            (third, END - timedelta(days=1), True),
            (third, BEFORE, True),
        ):
            answered_at = None if is_repaired is None else asked_at
            session.add(
                RepairCheck(case_id=case.key, asked_at=asked_at, answered_at=answered_at, is_repaired=is_repaired)
            )
    return database


def test_each_division_is_counted_by_what_stands_and_what_was_undone(counted: Database) -> None:
    with counted.read() as session:
        found = proof_figures(session, START, END, NOW)
    assert found == [
        ProofFigures("finance", finished=1, no_photo=1),
        ProofFigures(
            "public_works", finished=4, proven=2, unproven=1, reopened=1, asked=4, said_yes=2, said_no=1, unanswered=1
        ),
        ProofFigures("social_welfare", declined=1),
    ]


def test_an_answer_that_may_still_come_is_not_missing_yet(counted: Database) -> None:
    with counted.read() as session:
        works = proof_figures(session, START, END, IN_IT + timedelta(days=7))[1]
    assert (works.asked, works.unanswered) == (4, 0)


def test_a_time_in_which_nothing_happened_has_no_figures(counted: Database) -> None:
    with counted.read() as session:
        assert proof_figures(session, END + timedelta(days=1), NOW, NOW) == []
