"""House rules about texts: alike in every language, none unused, none missing, none too long for LINE."""

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from content.texts import LANGUAGES, texts_in
from models.letters import utf16_units
from tests.house.tree import PRODUCTION, files, name_of, parsed, strings, within

ORIGINAL, *TRANSLATIONS = LANGUAGES
LONGEST_TEXT = 5_000
# Keys that begin so are put together in the code, from a status, a role or a command.
BUILT_BY_PREFIX: set[str] = {
    "cases.said_",
    "commands.",
    "complaints.ask_",
    "desk.",
    "desk_case.",
    "desk_queue.none_",
    "desk_queue.tab_",
    "desk_said.",
    "register.head_",
    "register.plan_count_",
    "register.state_",
    "figures.by_",
    "figures.col_",
    "figures.sample_",
    "figures.head_",
    "figures.unit_",
    "lights.by_",
    "lights.state_",
    "report.better",
    "report.col_",
    "report.worse",
    "roles.",
    "status.",
    "tracking.step_",
}


def _sentences(language: str) -> Iterator[tuple[str, str]]:
    for key, value in texts_in(language).items():
        yield from ((key, part) for part in (value if isinstance(value, list) else [value]))


def _blanks(key: str, language: str) -> set[str]:
    value = texts_in(language)[key]
    joined = " ".join(value) if isinstance(value, list) else value
    return {blank for _, blank, _, _ in Formatter().parse(joined) if blank is not None}


def _said() -> Iterator[tuple[str, str]]:
    """Every key that is said by its name, `say("group.key")` or `Declined("group.key")`, and where."""
    for path in within(*PRODUCTION):
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            called = ast.unparse(node.func).rpartition(".")[2]
            if called in ("say", "Declined", "says") and isinstance(node.args[0].value, str):
                yield node.args[0].value, name_of(path)


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_language_has_the_keys_of_the_original(language: str) -> None:
    assert set(texts_in(language)) == set(texts_in(ORIGINAL))


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_language_has_the_blanks_of_the_original(language: str) -> None:
    shared = set(texts_in(ORIGINAL)) & set(texts_in(language))
    assert {key for key in shared if _blanks(key, language) != _blanks(key, ORIGINAL)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_blank_has_a_name(language: str) -> None:
    assert {
        key for key in texts_in(language) if not all(blank.isidentifier() for blank in _blanks(key, language))
    } == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_says_something_and_fits_into_a_message(language: str) -> None:
    lengths = {key: utf16_units(text.strip()) for key, text in _sentences(language)}
    assert {key: length for key, length in lengths.items() if not 1 <= length <= LONGEST_TEXT} == {}


def test_every_text_is_used() -> None:
    literals = {text for path in within(*PRODUCTION) for text in strings(path)}
    literals |= {
        text
        for path in files(".html")
        for text in re.findall(r"[\"']([a-z_]+\.[a-z_.]+)[\"']", path.read_text("utf-8"))
    }
    unused = {key for key in texts_in(ORIGINAL) if key not in literals and not key.startswith(tuple(BUILT_BY_PREFIX))}
    assert unused == set()


def test_every_prefix_begins_a_text() -> None:
    assert {
        prefix for prefix in BUILT_BY_PREFIX if not any(key.startswith(prefix) for key in texts_in(ORIGINAL))
    } == set()


def test_everything_that_is_said_has_a_text() -> None:
    assert {said for said in _said() if said[0] not in texts_in(ORIGINAL)} == set()
