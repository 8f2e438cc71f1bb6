"""What nobody but an attacker or a broken wire sends: refused or kept, with nothing written and little remembered."""

import random
import tracemalloc
from collections.abc import Callable
from io import RawIOBase

import pytest
from sqlalchemy import event
from sqlmodel import func, select

from bot.webhook import LARGEST_BODY, Forged, Webhook
from models.database import Database
from models.webhook_event import WebhookEvent
from tests.bot.hand_made import delivery, kept, post, said, signed
from tests.clock import Clock
from tests.towns import SECRET, TownUnderTest

SEED, MUTATIONS = 20261121, 10_000
A_BODY = b'{"destination": "U1", "events": [{"type": "follow", "source": {"userId": "U2"}, "timestamp": 1}]}'


def flipped(dice: random.Random, value: bytes) -> bytes:
    place = dice.randrange(len(value))
    return value[:place] + bytes([value[place] ^ 1 << dice.randrange(7)]) + value[place + 1 :]


def cut(dice: random.Random, value: bytes) -> bytes:
    return value[: dice.randrange(len(value))]


def lengthened(dice: random.Random, value: bytes) -> bytes:
    return value + bytes([dice.randrange(128)])


def swapped(dice: random.Random, value: bytes) -> bytes:
    one, other = sorted(dice.sample(range(len(value)), 2))
    if value[one] == value[other]:
        return flipped(dice, value)
    return value[:one] + value[other : other + 1] + value[one + 1 : other] + value[one : one + 1] + value[other + 1 :]


MUTATE: tuple[Callable[[random.Random, bytes], bytes], ...] = (flipped, cut, lengthened, swapped)


@pytest.mark.sqlite_only("nothing of it reaches a database")
def test_of_ten_thousand_mutated_bodies_and_signatures_none_is_accepted_and_nothing_is_written(
    database: Database,
) -> None:
    dice = random.Random(SEED)
    begun: list[object] = []
    event.listen(database.engine, "begin", begun.append)
    webhook = Webhook(SECRET, database, Clock())
    signature = signed(A_BODY)["X-Line-Signature"].encode()
    for number in range(MUTATIONS):
        mutate = MUTATE[number % len(MUTATE)]
        body, header = (mutate(dice, A_BODY), signature) if number % 2 else (A_BODY, mutate(dice, signature))
        with pytest.raises(Forged):
            webhook.receive(body, header.decode("latin-1"))
    assert begun == []
    webhook.receive(A_BODY, signature.decode())  # and the one that was mutated is good
    with database.read() as session:
        assert session.exec(select(func.count()).select_from(WebhookEvent)).one() == 1


def test_a_thousand_events_in_one_body_are_kept_by_one_commit(town: TownUnderTest) -> None:
    commits: list[object] = []
    post(town, delivery(town))  # the account's own id is looked up once
    event.listen(town.engine.database.engine, "commit", lambda connection: commits.append(connection))
    assert post(town, delivery(town, *(said(f"คำที่ {number}", f"01E{number:04}") for number in range(1000)))) == 200
    assert len(commits) == 1
    assert [row.event_id for row in kept(town)] == [f"01E{number:04}" for number in range(1000)]


class Endless(RawIOBase):
    """A body that does not say its length, and never ends."""

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        buffer[:] = b" " * len(buffer)
        return len(buffer)


def test_bodies_without_end_cost_no_memory(town: TownUnderTest) -> None:
    def comes() -> int:
        endless = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
        return town.web.post("/webhook", input_stream=Endless(), environ_overrides=endless).status_code

    comes()  # what is loaded at the first one is no leak
    tracemalloc.start()
    try:
        assert {comes() for _ in range(20)} == {413}
        left, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * LARGEST_BODY
    assert left < LARGEST_BODY / 4
