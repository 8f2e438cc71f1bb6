"""House rules about packages: exact versions, known by their hashes, and the same in tests as in a town."""

import re
import tomllib

import pytest

from tests.house.tree import ROOT

FILES = ("requirements.txt", "requirements-dev.txt")


def pinned(file: str) -> dict[str, str]:
    """Each requirement of a file, by package (with its marker, if any): the version and its hashes."""
    joined = (ROOT / file).read_text("utf-8").replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in joined.splitlines() if line and not line.startswith("#")]
    return {line[0].partition("==")[0]: " ".join(line) for line in lines}


@pytest.mark.parametrize("file", FILES)
def test_every_package_is_pinned_and_has_its_hashes(file: str) -> None:
    requirements = pinned(file)
    loose = [
        line for line in requirements.values() if not re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ]
    assert requirements
    assert loose == []


def test_tests_run_with_the_versions_that_towns_run_with() -> None:
    production, development = (pinned(file) for file in FILES)
    assert {name: line for name, line in production.items() if development.get(name) != line} == {}


def test_everything_asked_for_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": project["dependency-groups"]["dev"],
    }
    for file, requirements in asked.items():
        names = {re.split(r"[^a-z0-9-]", requirement)[0] for requirement in requirements}
        assert names - set(pinned(file)) == set(), f"{file}: say make lock"
