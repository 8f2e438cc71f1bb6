"""`baanrao suggest`: a line of JSON for each line of a file, with or without a town."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands import main
from tests.towns import TownUnderTest

TEXTS = "ถนนเป็นหลุมลึก และฝาท่อก็หายด้วย\n\nqwerty\n"


def _suggest(file: Path) -> Result:
    return CliRunner().invoke(main, ["suggest", str(file)])


def test_each_line_has_three_types_with_scores_and_reasons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # no .env: no town is set up
    monkeypatch.delenv("LINE_CHANNEL_SECRET", raising=False)
    (tmp_path / "texts").write_text(TEXTS, "utf-8")
    said = _suggest(tmp_path / "texts")
    assert (said.exit_code, "catalogue's words alone" in said.stderr) == (0, True)
    first, empty, nothing = (json.loads(line) for line in said.stdout.splitlines())
    assert [one["type"] for one in first["likeliest"][:2]] == ["road", "drain"]
    assert first["likeliest"][0]["score"] > first["likeliest"][1]["score"] > 0
    assert "ฝาท่อ" in first["likeliest"][1]["because"]
    assert first["second"] == {"type": "drain", "words": "ฝาท่อก็หายด้วย"}
    assert empty == nothing
    assert [(one["score"], one["because"]) for one in nothing["likeliest"]] == [(0, [])] * 3
    assert nothing["second"] is None


@pytest.mark.sqlite_only
def test_a_town_adds_what_its_officers_taught(
    town: TownUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in _environment(town).items():
        monkeypatch.setenv(name, value)
    with town.engine.database.begin() as session:
        session.connection().exec_driver_sql("INSERT INTO taught VALUES ('qwer', 'noise', 9)")
    (tmp_path / "texts").write_text("qwerty\n", "utf-8")
    said = _suggest(tmp_path / "texts")
    assert said.exit_code == 0, said.output
    assert json.loads(said.stdout)["likeliest"][0]["type"] == "noise"


def _environment(town: TownUnderTest) -> dict[str, str]:
    settings = town.settings
    return {
        "LINE_CHANNEL_SECRET": "8c570fa6dd201bb328f1c1eac23a96d8",
        "LINE_CHANNEL_ACCESS_TOKEN": "test-access-token",
        "LINE_LOGIN_CHANNEL_ID": "1234567890",
        "LIFF_ID": "1234567890-AbcdEfgh",
        "LINE_API_URL": town.line.url,
        "BASE_URL": "http://127.0.0.1:9",
        "DATABASE_URL": settings.database_url,
        "TOWN": "demo",
        "SECRET_KEY": "0123456789abcdef" * 4,
        "DATA_DIR": str(town.folder),
    }
