"""Logs say what happened and nothing about people: canaries are planted, and looked for in every line."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from gunicorn.config import Config

from bot.logs import GunicornLogger, JsonLines, configure
from bot.settings import Settings, SettingsWrong

NATIONAL_ID = "1101700230708"
TOKEN = "Zm9vYmFy" * 21 + "dB04t89/1O/w1cDnyilFU="


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """A process with its logs configured, put back as it was afterwards."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    before = (root.handlers[:], root.level)
    stream = io.StringIO()
    configure(stream)
    yield stream
    root.handlers[:], root.level = before
    sys.excepthook, threading.excepthook = hooks


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def written(message: object = "case filed", *args: object, **facts: object) -> dict[str, Any]:
    """The line that a log call with these `extra` facts makes."""
    record = logging.makeLogRecord({"name": "handlers.complaints", "msg": message, "args": args, **facts})
    found: dict[str, Any] = json.loads(JsonLines().format(record))
    return found


def test_an_event_is_one_line_with_its_message_and_its_facts(stream: io.StringIO) -> None:
    before = datetime.now(UTC)
    logging.getLogger("handlers.complaints").info("case filed", extra={"case": "69-000123", "photos": 2, "late": False})
    (line,) = lines(stream)
    at = datetime.fromisoformat(line.pop("ts"))
    assert abs((at - before).total_seconds()) < 5
    assert at.utcoffset() == before.utcoffset()
    assert line == {
        "level": "info",
        "logger": "handlers.complaints",
        "event": "case filed",
        "case": "69-000123",
        "photos": 2,
        "late": False,
    }


def test_what_is_below_the_level_is_not_written(stream: io.StringIO) -> None:
    logging.getLogger("handlers").debug("detail")
    assert lines(stream) == []


def test_each_tick_of_the_scheduler_is_not_worth_a_line(stream: io.StringIO) -> None:
    logging.getLogger("apscheduler.executors.default").info('Running job "%s"', "CANARY")
    logging.getLogger("apscheduler.executors.default").warning("run missed")
    assert [line["event"] for line in lines(stream)] == ["run missed"]


def test_the_message_is_the_one_in_the_code_without_its_arguments() -> None:
    assert written("said %s", "CANARY")["event"] == "said %s"


def test_of_a_message_with_several_lines_only_the_first_is_kept() -> None:
    assert written("Traceback (most recent call last):\n  CANARY")["event"] == "Traceback (most recent call last):"


def test_an_object_is_written_as_the_name_of_its_type() -> None:
    line = written(person={"name": "CANARY"}, error=ValueError("CANARY"), parts=["CANARY"])
    assert (line["person"], line["error"], line["parts"]) == ("dict", "ValueError", "list")
    assert "CANARY" not in json.dumps(line)


def test_a_message_that_is_an_object_is_written_as_the_name_of_its_type() -> None:
    assert written(ValueError("CANARY"))["event"] == "ValueError"


def test_a_fact_cannot_hide_the_message() -> None:
    line = written("event taken", event="01HX")
    assert (line["event"], line["event_"]) == ("event taken", "01HX")


@pytest.mark.parametrize("fact", ["words", "text", "address", "phone", "latitude", "longitude", "display_name"])
def test_a_fact_named_for_a_private_thing_is_never_written(fact: str) -> None:
    assert written(**{fact: "CANARY"})[fact] == "[private]"


