"""The ways out for an alarm that are not LINE: mail and a plain webhook, each with time-outs."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

import requests

from bot.settings import Settings, is_this_machine

TIMEOUT_S = 8


@dataclass(frozen=True)
class Alarm:
    """What somebody is told. `since` is UTC, ISO 8601; nothing in it is about a person."""

    town: str
    cause: str
    what: str
    since: str
    what_to_do: str

    @property
    def text(self) -> str:
        """The alarm as a person reads it."""
        return (
            f"Baanrao {self.town}: {self.what}\n"
            f"Since: {self.since}\n"
            f"What to do: {self.what_to_do}\n"
            "More: `baanrao doctor` on the server. You hear of the same cause again in an hour, if it lasts.\n"
        )


class NotTold(Exception):
    """The alarm has not left by this way."""


Channel = Callable[[Alarm], None]


def channels_of(settings: Settings) -> dict[str, Channel]:
    """The installation's ways out, by name; none if none are set."""
    channels: dict[str, Channel] = {}
    if settings.smtp_url and settings.alarm_email_to:
        channels["mail"] = Mail(settings.smtp_url.get_secret_value(), settings.alarm_email_to)
    if settings.alarm_webhook_url:
        channels["webhook"] = Webhook(settings.alarm_webhook_url.get_secret_value())
    return channels


class Mail:
    """Tells one address over SMTP. A password goes over an encrypted connection or not at all."""

    def __init__(self, smtp_url: str, to: str) -> None:
        self._url, self._to = urlsplit(smtp_url), to

    def __call__(self, alarm: Alarm) -> None:
        """Send it. Raises NotTold."""
        try:
            with _connected(self._url) as server:
                if self._url.username:
                    server.login(unquote(self._url.username), unquote(self._url.password or ""))
                server.send_message(self._written(alarm))
        except (OSError, smtplib.SMTPException) as error:
            raise NotTold(type(error).__name__) from error

    def _written(self, alarm: Alarm) -> EmailMessage:
        user = unquote(self._url.username or "")
        mail = EmailMessage()
        mail["From"], mail["To"] = user if "@" in user else self._to, self._to
        mail["Subject"] = f"Baanrao {alarm.town}: {alarm.what}"
        mail.set_content(alarm.text)
        return mail


def _connected(url: SplitResult) -> smtplib.SMTP:
    host, safely = str(url.hostname), ssl.create_default_context()
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT_S, context=safely)
    server = smtplib.SMTP(host, url.port or 587, timeout=TIMEOUT_S)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=safely)
    elif url.username and not is_this_machine(host):
        server.close()
        raise smtplib.SMTPNotSupportedError("no encryption")
    return server


class Webhook:
    """Tells an address by a POST of JSON; `text` is what Slack, Mattermost and their like show."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __call__(self, alarm: Alarm) -> None:
        """Send it. Raises NotTold."""
        body = asdict(alarm) | {"text": alarm.text}
        try:
            answer = requests.post(self._url, json=body, timeout=(3, TIMEOUT_S), allow_redirects=False)
        except requests.RequestException as error:
            raise NotTold(type(error).__name__) from error
        if not 200 <= answer.status_code < 300:
            raise NotTold(str(answer.status_code))
