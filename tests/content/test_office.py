"""A town's data fits what the catalogue and LINE expect of it, or the start says what doesn't."""

import shutil
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsWrong
from content.catalogue import load_catalogue
from content.dangers import load_dangers
from content.office import must_fit
from content.towns import HERE, load_town
from tests.bot.test_settings import GIVEN


def a_town_of_my_own(folder: Path, old: str, new: str) -> Path:
    shutil.copytree(HERE / "demo", folder / "ours")
    file = folder / "ours" / "town.toml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    return folder / "ours"


def test_the_demo_town_fits() -> None:
    must_fit(load_town("demo"), load_catalogue(), load_dangers())


def test_a_division_that_complaints_go_to_and_the_town_lacks_stops_the_start(tmp_path: Path) -> None:
    ours = a_town_of_my_own(tmp_path, 'code = "public_works"', 'code = "works"')
    with pytest.raises(SettingsWrong, match=r"TOWN names a town that lacks divisions .*: public_works"):
        Settings.from_environment({**GIVEN, "TOWN": str(ours)})


def test_more_divisions_than_line_can_offer_stop_the_start(tmp_path: Path) -> None:
    one = '[[divisions]]\ncode = "{}"\nname = {{ th = "กอง", en = "Division" }}\nshort = {{ th = "กอง", en = "D" }}\n\n'
    many = "".join(one.format(f"division_{number}") for number in range(8))
    ours = a_town_of_my_own(tmp_path, "[[hotlines]]", many + "[[hotlines]]")
    with pytest.raises(SettingsWrong, match="14 divisions"):
        Settings.from_environment({**GIVEN, "TOWN": str(ours)})
