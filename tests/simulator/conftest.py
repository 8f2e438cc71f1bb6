"""A LINE on a socket with a clock that the test moves, and the real SDK as its client."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, MessagingApiBlob

from simulator import Line, Person


@dataclass
class Clock:
    now: datetime = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Bot:
    """Takes webhooks and keeps them; answers with `status`."""

    status: int = 200
    received: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)

    def __call__(self, body: bytes, headers: dict[str, str]) -> int:
        self.received.append((body, headers))
        return self.status

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for body, _ in self.received for event in json.loads(body)["events"]]

    @property
    def reply_token(self) -> str:
        return str(self.events[-1]["replyToken"])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
def line(clock: Clock, bot: Bot) -> Iterator[Line]:
    with Line(clock=clock, deliver=bot) as started:
        yield started


@pytest.fixture
def client(line: Line) -> Iterator[ApiClient]:
    configuration = Configuration(host=line.url, access_token=line.token)
    configuration.retries = 0
    with ApiClient(configuration) as opened:
        yield opened


@pytest.fixture
def api(client: ApiClient) -> MessagingApi:
    return MessagingApi(client)


@pytest.fixture
def blobs(client: ApiClient) -> MessagingApiBlob:
    return MessagingApiBlob(client)


@pytest.fixture
def somchai(line: Line) -> Person:
    person = line.person("somchai", "สมชาย")
    person.adds()
    return person
