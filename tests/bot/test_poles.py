"""`baanrao poles`, as an administrator types it: a look first, then all or nothing; and out again."""

from pathlib import Path

from sqlmodel import select

from bot.clock import now
from models.asset import Asset
from tests.bot.hand_made import baanrao
from tests.handlers.pole_files import SUAN_DOK, a_csv
from tests.towns import TownUnderTest


def codes(town: TownUnderTest) -> list[str]:
    """The poles that there are."""
    with town.session() as session:
        return sorted(session.exec(select(Asset.code)))


def test_without_yes_it_only_looks(town: TownUnderTest, tmp_path: Path) -> None:
    file = tmp_path / "poles.csv"
    file.write_bytes(a_csv(SUAN_DOK, ("A-0002", "18.6490", "99.0403")))
    said = baanrao(town, "poles", "import", str(file))
    assert said.exit_code == 0
    assert "2 rows: 2 new, 0 changed, 0 the same, 0 with a problem" in said.output
    assert "nothing has changed" in said.output
    assert codes(town) == []


def test_with_yes_it_does_it_and_again_nothing(town: TownUnderTest, tmp_path: Path) -> None:
    file = tmp_path / "poles.csv"
    file.write_bytes(a_csv(SUAN_DOK, ("A-0002", "18.6490", "99.0403")))
    said = baanrao(town, "poles", "import", str(file), "--yes")
    assert (said.exit_code, codes(town)) == (0, ["A-0001", "A-0002"])
    assert "Written 2/2" in said.output
    again = baanrao(town, "poles", "import", str(file), "--yes")
    assert "0 new, 0 changed, 2 the same" in again.output


def test_each_bad_row_is_named_with_its_line_and_nothing_is_imported(town: TownUnderTest, tmp_path: Path) -> None:
    file = tmp_path / "poles.csv"
    file.write_bytes(a_csv(SUAN_DOK, ("A-0002", "99.0402", "18.6489"), ("A-0001", "0", "0")))
    for words in ([], ["--yes"]):
        said = baanrao(town, "poles", "import", str(file), *words)
        assert said.exit_code == 1
        assert "Line 3 (A-0002): Latitude and longitude are swapped." in said.output
        assert "Line 4 (A-0001): 0,0 lies in the sea" in said.output
        assert "Line 4 (A-0001): This code is in line 2 already." in said.output
        assert "Nothing has changed" in said.output
    assert codes(town) == []


def test_reasons_are_told_in_thai_if_asked(town: TownUnderTest, tmp_path: Path) -> None:
    file = tmp_path / "poles.xls"
    file.write_bytes(b"<html><table></table></html>")
    said = baanrao(town, "poles", "import", str(file), "--language", "th")
    assert (said.exit_code, "หน้าเว็บ" in said.output) == (1, True)


def test_what_is_exported_is_imported_again(town: TownUnderTest, tmp_path: Path) -> None:
    file = tmp_path / "poles.csv"
    file.write_bytes(a_csv(SUAN_DOK))
    baanrao(town, "poles", "import", str(file), "--yes")
    for ending in ("csv", "xlsx", "geojson"):
        kept = tmp_path / f"out.{ending}"
        assert baanrao(town, "poles", "export", "-o", str(kept)).exit_code == 0
        assert "0 new, 0 changed, 1 the same" in baanrao(town, "poles", "import", str(kept)).output
    assert "A-0001,18.6489,99.0402" in baanrao(town, "poles", "export").output
    refused = baanrao(town, "poles", "export", "-o", str(tmp_path / "poles.pdf"))
    assert (refused.exit_code, ".geojson" in refused.output) == (1, True)


def test_twenty_thousand_rows_are_soon_in(town: TownUnderTest, tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    rows = [(f"N-{n:05}", 18.64 + n % 200 / 20_000, 99.03 + n // 200 / 10_000) for n in range(20_000)]
    file.write_bytes(a_csv(*rows))
    began = now()
    said = baanrao(town, "poles", "import", str(file), "--yes")
    assert said.exit_code == 0, said.output
    assert "Checked 20000/20000" in said.output
    assert (now() - began).total_seconds() <= 30
