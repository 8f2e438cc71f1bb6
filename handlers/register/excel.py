"""Reads the first sheet of an .xlsx that lists poles. A file made to burst is refused before it is opened."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from handlers.register.sheets import Cell, Formula, Plain, Sheet, sheet_of
from handlers.turn import Declined

LARGEST_UNPACKED = 300_000_000
MOST_COLUMNS = 200
# Whatever openpyxl stumbles over in a file that is broken or made up.
_BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    SyntaxError,
)


def sheet_in_excel(source: bytes) -> Sheet:
    """The poles on the first sheet that has a column of codes. Raises Declined."""
    _must_be_a_workbook(source)
    try:
        book = load_workbook(io.BytesIO(source), read_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    except _BROKEN:
        raise Declined("register.unreadable") from None
    refusal: Declined | None = None
    for sheet in sheets:
        try:
            return sheet_of(_rows(sheet))
        except Declined as declined:
            refusal = refusal or declined
        except _BROKEN:
            raise Declined("register.unreadable") from None
    raise refusal or Declined("register.empty_file")


def _must_be_a_workbook(source: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as packed:
            names, size = packed.namelist(), sum(item.file_size for item in packed.infolist())
    except zipfile.BadZipFile:
        raise Declined("register.unreadable") from None
    if "xl/workbook.xml" not in names:
        raise Declined("register.not_excel")
    if size > LARGEST_UNPACKED:
        raise Declined("register.too_large", limit=LARGEST_UNPACKED // 1_000_000)


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[Cell]]]:
    sheet.reset_dimensions()  # files of other programs tell a size that they don't have
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        yield number, [_told(cell) for cell in cells]


def _told(cell: Any) -> Cell:
    if cell.data_type == "f":
        return Formula(str(cell.value))
    if isinstance(cell.value, str):
        return None if cell.data_type == "e" else Plain(cell.value)
    told: Cell = cell.value
    return told
