"""What can go wrong on the wire to LINE, in our words: refused, unavailable, and whether it may have arrived."""

import socket
from typing import NoReturn

import pytest
import urllib3
from linebot.v3.messaging.exceptions import ApiException
from urllib3.connection import HTTPConnection

from notifications.line import (
    Line,
    LineLocksUsOut,
    LineRefused,
    LineUnavailable,
    MonthSpent,
    RateLimited,
    ReplyTokenDead,
    _call,
)
from simulator import Line as Simulated

CONNECTION = HTTPConnection("127.0.0.1")


class _Answer:
    def __init__(self, status: int, message: str) -> None:
        self.status, self.reason = status, "reason"
        self.data = f'{{"message": "{message}"}}'.encode()

    def getheaders(self) -> dict[str, str]:
        return {}


def _raises(error: Exception) -> NoReturn:
    raise error


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "Invalid reply token", ReplyTokenDead),
        (400, "The request body has 1 error(s)", LineRefused),
        (400, "Failed to send messages", LineRefused),
        (404, "Not found", LineRefused),
        (413, "", LineRefused),
        (401, "Authentication failed", LineLocksUsOut),
        (403, "Not available", LineLocksUsOut),
        (429, "The API rate limit has been exceeded. Try again later.", RateLimited),
        (429, "You have reached your monthly limit.", MonthSpent),
        (500, "", LineUnavailable),
        (503, "", LineUnavailable),
        (302, "", LineUnavailable),
    ],
)
def test_each_answer_of_line_has_its_word(status: int, message: str, kind: type[Exception]) -> None:
    answer = ApiException(http_resp=_Answer(status, message))
    with pytest.raises(kind) as raised:
        _call(lambda: _raises(answer))
    assert type(raised.value) is kind


def test_an_acceptance_of_long_ago_is_a_success() -> None:
    _call(lambda: _raises(ApiException(http_resp=_Answer(409, "already accepted"))))


@pytest.mark.parametrize(
    ("error", "may_have_arrived"),
    [
        (urllib3.exceptions.NewConnectionError(CONNECTION, "refused"), False),
        (urllib3.exceptions.NameResolutionError("api.line.me", CONNECTION, socket.gaierror()), False),
        (urllib3.exceptions.ConnectTimeoutError("slow to connect"), False),
        (urllib3.exceptions.ReadTimeoutError(urllib3.HTTPConnectionPool("x"), "/", "slow to answer"), True),
        (urllib3.exceptions.ProtocolError("cut"), True),
    ],
)
def test_only_a_call_that_was_on_its_way_may_have_arrived(error: Exception, may_have_arrived: bool) -> None:
    with pytest.raises(LineUnavailable) as raised:
        _call(lambda: _raises(error))
    assert raised.value.may_have_arrived is may_have_arrived


def test_an_answer_that_is_no_json_is_understood_by_its_status() -> None:
    answer = ApiException(http_resp=_Answer(500, '"<html>'))
    with pytest.raises(LineUnavailable):
        _call(lambda: _raises(answer))


def test_an_answer_that_lacks_what_the_client_wants_is_no_answer_and_may_have_done_it() -> None:
    with Simulated() as line:
        line.sending.quota_used = None  # type: ignore[assignment]  # as LINE has never said it yet
        with pytest.raises(LineUnavailable, match="ValidationError") as raised:
            Line(line.token, line.url).month()
    assert raised.value.may_have_arrived


def test_content_beyond_the_limit_is_not_read_to_its_end() -> None:
    with Simulated() as line:
        somchai = line.person("somchai")
        somchai.sends_photo(b"\0" * (10 * 1024 * 1024 + 1))
        (message_id,) = line.world.contents
        with pytest.raises(LineRefused):
            Line(line.token, line.url).content(message_id)
