"""The time from LINE's event to LINE's acceptance, lane by lane, as `GET /metrics` tells it: one histogram."""

import pytest

from bot.app import create_app
from bot.engine import build
from bot.journeys import SETTLED_AFTER
from models.outgoing import Lane
from tests.bot.hand_made import delivery, post, said
from tests.bot.test_metrics import numbers
from tests.handlers.stories import files
from tests.towns import TownUnderTest

EVENT_TO_LINE = "baanrao_event_to_line_seconds"


@pytest.fixture
def town(town: TownUnderTest) -> TownUnderTest:
    """A town that knows Somchai, and began to count after he was greeted."""
    town.resident("somchai", "สมชาย")
    town.clock.passes(seconds=1)
    town.starts()
    numbers(town)  # the web counts from its start
    return town


def journeys(town: TownUnderTest, lane: Lane, within: str = "+Inf") -> tuple[float, float]:
    """How many messages of a lane reached LINE within so many seconds, and the seconds of all of them together."""
    found = numbers(town)
    return found[f'{EVENT_TO_LINE}_bucket{{lane="{lane}",le="{within}"}}'], found[
        f'{EVENT_TO_LINE}_sum{{lane="{lane}"}}'
    ]


def somchai_writes(town: TownUnderTest, event_id: str) -> None:
    """It is kept, and nobody takes it yet."""
    post(town, delivery(town, said("สวัสดี", event_id, by=town.line.person("somchai").user_id)))


def time_goes_on(town: TownUnderTest) -> None:
    town.clock.passes(seconds=SETTLED_AFTER.total_seconds() + 1)


def test_every_lane_is_there_before_anything_was_sent(town: TownUnderTest) -> None:
    assert {lane: journeys(town, lane) for lane in Lane} == dict.fromkeys(Lane, (0, 0))


def test_an_answer_took_as_long_as_its_event_waited_and_line_took(town: TownUnderTest) -> None:
    somchai_writes(town, "01A")
    town.clock.passes(seconds=2)  # nobody takes the event
    town.line.faults.add("any", status=500, times=1)
    town.settles()
    town.passes(seconds=2)
    time_goes_on(town)
    assert journeys(town, Lane.ANSWER) == (1, 4)
    assert journeys(town, Lane.ANSWER, within="5.0") == (1, 4)
    assert journeys(town, Lane.ANSWER, within="2.5") == (0, 4)


def test_the_divisions_card_is_timed_in_its_own_lane(town: TownUnderTest) -> None:
    town.staff_group("กองช่าง", [town.officer("mana", "ช่างมานะ")])
    files(town.line.person("somchai"))
    time_goes_on(town)
    assert journeys(town, Lane.DUTY, within="0.05") == (1, 0)


def test_what_a_timer_owes_is_timed_from_when_it_was_owed(town: TownUnderTest) -> None:
    somchai = town.line.person("somchai")
    somchai.says("แจ้งปัญหา")
    somchai.says("ถนนพัง")
    town.passes(hours=25)
    assert "ยังไม่ได้ส่ง" in somchai.last_heard.text
    time_goes_on(town)
    assert journeys(town, Lane.STATUS) == (1, 0)


def test_each_message_is_counted_once_however_often_somebody_looks(town: TownUnderTest) -> None:
    for number in range(3):
        somchai_writes(town, f"01{number}")
        town.settles()
        for _ in range(4):
            town.clock.passes(seconds=4)
            numbers(town)
    time_goes_on(town)
    assert journeys(town, Lane.ANSWER)[0] == 3


def test_what_line_took_this_moment_is_counted_when_every_process_must_have_committed_it(town: TownUnderTest) -> None:
    somchai_writes(town, "01A")
    town.settles()
    town.clock.passes(seconds=SETTLED_AFTER.total_seconds())
    assert journeys(town, Lane.ANSWER)[0] == 0
    town.clock.passes(seconds=1)
    assert journeys(town, Lane.ANSWER)[0] == 1


def test_a_web_process_counts_what_another_process_has_sent(town: TownUnderTest) -> None:
    web = build(town.settings, town.clock)
    town.web = create_app(town.settings, web, town.clock).test_client()
    somchai_writes(town, "01A")
    town.engine.rest()  # the bell has rung in the other process: the poll finds it
    time_goes_on(town)
    assert journeys(town, Lane.ANSWER)[0] == 1
    web.stop()
