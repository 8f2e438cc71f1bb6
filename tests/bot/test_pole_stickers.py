"""`stickers`, as an administrator types it: a file with what was asked for, or a sentence that says why not."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdfium2 import PdfDocument

from bot.pole_stickers import stickers
from tests.bot.hand_made import environ_of
from tests.handlers.poles import a_pole
from tests.liff_web.test_report import letters
from tests.towns import TownUnderTest

KEY = "1:" + "0123456789abcdef" * 4


def types(town: TownUnderTest, *words: str, key: str = KEY) -> Result:
    """The command on the town's server, its file beside the database."""
    words = (*words, "-o", str(town.folder / "stickers.pdf"))
    return CliRunner().invoke(stickers, words, env={**environ_of(town), "QR_KEYS": key})


def printed(folder: Path) -> str:
    """What can be read on the sheets."""
    return letters(PdfDocument(folder / "stickers.pdf"))


def test_a_villages_stickers_are_written(town: TownUnderTest) -> None:
    for code, village in (("A-0001", "m3"), ("A-0002", "m2")):
        a_pole(town, code, village=village)
    said = types(town, "--village", "3")
    assert said.exit_code == 0, said.output
    assert "1 stickers on 1 sheets of A4. Print at 100%" in said.stdout
    assert "A-0001" in printed(town.folder)
    assert "A-0002" not in printed(town.folder)


def test_all_that_stand_there_are_written_in_the_large_size(town: TownUnderTest) -> None:
    for number in range(3):
        a_pole(town, f"A-{number}")
    assert "3 stickers on 2 sheets" in types(town, "--all", "--size", "100x150").stdout


def test_a_blank_series_says_where_the_next_one_begins(town: TownUnderTest) -> None:
    a_pole(town, "B-0011")
    said = types(town, "--blank", "2", "--prefix", "B", "--from", "10")
    assert "B-0010 to B-0012" in said.stdout
    assert "B-0011" not in printed(town.folder)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Say which"),
        (("--all", "--blank", "3"), "Say which"),
        (("--village", "99"), "no village 99"),
        (("--code", "Z9"), "Z9"),
        (("--circuit", "C-1"), "No pole"),
        (("--blank", "1", "--prefix", "!"), "can’t begin"),
    ],
)
def test_what_cannot_be_written_is_said_and_no_file_is_left(
    town: TownUnderTest, words: tuple[str, ...], says: str
) -> None:
    said = types(town, *words)
    assert said.exit_code != 0
    assert says in said.output
    assert not (town.folder / "stickers.pdf").exists()


def test_without_a_key_it_says_which_setting_is_missing(town: TownUnderTest) -> None:
    a_pole(town, "A-1")
    said = types(town, "--all", key="")
    assert (said.exit_code, "QR_KEYS" in said.output) == (1, True)
