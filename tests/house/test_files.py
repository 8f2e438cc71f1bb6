"""House rules about files: their size, what they say of themselves, and what may be in none of them."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import PRODUCTION, files, name_of, parsed, within

LONGEST_FILE = 400
THAI = re.compile(r"[\u0e00-\u0e7f]")
# Written so that no pattern finds itself.
FORBIDDEN = {
    "a machine's path": re.compile(r"(?<![\w.)}/*-])/(?:home|Users|root|work|workspace)/\w"),
    "a package registry's host": re.compile(r"(?:pypi|pythonhosted|npmjs|yarnpkg|npmmirror)[.](?:org|com)\b"),
    "an intention instead of a deed": re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X)\b"),
}


def test_there_is_something_to_look_at() -> None:
    assert len(files(".py")) > 50
    assert len(within(*PRODUCTION)) > 20


def test_no_file_is_too_long_to_be_read() -> None:
    # A migration is written once and read as a list of tables.
    lasting = [path for path in files(".py", ".ts") if not name_of(path).startswith("migrations/versions/")]
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in lasting}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_module_says_what_it_is_for() -> None:
    assert [name_of(path) for path in files(".py") if not ast.get_docstring(parsed(path))] == []


def test_what_people_read_is_in_no_production_code() -> None:
    lines = [
        f"{name_of(path)}:{number}"
        for path in within(*PRODUCTION)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if THAI.search(line)
    ]
    assert lines == [], "its place is content/texts"


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = [f"{name_of(path)}: {hit[0]}" for path in files() for hit in FORBIDDEN[what].finditer(_text(path))]
    assert found == []


def _text(path: Path) -> str:
    """The file's text; of a picture or a font nothing, as nobody wrote it."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8")
