"""Reply, push and multicast as LINE takes and refuses them, spoken to with the real SDK."""

import json
import uuid
from typing import Any

import pytest
import requests
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    MessagingApi,
    MulticastRequest,
    PushMessageRequest,
    ReplyMessageRequest,
    TextMessage,
)

from simulator import Line, Person
from tests.simulator.conftest import Bot, Clock


def reply(token: str, text: str = "ครับ") -> ReplyMessageRequest:
    return ReplyMessageRequest(replyToken=token, messages=[TextMessage(text=text)])


def push(to: str, text: str = "ครับ") -> PushMessageRequest:
    return PushMessageRequest(to=to, messages=[TextMessage(text=text)])


def refusal(caught: pytest.ExceptionInfo[ApiException]) -> tuple[int, dict[str, Any]]:
    return caught.value.status, json.loads(caught.value.body)


def test_a_reply_is_heard_and_free(line: Line, api: MessagingApi, bot: Bot, somchai: Person) -> None:
    answer = api.reply_message(reply(bot.reply_token, "สวัสดีครับ"))
    assert answer.sent_messages[0].id.isdigit()
    assert answer.sent_messages[0].quote_token
    assert (somchai.last_heard.text, somchai.last_heard.how) == ("สวัสดีครับ", "reply")
    assert (line.accepted[-1].paid, line.sending.quota_used) == (0, 0)


def test_a_reply_token_serves_once(api: MessagingApi, bot: Bot, somchai: Person) -> None:
    api.reply_message(reply(bot.reply_token))
    with pytest.raises(ApiException) as caught:
        api.reply_message(reply(bot.reply_token))
    assert refusal(caught) == (400, {"message": "Invalid reply token"})
    assert len(somchai.heard) == 1


def test_a_refused_reply_leaves_its_token_alive(api: MessagingApi, bot: Bot, somchai: Person) -> None:
    with pytest.raises(ApiException):
        api.reply_message(reply(bot.reply_token, ""))
    api.reply_message(reply(bot.reply_token))


@pytest.mark.parametrize(("seconds", "lives"), [(59, True), (61, False)])
def test_a_reply_token_lives_a_minute(
    api: MessagingApi, bot: Bot, clock: Clock, somchai: Person, seconds: int, lives: bool
) -> None:
    clock.passes(seconds=seconds)
    if lives:
        api.reply_message(reply(bot.reply_token))
    else:
        with pytest.raises(ApiException, match="Invalid reply token"):
            api.reply_message(reply(bot.reply_token))


@pytest.mark.parametrize(("minutes", "lives"), [(19, True), (21, False)])
def test_a_redelivered_token_dies_twenty_minutes_after_its_event(
    line: Line, api: MessagingApi, bot: Bot, clock: Clock, somchai: Person, minutes: int, lives: bool
) -> None:
    bot.status = 500
    somchai.says("ช่วยด้วย")
    clock.passes(minutes=minutes)
    line.deliveries.redeliver_unanswered()
    if lives:
        api.reply_message(reply(bot.reply_token))
    else:
        with pytest.raises(ApiException, match="Invalid reply token"):
            api.reply_message(reply(bot.reply_token))


def test_an_invented_reply_token_is_invalid(api: MessagingApi) -> None:
    with pytest.raises(ApiException, match="Invalid reply token"):
        api.reply_message(reply("0" * 32))


def test_a_retry_key_on_a_reply_is_refused(line: Line, bot: Bot, somchai: Person) -> None:
    answer = requests.post(
        f"{line.url}/v2/bot/message/reply",
        json={"replyToken": bot.reply_token, "messages": [{"type": "text", "text": "ครับ"}]},
        headers={"Authorization": f"Bearer {line.token}", "X-Line-Retry-Key": str(uuid.uuid4())},
        timeout=5,
    )
    assert answer.status_code == 400
    assert somchai.heard == []


def test_a_wrong_access_token_is_refused(line: Line, somchai: Person) -> None:
    client = ApiClient(Configuration(host=line.url, access_token="another"))
    with client, pytest.raises(ApiException) as caught:
        MessagingApi(client).push_message(push(somchai.user_id))
    assert caught.value.status == 401
    assert "Authentication failed" in caught.value.body


def test_a_push_costs_one_however_many_bubbles(line: Line, api: MessagingApi, somchai: Person) -> None:
    api.push_message(PushMessageRequest(to=somchai.user_id, messages=[TextMessage(text="ก")] * 5))
    assert line.accepted[-1].paid == line.sending.quota_used == 1
    assert api.get_message_quota_consumption().total_usage == 1


def test_a_push_under_a_used_key_is_a_409_and_heard_once(api: MessagingApi, somchai: Person) -> None:
    key = str(uuid.uuid4())
    first = api.push_message_with_http_info(push(somchai.user_id), x_line_retry_key=key)
    with pytest.raises(ApiException) as caught:
        api.push_message(push(somchai.user_id), x_line_retry_key=key)
    status, body = refusal(caught)
    assert (status, body["message"]) == (409, "The retry key is already accepted")
    assert body["sentMessages"][0]["id"] == first.data.sent_messages[0].id
    assert caught.value.headers["x-line-accepted-request-id"] == first.headers["x-line-request-id"]
    assert len(somchai.heard) == 1