@pytest.mark.parametrize(
    ("canary", "shown"),
    [
        ("Bearer abc.def", "[token]"),
        ("authorization: bearer abc", "authorization: [token]"),
        (TOKEN, "[token]"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJVMTIzNCJ9.c2ln", "[token]"),
        (NATIONAL_ID, "[id]"),
        ("1-1017-00230-70-8", "[id]"),
        ("1 1017 00230 70 8", "[id]"),
        ("๑๑๐๑๗๐๐๒๓๐๗๐๘", "[id]"),
        ("0812345678", "[phone]"),
        ("โทร0812345678ค่ะ", "โทร[phone]ค่ะ"),
        ("081-234-5678", "[phone]"),
        ("06 1234 5678", "[phone]"),
        ("(081) 234-5678", "[phone]"),
        ("+66812345678", "[phone]"),
        ("+66 81 234 5678", "[phone]"),
        ("+66 (0)81 234 5678", "[phone]"),
        ("053-000-111", "[phone]"),
        ("๐๘๑๒๓๔๕๖๗๘", "[phone]"),
        ("18.6477,99.0417", "[place]"),
        ("at 18.6477, 99.0417 now", "at [place] now"),
        ("query=18.647700%2C99.041700", "query=[place]"),
        ("U8e742f61d673b39c7fff3cecb7536ef0", "U8e74…"),
        ("left C8e742f61d673b39c7fff3cecb7536ef0", "left C8e74…"),
    ],
)
def test_what_looks_like_a_person_a_place_or_a_key_is_taken_out(canary: str, shown: str) -> None:
    line = written(canary, fact=canary)
    assert (line["event"], line["fact"]) == (shown, shown)


def test_a_national_id_written_as_a_number_is_taken_out() -> None:
    assert written(fact=int(NATIONAL_ID))["fact"] == "[id]"


@pytest.mark.parametrize(
    "harmless",
    [
        "69-000123",
        "1101700230709",  # its check digit is wrong: a time in milliseconds, say
        "01HXJ8Z5K4QJ3W9V7T6R5P4N3M",
        "6f1ed002ab5595859014ebf0951522d9e7b6b1a0d1f8a3a4b1e5a2c3d4e5f607",
        "2026-11-21T02:00:00+00:00",
        "/v2/bot/message/push",
        "3.27.0",
        1763690400000,
        200,
        0.25,
        None,
    ],
)
def test_what_helps_to_find_a_fault_stays(harmless: str | int | float | None) -> None:
    assert written(fact=harmless)["fact"] == harmless


def test_an_exception_is_named_with_our_lines_but_without_its_message() -> None:
    try:
        Settings.from_environment({"PORT": "CANARY"})
    except SettingsWrong as wrong:
        line = written(exc_info=(type(wrong), wrong, wrong.__traceback__))
    assert line["exception"] == "bot.settings.SettingsWrong"
    (frame,) = line["frames"]
    assert frame.startswith("bot/settings.py:")
    assert "CANARY" not in json.dumps(line)
    assert "cannot start" not in json.dumps(line)


def test_the_causes_of_an_exception_are_named_too() -> None:
    try:
        try:
            raise KeyError("CANARY")
        except KeyError as missing:
            raise RuntimeError("CANARY") from missing
    except RuntimeError as error:
        line = written(exc_info=(RuntimeError, error, error.__traceback__))
    assert (line["exception"], line["because_of"], line["frames"]) == ("RuntimeError", ["KeyError"], [])
    assert "CANARY" not in json.dumps(line)


@pytest.mark.parametrize(
    "request_line",
    ["GET /liff?liff.state=CANARY HTTP/1.1", "\x1b[1m\x1b[31mGET /liff?liff.state=CANARY HTTP/1.1\x1b[0m"],
)
def test_the_development_server_logs_paths_without_queries(stream: io.StringIO, request_line: str) -> None:
    logging.getLogger("werkzeug").info('203.0.113.9 - - [21/Nov/2026] "%s" %s %s', request_line, "404", "-")
    (line,) = lines(stream)
    expected = {"event": "request answered", "method": "GET", "path": "/liff", "status": "404"}
    assert line | expected == line
    assert "CANARY" not in stream.getvalue()
    assert "203.0.113.9" not in stream.getvalue()


def test_gunicorn_logs_paths_without_queries(stream: io.StringIO) -> None:
    gunicorn = logging.getLogger("gunicorn.access")
    gunicorn.setLevel(logging.INFO)
    gunicorn.info("%(h)s %(r)s", {"m": "POST", "U": "/webhook", "s": "200", "r": "POST /webhook?CANARY", "h": "CANARY"})
    (line,) = lines(stream)
    assert (line["method"], line["path"], line["status"]) == ("POST", "/webhook", "200")
    assert "CANARY" not in stream.getvalue()


def test_a_request_that_is_not_http_is_logged_all_the_same(stream: io.StringIO) -> None:
    logging.getLogger("werkzeug").info('"%s" %s %s', "", "400", "-")
    assert lines(stream)[0]["status"] == "400"


def test_gunicorn_writes_as_everything_else_does(
    stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    logger = GunicornLogger(Config())
    logger.warning("worker %s timed out", "CANARY")
    assert [line["event"] for line in lines(out)] == ["worker %s timed out"]
    assert "".join(capfd.readouterr()) == ""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_dies_is_logged_without_its_message(
    stream: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    def die() -> None:
        raise RuntimeError("CANARY")

    thread = threading.Thread(target=die)
    thread.start()
    thread.join()
    (line,) = lines(stream)
    assert (line["event"], line["level"], line["exception"]) == (
        "thread ended by an exception",
        "critical",
        "RuntimeError",
    )
    assert "CANARY" not in stream.getvalue() + "".join(capfd.readouterr())


def test_a_process_that_dies_is_logged_without_its_message(stream: io.StringIO) -> None:
    sys.excepthook(RuntimeError, RuntimeError("CANARY"), None)
    assert [line["event"] for line in lines(stream)] == ["process ended by an exception"]
    assert "CANARY" not in stream.getvalue()
