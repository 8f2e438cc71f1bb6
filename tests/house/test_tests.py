"""House rules about tests: they use the real thing, they never wait for the clock, and none of them is passed over."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import name_of, parsed, within

NOT_IN_TESTS = {
    "time.sleep": "pass the time as an argument, or wait for what you expect",
    "mock": "use the real thing; only LINE is faked, on a socket",
    "unittest.mock": "use the real thing; only LINE is faked, on a socket",
    "pytest.skip": "a test that is passed over tests nothing",
    "pytest.importorskip": "a test that is passed over tests nothing",
    "pytest.mark.skip": "a test that is passed over tests nothing",
    "pytest.mark.skipif": "a test that is passed over tests nothing",
}


def _used(path: Path) -> Iterator[str]:
    """Dotted names that a file uses or imports, such as time.sleep."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("name", NOT_IN_TESTS)
def test_no_test_uses(name: str) -> None:
    assert [name_of(path) for path in within("tests") if name in set(_used(path))] == [], NOT_IN_TESTS[name]


def test_every_test_function_is_in_a_file_that_is_collected() -> None:
    strays = [
        f"{name_of(path)}: {node.name}"
        for path in within("tests")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not path.name.startswith("test_")
    ]
    assert strays == []


def test_no_two_tests_in_a_file_have_the_same_name() -> None:
    for path in within("tests"):
        names = [node.name for node in parsed(path).body if isinstance(node, ast.FunctionDef)]
        assert sorted(set(names)) == sorted(names), name_of(path)
