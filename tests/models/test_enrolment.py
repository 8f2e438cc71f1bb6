"""One-time codes: six digits that work once, for one kind, for a day, and cannot be guessed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from models.database import Database
from models.enrolment import (
    CODE_LIVES,
    TRIES_AN_HOUR,
    CodeKind,
    EnrolmentCode,
    TooManyTries,
    WrongCode,
    new_code,
    spend_code,
)
from models.officer import Role

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SECRET, MANA = "s" * 32, "U" + "1" * 32


def issued(database: Database, kind: CodeKind = CodeKind.OFFICER, at: datetime = NOW) -> str:
    with database.begin() as session:
        return new_code(session, kind, "public_works", Role.HEAD, SECRET, at)


def spent(
    database: Database, code: str, at: datetime = NOW, who: str = MANA, kind: CodeKind = CodeKind.OFFICER
) -> tuple[str, Role | None] | str:
    """What a code gave, or what was wrong with it; a wrong try is kept as the handler keeps it."""
    with database.begin() as session:
        try:
            found = spend_code(session, kind, code, who, SECRET, at)
        except (WrongCode, TooManyTries) as refusal:
            return type(refusal).__name__
        return found.division, found.role


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_a_code_has_six_digits_and_gives_what_it_was_issued_for(database: Database) -> None:
    code = issued(database)
    assert (len(code), code.isdigit()) == (6, True)
    assert spent(database, code) == ("public_works", Role.HEAD)


def test_a_code_works_once(database: Database) -> None:
    code = issued(database)
    spent(database, code)
    assert spent(database, code, who="U" + "2" * 32) == "WrongCode"


def test_a_code_lives_for_a_day(database: Database) -> None:
    first, second = issued(database), issued(database)
    assert spent(database, first, NOW + CODE_LIVES - timedelta(seconds=1)) == ("public_works", Role.HEAD)
    assert spent(database, second, NOW + CODE_LIVES) == "WrongCode"


def test_a_group_code_makes_nobody_an_officer(database: Database) -> None:
    code = issued(database, CodeKind.GROUP)
    assert spent(database, code) == "WrongCode"
    assert spent(database, code, kind=CodeKind.GROUP) == ("public_works", Role.HEAD)


def test_after_five_wrong_codes_no_further_one_is_looked_at_for_an_hour(database: Database) -> None:
    code = issued(database)
    for minute in range(TRIES_AN_HOUR):
        assert spent(database, wrong(code), NOW + timedelta(minutes=minute)) == "WrongCode"
    assert spent(database, code, NOW + timedelta(minutes=30)) == "TooManyTries"
    assert spent(database, code, NOW + timedelta(minutes=30), who="U" + "2" * 32) == ("public_works", Role.HEAD)
    again = issued(database)
    assert spent(database, again, NOW + timedelta(minutes=60)) == ("public_works", Role.HEAD)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "'; --", "9" * 1000])
def test_what_is_no_code_is_a_wrong_one(database: Database, code: str) -> None:
    issued(database)
    assert spent(database, code) == "WrongCode"


def test_the_digits_are_not_kept(database: Database) -> None:
    code = issued(database)
    with database.read() as session:
        (row,) = session.exec(select(EnrolmentCode))
    assert code not in "".join(str(value) for name, value in row if name not in ("expires_at", "code_hash"))
    assert code != row.code_hash
    with database.begin() as session, pytest.raises(WrongCode):
        spend_code(session, CodeKind.OFFICER, code, MANA, "another town's secret", NOW)
