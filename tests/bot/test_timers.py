"""Timers fire once, however many look at the clock, and none is lost or kept back by another."""

import threading
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.clockwork import Clockwork
from bot.engine import build
from handlers.mornings import TIMER_MORNING
from handlers.sampling import TIMER_ASK
from models.errand import Errand
from models.lease import LEASE
from models.timer import Timer, TimerStatus, cancel_timer, hurry, set_timer, take_due
from tests.bot.hand_made import DiesAtSecondLook, Fault
from tests.towns import TownUnderTest

STILL_THERE = "ค้างอยู่"
LEAVE = "groups.leave_strangers"


def half_told(town: TownUnderTest, slug: str = "somchai") -> None:
    """Somebody begins a complaint and is called away."""
    person = town.resident(slug, slug)
    person.says("แจ้งปัญหา")
    person.says("ถนนพัง")


def timers(town: TownUnderTest) -> list[Timer]:
    """All but those of the morning and the week, which every town has."""
    with town.session() as session:
        query = select(Timer).where(col(Timer.kind).not_in([TIMER_MORNING, TIMER_ASK]))
        return list(session.exec(query.order_by(col(Timer.id))))


def pushes(town: TownUnderTest) -> int:
    return sum(sent.how == "push" for sent in town.line.accepted)


def test_a_timer_fires_at_its_time_and_not_before(town: TownUnderTest) -> None:
    half_told(town)
    before = pushes(town)
    town.passes(hours=23, minutes=59)
    assert pushes(town) == before
    town.passes(minutes=1)
    assert pushes(town) == before + 1
    town.passes(days=30)
    assert pushes(town) == before + 1


