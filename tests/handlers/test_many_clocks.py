"""With a thousand open cases the clocks stay quick: what fires looks at its own case, and a morning at little more."""

import time
from datetime import timedelta

from sqlmodel import col, select

from bot.clockwork import Clockwork
from handlers.clocks import KINDS, restart, wind_up
from handlers.turn import Moment
from models.case import Case
from models.case_change import begin_history
from models.person import person_of
from models.timer import Timer, TimerStatus
from tests.towns import TownUnderTest

MANY = 1000
# Of this process, which is not slowed down by its neighbours on the machine; many times what it takes.
MOST_MS = 60


def file_many(town: TownUnderTest, *, with_clocks: bool) -> None:
    """So many cases, five minutes apart."""
    with town.engine.database.begin() as session:
        somchai = person_of(session, "U" + "9" * 32, town.clock())
        for n in range(MANY):
            at = town.clock() - timedelta(minutes=5 * (MANY - n))
            promised = at + timedelta(days=9)
            case = Case(
                number=f"70-{n:06}",
                type_code="road",
                reporter_id=somchai.key,
                division="public_works",
                filed_at=at,
                promised_at=promised,
            )
            session.add(case)
            session.flush()
            begin_history(session, case, at)
            if with_clocks:
                restart(Moment(session, town.engine.office, at), case)


def fire(town: TownUnderTest) -> tuple[int, float]:
    """How many timers fired, and how many milliseconds of this process each took."""
    clockwork = Clockwork(town.engine.database, town.engine.office, town.clock)
    began, count = time.process_time(), 0
    while count < 200 and clockwork.fire_due():
        count += 1
    return count, (time.process_time() - began) * 1000 / max(count, 1)


def test_a_thousand_open_cases_fire_quickly(town: TownUnderTest) -> None:
    file_many(town, with_clocks=True)
    count, each = fire(town)
    assert count == 200
    assert each < MOST_MS


def test_cases_that_are_older_than_the_clocks_are_given_theirs_in_a_morning(town: TownUnderTest) -> None:
    file_many(town, with_clocks=False)
    began = time.process_time()
    for morning in (1, 2, 3):
        with town.engine.database.begin() as session:
            wind_up(Moment(session, town.engine.office, town.clock()))
            wound = select(Timer.subject).where(col(Timer.kind).in_(KINDS), col(Timer.status) == TimerStatus.SET)
            assert len(set(session.exec(wound))) == min(500 * morning, MANY)
    assert (time.process_time() - began) * 1000 / MANY < MOST_MS
