"""Case numbers count within the Thai fiscal year, and no number is ever given out twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete

from models.case import BANGKOK, Case, CaseCounter, fiscal_year, next_number
from models.case_change import CaseChange, IllegalStatusChange, Step, move_to
from models.case_note import CaseNote
from models.follower import Follower
from tests.bot.hand_made import Fault
from tests.handlers.stories import files, tells, the_case
from tests.towns import TownUnderTest

LAST_SECOND = datetime(2026, 9, 30, 16, 59, 59, tzinfo=UTC)  # 23:59:59 on 30 September in Bangkok


def test_the_year_changes_at_midnight_in_bangkok_on_the_first_of_october(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.clock.at = LAST_SECOND
    assert files(somchai) == "69-000001"
    tells(somchai)
    town.clock.passes(seconds=1)
    somchai.says("ยืนยัน")
    assert "70-000001" in somchai.last_heard.text


@given(st.datetimes(timezones=st.just(BANGKOK)).filter(lambda at: 1900 < at.year < 2900))
def test_the_fiscal_year_is_the_year_in_which_it_ends(at: datetime) -> None:
    end = datetime(fiscal_year(at) - 543, 10, 1, tzinfo=BANGKOK)
    assert end - timedelta(days=366) <= at < end
    assert fiscal_year(at.astimezone(UTC)) == fiscal_year(at)


def test_numbers_taken_at_the_same_time_are_all_different(town: TownUnderTest) -> None:
    def take(_: int) -> str:
        with town.engine.database.begin() as session:
            return next_number(session, town.clock())

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, range(80)))
    assert sorted(taken) == [f"70-{n:06}" for n in range(1, 81)]


def test_a_number_is_not_given_out_again_when_its_case_is_gone(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    files(somchai)
    Fault("case_change_no_delete", "case_change").ends(town.engine.database)
    with town.engine.database.begin() as session:
        session.connection().exec_driver_sql("UPDATE outbox SET case_id = NULL")
        for table in (CaseChange, CaseNote, Follower, Case):
            session.exec(delete(table))
    assert files(somchai) == "70-000002"


def test_a_failed_filing_wastes_no_number(town: TownUnderTest) -> None:
    with pytest.raises(IntegrityError), town.engine.database.begin() as session:
        session.add(CaseCounter(fiscal_year=int(next_number(session, town.clock())[:2]) + 2500))
    assert files(town.resident("somchai", "สมชาย")) == "70-000001"


def test_history_is_only_appended_and_no_status_is_jumped_to(town: TownUnderTest) -> None:
    files(town.resident("somchai", "สมชาย"))
    with town.engine.database.begin() as session:
        case = session.get_one(Case, the_case(town).id)
        with pytest.raises(IllegalStatusChange):
            move_to(session, case, type(case.status).CLOSED, Step.RATED, town.clock())
        assert case.status == "new"
    with pytest.raises(Exception, match="only appended"), town.engine.database.begin() as session:
        session.exec(delete(CaseChange).where(col(CaseChange.id) > 0))
