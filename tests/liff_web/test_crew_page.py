"""The crew's page: tonight's lamps in the order of the round, and a card for each whose forms work plainly and by script."""

from typing import Any
from uuid import uuid4

import pytest

from content.qr_codes import QrKind
from content.texts import Texts
from models.asset import Asset
from models.geography import Point
from models.officer import Role
from simulator import Person
from tests.handlers.poles import HERE, a_pole
from tests.handlers.stories import tells, the_case
from tests.handlers.test_street_lights import reports
from tests.liff_web.crew_round import at_lamp, parts, repairs, sentence, visits
from tests.liff_web.readers import reads, signs_in
from tests.liff_web.repair_page import a_photo, after_photos, newest
from tests.towns import TownUnderTest

SAY = Texts("th")
LIST = "/desk/lights/tonight"
PLAIN = {"Accept": "text/html"}


@pytest.fixture
def pole(town: TownUnderTest) -> Asset:
    """A dark lamp; somebody of the crew is reading."""
    found = a_pole(town, "A-0012", road="ถนนสุขใจ", circuit="C7")
    reports(town, town.resident("malee", "มาลี"), found)
    signs_in(town, town.officer("mana", "ช่างมานะ"))
    return found


def _sticker(town: TownUnderTest, code: str = "A-0012") -> str:
    return town.engine.office.qr_keys.sign(QrKind.POLE, code)


def test_the_list_says_where_what_and_how_far(town: TownUnderTest, pole: Asset) -> None:
    for n in (1, 2):
        other = a_pole(town, f"B-{n}", Point(HERE.latitude + 0.01 * n, HERE.longitude), circuit="C7")
        reports(town, town.resident(f"p{n}", "คน"), other)
    page = reads(town, LIST)
    for said in ("A-0012", "ถนนสุขใจ", "ไฟดับ", "แจ้ง 3 คน", SAY("crew.is_line", poles="A-0012, B-1, B-2")):
        assert said in page
    assert "1 ดวง · รวม 0.8 กม." in page
    assert SAY("crew.begins_at", begins="16.30", ends="22.00") in page
    town.passes(hours=9)
    assert "เริ่มรอบค่ำ" not in reads(town, LIST)


def test_an_evening_without_lamps_says_so(town: TownUnderTest) -> None:
    signs_in(town, town.officer("mana", "ช่างมานะ"))
    assert SAY("crew.none") in reads(town, LIST)


def test_by_plain_forms_there_parts_and_done(town: TownUnderTest, pole: Asset) -> None:
    there = at_lamp(town, "arrive", headers=PLAIN)
    assert there.status_code == 303
    assert there.headers["Location"].endswith("desk/lights/tonight?said=arrived")
    assert SAY("crew.said_arrived") in reads(town, f"{LIST}?said=arrived")
    used: dict[str, Any] = {"part.lamp": "2", "part.wire": ""}
    at_lamp(town, "parts", headers=PLAIN, **used)
    assert "หลอดหรือโคม × 2" in reads(town, LIST)
    done = repairs(town, photos=[a_photo()], headers=PLAIN)
    assert done.headers["Location"].endswith("tonight?said=finished_neither")
    assert (the_case(town).status, parts(town)) == ("finished", {"lamp": 2})
    assert SAY("crew.none") in reads(town, LIST)


def test_a_scanned_sticker_is_a_witness_of_where_the_photo_was_taken(town: TownUnderTest, pole: Asset) -> None:
    assert sentence(at_lamp(town, "arrive", sticker=_sticker(town))) == SAY("crew.said_scanned")
    assert sentence(repairs(town, photos=[a_photo()], age_s="20")) == SAY("desk_said.finished_proven")
    assert after_photos(town)[0].metres_off == 0


def test_a_tap_alone_is_no_witness(town: TownUnderTest, pole: Asset) -> None:
    at_lamp(town, "arrive")
    assert sentence(repairs(town, photos=[a_photo()], age_s="20")) == SAY("desk_said.finished_not_there")


def test_what_waited_for_a_signal_counts_from_when_it_was_tapped(town: TownUnderTest, pole: Asset) -> None:
    town.clock.passes(hours=2)
    at_lamp(town, "arrive", sticker=_sticker(town), held_s="5400")
    told: dict[str, Any] = {"held_s": "4800", "age_s": "4860"}
    assert sentence(repairs(town, photos=[a_photo()], **told)) == SAY("desk_said.finished_proven")
    assert (town.clock() - visits(town)[0].arrived_at).total_seconds() == 5400


@pytest.mark.parametrize("held", ["-1", "nan", "90000", "ก", "inf"])
def test_an_odd_age_is_now(town: TownUnderTest, pole: Asset, held: str) -> None:
    at_lamp(town, "arrive", held_s=held)
    assert visits(town)[0].arrived_at == town.clock()


def test_what_the_telephone_sends_again_is_once_and_the_answer_is_a_success(town: TownUnderTest, pole: Asset) -> None:
    told: dict[str, Any] = {"key": str(uuid4()), "seen": str(newest(town)), "part.lamp": "1"}
    for _ in range(2):
        sentence(at_lamp(town, "arrive", key=told["key"]))
    first = sentence(repairs(town, photos=[a_photo()], **told))
    assert first.startswith("เสร็จแล้ว")
    assert sentence(repairs(town, photos=[a_photo()], **told)) == SAY("crew.said_already")
    assert (len(visits(town)), parts(town), len(after_photos(town))) == (1, {"lamp": 1}, 1)


