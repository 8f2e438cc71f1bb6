"""House rules about what a person types: each command and each make target is explained where they would look."""

import os
import re
import subprocess

import click

from bot.commands import Commands, main
from tests.house.tree import ROOT

GUIDE = (ROOT / "docs/running.md").read_text("utf-8")
TOLD_IN = [*ROOT.glob("docs/**/*.md"), ROOT / "README.md", *ROOT.glob("bot/*.py")]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def test_the_guide_explains_exactly_the_commands_that_there_are() -> None:
    assert isinstance(main, Commands)
    assert set(re.findall(r"^\| `baanrao ([a-z-]+)", GUIDE, re.MULTILINE)) == set(main.whole().commands)


def test_the_guide_explains_every_subcommand() -> None:
    assert isinstance(main, Commands)
    for name, command in main.whole().commands.items():
        row = next(line for line in GUIDE.splitlines() if line.startswith(f"| `baanrao {name}`"))
        wanted = set(command.commands) if isinstance(command, click.Group) else set()
        assert wanted - set(re.findall(r"`([a-z-]+)`", row)) == set(), name


def test_every_command_that_somebody_is_told_to_type_is_there() -> None:
    assert isinstance(main, Commands)
    commands = main.whole().commands
    told = {
        (name, verb)
        for path in TOLD_IN
        for name, verb in re.findall(r"`(?:\.venv/bin/)?baanrao ([a-z][a-z-]*)(?: ([a-z-]+))?", path.read_text("utf-8"))
    }
    assert {name for name, _ in told} >= {"outbox", "events", "migrate"}
    unknown = {(name, verb) for name, verb in told if name not in commands}
    for name, verb in told - unknown:
        command = commands[name]
        if verb and isinstance(command, click.Group) and verb not in command.commands:
            unknown.add((name, verb))
    assert unknown == set()


def test_every_command_says_what_it_does() -> None:
    assert isinstance(main, Commands)
    assert [name for name, command in main.whole().commands.items() if not command.get_short_help_str()] == []


def test_make_help_names_every_target() -> None:
    targets = {line.partition(":")[0] for line in MAKEFILE.splitlines() if re.match(r"[a-z]+:", line)}
    named = subprocess.run(["make", "-s", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert set(re.findall(r"^  make ([a-z]+)", named, re.MULTILINE)) == targets


def test_what_is_run_from_the_shell_can_be_run() -> None:
    scripts = [ROOT / ".ci/run", *(path for path in (ROOT / "scripts").iterdir() if not path.suffix)]
    assert [path.name for path in scripts if not os.access(path, os.X_OK)] == []
