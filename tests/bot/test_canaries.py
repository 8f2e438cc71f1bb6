"""Canaries in everything that people say, show and are, on good days and bad: none of them is found in any log line."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from bot.logs import configure
from tests.bot.hand_made import Fault, delivery, lose_database, post, said
from tests.towns import SECRET, TOKEN, TownUnderTest

WORDS, NAME, PLACE, PHONE, NATIONAL_ID = "นกขมิ้นเหลืองอ่อน", "ชื่อนกขมิ้น", "ซอยนกขมิ้น", "081-555-0199", "1101700230708"
LATITUDE, LONGITUDE = 18.647213, 99.041798
SPOKEN = f"{WORDS} canaryword โทร {PHONE} เลข {NATIONAL_ID}"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that this process logs, from the finest level on, as it would be written."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    before = (root.handlers[:], root.level)
    stream = io.StringIO()
    configure(stream, logging.DEBUG)
    yield stream
    root.handlers[:], root.level = before
    sys.excepthook, threading.excepthook = hooks


def journey(town: TownUnderTest) -> None:
    """A complaint from the first word to the stars, full of canaries."""
    mana = town.officer("mana", NAME)
    group = town.staff_group(f"กลุ่ม{NAME}", [mana])
    somchai = town.resident("somchai", NAME)
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says(SPOKEN)
    somchai.sends_pin(LATITUDE, LONGITUDE, PLACE)
    somchai.sends_photo()
    somchai.says("ยืนยัน")
    mana.within(group).taps("รับเรื่อง")
    mana.within(group).taps("เสร็จสิ้น")
    mana.within(group).sends_photo()
    mana.within(group).says(SPOKEN)
    somchai.says("ติดตาม")
    somchai.says(SPOKEN)
    somchai.unsends()


def bad_day(town: TownUnderTest) -> None:
    """The same people while LINE and the database fail in many ways."""
    somchai, malee = town.line.person("somchai"), town.resident("malee", NAME)
    town.line.faults.add("content", status=410, times=1)
    malee.sends_photo(b"no photo at all, canaryword")
    for fault in ({"status": 500}, {"status": 400 + 4}, {"reset": True}, {"lost_answer": True}, {"month_spent": True}):
        town.line.faults.add("any", **fault)
        malee.says(SPOKEN)
        town.passes(minutes=2)
        town.line.faults.clear()
    Fault("broken", "conversation", says="canaryword").begins(town.engine.database)
    Fault("crowded", "outbox", before="INSERT", says="canaryword").begins(town.engine.database)
    town.clock.passes(seconds=1)
    malee.says(SPOKEN)
    for _ in range(5):
        town.passes(seconds=20)
    post(town, delivery(town, {"type": f"canaryword{WORDS}"}), {})
    post(town, delivery(town, said(SPOKEN, "01A", by=somchai.user_id), destination=f"canaryword{WORDS}"))
    post(town, f"canaryword {SPOKEN}".encode())
    lose_database(town)
    post(town, delivery(town, said(SPOKEN, "01B", by=somchai.user_id)))


FAILURES = {
    "event failed",
    "event quarantined",
    "no apology",
    "LINE refused a message",
    "the month's quota is spent",
    "a signed delivery for another account",
    "a delivery could not be kept",
}


def test_no_log_line_holds_anything_of_people(town: TownUnderTest, log: io.StringIO) -> None:
    journey(town)
    bad_day(town)
    people = [town.line.person(slug).user_id for slug in ("mana", "somchai", "malee")]
    spoken = [WORDS, "canaryword", "นกขมิ้น", PHONE, PHONE.replace("-", ""), NATIONAL_ID, "18.647", "99.041"]
    logged = set()
    for line in log.getvalue().splitlines():
        parsed = json.loads(line)
        assert {"ts", "level", "logger", "event"} <= parsed.keys()
        text = json.dumps(parsed, ensure_ascii=False)
        assert [canary for canary in (*spoken, *people, SECRET, TOKEN) if canary in text] == [], line
        logged.add(parsed["event"])
    assert logged >= FAILURES, "the bad day was not as bad as it should be"
