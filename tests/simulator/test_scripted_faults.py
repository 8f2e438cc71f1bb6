"""Bad days by script, by chance, in silence; people who are gone; deliveries that come hours late."""

import random
import time
from collections.abc import Callable

import pytest
from linebot.v3.messaging import (
    ApiException,
    MessagingApi,
    MulticastRequest,
    PushMessageRequest,
    ReplyMessageRequest,
    TextMessage,
)
from urllib3.exceptions import HTTPError, ReadTimeoutError

from simulator import Line, Person
from tests.simulator.conftest import Bot, Clock

WORDS = [TextMessage(text="ครับ")]


def status_of(call: Callable[[], object]) -> int | str:
    """The status that a call got, or the name of what broke it."""
    try:
        call()
    except ApiException as error:
        return int(error.status or 0)
    except HTTPError as error:
        return type(error).__name__
    return 200


def pushes(api: MessagingApi, to: Person, times: int) -> list[int | str]:
    request = PushMessageRequest(to=to.user_id, messages=WORDS)
    return [status_of(lambda: api.push_message(request)) for _ in range(times)]


def test_a_script_is_played_call_by_call_and_then_over(line: Line, api: MessagingApi, somchai: Person) -> None:
    line.faults.add("push", script=[500, None, "reset", 429, {"status": 502, "slow": 0.01}])
    assert pushes(api, somchai, 7) == [500, 200, "ProtocolError", 429, 502, 200, 200]
    assert line.faults.active == []


def test_a_script_may_be_about_one_person(line: Line, api: MessagingApi, somchai: Person) -> None:
    malee = line.person("malee")
    malee.adds()
    line.faults.add("push", script=[500, 403], to=malee)
    assert pushes(api, somchai, 1) + pushes(api, malee, 3) == [200, 500, 403, 200]


def test_a_script_says_something_that_exists(line: Line) -> None:
    with pytest.raises(ValueError, match="without steps"):
        line.faults.add("push", script=[])
    with pytest.raises(TypeError, match="explodes"):
        line.faults.add("push", script=["explodes"])


def test_chance_comes_out_the_same_for_the_same_dice(bot: Bot, clock: Clock) -> None:
    runs = []
    for seed in (7, 7, 8):
        with Line(clock=clock, deliver=bot, dice=random.Random(seed)) as line:
            line.faults.add("push", status=500, chance=0.2)
            runs.append([line.faults.take("push") is not None for _ in range(500)])
    assert runs[0] == runs[1] != runs[2]
    assert 70 < sum(runs[0]) < 130


@pytest.mark.parametrize(("kind", "heard"), [("timeout_before", 0), ("timeout_after", 1)])
def test_silence_lasts_until_the_caller_hangs_up(
    line: Line, api: MessagingApi, somchai: Person, kind: str, heard: int
) -> None:
    line.faults.add("push", script=[kind])
    began = time.monotonic()
    with pytest.raises(ReadTimeoutError):
        api.push_message(PushMessageRequest(to=somchai.user_id, messages=WORDS), _request_timeout=0.3)
    assert 0.3 <= time.monotonic() - began < 3
    assert (len(somchai.heard), line.calls[-1].status) == (heard, 0)


def test_a_reply_token_can_expire_before_its_time(line: Line, api: MessagingApi, bot: Bot, somchai: Person) -> None:
    line.faults.add("any", token_expired=True, times=1)
    assert pushes(api, somchai, 1) == [200]
    with pytest.raises(ApiException, match="Invalid reply token"):
        api.reply_message(ReplyMessageRequest(reply_token=bot.reply_token, messages=WORDS))
    api.reply_message(ReplyMessageRequest(reply_token=bot.reply_token, messages=WORDS))


def test_somebody_who_is_gone_is_not_found_and_hears_nothing(
    line: Line, api: MessagingApi, bot: Bot, somchai: Person
) -> None:
    somchai.is_gone = True
    reply = ReplyMessageRequest(reply_token=bot.reply_token, messages=WORDS)
    assert pushes(api, somchai, 1) == [404]
    assert status_of(lambda: api.reply_message(reply)) == 404
    assert status_of(lambda: api.get_profile(somchai.user_id)) == 404
    assert status_of(lambda: api.multicast(MulticastRequest(to=[somchai.user_id], messages=WORDS))) == 200
    assert (somchai.heard, line.sending.quota_used) == ([], 0)


def test_what_comes_hours_late_is_a_redelivery_with_the_time_at_which_it_happened(
    line: Line, bot: Bot, clock: Clock, somchai: Person
) -> None:
    line.deliveries.late = 3
    happened_at, known = clock(), len(bot.events)
    somchai.says("น้ำท่วม")
    line.deliveries.late = 0
    clock.passes(hours=2, minutes=59)
    line.deliveries.flush()
    assert len(bot.events) == known

    clock.passes(minutes=1)
    line.deliveries.flush()
    assert len(bot.events) == known + 1
    assert bot.events[-1]["deliveryContext"] == {"isRedelivery": True}
    assert bot.events[-1]["timestamp"] == int(happened_at.timestamp() * 1000)


def test_what_comes_hours_late_has_a_dead_reply_token(
    line: Line, api: MessagingApi, bot: Bot, clock: Clock, somchai: Person
) -> None:
    line.deliveries.late = 1
    somchai.says("น้ำท่วม")
    clock.passes(hours=1)
    line.deliveries.flush()
    assert status_of(lambda: api.reply_message(ReplyMessageRequest(reply_token=bot.reply_token, messages=WORDS))) == 400


def test_some_deliveries_may_come_twice(bot: Bot, clock: Clock) -> None:
    with Line(clock=clock, deliver=bot, dice=random.Random(7)) as line:
        line.deliveries.duplicate = 0.3
        somchai = line.person("somchai")
        for _ in range(200):
            somchai.says("ครับ")
    assert len({event["webhookEventId"] for event in bot.events}) == 200
    assert 30 < len(bot.events) - 200 < 90
