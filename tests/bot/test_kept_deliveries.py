"""What has been answered 200 is kept, whatever it looks like; what cannot be kept is not answered 200."""

import json
import threading

import pytest
from flask import Flask

from bot.app import create_app
from models.webhook_event import EventStatus
from tests.bot.hand_made import delivery, find_database, kept, lose_database, post, said, signed
from tests.towns import TownUnderTest


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"[]",
        b"null",
        b"{}",
        b'{"events":[]',
        b'\xff\xfe{"events":',
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b'{"destination":"U","events":{}}',
        b'{"destination":"U","events":"x"}',
        b'{"destination":"U","events":null}',
        b'{"destination":"U","events":[' + b"9" * 5000 + b"]}",
    ],
)
def test_what_line_never_sends_is_refused_with_a_clear_status(town: TownUnderTest, body: bytes) -> None:
    assert post(town, body) == 400
    assert kept(town) == []


def test_json_of_any_depth_is_either_kept_or_refused(town: TownUnderTest) -> None:
    for depth in range(850, 1000, 5):
        deep = '{"a":' * depth + "1" + "}" * depth
        body = b'{"destination":"%s","events":[%s]}' % (town.line.bot_user_id.encode(), deep.encode())
        assert post(town, body) in (200, 400), depth
    town.settles()
    assert {event.status for event in kept(town)} <= {EventStatus.DONE, EventStatus.QUARANTINED}


def test_nul_lone_surrogates_and_odd_values_do_not_cost_the_neighbours(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    odd = [
        said("a\x00b\ud800c", "01A", by="U\x00\ud800"),
        said("words", None, timestamp="yesterday"),
        {**said("words", "\ud83d"), "type": "\x00"},
        {**said("words", 7), "message": [], "source": "me", "deliveryContext": None},  # type: ignore[arg-type]
        said("words", "01B", timestamp=10**30),
        said("words", "01C", timestamp=-1),
        said("words", "01D", timestamp=True),
        said("words", "01E", timestamp=1e300),
        {},
    ]
    before = len(kept(town))
    assert post(town, delivery(town, *odd, said("สวัสดี", "01F", by=somchai.user_id))) == 200
    assert len(kept(town)) == before + len(odd) + 1
    town.settles()
    assert {event.status for event in kept(town)} == {EventStatus.DONE}
    assert somchai.last_heard.labels


def test_a_redelivered_event_from_beyond_all_calendars_is_taken_all_the_same(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    late = said("สวัสดี", "01A", by=somchai.user_id, timestamp=2**61) | {
        "replyToken": "0" * 32,
        "deliveryContext": {"isRedelivery": True},
    }
    post(town, delivery(town, late))
    town.settles()
    assert kept(town)[-1].status == EventStatus.DONE


def test_the_same_event_twice_changes_nothing(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.deliveries.duplicate = True
    heard = len(somchai.heard)
    somchai.says("สวัสดี")
    assert town.statuses[-2:] == [200, 200]
    answers = len(somchai.heard) - heard
    town.line.deliveries.duplicate = False
    somchai.says("สวัสดี")
    assert len(somchai.heard) - heard == 2 * answers


def test_a_redelivery_after_a_year_changes_nothing(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.says("สวัสดี")
    heard, rows = len(somchai.heard), len(kept(town))
    again = {**town.line.deliveries.log[-1].events[0], "deliveryContext": {"isRedelivery": True}}
    town.passes(days=366)
    town.engine.tidy()
    assert post(town, delivery(town, again)) == 200
    town.settles()
    assert (len(somchai.heard), len(kept(town))) == (heard, rows)


def test_an_event_without_an_id_is_known_again_by_all_of_it(town: TownUnderTest) -> None:
    assert post(town, delivery(town, said("one", None), said("one", None), said("two", None))) == 200
    assert post(town, delivery(town, said("two", None))) == 200
    assert len(kept(town)) == 2


def test_the_same_delivery_from_many_threads_at_once_is_kept_once(town: TownUnderTest) -> None:
    body = delivery(town, *(said(f"word {number}", f"01{number}") for number in range(5)))
    app: Flask = create_app(town.settings, town.engine, town.clock)
    statuses: list[int] = []
    start = threading.Barrier(8)

    def deliver() -> None:
        start.wait()
        statuses.append(app.test_client().post("/webhook", data=body, headers=signed(body)).status_code)

    threads = [threading.Thread(target=deliver) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 8
    assert sorted(event.event_id for event in kept(town)) == ["010", "011", "012", "013", "014"]


def test_the_database_away_is_500_and_the_redelivery_is_taken_when_it_is_back(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    heard = len(somchai.heard)
    lose_database(town)
    town.line.after_delivery = lambda: None
    somchai.says("สวัสดี")
    assert town.statuses[-1] == 500
    find_database(town)
    town.line.deliveries.redeliver_unanswered()
    assert town.statuses[-1] == 200
    town.settles()
    assert len(somchai.heard) > heard


def test_what_is_kept_is_what_line_said(town: TownUnderTest) -> None:
    event = said("ถนนพัง 🛣️ \x00", "01A") | {"newField": [1, {"deep": None}], "mode": "never heard of"}
    post(town, delivery(town, event))
    assert json.loads(kept(town)[0].body) == event


def test_something_in_the_list_that_is_no_event_is_named_in_the_log(
    town: TownUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    assert post(town, delivery(town, "hello", 7, None, said("hello", "01A"))) == 200
    assert [event.event_id for event in kept(town)] == ["01A"]
    assert [record.__dict__["entries"] for record in caplog.records if record.levelname == "WARNING"] == [3]
