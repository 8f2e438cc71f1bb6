"""`baanrao doctor`: each line says that something is well, or what is wrong and what to do about it."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import col, update

from bot.clock import now
from bot.commands import main
from bot.doctor import Finding, examine, room
from bot.settings import Settings
from models.known_fact import OWN_USER_ID, learn
from models.officer import Role
from models.outgoing import Lane, Outgoing, SendStatus
from tests.bot.hand_made import delivery, environ_of, kept, post, run_sql, said
from tests.towns import TownUnderTest

HOOK = {"ALARM_WEBHOOK_URL": "http://127.0.0.1:9/alarms"}


@pytest.fixture
def town(town: TownUnderTest) -> TownUnderTest:
    """A town that lives by the real clock, as LINE's Date header does, with its webhook set."""
    town.clock.at = now()
    town.engine.beat()
    town.line.deliveries.webhook_url = "http://127.0.0.1:9/webhook"
    return town


def wrong(town: TownUnderTest, ahead: timedelta = timedelta(), **instead: str) -> dict[str, str]:
    """What needs attention, but for the groups and heads that no test has made, with what to do."""
    environ = environ_of(town) | {"LINE_API_URL": town.line.url, **HOOK, **instead}
    findings = list(examine(Settings.from_environment(environ), lambda: now() + ahead))
    assert len(findings) >= 4
    wrong = {found.words: found.what_to_do for found in findings if found.what_to_do}
    return {words: to_do for words, to_do in wrong.items() if not words.startswith("divisions without a")}


def doctor(town: TownUnderTest) -> Result:
    return CliRunner().invoke(main, ["doctor"], env=environ_of(town) | {"LINE_API_URL": town.line.url, **HOOK})


def test_a_town_that_is_well_has_nothing_that_needs_attention(town: TownUnderTest) -> None:
    assert wrong(town) == {}


def test_the_command_says_what_is_wrong_with_what_to_do_and_exits_with_1(town: TownUnderTest) -> None:
    said = doctor(town)
    assert said.exit_code == 1
    assert "ok         the database answers and is up to date\n" in said.output
    assert "ATTENTION  divisions without a LINE group" in said.output
    assert "\n           -> Say `baanrao group-code" in said.output


def test_the_command_exits_with_0_when_all_is_well(town: TownUnderTest) -> None:
    boon = town.resident("boon", "บุญ")
    for division in town.engine.office.town.by_division:
        town.staff_group(division, [boon], division)
    said = doctor(town)
    assert said.exit_code == 1
    assert (
        "ATTENTION  divisions without a head, so nobody reads their confidential complaints: clerk_office\n"
        in said.output
    )
    town.officer("head", "หัวหน้า", "clerk_office", Role.HEAD)
    said = doctor(town)
    assert "ATTENTION" not in said.output
    assert "ok         every division has a LINE group" in said.output
    assert said.exit_code == 0


def test_a_database_that_is_not_there(town: TownUnderTest) -> None:
    found = wrong(town, DATABASE_URL="postgresql+psycopg://nobody@127.0.0.1:9/town")
    assert list(found) == ["the database does not answer (OperationalError)"]


def test_a_database_of_another_version(town: TownUnderTest) -> None:
    run_sql(town.engine.database, "UPDATE alembic_version SET version_num = '0000'")
    assert wrong(town) == {"the database is not of this version": "Say `baanrao migrate`."}


def test_a_worker_that_does_not_run(town: TownUnderTest) -> None:
    run_sql(town.engine.database, "DELETE FROM known_fact WHERE name = 'worker_beat'")
    assert list(wrong(town)) == ["sender and clock do not run"]


def test_what_waits_is_told_with_its_age_and_what_to_do(town: TownUnderTest) -> None:
    town.clock.passes(minutes=-5)
    post(town, delivery(town, said("สวัสดี", "01A")))
    (found,) = wrong(town).items()
    assert found[0] == "event kept: 1, the oldest for 5 minutes"
    assert found[1].startswith("what people wrote is not being taken. Look at the logs")