def test_two_engines_on_one_database_fire_it_once(town: TownUnderTest) -> None:
    for slug in ("somchai", "malee", "boon"):
        half_told(town, slug)
    before = pushes(town)
    other = build(town.settings, town.clock)
    town.clock.passes(days=1)
    start = threading.Barrier(2)

    def fire(clockwork: Clockwork) -> None:
        start.wait()
        while clockwork.fire_due():
            pass

    threads = [threading.Thread(target=fire, args=(engine.timers,)) for engine in (town.engine, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.stop()
    town.settles()
    assert pushes(town) == before + 3
    assert {(timer.status, timer.attempts) for timer in timers(town)} == {(TimerStatus.FIRED, 1)}


def test_a_timer_survives_a_restart(town: TownUnderTest) -> None:
    half_told(town)
    before = pushes(town)
    town.clock.passes(days=2)
    town.starts()
    assert pushes(town) == before + 1


def test_a_timer_whose_worker_died_fires_when_the_lease_has_run_out(town: TownUnderTest) -> None:
    half_told(town)
    before = pushes(town)
    town.clock.passes(days=1)
    with town.engine.database.begin() as session:
        (claimed,) = take_due(session, town.clock(), 1)
    town.settles()
    assert pushes(town) == before
    town.passes(seconds=LEASE.total_seconds())
    assert pushes(town) == before + 1
    town.engine.timers._fire(claimed)  # the worker was only slow
    town.settles()
    assert pushes(town) == before + 1


def test_what_a_timer_waited_for_makes_it_fire_now(town: TownUnderTest) -> None:
    with town.engine.database.begin() as session:
        for subject, waits_for in ((1, "photos"), (2, "photos"), (3, None)):
            due_at = town.clock() + timedelta(hours=1)
            set_timer(session, LEAVE, subject, due_at, waits_for=waits_for)
    with town.engine.database.begin() as session:
        hurry(session, 1, "photos", town.clock())
        hurry(session, 3, "photos", town.clock())
    town.settles()
    assert [timer.status for timer in timers(town)] == [TimerStatus.FIRED, TimerStatus.SET, TimerStatus.SET]


def test_a_timer_can_be_moved_and_cancelled_until_it_has_fired(town: TownUnderTest) -> None:
    at = town.clock()
    with town.engine.database.begin() as session:
        set_timer(session, LEAVE, 1, at + timedelta(hours=1))
        set_timer(session, LEAVE, 1, at + timedelta(hours=2))
        set_timer(session, LEAVE, 2, at + timedelta(hours=1))
        cancel_timer(session, LEAVE, 2)
        cancel_timer(session, LEAVE, 7)
    town.passes(minutes=90)
    assert [timer.status for timer in timers(town)] == [TimerStatus.SET, TimerStatus.CANCELLED]
    town.passes(minutes=30)
    with town.engine.database.begin() as session:
        set_timer(session, LEAVE, 1, town.clock())
        cancel_timer(session, LEAVE, 1)
        set_timer(session, LEAVE, 2, town.clock())
    assert [timer.status for timer in timers(town)] == [TimerStatus.FIRED, TimerStatus.SET]


def test_one_that_is_cancelled_at_the_last_moment_does_not_fire(town: TownUnderTest) -> None:
    half_told(town)
    before = pushes(town)
    town.clock.passes(days=1)
    with town.engine.database.begin() as session:
        (claimed,) = take_due(session, town.clock(), 1)
    with town.engine.database.begin() as session:
        cancel_timer(session, claimed.kind, claimed.subject, claimed.slot)
    town.engine.timers._fire(claimed)
    town.settles()
    assert pushes(town) == before


def test_one_that_fails_keeps_no_other_back_and_is_tried_again_with_nothing_done_by_halves(
    town: TownUnderTest,
) -> None:
    half_told(town, "somchai")
    half_told(town, "malee")
    before = pushes(town)
    (first, _) = timers(town)
    broken = Fault("broken", "timer", before="UPDATE OF status", when=f"OLD.id = {first.id}")
    broken.begins(town.engine.database)
    town.passes(days=1)
    assert pushes(town) == before + 1
    broken.ends(town.engine.database)
    town.passes(minutes=1)
    assert pushes(town) == before + 2


def test_one_that_ends_its_worker_keeps_no_other_back(town: TownUnderTest) -> None:
    half_told(town, "somchai")
    half_told(town, "malee")
    before = pushes(town)
    town.clock.passes(days=1)
    with pytest.raises(SystemExit):
        Clockwork(town.engine.database, town.engine.office, DiesAtSecondLook(town)).fire_due()
    town.settles()
    assert pushes(town) == before + 1


def test_a_kind_of_timer_that_no_longer_exists_stops_nothing(
    town: TownUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    with town.engine.database.begin() as session:
        set_timer(session, "retired.kind", 1, town.clock())
    half_told(town)
    before = pushes(town)
    town.passes(days=1)
    assert pushes(town) == before + 1
    assert {record.__dict__["kind"] for record in caplog.records if record.msg == "timer failed"} == {"retired.kind"}


def test_the_same_slot_can_be_set_once_only(town: TownUnderTest) -> None:
    with town.engine.database.begin() as session:
        set_timer(session, LEAVE, 1, town.clock(), slot="a")
        set_timer(session, LEAVE, 1, town.clock(), slot="b")
        set_timer(session, LEAVE, 1, town.clock(), slot="a")
    assert [timer.slot for timer in timers(town)] == ["a", "b"]


def test_the_bot_leaves_a_group_of_strangers_after_an_hour(town: TownUnderTest) -> None:
    strangers = town.line.group("คนแปลกหน้า", members=[town.resident("boon", "บุญ")])
    strangers.invites_bot(by=town.line.person("boon"))
    town.passes(minutes=59)
    assert strangers.bot_is_in
    town.passes(minutes=1)
    assert [call.path.split("/")[-1] for call in town.line.calls if "/group/" in call.path] == ["leave"]
    with town.session() as session:
        assert [errand.kind for errand in session.exec(select(Errand)) if "leave" in errand.kind] == ["groups.leave"]
