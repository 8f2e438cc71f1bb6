"""`GET /metrics`: numbers for a monitor on this machine, true in any process, and about nobody."""

import re
from itertools import count

import pytest
from flask import Flask
from sqlmodel import col, update

from bot.app import create_app
from bot.metrics import metrics_pages
from bot.webhook import Webhook, webhook_pages
from models.timer import set_timer
from models.webhook_event import WebhookEvent
from tests.bot.hand_made import delivery, find_database, lose_database, post, run_sql, said
from tests.towns import SECRET, TownUnderTest


def numbers(town: TownUnderTest) -> dict[str, float]:
    """Each sample by its name and labels, as written."""
    lines = town.web.get("/metrics").get_data(as_text=True).splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}


def waiting(town: TownUnderTest, state: str, lane: str = "") -> tuple[float, float]:
    found = numbers(town)
    labels = f'{{lane="{lane}",state="{state}"}}'
    return found[f"baanrao_waiting{labels}"], found[f"baanrao_waiting_oldest_seconds{labels}"]


def month(town: TownUnderTest) -> dict[str, float]:
    part = re.compile(r'baanrao_month_messages\{part="(\w+)"\}')
    return {found[1]: value for name, value in numbers(town).items() if (found := part.fullmatch(name))}


def test_in_a_quiet_town_nothing_waits(town: TownUnderTest) -> None:
    states = {name: value for name, value in numbers(town).items() if name.startswith("baanrao_waiting{")}
    assert len(states) == 12 + 3 * 5
    assert set(states.values()) == {0}


def test_an_event_that_is_kept_waits_since_we_received_it(town: TownUnderTest) -> None:
    post(town, delivery(town, said("สวัสดี", "01A")))
    town.clock.passes(seconds=30)
    post(town, delivery(town, said("สวัสดี", "01B")))
    assert waiting(town, "event_kept") == (2, 30)
    town.settles()
    assert waiting(town, "event_kept") == (0, 0)


def test_messages_wait_in_their_lanes(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("any", status=500)
    somchai.says("สวัสดี")
    town.clock.passes(seconds=7)
    assert waiting(town, "outbox_queued", "answer") == (1, 7)
    assert waiting(town, "outbox_queued", "duty") == (0, 0)


@pytest.mark.parametrize("status", ["held", "uncertain"])
def test_messages_that_need_a_human_are_counted(town: TownUnderTest, status: str) -> None:
    town.resident("somchai", "สมชาย")
    run_sql(town.engine.database, f"UPDATE outbox SET status = '{status}'")
    assert waiting(town, f"outbox_{status}", "answer")[0] >= 1


def test_a_taker_that_has_not_come_back_is_seen(town: TownUnderTest) -> None:
    post(town, delivery(town, said("สวัสดี", "01A")))
    with town.engine.database.begin() as session:
        session.exec(update(WebhookEvent).where(col(WebhookEvent.event_id) == "01A").values(leased_until=town.clock()))
    town.clock.passes(seconds=5)
    assert waiting(town, "event_abandoned") == (1, 5)


def test_a_timer_is_late_from_the_moment_at_which_it_was_due(town: TownUnderTest) -> None:
    with town.engine.database.begin() as session:
        set_timer(session, "nothing", 1, town.clock())
        set_timer(session, "nothing", 2, town.clock.at.replace(hour=23))
    town.clock.passes(seconds=90)
    assert waiting(town, "timer_late") == (1, 90)


def test_it_tells_how_long_the_events_of_the_last_minutes_took(town: TownUnderTest) -> None:
    post(town, delivery(town, said("สวัสดี", "01A")))
    town.passes(seconds=2)
    found = numbers(town)
    assert found["baanrao_recent_events"] == 1
    assert found['baanrao_recent_event_seconds{quantile="0.99"}'] == 2
    town.passes(minutes=6)
    assert numbers(town)["baanrao_recent_events"] == 0


def test_it_tells_what_is_left_of_the_months_messages(town: TownUnderTest) -> None:
    town.line.sending.quota_used = 285
    town.engine.tidy()
    town.settles()
    assert month(town) == {"limit": 300, "used": 285, "left": 15, "reserve_left": 15}
    assert numbers(town)["baanrao_month_read_timestamp_seconds"] == town.clock().timestamp()
    town.line.sending.quota_used = 100
    town.engine.tidy()
    town.settles()
    assert month(town) == {"limit": 300, "used": 100, "left": 200, "reserve_left": 30}


def test_of_an_account_without_a_limit_it_tells_what_is_used(town: TownUnderTest) -> None:
    town.line.sending.quota_limit, town.line.sending.quota_used = None, 4000
    town.engine.tidy()
    town.settles()
    assert month(town) == {"used": 4000}


def test_the_webhooks_answers_are_timed_and_no_others(town: TownUnderTest) -> None:
    town.web.get("/healthz")
    assert 'baanrao_acknowledgement_seconds_count{status="200"}' not in numbers(town)
    post(town, delivery(town, said("สวัสดี", "01A")))
    post(town, b"{}", headers={})
    found = numbers(town)
    assert found['baanrao_acknowledgement_seconds_count{status="200"}'] == 1
    assert found['baanrao_acknowledgement_seconds_count{status="401"}'] == 1


def test_a_slow_answer_is_counted_as_slow(town: TownUnderTest) -> None:
    app, seconds = Flask("slow"), count(start=10, step=1.5)
    app.register_blueprint(webhook_pages(Webhook(SECRET, town.engine.database, town.clock)))
    app.register_blueprint(metrics_pages(town.engine.database, town.clock, lambda: next(seconds)))
    assert app.test_client().post("/webhook", data=b"{}").status_code == 401
    page = app.test_client().get("/metrics").get_data(as_text=True)
    assert 'seconds_bucket{le="1.0",status="401"} 0.0' in page
    assert 'seconds_bucket{le="2.0",status="401"} 1.0' in page


def test_two_apps_in_one_process_count_for_themselves(town: TownUnderTest) -> None:
    other = create_app(town.settings, town.engine, town.clock).test_client()
    post(town, delivery(town, said("สวัสดี", "01A")))
    assert "acknowledgement_seconds_count" not in other.get("/metrics").get_data(as_text=True)


def test_while_the_database_is_away_it_says_so(town: TownUnderTest) -> None:
    assert numbers(town)["baanrao_database_up"] == 1
    lose_database(town)
    assert numbers(town)["baanrao_database_up"] == 0
    find_database(town)
    assert numbers(town)["baanrao_database_up"] == 1


@pytest.mark.parametrize("address", ["203.0.113.7", "10.0.0.2", "2001:db8::1", ""])
def test_no_other_machine_is_answered(town: TownUnderTest, address: str) -> None:
    answer = town.web.get("/metrics", environ_base={"REMOTE_ADDR": address})
    assert (answer.status_code, answer.data) == (403, b"")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_is_answered(town: TownUnderTest, address: str) -> None:
    assert town.web.get("/metrics", environ_base={"REMOTE_ADDR": address}).status_code == 200


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-Ip", "x-real-ip"]
)
def test_nobody_is_answered_through_a_proxy_of_this_machine(town: TownUnderTest, header: str) -> None:
    assert town.web.get("/metrics", headers={header: "127.0.0.1"}).status_code == 403


def test_there_is_nobody_in_the_numbers(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.says("บ้านฉันน้ำท่วม")
    page = town.web.get("/metrics").get_data(as_text=True)
    assert not re.search("[\u0e00-\u0e7f]", page)
    assert somchai.user_id not in page
