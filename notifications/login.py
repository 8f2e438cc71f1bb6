"""LINE Login: asks LINE whether an ID token is genuine, ours and alive. Nothing else a page says about a person counts."""

from dataclasses import dataclass

import requests

from notifications.line import TIMEOUT, LineUnavailable

LOGIN_HOST = "https://api.line.me"


class TokenRefused(Exception):
    """LINE says that the ID token is forged, expired, or meant for another channel."""


@dataclass(frozen=True)
class LoggedIn:
    """Who LINE says it is: `user_id` is the same as in the chat, because both channels share a provider."""

    user_id: str
    name: str


class Login:
    """The verify endpoint, for one LINE Login channel."""

    def __init__(self, channel_id: str, api_url: str | None = None) -> None:
        self._channel_id = channel_id
        self._url = f"{api_url or LOGIN_HOST}/oauth2/v2.1/verify"

    def verify(self, id_token: str) -> LoggedIn:
        """Raises TokenRefused, or LineUnavailable when LINE does not answer."""
        form = {"id_token": id_token, "client_id": self._channel_id}
        try:
            answer = requests.post(self._url, data=form, timeout=TIMEOUT, allow_redirects=False)
            claims = answer.json() if answer.status_code == 200 else {}
        except (requests.RequestException, ValueError) as error:
            raise LineUnavailable(type(error).__name__, may_have_arrived=False) from error
        if answer.status_code not in (200, 400):  # LINE refuses a token with 400; anything else says nothing about it
            raise LineUnavailable(str(answer.status_code), may_have_arrived=False)
        if claims.get("aud") != self._channel_id or not claims.get("sub"):
            raise TokenRefused
        return LoggedIn(user_id=str(claims["sub"]), name=str(claims.get("name") or ""))
