"""The only wire to LINE: one shared SDK client with time-outs, and the words for what can go wrong on it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import requests
import urllib3
from linebot.v3.messaging import (
    ApiClient,
    Configuration,
    MessagingApi,
    MessagingApiBlob,
    RichMenuRequest,
)
from linebot.v3.messaging.exceptions import ApiException

from content.messages import Message

TIMEOUT = (3, 5)  # seconds to connect, seconds to wait for the answer; the SDK has no default at all
API_HOST, DATA_HOST = "https://api.line.me", "https://api-data.line.me"
LARGEST_CONTENT = 10 * 1024 * 1024
MONTH_SPENT = "monthly limit"
LONGEST_ID = 64
Answer = TypeVar("Answer")


class LineRefused(Exception):
    """LINE will never accept this: a mistake of ours, or the recipient is gone."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status


class ReplyTokenDead(LineRefused):
    """The reply token is spent or too old."""


class LineUnavailable(Exception):
    """Not now: a time-out, a broken connection, a 5xx, or content that isn't ready.

    `may_have_arrived`: the request was on its way when it broke, so LINE may have acted on it.
    """

    def __init__(self, reason: str, *, may_have_arrived: bool) -> None:
        super().__init__(reason)
        self.may_have_arrived = may_have_arrived


class RateLimited(Exception):
    """Too many calls a second: later."""


class MonthSpent(Exception):
    """The month's quota of paid messages is used up: no retry helps before the next month."""


class LineLocksUsOut(Exception):
    """401 or 403: the access token is wrong, revoked or not allowed. Nothing can be sent until a human acts."""


class ContentGone(Exception):
    """The content was deleted, or the person took it back."""


@dataclass(frozen=True)
class Profile:
    """What LINE tells about a user; `language` is a BCP 47 tag or None where LINE does not say."""

    display_name: str
    language: str | None


@dataclass(frozen=True)
class Month:
    """The month's paid messages as LINE knows them; `limit` is None for an account without one."""

    limit: int | None
    used: int


@dataclass(frozen=True)
class Webhook:
    """Where LINE sends events; `url` is None if no address has been set. An inactive one gets nothing."""

    url: str | None
    is_active: bool


