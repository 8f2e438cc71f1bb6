"""LINE on a bad day, as told to."""

import threading

import pytest
from linebot.v3.messaging import ApiException, MessagingApi, MessagingApiBlob, PushMessageRequest, TextMessage
from urllib3.exceptions import HTTPError

from simulator import Line, Person
from tests.simulator.conftest import Bot


def push(to: str) -> PushMessageRequest:
    return PushMessageRequest(to=to, messages=[TextMessage(text="ครับ")])


@pytest.mark.parametrize("status", [401, 403, 404, 500, 502])
def test_a_status_is_answered_as_often_as_told(line: Line, api: MessagingApi, somchai: Person, status: int) -> None:
    line.faults.add("push", status=status, times=2)
    for _ in range(2):
        with pytest.raises(ApiException) as caught:
            api.push_message(push(somchai.user_id))
        assert caught.value.status == status
    api.push_message(push(somchai.user_id))
    assert len(somchai.heard) == 1


def test_both_429s_have_their_own_words(line: Line, api: MessagingApi, somchai: Person) -> None:
    line.faults.add("push", rate_limited=True, times=1)
    line.faults.add("push", month_spent=True, times=1)
    for words in ("rate limit has been exceeded", "You have reached your monthly limit."):
        with pytest.raises(ApiException, match=words) as caught:
            api.push_message(push(somchai.user_id))
        assert caught.value.status == 429


def test_a_reset_comes_before_the_message_is_accepted(line: Line, api: MessagingApi, somchai: Person) -> None:
    line.faults.add("push", reset=True, times=1)
    with pytest.raises(HTTPError):
        api.push_message(push(somchai.user_id))
    assert (somchai.heard, line.calls[-1].status) == ([], 0)


def test_a_lost_answer_comes_after_it(line: Line, api: MessagingApi, somchai: Person) -> None:
    line.faults.add("push", lost_answer=True, times=1)
    with pytest.raises(HTTPError):
        api.push_message(push(somchai.user_id))
    assert (len(somchai.heard), line.calls[-1].status) == (1, 0)


def test_slowness_outlasts_a_timeout(line: Line, api: MessagingApi, somchai: Person) -> None:
    line.faults.add("push", slow=30, times=1)
    with pytest.raises(HTTPError):
        api.push_message(push(somchai.user_id), _request_timeout=0.2)
    assert somchai.heard == []


def test_a_fault_can_meet_one_person_only(line: Line, api: MessagingApi, somchai: Person) -> None:
    malee = line.person("malee")
    malee.adds()
    line.faults.add("push", status=500, to=malee)
    api.push_message(push(somchai.user_id))
    with pytest.raises(ApiException):
        api.push_message(push(malee.user_id))
    line.faults.clear()
    api.push_message(push(malee.user_id))


def test_content_may_not_be_ready_yet(line: Line, blobs: MessagingApiBlob, bot: Bot, somchai: Person) -> None:
    somchai.sends_photo()
    message_id = bot.events[-1]["message"]["id"]
    line.faults.add("content", status=202, times=1)
    assert blobs.get_message_content_with_http_info(message_id).status_code == 202
    assert blobs.get_message_content_with_http_info(message_id).status_code == 200


def test_an_unknown_endpoint_is_a_mistake(line: Line) -> None:
    with pytest.raises(ValueError, match="no endpoint 'pusch'"):
        line.faults.add("pusch", status=500)


def test_line_goes_away_and_comes_back(line: Line, api: MessagingApi, somchai: Person) -> None:
    api.push_message(push(somchai.user_id))
    line.stop()
    with pytest.raises(HTTPError):
        api.push_message(push(somchai.user_id))
    line.start()
    api.push_message(push(somchai.user_id))
    assert len(somchai.heard) == 2


def test_sixteen_threads_at_once_lose_and_double_nothing(line: Line, api: MessagingApi, somchai: Person) -> None:
    line.sending.quota_limit = None
    threads = [
        threading.Thread(target=lambda: [api.push_message(push(somchai.user_id)) for _ in range(10)]) for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(somchai.heard) == len(line.accepted) == line.sending.quota_used == 160
