"""Alarms: what is stuck is told outside LINE within 90 seconds, once an hour for each cause, with what to do."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot.alarm_channels import channels_of
from bot.alarms import LATE_LANES, RULES, Alarms, stuck
from bot.engine import BEAT_IS_OLD_AFTER, build
from bot.settings import Settings
from bot.worker import WATCH_EVERY_S
from models.outgoing import Lane
from models.person import Person
from models.photo import Photo
from models.timer import set_timer
from models.waiting import Waiting, everything_that_waits
from tests.bot.hand_made import delivery, environ_of, find_database, lose_database, post, run_sql, said
from tests.bot.listeners import Hook, MailServer, listening
from tests.notifications.owed import owed
from tests.notifications.test_quota import reads
from tests.towns import TownUnderTest


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server."""
    with listening(server := MailServer()):
        yield server


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A webhook."""
    with listening(server := Hook()):
        yield server


def alarms(town: TownUnderTest, *, mail: MailServer | None = None, hook: Hook | None = None) -> Alarms:
    ways = {"SMTP_URL": mail.url, "ALARM_EMAIL_TO": "it@town.example"} if mail else {}
    ways |= {"ALARM_WEBHOOK_URL": hook.url} if hook else {}
    channels = channels_of(Settings.from_environment(environ_of(town) | ways))
    return Alarms(town.engine.database, town.engine.office.town.name.in_("th"), channels, town.clock)


def causes(hook: Hook) -> list[str]:
    return [body["cause"] for body in hook.bodies]


def an_event_waits(town: TownUnderTest) -> None:
    post(town, delivery(town, said("สวัสดี", "01A")))


def watch_until_told(town: TownUnderTest, watch: Callable[[], None], hook: Hook) -> int:
    """Look as often as the worker does; returns after how many seconds somebody was told."""
    for seconds in range(0, 1000, WATCH_EVERY_S):
        watch()
        if hook.bodies:
            return seconds
        town.clock.passes(seconds=WATCH_EVERY_S)
    raise AssertionError("nobody was told")


def test_in_a_quiet_town_nobody_is_disturbed(town: TownUnderTest, hook: Hook) -> None:
    watch = alarms(town, hook=hook)
    watch.watch_what_waits()
    watch.watch_the_worker()
    assert hook.bodies == []


def test_an_event_that_is_not_taken_is_told_within_90_seconds_with_what_to_do(town: TownUnderTest, hook: Hook) -> None:
    an_event_waits(town)
    since = town.clock()
    assert watch_until_told(town, alarms(town, hook=hook).watch_what_waits, hook) <= 90
    (told,) = hook.bodies
    assert told["cause"] == "events_wait"
    assert told["since"] == since.isoformat()
    assert "logs of the worker" in told["what_to_do"]
    assert all(part in told["text"] for part in (told["town"], told["what"], told["since"], told["what_to_do"]))


def test_a_mail_says_it_too(town: TownUnderTest, mail: MailServer) -> None:
    an_event_waits(town)
    town.clock.passes(seconds=70)
    alarms(town, mail=mail).watch_what_waits()
    (told,) = mail.mails
    assert told["To"] == "it@town.example"
    assert town.engine.office.town.name.in_("th") in told["Subject"]
    assert "What to do: Look at the logs" in told.get_content()


def test_a_worker_that_is_silent_is_told_by_the_web_within_90_seconds(town: TownUnderTest, hook: Hook) -> None:
    watch = alarms(town, hook=hook)
    assert watch_until_told(town, watch.watch_the_worker, hook) <= 90
    assert causes(hook) == ["worker_silent"]


def test_a_worker_that_beats_is_not_told(town: TownUnderTest, hook: Hook) -> None:
    town.clock.passes(seconds=BEAT_IS_OLD_AFTER.total_seconds() * 2)
    town.engine.beat()
    alarms(town, hook=hook).watch_the_worker()
    assert hook.bodies == []


def test_a_cause_is_told_once_an_hour(town: TownUnderTest, hook: Hook) -> None:
    watch = alarms(town, hook=hook)
    an_event_waits(town)
    told_at = []
    for minutes in range(1, 190):
        town.clock.passes(minutes=1)
        before = len(hook.bodies)
        watch.watch_what_waits()
        if len(hook.bodies) > before:
            told_at.append(minutes)
    assert told_at == [1, 61, 121, 181]


def test_restarts_and_other_workers_do_not_repeat_it(town: TownUnderTest, hook: Hook) -> None:
    an_event_waits(town)
    town.clock.passes(seconds=70)
    alarms(town, hook=hook).watch_what_waits()
    other = build(town.settings, town.clock)
    channels = channels_of(Settings.from_environment(environ_of(town) | {"ALARM_WEBHOOK_URL": hook.url}))
    Alarms(other.database, "", channels, town.clock).watch_what_waits()
    other.stop()
    assert causes(hook) == ["events_wait"]


def test_another_cause_is_told_meanwhile(town: TownUnderTest, hook: Hook) -> None:
    watch = alarms(town, hook=hook)
    an_event_waits(town)
    town.clock.passes(seconds=70)
    watch.watch_what_waits()
    run_sql(town.engine.database, "UPDATE webhook_event SET status = 'quarantined', done_at = received_at")
    watch.watch_what_waits()
    assert causes(hook) == ["events_wait", "events_quarantined"]


def test_what_could_not_leave_is_tried_again_in_the_next_minute(town: TownUnderTest, hook: Hook) -> None:
    watch = alarms(town, hook=hook)
    hook.status = 500
    an_event_waits(town)
    town.clock.passes(seconds=70)
    for _ in range(6):
        watch.watch_what_waits()
        town.clock.passes(seconds=10)
    assert len(hook.bodies) == 1
    hook.status = 200
    for _ in range(12):
        watch.watch_what_waits()
        town.clock.passes(seconds=10)
    assert len(hook.bodies) == 2


def test_when_one_way_is_closed_the_other_is_enough(town: TownUnderTest, mail: MailServer, hook: Hook) -> None:
    mail.is_refusing = True
    an_event_waits(town)
    watch = alarms(town, mail=mail, hook=hook)
    for _ in range(30):
        town.clock.passes(minutes=1)
        watch.watch_what_waits()
    assert (len(mail.mails), causes(hook)) == (0, ["events_wait"])


def test_a_way_out_that_is_not_there_stops_nothing(town: TownUnderTest, hook: Hook) -> None:
    with listening(gone := MailServer()):
        pass
    an_event_waits(town)
    town.clock.passes(seconds=70)
    alarms(town, mail=gone, hook=hook).watch_what_waits()
    assert causes(hook) == ["events_wait"]


def test_with_no_way_out_it_is_in_the_log_once_an_hour(town: TownUnderTest, caplog: pytest.LogCaptureFixture) -> None:
    watch = alarms(town)
    an_event_waits(town)
    for _ in range(20):
        town.clock.passes(minutes=1)
        watch.watch_what_waits()
    assert [record.message for record in caplog.records if record.name == "bot.alarms"] == ["alarm"]


def test_while_the_database_is_away_the_web_says_so_once_an_hour(town: TownUnderTest, hook: Hook) -> None:
    watch = alarms(town, hook=hook)
    lose_database(town)
    for _ in range(61):
        watch.watch_the_worker()
        town.clock.passes(minutes=1)
    find_database(town)
    assert causes(hook) == ["database_away", "database_away"]


def test_a_locked_door_is_told_at_once(town: TownUnderTest, hook: Hook) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("any", status=401)
    somchai.says("สวัสดี")
    alarms(town, hook=hook).watch_what_waits()
    assert causes(hook) == ["locked_out"]
    assert "access token" in hook.bodies[0]["what_to_do"]


def test_a_spent_month_is_told(town: TownUnderTest, hook: Hook) -> None:
    town.resident("somchai", "สมชาย")
    run_sql(town.engine.database, "UPDATE outbox SET status = 'held'")
    alarms(town, hook=hook).watch_what_waits()
    assert causes(hook) == ["quota_spent"]


def test_a_month_that_runs_low_is_told_before_anything_has_to_wait_and_once_an_hour(
    town: TownUnderTest, hook: Hook
) -> None:
    watch = alarms(town, hook=hook)
    reads(town, 300, 239)
    watch.watch_what_waits()
    assert hook.bodies == []
    reads(town, 300, 240)
    for _ in range(61):
        watch.watch_what_waits()
        town.clock.passes(minutes=1)
    assert causes(hook) == ["quota_low", "quota_low"]
    assert "60 of 300 are left, the last 30 of them for emergencies" in hook.bodies[0]["what"]
    assert "larger plan" in hook.bodies[0]["what_to_do"]


def test_what_we_paid_since_lines_last_word_makes_a_month_run_low_too(town: TownUnderTest, hook: Hook) -> None:
    somchai = town.resident("somchai", "สมชาย")
    reads(town, 300, 239)
    town.clock.passes(seconds=1)
    owed(town, somchai, "มีผู้รับเรื่องแล้ว", Lane.DUTY)
    town.settles()
    alarms(town, hook=hook).watch_what_waits()
    assert causes(hook) == ["quota_low"]


def test_once_messages_wait_for_the_month_that_alone_is_told(town: TownUnderTest, hook: Hook) -> None:
    somchai = town.resident("somchai", "สมชาย")
    reads(town, 300, 240)
    owed(town, somchai, "มีผู้รับเรื่องแล้ว")
    town.settles()
    alarms(town, hook=hook).watch_what_waits()
    assert causes(hook) == ["quota_spent"]


def test_an_account_without_a_limit_never_runs_low(town: TownUnderTest, hook: Hook) -> None:
    reads(town, None, 100_000)
    alarms(town, hook=hook).watch_what_waits()
    assert hook.bodies == []


def test_a_photo_that_line_does_not_give_is_told_after_a_quarter_of_an_hour(town: TownUnderTest, hook: Hook) -> None:
    town.resident("somchai", "สมชาย")
    with town.engine.database.begin() as session:
        somchai = session.exec(select(Person)).one()
        session.add(Photo(person_id=somchai.key, line_message_id="1", received_at=town.clock()))
    watch = alarms(town, hook=hook)
    assert 900 <= watch_until_told(town, watch.watch_what_waits, hook) <= 910
    assert causes(hook) == ["photos_wait"]


def test_a_timer_that_fails_for_ever_is_told_though_it_is_never_late(town: TownUnderTest, hook: Hook) -> None:
    with town.engine.database.begin() as session:
        set_timer(session, "nobody.knows_this_kind", 1, town.clock())
    watch = alarms(town, hook=hook)
    for _ in range(4):
        town.passes(seconds=61)
        watch.watch_what_waits()
    assert causes(hook) == ["timers_fail"]


def test_an_emergency_may_wait_a_tenth_of_what_others_may(town: TownUnderTest) -> None:
    def told(lane: Lane, seconds: float) -> list[str]:
        return [rule.cause for rule, _ in stuck([Waiting("outbox_queued", 1, seconds, lane)])]

    assert told(Lane.EMERGENCY, 14) == []
    assert told(Lane.EMERGENCY, 15) == ["emergencies_wait"]
    assert {lane: told(lane, 119) for lane in LATE_LANES} == {lane: [] for lane in LATE_LANES}
    assert {lane: told(lane, 120) for lane in LATE_LANES} == {lane: ["messages_wait"] for lane in LATE_LANES}


def test_every_waiting_state_has_a_rule_and_every_rule_a_state(town: TownUnderTest) -> None:
    with town.engine.database.read() as session:
        states = {waiting.state for waiting in everything_that_waits(session, datetime.now(UTC))}
    assert {rule.state for rule in RULES} == states


def test_the_state_that_has_waited_longest_is_told() -> None:
    waiting = [Waiting("outbox_queued", 1, 130, Lane.NEWS), Waiting("outbox_queued", 1, 500, Lane.DUTY)]
    assert [state.oldest_s for _, state in stuck(waiting)] == [500]
