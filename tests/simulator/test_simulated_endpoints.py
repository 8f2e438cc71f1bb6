"""The endpoints beside sending and rich menus, their answers read by the SDK's models."""

import pytest
import requests
from linebot.v3.messaging import (
    ApiException,
    MessagingApi,
    MessagingApiBlob,
    SetWebhookEndpointRequest,
    ShowLoadingAnimationRequest,
    TextMessage,
    ValidateMessageRequest,
)
from linebot.v3.messaging import TestWebhookEndpointRequest as WebhookTestRequest

from simulator import Line, Person
from simulator.pictures import sample_photo
from simulator.server import NotLoopback
from tests.simulator.conftest import Bot, Clock


def status_of(caught: pytest.ExceptionInfo[ApiException]) -> int:
    return int(caught.value.status)


def test_the_account_knows_itself(line: Line, api: MessagingApi) -> None:
    info = api.get_bot_info()
    assert (info.user_id, info.chat_mode, info.mark_as_read_mode) == (line.bot_user_id, "bot", "auto")


def test_a_photo_is_fetched_as_it_was_sent(line: Line, blobs: MessagingApiBlob, bot: Bot, somchai: Person) -> None:
    photo = sample_photo(7)
    somchai.sends_photo(photo)
    message_id = bot.events[-1]["message"]["id"]
    assert bytes(blobs.get_message_content(message_id)) == photo
    assert blobs.get_message_content_transcoding_by_message_id(message_id).status == "succeeded"


def test_an_unsent_photo_is_gone(blobs: MessagingApiBlob, bot: Bot, somchai: Person) -> None:
    somchai.sends_photo()
    message_id = bot.events[-1]["message"]["id"]
    somchai.unsends()
    with pytest.raises(ApiException) as caught:
        blobs.get_message_content(message_id)
    assert status_of(caught) == 410


def test_an_unknown_photo_is_not_found(blobs: MessagingApiBlob) -> None:
    with pytest.raises(ApiException) as caught:
        blobs.get_message_content("1")
    assert status_of(caught) == 404


def test_a_profile_is_shown_until_the_person_blocks(api: MessagingApi, somchai: Person) -> None:
    profile = api.get_profile(somchai.user_id)
    assert (profile.display_name, profile.user_id, profile.language) == ("สมชาย", somchai.user_id, "th")
    somchai.blocks()
    with pytest.raises(ApiException) as caught:
        api.get_profile(somchai.user_id)
    assert status_of(caught) == 404


def test_a_group_is_seen_only_from_within(line: Line, api: MessagingApi, bot: Bot, somchai: Person) -> None:
    malee = line.person("malee", "มาลี")
    crew = line.group("กองช่าง", [somchai])
    crew.invites_bot(by=somchai)
    assert api.get_group_summary(crew.group_id).group_name == "กองช่าง"
    assert api.get_group_member_count(crew.group_id).count == 1
    assert api.get_group_member_profile(crew.group_id, somchai.user_id).display_name == "สมชาย"
    with pytest.raises(ApiException) as caught:
        api.get_group_member_profile(crew.group_id, malee.user_id)
    assert status_of(caught) == 404
    with pytest.raises(ApiException) as caught:
        api.get_group_members_ids(crew.group_id)
    assert status_of(caught) == 403

    api.leave_group(crew.group_id)
    line.deliveries.flush()
    assert (crew.bot_is_in, bot.events[-1]["type"]) == (False, "leave")
    with pytest.raises(ApiException) as caught:
        api.get_group_summary(crew.group_id)
    assert status_of(caught) == 404


def test_the_quota_is_told(line: Line, api: MessagingApi) -> None:
    assert (api.get_message_quota().type, api.get_message_quota().value) == ("limited", 300)
    line.sending.quota_limit = None
    assert api.get_message_quota().type == "none"
    assert api.get_message_quota_consumption().total_usage == 0


def test_messages_are_validated_without_being_sent(line: Line, api: MessagingApi) -> None:
    for validate in (api.validate_reply, api.validate_push, api.validate_multicast):
        validate(ValidateMessageRequest(messages=[TextMessage(text="ครับ")]))
        with pytest.raises(ApiException, match="May not be empty"):
            validate(ValidateMessageRequest(messages=[TextMessage(text="")]))
    assert line.accepted == []


def test_the_loading_animation_is_for_people(line: Line, api: MessagingApi, somchai: Person) -> None:
    api.show_loading_animation(ShowLoadingAnimationRequest(chatId=somchai.user_id, loadingSeconds=5))
    with pytest.raises(ApiException, match="chatId"):
        api.show_loading_animation(ShowLoadingAnimationRequest(chatId=line.group("กองช่าง").group_id))


def test_the_webhook_endpoint_is_set_and_tested(line: Line, api: MessagingApi, bot: Bot) -> None:
    api.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint="https://town.example/webhook"))
    assert api.get_webhook_endpoint().endpoint == "https://town.example/webhook"
    assert api.test_webhook_endpoint(WebhookTestRequest()).success is True
    assert bot.events == []
    assert len(bot.received) == 1


def verified(line: Line, **form: str) -> requests.Response:
    return requests.post(f"{line.url}/oauth2/v2.1/verify", data=form, timeout=5)


def test_an_id_token_tells_who_it_is(line: Line, somchai: Person) -> None:
    answer = verified(line, id_token=line.id_token(somchai, nonce="n"), client_id=line.login_channel_id, nonce="n")
    claims = answer.json()
    assert (answer.status_code, claims["sub"], claims["name"]) == (200, somchai.user_id, "สมชาย")
    assert (claims["iss"], claims["aud"]) == ("https://access.line.me", line.login_channel_id)


def test_a_wrong_id_token_is_refused(line: Line, clock: Clock, somchai: Person) -> None:
    token = line.id_token(somchai, nonce="n")
    head, claims, signature = token.split(".")
    wrong = {
        "Invalid IdToken Audience.": {"id_token": token, "client_id": "1"},
        "Invalid IdToken Nonce.": {"id_token": token, "client_id": line.login_channel_id, "nonce": "m"},
        "Invalid IdToken.": {"id_token": f"{head}.{claims[:-2]}.{signature}", "client_id": line.login_channel_id},
    }
    for description, form in wrong.items():
        answer = verified(line, **form)
        assert (answer.status_code, answer.json()["error_description"]) == (400, description)
    clock.passes(hours=1)
    assert "expired" in verified(line, id_token=token, client_id=line.login_channel_id).json()["error_description"]


def test_only_this_machine_can_reach_it() -> None:
    with pytest.raises(NotLoopback):
        Line(host="0.0.0.0").start()
