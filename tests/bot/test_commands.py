"""`baanrao`, as an administrator types it: codes that work in the chat, clear sentences, nothing private printed."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import col, select

from bot.alarms import stuck
from bot.clock import now
from bot.commands import main
from models.officer import Officer, Role
from models.outgoing import Outgoing, SendStatus
from models.person import Person
from models.waiting import everything_that_waits
from tests.bot.hand_made import baanrao, kept
from tests.notifications.owed import HELLO, last_row_for, owed, row_of, words_to
from tests.notifications.test_quota import reads
from tests.towns import TownUnderTest


def test_help_needs_no_settings_and_reads_well(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("baanrao")
    said = subprocess.run(
        [script, "--help"], cwd=tmp_path, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True
    ).stdout
    assert said.startswith("Usage: baanrao [OPTIONS] COMMAND [ARGS]...\n\n  Baanrao: the LINE account")
    for command in ("group-code", "officer-code", "erase-person", "events", "outbox", "serve"):
        assert f"\n  {command} " in said
    assert max(len(line) for line in said.splitlines()) <= 80


@pytest.mark.parametrize("command", ["group-code", "officer-code", "erase-person", "events", "outbox"])
def test_each_command_explains_itself_without_settings(command: str) -> None:
    said = CliRunner().invoke(main, [command, "-h"], env={"LINE_CHANNEL_SECRET": ""})
    assert (said.exit_code, "Usage:" in said.output) == (0, True)


def test_without_settings_a_command_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(main, ["group-code", "public_works"], env={"LINE_CHANNEL_SECRET": "", "TOWN": ""})
    assert said.exit_code == 1
    assert "LINE_CHANNEL_SECRET is missing" in said.output


def test_a_group_code_is_the_last_word_and_the_whole_line_works_in_the_group(town: TownUnderTest) -> None:
    said = baanrao(town, "group-code", "public_works")
    assert said.exit_code == 0
    code = said.stdout.split()[-1]
    assert (len(code), code.isdigit()) == (6, True)
    boon = town.resident("boon", "บุญ")
    group = town.line.group("กองช่าง", members=[boon])
    group.invites_bot(by=boon)
    boon.within(group).says(said.stdout.strip().partition(": ")[2])
    assert "กองช่าง" in group.last_heard.text
    town.passes(hours=2)
    assert group.bot_is_in


@pytest.mark.parametrize("role", list(Role))
def test_an_officer_code_gives_the_role_in_the_private_chat(town: TownUnderTest, role: Role) -> None:
    said = baanrao(town, "officer-code", "public_works", "--role", role.value)
    mana = town.resident("mana", "มานะ")
    mana.says(f"ลงทะเบียน {said.stdout.split()[-1]}")
    with town.session() as session:
        (officer,) = session.exec(select(Officer))
    assert (officer.division, officer.role) == ("public_works", role)


def test_without_a_role_it_is_an_officers(town: TownUnderTest) -> None:
    said = baanrao(town, "officer-code", "public_works")
    mana = town.resident("mana", "มานะ")
    mana.says(said.stdout.strip().partition(": ")[2])
    with town.session() as session:
        assert [officer.role for officer in session.exec(select(Officer))] == [Role.OFFICER]


@pytest.mark.parametrize("command", ["group-code", "officer-code"])
def test_an_unknown_division_is_a_sentence_that_names_those_there_are(town: TownUnderTest, command: str) -> None:
    said = baanrao(town, command, "public_wroks")
    assert said.exit_code == 1
    assert "public_wroks is not a division of this town. It has: " in said.output
    assert "public_works" in said.output
    assert "Traceback" not in said.output


def test_an_unknown_role_is_refused_with_the_ones_there_are(town: TownUnderTest) -> None:
    said = baanrao(town, "officer-code", "public_works", "--role", "king")
    assert said.exit_code == 2
    assert "'officer', 'head', 'clerk', 'executive', 'admin'" in said.output


def test_a_person_is_forgotten_after_a_question(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.says("ถนนพัง")
    assert baanrao(town, "erase-person", somchai.user_id, typing="n\n").exit_code == 1
    with town.session() as session:
        assert [person.display_name for person in session.exec(select(Person))] == ["สมชาย"]
    assert baanrao(town, "erase-person", somchai.user_id, typing="y\n").exit_code == 0
    with town.session() as session:
        assert [(person.line_user_id, person.display_name) for person in session.exec(select(Person))] == [(None, None)]
    assert {event.body for event in kept(town)} == {"{}"}


def test_somebody_who_never_wrote_cannot_be_forgotten(town: TownUnderTest) -> None:
    said = baanrao(town, "erase-person", "U" + "0" * 32, "--yes")
    assert said.exit_code == 1
    assert "Nobody with that LINE user id" in said.output


def test_events_are_listed_by_status_without_what_people_wrote(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.says("canary in the road")
    rows = [json.loads(line) for line in baanrao(town, "events", "list", "--status", "done").stdout.splitlines()]
    assert [row["kind"] for row in rows] == ["follow", "message.text"]
    assert set(rows[0]) == {"id", "kind", "received_at", "attempts", "error"}
    assert "canary" not in str(rows)


def refused(town: TownUnderTest) -> int:
    """A message that LINE has refused: its id."""
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("reply", status=404, times=1)
    somchai.says("สวัสดี")
    with town.session() as session:
        row = session.exec(select(Outgoing).where(col(Outgoing.status) == SendStatus.REFUSED)).one()
    assert row.id is not None
    return row.id


def test_a_message_that_did_not_go_is_listed_and_goes_on_request(town: TownUnderTest) -> None:
    refused_id = refused(town)
    (row,) = [json.loads(line) for line in baanrao(town, "outbox", "list", "--status", "refused").stdout.splitlines()]
    assert (row["id"], row["lane"], row["error"]) == (refused_id, "answer", "LineRefused")
    assert "สวัสดี" not in str(row)
    assert "U" + "0" not in str(row)
    somchai = town.line.person("somchai")
    heard = len(somchai.heard)
    assert baanrao(town, "outbox", "retry", str(refused_id)).exit_code == 0
    town.settles()
    assert len(somchai.heard) > heard
    assert town.line.accepted[-1].how == "push"


def test_what_was_sent_is_not_sent_again(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    heard = len(somchai.heard)
    with town.session() as session:
        sent = session.exec(select(Outgoing.id).where(col(Outgoing.status) == SendStatus.SENT)).first()
    for outbox_id in (sent, 999):
        said = baanrao(town, "outbox", "retry", str(outbox_id))
        assert said.exit_code == 1
        assert "There is no message with that id" in said.output
    town.settles()
    assert len(somchai.heard) == heard


def uncertain(town: TownUnderTest) -> int:
    """The id of an answer of which nobody knows whether it arrived."""
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("reply", lost_answer=True, times=1)
    somchai.says(HELLO)
    town.line.faults.add("reply", status=502)
    town.passes(seconds=60)
    town.line.faults.clear()
    row = last_row_for(town, somchai)
    assert row.status == SendStatus.UNCERTAIN
    assert row.id is not None
    return row.id


def test_an_uncertain_message_that_a_human_lets_go_is_never_sent_and_no_alarm_comes_again(
    town: TownUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    row_id = uncertain(town)
    calls = len(town.line.calls)
    assert baanrao(town, "outbox", "let-go", str(row_id)).exit_code == 0
    town.passes(hours=1)
    assert [call.path for call in town.line.calls[calls:] if "/message/push" in call.path] == []
    row = row_of(town, row_id)
    assert (row.status, row.error) == (SendStatus.LET_GO, "LetGoByHand")
    audit = [record.__dict__ for record in caplog.records if record.message == "a human let a message go"]
    assert [(line["outbox_id"], line["was"]) for line in audit] == [(row_id, "uncertain")]
    with town.session() as session:
        assert list(stuck(everything_that_waits(session, town.clock()))) == []


def test_a_held_message_that_a_human_lets_go_stays_so_when_there_is_room_again(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    reads(town, 300, 300)
    row_id = owed(town, somchai, "ความคืบหน้า")
    town.settles()
    assert baanrao(town, "outbox", "let-go", str(row_id)).exit_code == 0
    reads(town, 300, 0)
    town.settles()
    assert row_of(town, row_id).status == SendStatus.LET_GO
    assert words_to(town, somchai).count("ความคืบหน้า") == 0


def test_only_what_is_uncertain_or_held_can_be_let_go(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    row_id = owed(town, somchai, "ความคืบหน้า")
    for wrong in (str(row_id), "999"):
        said = baanrao(town, "outbox", "let-go", wrong)
        assert said.exit_code == 1
        assert "There is no uncertain or held message with that id." in said.output
    assert row_of(town, row_id).status == SendStatus.QUEUED


def test_what_is_sent_again_within_a_day_goes_under_its_own_key_so_nobody_hears_it_twice(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.clock.at = now()
    town.line.faults.add("push", script=["lost_answer", "month_spent"])
    row_id = owed(town, somchai, "ความคืบหน้า")
    town.settles()
    town.passes(seconds=3)
    assert row_of(town, row_id).status == SendStatus.HELD
    assert baanrao(town, "outbox", "retry", str(row_id)).exit_code == 0
    town.settles()
    assert row_of(town, row_id).status == SendStatus.SENT
    assert words_to(town, somchai).count("ความคืบหน้า") == 1


def test_what_is_sent_again_after_a_day_goes_under_a_new_key_as_line_has_forgotten_the_old(town: TownUnderTest) -> None:
    town.clock.at = now() - timedelta(hours=25)
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("push", lost_answer=True, times=1)
    row_id = owed(town, somchai, "ความคืบหน้า")
    town.settles()
    town.passes(hours=24)
    before = row_of(town, row_id)
    assert before.status == SendStatus.UNCERTAIN
    assert baanrao(town, "outbox", "retry", str(row_id)).exit_code == 0
    town.settles()
    row = row_of(town, row_id)
    assert (row.status, row.retry_key != before.retry_key) == (SendStatus.SENT, True)
    assert words_to(town, somchai).count("ความคืบหน้า") == 2
