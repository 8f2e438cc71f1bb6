"""Who gets past LINE's front door: only what is signed over these very bytes, small enough, and meant for us."""

import io
import logging

import pytest

from bot.webhook import LARGEST_BODY, signature_of
from models.known_fact import OWN_USER_ID, KnownFact
from tests.bot.hand_made import delivery, kept, lose_database, post, said, signed
from tests.towns import TownUnderTest


def test_the_signature_is_the_one_in_lines_documentation() -> None:
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    expected = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="
    assert signature_of("8c570fa6dd201bb328f1c1eac23a96d8", body) == expected


def test_what_is_signed_is_kept_and_answered_200(town: TownUnderTest) -> None:
    assert post(town, delivery(town, said("hello", "01A"))) == 200
    assert [event.event_id for event in kept(town)] == ["01A"]


def test_the_name_of_the_header_is_read_in_any_case(town: TownUnderTest) -> None:
    body = delivery(town)
    assert post(town, body, {"x-line-signature": signed(body)["X-Line-Signature"]}) == 200


@pytest.mark.parametrize(
    "signature",
    [None, "", "x", "=" * 44, "A" * 43 + "=", "\xe9" * 44, "A" * 5000, "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="],
)
def test_a_missing_or_wrong_signature_is_refused_and_nothing_is_kept(
    town: TownUnderTest, signature: str | None
) -> None:
    headers = {} if signature is None else {"X-Line-Signature": signature}
    assert post(town, delivery(town, said("hello", "01A")), headers) == 401
    assert kept(town) == []


def test_a_signature_over_other_bytes_is_refused(town: TownUnderTest) -> None:
    body = delivery(town, said("hello", "01A"))
    assert post(town, body + b" ", signed(body)) == 401
    assert post(town, body.replace(b"hello", b"jello"), signed(body)) == 401
    assert kept(town) == []


def test_what_is_not_signed_is_neither_read_nor_looked_up(town: TownUnderTest) -> None:
    town.starts()  # nothing is cached
    lose_database(town)
    assert post(town, b"not JSON at all", {}) == 401
    assert post(town, delivery(town, destination="U" + "0" * 32), {}) == 401
    assert post(town, b"not JSON at all") == 400


def test_a_delivery_for_another_account_is_refused_and_logged(
    town: TownUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    body = delivery(town, said("hello", "01A"), destination="U" + "0" * 32)
    assert post(town, body) == 400
    assert [(record.levelno, record.msg) for record in caplog.records if record.name == "bot.webhook"] == [
        (logging.ERROR, "a signed delivery for another account")
    ]
    assert post(town, delivery(town, said("hello", "01A"), destination=None)) == 400
    assert kept(town) == []


def test_while_our_own_id_is_not_known_the_signature_alone_must_do(town: TownUnderTest) -> None:
    with town.engine.database.begin() as session:
        session.delete(session.get(KnownFact, OWN_USER_ID))
    assert post(town, delivery(town, said("help", "01A"), destination="U" + "0" * 32)) == 200
    assert [event.event_id for event in kept(town)] == ["01A"]


def test_our_own_id_is_learnt_from_line_as_soon_as_line_answers(town: TownUnderTest) -> None:
    with town.engine.database.begin() as session:
        session.delete(session.get(KnownFact, OWN_USER_ID))
    town.line.faults.add("info", status=500, times=1)
    town.starts()
    assert post(town, delivery(town, destination="U" + "0" * 32)) == 200
    town.passes(seconds=2)
    assert post(town, delivery(town, destination="U" + "0" * 32)) == 400


def test_lines_connection_test_is_answered_200(town: TownUnderTest) -> None:
    assert town.line.tests_webhook("") == 200
    assert post(town, delivery(town)) == 200
    assert kept(town) == []


def test_a_body_of_one_mebibyte_is_taken_and_one_byte_more_is_not(town: TownUnderTest) -> None:
    body = delivery(town, said("hello", "01A"))
    largest = body + b" " * (LARGEST_BODY - len(body))
    assert post(town, largest + b" ") == 413
    assert kept(town) == []
    assert post(town, largest) == 200
    assert len(kept(town)) == 1


class Counted(io.BytesIO):
    """A stream that knows how much of it was read."""

    taken = 0

    def readinto(self, buffer: object) -> int:
        count = super().readinto(buffer)  # type: ignore[arg-type]
        self.taken += count
        return count

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(size)
        self.taken += len(piece)
        return piece


def test_a_body_that_does_not_say_its_length_is_not_read_beyond_the_limit(town: TownUnderTest) -> None:
    stream = Counted(b" " * (8 * LARGEST_BODY))
    answer = town.web.post(
        "/webhook", input_stream=stream, environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    )
    assert answer.status_code == 413
    assert stream.taken < 2 * LARGEST_BODY


def test_only_post_opens_the_door(town: TownUnderTest) -> None:
    assert town.web.get("/webhook").status_code == 405
