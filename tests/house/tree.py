"""The files of the project as the house rules look at them: what git tracks, or would track."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
# What serves a town; the simulator and the tests may do what these may not.
PRODUCTION = ("bot", "liff_web", "handlers", "notifications", "content", "models", "migrations")


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Every tracked file with one of the suffixes, or every one; ignored files are not among them."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes))


def within(*folders: str) -> tuple[Path, ...]:
    """The Python files in these folders."""
    return tuple(path for path in files(".py") if path.relative_to(ROOT).parts[0] in folders)


def name_of(path: Path) -> str:
    """How a path is shown to whoever broke a rule."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """A Python file's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def strings(path: Path) -> Iterator[str]:
    """Every string literal in a Python file."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
