"""What LINE says about our account when somebody asks how we are: who we are, where webhooks go, what is left."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from notifications.line import TIMEOUT, LineLocksUsOut, LineRefused, LineUnavailable

API_HOST = "https://api.line.me"


@dataclass(frozen=True)
class Account:
    """The account as LINE knows it. `said_at` is LINE's clock; a `quota` of None has no limit."""

    user_id: str
    said_at: datetime | None
    webhook_url: str | None
    webhook_is_active: bool
    quota: int | None
    used: int


def look_at_account(access_token: str, api_url: str | None = None) -> Account:
    """Ask LINE. Raises LineUnavailable, LineLocksUsOut or LineRefused."""
    with requests.Session() as line:
        line.headers["Authorization"] = f"Bearer {access_token}"
        base = f"{api_url or API_HOST}/v2/bot"
        info = _asked(line, f"{base}/info")
        webhook = _webhook(line, f"{base}/channel/webhook/endpoint")
        quota = _asked(line, f"{base}/message/quota").json()
        used = _asked(line, f"{base}/message/quota/consumption").json()
    return Account(
        user_id=str(info.json().get("userId", "")),
        said_at=_time_of(info),
        webhook_url=webhook.get("endpoint"),
        webhook_is_active=webhook.get("active") is True,
        quota=quota.get("value") if quota.get("type") == "limited" else None,
        used=int(used.get("totalUsage", 0)),
    )


def _webhook(line: requests.Session, url: str) -> dict[str, Any]:
    """Where LINE sends events; empty if no address has been set, which LINE answers with 404."""
    try:
        found: dict[str, Any] = _asked(line, url).json()
    except LineRefused as refusal:
        if refusal.status != 404:
            raise
        return {}
    return found


def _asked(line: requests.Session, url: str) -> requests.Response:
    try:
        answer = line.get(url, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException as error:
        raise LineUnavailable(type(error).__name__, may_have_arrived=False) from error
    if answer.status_code in (401, 403):
        raise LineLocksUsOut(str(answer.status_code))
    if 400 <= answer.status_code < 500:
        raise LineRefused(answer.status_code, "")
    if answer.status_code != 200:
        raise LineUnavailable(str(answer.status_code), may_have_arrived=False)
    return answer


def _time_of(answer: requests.Response) -> datetime | None:
    try:
        return parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return None