class Line:
    """The Messaging API, in our words. Make one after the fork and share it: it is safe over threads."""

    def __init__(self, access_token: str, api_url: str | None = None) -> None:
        configuration = Configuration(access_token=access_token, **({"host": api_url} if api_url else {}))
        configuration.retries = False  # urllib3 would retry by itself, behind our ladder's back
        configuration.connection_pool_maxsize = 16
        self._client = ApiClient(configuration)
        self._api, self._blobs = MessagingApi(self._client), MessagingApiBlob(self._client)
        self._data_host = api_url or DATA_HOST
        self._authorization = {"Authorization": f"Bearer {access_token}"}

    def reply(self, token: str, messages: Sequence[Message]) -> list[str]:
        """Answer an event for nothing; returns the messages' ids. Raises ReplyTokenDead, or as `_call`."""
        return self._post("/v2/bot/message/reply", {"replyToken": token, "messages": list(messages)})

    def push(self, to: str, messages: Sequence[Message], retry_key: str, *, is_quiet: bool = False) -> list[str]:
        """Send unasked, quietly if so wished; returns the messages' ids, as far as LINE tells them.

        The same key with the same messages is accepted once in 24 h; a repeat returns like a success.
        """
        headers = {"X-Line-Retry-Key": retry_key}
        sound = {"notificationDisabled": True} if is_quiet else {}
        return self._post("/v2/bot/message/push", {"to": to, "messages": list(messages), **sound}, headers)

    def _post(self, path: str, body: dict[str, Any], headers: Mapping[str, str] | None = None) -> list[str]:
        """Messages go as they were owed: the SDK's models would take milliseconds a card, and drop what they don't know."""
        answer = _call(
            lambda: self._client.call_api(
                path,
                "POST",
                header_params={"Content-Type": "application/json", **(headers or {})},
                body=body,
                response_types_map={},
                auth_settings=["Bearer"],
                _request_timeout=TIMEOUT,
                _host=API_HOST,
            )
        )
        return _sent_ids(answer.raw_data) if answer is not None else []

    def profile(self, user_id: str) -> Profile:
        """A user's profile. Raises LineRefused(404) for those who don't follow the account."""
        found = _call(lambda: self._api.get_profile(user_id, _request_timeout=TIMEOUT))
        return Profile(display_name=found.display_name, language=found.language)

    def own_user_id(self) -> str:
        """The account's own user id, which every webhook's `destination` must be."""
        return str(_call(lambda: self._api.get_bot_info(_request_timeout=TIMEOUT)).user_id)

    def says_it_is(self) -> datetime | None:
        """LINE's clock, from the Date of an answer."""
        told = _call(lambda: self._api.get_bot_info_with_http_info(_request_timeout=TIMEOUT))
        try:
            return parsedate_to_datetime(told.headers.get("Date", ""))
        except ValueError:
            return None

    def webhook(self) -> Webhook:
        """Where events go; without an address LINE answers 404."""
        try:
            found = _call(lambda: self._api.get_webhook_endpoint(_request_timeout=TIMEOUT))
        except LineRefused as refusal:
            if refusal.status != 404:
                raise
            return Webhook(None, is_active=False)
        return Webhook(found.endpoint, is_active=found.active)

    def member_count(self, group_id: str) -> int:
        """How many people are in a group: what one push to it costs."""
        return int(_call(lambda: self._api.get_group_member_count(group_id, _request_timeout=TIMEOUT)).count)

    def month(self) -> Month:
        """The month's quota and what LINE has counted of it so far; the count is approximate."""
        told = _call(lambda: self._api.get_message_quota(_request_timeout=TIMEOUT))
        counted = _call(lambda: self._api.get_message_quota_consumption(_request_timeout=TIMEOUT))
        return Month(limit=told.value if told.type == "limited" else None, used=int(counted.total_usage))

    def leave_group(self, group_id: str) -> None:
        """Leave a group."""
        _call(lambda: self._api.leave_group(group_id, _request_timeout=TIMEOUT))

    def content(self, message_id: str) -> bytes:
        """The bytes of a photo. Raises ContentGone, LineRefused over 10 MiB, LineUnavailable while not ready (202)."""
        url = f"{self._data_host}/v2/bot/message/{message_id}/content"
        try:
            with requests.get(
                url, headers=self._authorization, timeout=TIMEOUT, stream=True, allow_redirects=False
            ) as answer:
                _raise_for_content(answer.status_code)
                return _read_at_most(answer, LARGEST_CONTENT)
        except requests.RequestException as error:
            raise LineUnavailable(type(error).__name__, may_have_arrived=False) from error

    def publish_rich_menu(self, definition: dict[str, Any], image: bytes, content_type: str) -> str:
        """Create a rich menu with its picture; returns its id."""
        request = RichMenuRequest.from_dict(definition)
        menu_id = str(_call(lambda: self._api.create_rich_menu(request, _request_timeout=TIMEOUT)).rich_menu_id)
        headers = {"Content-Type": content_type}
        _call(
            lambda: self._blobs.set_rich_menu_image(
                menu_id, body=bytearray(image), _headers=headers, _content_type=content_type, _request_timeout=(3, 20)
            )
        )
        return menu_id

    def show_rich_menu_to_all(self, menu_id: str) -> None:
        """Make it the menu of everybody who has none of their own."""
        _call(lambda: self._api.set_default_rich_menu(menu_id, _request_timeout=TIMEOUT))

    def show_rich_menu_to(self, user_id: str, menu_id: str) -> None:
        """Give one user a menu of their own."""
        _call(lambda: self._api.link_rich_menu_id_to_user(user_id, menu_id, _request_timeout=TIMEOUT))

    def delete_rich_menu(self, menu_id: str) -> None:
        """Delete a menu that is no longer shown."""
        _call(lambda: self._api.delete_rich_menu(menu_id, _request_timeout=TIMEOUT))


def _sent_ids(answer: str) -> list[str]:
    """The ids of the messages that LINE has taken; none if it tells them in a way that we don't know."""
    try:
        return [str(sent["id"])[:LONGEST_ID] for sent in json.loads(answer)["sentMessages"]]
    except (ValueError, KeyError, TypeError):
        return []


def _call(ask: Callable[[], Answer]) -> Answer | Any:
    """Run an SDK call; every failure becomes one of this module's words. A 409 is an acceptance of long ago."""
    try:
        return ask()
    except ApiException as error:
        _understand(error)
        return None
    except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError) as error:
        raise LineUnavailable("no connection", may_have_arrived=False) from error
    except (urllib3.exceptions.HTTPError, ValueError) as error:  # a ValueError: the SDK misses something in the answer
        raise LineUnavailable(type(error).__name__, may_have_arrived=True) from error


def _understand(error: ApiException) -> None:
    status, message = int(error.status or 0), _message_of(error)
    if status == 409:
        return
    if status in (401, 403):
        raise LineLocksUsOut(str(status)) from error
    if status == 429:
        raise (MonthSpent if MONTH_SPENT in message else RateLimited)(message) from error
    if status == 400 and "reply token" in message.lower():
        raise ReplyTokenDead(status, message) from error
    if 400 <= status < 500:
        raise LineRefused(status, message) from error
    raise LineUnavailable(str(status), may_have_arrived=True) from error


def _message_of(error: ApiException) -> str:
    try:
        return str(json.loads(error.body or b"{}").get("message", ""))[:200]
    except (ValueError, AttributeError):
        return ""


def _raise_for_content(status: int) -> None:
    if status in (404, 410):
        raise ContentGone
    if status in (401, 403):
        raise LineLocksUsOut(str(status))
    if status != 200:
        raise LineUnavailable(str(status), may_have_arrived=False)


def _read_at_most(answer: requests.Response, limit: int) -> bytes:
    content = bytearray()
    for piece in answer.iter_content(64 * 1024):
        content += piece
        if len(content) > limit:
            raise LineRefused(413, "content too large")
    return bytes(content)
