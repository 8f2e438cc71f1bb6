"""What goes out of the register as a file comes in again without a change, and calculates nothing in a spreadsheet."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from content.texts import Texts
from handlers.register.exporting import WRITERS
from models.asset import AssetState
from models.pole_list import all_poles
from tests.handlers.pole_files import a_csv, imports, planned, pole
from tests.handlers.poles import a_pole
from tests.handlers.test_importing_poles import FULL, FULL_ROW
from tests.towns import TownUnderTest


def exported(town: TownUnderTest, kind: str, language: str = "th") -> bytes:
    """The register as a file."""
    with town.session() as session:
        return WRITERS[kind](town.engine.office, Texts(language), all_poles(session))


def a_register(town: TownUnderTest) -> None:
    """Poles of every sort."""
    imports(town, a_csv(FULL_ROW, heads=FULL))
    a_pole(town, "0012", accuracy_m=12.5)
    a_pole(town, "ก-3", state=AssetState.REMOVED, road='=HYPERLINK("http://x")', circuit="-ว2")
    a_pole(town, "ก-4", owner="electricity", village="m11", lamp="metal_halide", road="ซอย 1, ซอย 2")


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "geojson"])
def test_what_was_exported_can_be_imported_without_a_change(town: TownUnderTest, kind: str, language: str) -> None:
    a_register(town)
    plan = planned(town, exported(town, kind, language))
    assert (plan.problems, plan.changed, plan.new, plan.same) == ([], [], [], 4)


def test_a_map_has_longitude_first(town: TownUnderTest) -> None:
    imports(town, a_csv(FULL_ROW, heads=FULL))
    (first,) = json.loads(exported(town, "geojson"))["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [99.0402, 18.6489]}


def test_into_another_town_everything_comes_along(town: TownUnderTest) -> None:
    a_register(town)
    file = exported(town, "xlsx")
    with town.engine.database.begin() as session:
        for one in all_poles(session):
            session.delete(one)
    assert len(planned(town, file).new) == 4
    imports(town, file)
    assert pole(town, "ก-3").road == '=HYPERLINK("http://x")'
    assert (pole(town, "ก-3").state, pole(town, "0012").accuracy_m) == (AssetState.REMOVED, 12.5)


def test_no_cell_calculates_and_excel_reads_thai(town: TownUnderTest) -> None:
    a_register(town)
    source = exported(town, "csv")
    assert source.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(source.decode("utf-8-sig"))))
    assert rows[0][:3] == ["รหัสเสา", "ละติจูด", "ลองจิจูด"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "-", "@", "+"))]
    sheet = load_workbook(io.BytesIO(exported(town, "xlsx"))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n", "d"}


def test_an_empty_register_is_a_template(town: TownUnderTest) -> None:
    (heads,) = csv.reader(io.StringIO(exported(town, "csv").decode("utf-8-sig")))
    assert heads[0] == "รหัสเสา"
    assert len(heads) == 12
