"""The register as files that can be imported again without a change: CSV, Excel and GeoJSON."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from content.office import Office
from content.spreadsheet_cells import BEGINS_A_FORMULA, MARK, harmless
from content.texts import Texts
from handlers.register.cells import Cells
from handlers.register.columns import FIELDS
from handlers.register.odd import Odd
from models.asset import Asset

Value = str | float | int | date | None
Write = Callable[[Office, Texts, Sequence[Asset]], bytes]
WIDTHS = {"road": 32, "owner": 32}
MAP_FIELDS = tuple(field for field in FIELDS if field not in ("latitude", "longitude"))


def csv_of(office: Office, say: Texts, poles: Sequence[Asset]) -> bytes:
    """UTF-8 with its mark, so that Excel reads Thai; no cell is a formula."""
    lines, spoken = io.StringIO(), _Spoken(office, say)
    writer = csv.writer(lines)
    writer.writerow(_heads(say))
    for pole in poles:
        writer.writerow([harmless(value) if isinstance(value, str) else value for value in spoken.row(pole)])
    return (MARK + lines.getvalue()).encode("utf-8")


def xlsx_of(office: Office, say: Texts, poles: Sequence[Asset]) -> bytes:
    """One sheet, numbers as numbers and days as days."""
    book, spoken, kept = Workbook(write_only=True), _Spoken(office, say), io.BytesIO()
    sheet = book.create_sheet(say("register.sheet"))
    sheet.freeze_panes = "B2"
    for place, field in enumerate(FIELDS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(field, 16)
    sheet.append([_cell(sheet, head, is_head=True) for head in _heads(say)])
    for pole in poles:
        sheet.append([_cell(sheet, value) for value in spoken.row(pole)])
    book.save(kept)
    return kept.getvalue()


def geojson_of(office: Office, say: Texts, poles: Sequence[Asset]) -> bytes:
    """One point each, for QGIS and others; the properties have the names of the fields and hold codes."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [pole.longitude, pole.latitude]},
            "properties": {field: _plain(getattr(pole, field)) for field in MAP_FIELDS},
        }
        for pole in poles
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode("utf-8")


WRITERS: dict[str, Write] = {"csv": csv_of, "xlsx": xlsx_of, "geojson": geojson_of}


def _heads(say: Texts) -> list[str]:
    return [say.words(f"register.head_{field}")[0] for field in FIELDS]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _cell(sheet: Any, value: Value, *, is_head: bool = False) -> Any:
    """A string that stays one, whatever it begins with."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    if value.startswith(BEGINS_A_FORMULA):
        cell.quotePrefix = True
    if is_head:
        cell.font = Font(bold=True)
    return cell


class _Spoken:
    """A pole's facts as people read them, where reading them again gives the same; else the code."""

    def __init__(self, office: Office, say: Texts) -> None:
        self._office, self._say = office, say
        self._cells = Cells(office, date.max)
        self._kept: dict[tuple[str, str], str] = {}

    def row(self, pole: Asset) -> list[Value]:
        """The cells in the order of FIELDS."""
        return [self._value(field, getattr(pole, field)) for field in FIELDS]

    def _value(self, field: str, value: Any) -> Value:
        if field == "state":
            return self._say.words(f"register.state_{value}")[0]
        if field not in ("village", "lamp", "owner") or value is None:
            return value  # type: ignore[no-any-return]
        if (field, value) not in self._kept:
            self._kept[field, value] = self._name(field, value)
        return self._kept[field, value]

    def _name(self, field: str, code: str) -> str:
        name = {"village": self._village, "lamp": self._lamp, "owner": self._owner}[field](code)
        try:
            means_the_same = getattr(self._cells, field)(name) == code
        except Odd:
            return code
        return name if means_the_same else code

    def _village(self, code: str) -> str:
        place = self._office.town.gazetteer.by_code.get(code)
        return str(place.number) if place is not None and place.number is not None else code

    def _lamp(self, code: str) -> str:
        lamp = self._office.poles.lamp_by_code.get(code)
        return lamp.name.in_(self._say.language) if lamp is not None else code

    def _owner(self, code: str) -> str:
        authority = self._office.town.by_authority.get(code)
        return authority.name.in_(self._say.language) if authority is not None else code