def test_another_poles_sticker_is_refused_with_its_number(town: TownUnderTest, pole: Asset) -> None:
    a_pole(town, "B-0001")
    answer = at_lamp(town, "arrive", sticker=_sticker(town, "B-0001"))
    assert sentence(answer, 409) == SAY("crew.other_pole", code="B-0001", wanted="A-0012")
    plain = at_lamp(town, "arrive", headers=PLAIN, sticker=_sticker(town, "B-0001"))
    assert SAY("crew.other_pole", code="B-0001", wanted="A-0012") in plain.get_data(as_text=True)
    assert visits(town) == []


def test_the_sticker_opens_the_card_of_its_pole_and_nothing_has_happened_yet(town: TownUnderTest, pole: Asset) -> None:
    page = reads(town, f"/desk/lights/at/{_sticker(town)}")
    assert SAY("crew.work_here") in page
    assert visits(town) == []
    a_pole(town, "B-0001")
    assert SAY("crew.nothing_here") in reads(town, f"/desk/lights/at/{_sticker(town, 'B-0001')}")
    assert SAY("crew.not_standing") in reads(town, f"/desk/lights/at/{_sticker(town, 'B-0002')}")
    assert SAY("crew.no_such_sticker") in reads(town, "/desk/lights/at/A-0012.1aaaaaaaaaaaaaaaa", 409)


def test_waiting_for_a_part_leaves_the_round_until_its_day(town: TownUnderTest, pole: Asset) -> None:
    assert sentence(at_lamp(town, "wait", waits_for="lamp", day="2026-11-23")) == SAY("crew.said_waits")
    assert SAY("crew.folded", count=1) in reads(town, LIST)
    assert sentence(at_lamp(town, "wait", waits_for="lamp", day="2020-01-01"), 409)


def test_a_tap_is_taken_back_in_one(town: TownUnderTest, pole: Asset) -> None:
    key = str(uuid4())
    at_lamp(town, "arrive", key=key)
    used: dict[str, Any] = {"key": key, "part.fuse": "1"}
    at_lamp(town, "parts", **used)
    assert sentence(at_lamp(town, "undo", key=key)) == SAY("crew.said_taken_back")
    assert (visits(town), parts(town)) == ([], {})


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({}, "proof.photo_or_reason"),
        ({"why": "มืด", "work": "nothing"}, "proof.say_what_was_done"),
        ({"key": "1"}, "refused.old_button"),
        ({"part.lamp": "-3"}, "crew.too_many_parts"),
        ({"part.lamp": "๓"}, "crew.too_many_parts"),
    ],
)
def test_what_is_not_enough_is_refused_and_nothing_happens(
    town: TownUnderTest, pole: Asset, told: dict[str, Any], key: str
) -> None:
    assert sentence(repairs(town, **told), 409) == SAY(key, **({"limit": 500} if "parts" in key else {}))
    assert (the_case(town).status, parts(town)) == ("new", {})


def test_a_case_that_is_about_no_lamp_is_not_done_here(town: TownUnderTest, pole: Asset, mana_tells: None) -> None:
    assert sentence(at_lamp(town, "arrive", case=2), 409) == SAY("crew.not_a_lamp", number="70-000002")


@pytest.fixture
def mana_tells(town: TownUnderTest, pole: Asset) -> None:
    """A road is reported too."""
    somchai: Person = town.resident("somchai", "สมชาย")
    tells(somchai)
    somchai.sends_photo()
    somchai.says("ยืนยัน")


def test_who_only_reads_sees_the_list_and_taps_nothing(town: TownUnderTest, pole: Asset) -> None:
    signs_in(town, town.officer("clerk", "ปลัด", "clerk_office", Role.CLERK))
    page = reads(town, LIST)
    assert "A-0012" in page
    assert SAY("crew.work_here") not in page
    assert sentence(at_lamp(town, "arrive"), 409) == SAY("refused.reads_only")


def test_only_the_crews_page_may_be_kept_and_its_worker_is_asked_for_anew(town: TownUnderTest, pole: Asset) -> None:
    assert town.web.get(LIST).headers["X-May-Be-Kept"] == "1"
    assert town.web.get(LIST).headers["Cache-Control"] == "no-store"
    for path in ("/desk", "/desk/cases/1", f"/desk/lights/at/{_sticker(town)}"):
        assert "X-May-Be-Kept" not in town.web.get(path).headers
    worker = town.web.get("/desk/worker.js")
    assert (worker.mimetype, worker.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    assert "worker-src 'self'" in worker.headers["Content-Security-Policy"]


def test_words_of_strangers_are_shown_as_words(town: TownUnderTest, pole: Asset) -> None:
    reports(town, town.resident("p", "คน"), a_pole(town, "X-1", road="<script>alert(1)</script>"))
    assert "<script>alert" not in town.web.get(LIST).get_data(as_text=True)