def test_every_lane_that_is_stuck_is_told(town: TownUnderTest) -> None:
    town.resident("somchai", "สมชาย")
    town.resident("malee", "มาลี")
    stuck = update(Outgoing).values(status=SendStatus.QUEUED, created_at=now() - timedelta(hours=3))
    with town.engine.database.begin() as session:
        session.exec(stuck)
        session.exec(update(Outgoing).where(col(Outgoing.id) == 1).values(lane=Lane.NEWS))
    assert {words.partition(":")[0] for words in wrong(town)} == {"outbox queued answer", "outbox queued news"}


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "LINE refuses our access token"),
        (429, "LINE can't be reached (The API rate limit has been exceeded. Try again later.)"),
        (500, "LINE can't be reached (500)"),
    ],
)
def test_line_that_does_not_let_us_in(town: TownUnderTest, status: int, told: str) -> None:
    town.line.faults.add("any", status=status)
    assert list(wrong(town)) == [told]


def test_line_that_is_not_there(town: TownUnderTest) -> None:
    assert list(wrong(town, LINE_API_URL="http://127.0.0.1:9")) == ["LINE can't be reached (no connection)"]


def test_a_token_of_another_account(town: TownUnderTest) -> None:
    with town.engine.database.begin() as session:
        learn(session, OWN_USER_ID, "U" + "0" * 32)
    assert [words.partition(" than")[0] for words in wrong(town)] == ["the access token is another account's"]


@pytest.mark.parametrize(
    ("url", "told"),
    [(None, "nobody"), ("https://elsewhere.example/webhook", "https://elsewhere.example/webhook")],
)
def test_a_webhook_that_is_not_ours(town: TownUnderTest, url: str | None, told: str) -> None:
    town.line.deliveries.webhook_url = url
    (found,) = wrong(town).items()
    assert found[0] == f"LINE sends what people write to {told}"
    assert found[1].endswith("set the webhook URL to http://127.0.0.1:9/webhook.")


def test_a_webhook_that_is_switched_off_while_nobody_is_heard(town: TownUnderTest) -> None:
    town.line.deliveries.webhook_is_active = False
    town.line.person("somchai", "สมชาย").says("สวัสดี")
    assert kept(town) == []
    assert wrong(town) == {
        "LINE knows this webhook and does not use it": "LINE Developers console, Messaging API: turn Use webhook on."
    }


def test_messages_that_are_nearly_used_up(town: TownUnderTest) -> None:
    town.line.sending.quota_used = 270
    assert wrong(town) == {}
    town.line.sending.quota_used = 271
    assert list(wrong(town)) == ["messages this month: 271 of 300"]
    town.line.sending.quota_limit = None
    assert wrong(town) == {}


@pytest.mark.parametrize(("seconds", "told"), [(8, "ahead of"), (-9, "behind")])
def test_a_clock_that_is_wrong(town: TownUnderTest, seconds: int, told: str) -> None:
    found = [words for words in wrong(town, ahead=timedelta(seconds=seconds)) if "clock is" in words]
    assert len(found) == 1
    assert f"s {told} LINE's" in found[0]


def test_a_folder_that_can_not_be_written(town: TownUnderTest, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/photos").write_text("a file where the folder should be")
    assert list(wrong(town, DATA_DIR=str(tmp_path / "full"))) == ["photos can't be written (FileExistsError)"]


def test_a_disk_that_is_nearly_full(town: TownUnderTest) -> None:
    assert room(1.1e9) == Finding("disk: 1.1 GB free")
    assert room(0.9e9) == Finding("disk: 0.9 GB free", "Make room: a full disk stops everything.")
    assert wrong(town) == {}
    assert list((town.folder / "photos").iterdir()) == []


def test_alarms_that_have_no_way_out(town: TownUnderTest) -> None:
    assert list(wrong(town, ALARM_WEBHOOK_URL="")) == ["alarms have no way out"]
