"""House rules about imports that the import contracts (pyproject.toml) are too coarse for: parts of a package."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import name_of, parsed, within

# Parts that call out, of packages whose other parts may be used anywhere.
CALLS_OUT = ("urllib.request", "geopy.geocoders")


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_tables_and_texts_never_call_out() -> None:
    callers = [
        f"{name_of(path)}: {name}"
        for path in within("models", "content")
        for name in _imported(path)
        if f"{name}.".startswith(tuple(f"{part}." for part in CALLS_OUT))
    ]
    assert callers == []
