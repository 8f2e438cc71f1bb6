"""True time-outs, on every endpoint at once because each takes five seconds: to the bot they are cut connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from content.messages import text
from notifications.line import Line as Wire
from notifications.line import LineUnavailable
from notifications.login import Login
from simulator import Line

KEY = "123e4567-e89b-42d3-a456-426614174000"
BEFORE, AFTER = ("timeout_before", "reset"), ("timeout_after", "lost_answer")


def _calls(line: Line) -> dict[str, Callable[[], object]]:
    """One good call of each endpoint."""
    wire, login = Wire(line.token, line.url), Login(line.login_channel_id, line.url)
    somchai = line.person("somchai", "สมชาย")
    somchai.adds()
    somchai.sends_photo()
    event = line.deliveries.log[-1].events[0]
    return {
        "reply": lambda: wire.reply(event["replyToken"], [text("ครับ")]),
        "push": lambda: wire.push(somchai.user_id, [text("ค่ะ")], KEY),
        "content": lambda: wire.content(event["message"]["id"]),
        "verify": lambda: login.verify(line.id_token(somchai)),
    }


def _failure(call: Callable[[], object]) -> tuple[type[Exception], bool]:
    with pytest.raises(LineUnavailable) as caught:
        call()
    return type(caught.value), caught.value.may_have_arrived


@pytest.mark.parametrize(("silence", "cut"), [BEFORE, AFTER])
def test_a_time_out_is_to_the_bot_what_a_cut_connection_is(silence: str, cut: str) -> None:
    told = {}
    for kind in (silence, cut):
        with Line(deliver=lambda body, headers: 200) as line, ThreadPoolExecutor(4) as threads:
            calls = _calls(line)
            for endpoint in calls:
                line.faults.add(endpoint, script=[kind])
            told[kind] = dict(zip(calls, threads.map(_failure, calls.values()), strict=True))
            assert len(line.accepted) == (2 if (silence, cut) == AFTER else 0)
    assert told[silence] == told[cut]
    assert [may_have_arrived for _, may_have_arrived in told[silence].values()] == [True, True, False, False]