def test_a_used_key_with_another_body_is_lost_and_shown(line: Line, api: MessagingApi, somchai: Person) -> None:
    key = str(uuid.uuid4())
    api.push_message(push(somchai.user_id, "หนึ่ง"), x_line_retry_key=key)
    with pytest.raises(ApiException, match="already accepted"):
        api.push_message(push(somchai.user_id, "สอง"), x_line_retry_key=key)
    assert (line.sending.misused_keys, len(somchai.heard)) == ([key], 1)


def test_a_retry_key_is_forgotten_after_a_day(api: MessagingApi, clock: Clock, somchai: Person) -> None:
    key = str(uuid.uuid4())
    api.push_message(push(somchai.user_id), x_line_retry_key=key)
    clock.passes(hours=24, seconds=1)
    api.push_message(push(somchai.user_id), x_line_retry_key=key)
    assert len(somchai.heard) == 2


def test_a_retry_key_must_be_a_uuid(api: MessagingApi, somchai: Person) -> None:
    with pytest.raises(ApiException) as caught:
        api.push_message(push(somchai.user_id), x_line_retry_key="case-1")
    assert caught.value.status == 400


def test_a_key_of_a_refused_push_can_be_used_again(line: Line, api: MessagingApi, somchai: Person) -> None:
    key = str(uuid.uuid4())
    line.faults.add("push", status=500, times=1)
    with pytest.raises(ApiException):
        api.push_message(push(somchai.user_id), x_line_retry_key=key)
    api.push_message(push(somchai.user_id), x_line_retry_key=key)
    assert len(somchai.heard) == 1


def test_a_push_to_nobody_is_refused(api: MessagingApi) -> None:
    with pytest.raises(ApiException) as caught:
        api.push_message(push("U" + "0" * 32))
    assert refusal(caught) == (400, {"message": "Failed to send messages"})


def test_a_push_to_what_is_no_id_is_refused(api: MessagingApi) -> None:
    with pytest.raises(ApiException, match="The property, 'to', in the request body is invalid"):
        api.push_message(push("somchai"))


def test_a_push_to_who_blocked_is_200_unheard_and_free(line: Line, api: MessagingApi, somchai: Person) -> None:
    somchai.blocks()
    api.push_message(push(somchai.user_id))
    assert (somchai.heard, line.accepted[-1].paid, len(line.accepted)) == ([], 0, 1)


def test_a_push_to_a_group_costs_its_members(line: Line, api: MessagingApi, somchai: Person) -> None:
    crew = line.group("กองช่าง", [somchai, line.person("malee")])
    with pytest.raises(ApiException, match="Failed to send messages"):
        api.push_message(push(crew.group_id))
    crew.invites_bot(by=somchai)
    api.push_message(push(crew.group_id, "มีเรื่องใหม่"))
    assert (crew.last_heard.text, line.sending.quota_used) == ("มีเรื่องใหม่", 2)
    assert somchai.heard == []


def test_a_spent_month_refuses_pushes_but_not_replies(line: Line, api: MessagingApi, bot: Bot, somchai: Person) -> None:
    line.sending.quota_limit = 1
    api.push_message(push(somchai.user_id))
    with pytest.raises(ApiException) as caught:
        api.push_message(push(somchai.user_id))
    assert refusal(caught) == (429, {"message": "You have reached your monthly limit."})
    api.reply_message(reply(bot.reply_token))
    assert len(somchai.heard) == 2


def test_a_multicast_reaches_people_and_passes_over_strangers(line: Line, api: MessagingApi, somchai: Person) -> None:
    malee = line.person("malee")
    malee.adds()
    ids = [somchai.user_id, malee.user_id, "U" + "0" * 32]
    api.multicast(MulticastRequest(to=ids, messages=[TextMessage(text="น้ำหยุดไหล")]))
    assert somchai.last_heard.text == malee.last_heard.text == "น้ำหยุดไหล"
    assert (line.accepted[-1].to, line.accepted[-1].paid) == ((somchai.user_id, malee.user_id), 2)


def test_a_multicast_to_a_group_is_refused(line: Line, api: MessagingApi, somchai: Person) -> None:
    crew = line.group("กองช่าง", [somchai])
    crew.invites_bot(by=somchai)
    with pytest.raises(ApiException, match="'to'"):
        api.multicast(MulticastRequest(to=[crew.group_id], messages=[TextMessage(text="ก")]))


def test_a_body_that_is_not_json_is_refused(line: Line) -> None:
    for content_type, status in (("application/json", 400), ("text/plain", 415)):
        answer = requests.post(
            f"{line.url}/v2/bot/message/push",
            data="{",
            headers={"Authorization": f"Bearer {line.token}", "Content-Type": content_type},
            timeout=5,
        )
        assert answer.status_code == status
        assert answer.json()["message"]


def test_every_answer_carries_a_request_id(line: Line) -> None:
    first, second = (requests.get(f"{line.url}/v2/bot/info", timeout=5) for _ in range(2))
    assert uuid.UUID(first.headers["X-Line-Request-Id"]) != uuid.UUID(second.headers["X-Line-Request-Id"])
