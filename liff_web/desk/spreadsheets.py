"""Files for spreadsheets: CSV and Excel. No cell of them is ever taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet begins a formula with; it takes the full-width signs for the same.
BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# So that Excel on a Thai machine reads the file as UTF-8.
MARK = "\ufeff"
NAME_WIDTH, NUMBER_WIDTH, HEADING_HEIGHT = 32, 14, 48

Row = Sequence[str | int | float | None]


def harmless(text: str) -> str:
    """The same text, with an apostrophe before it if a spreadsheet would calculate it."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def csv_of(rows: Iterable[Row]) -> bytes:
    """Rows, the names of the columns first."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return (MARK + lines.getvalue()).encode("utf-8")


def new_book() -> Workbook:
    """Without a sheet yet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def file_of(book: Workbook) -> bytes:
    """The book, to be taken away."""
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def fill(sheet: Worksheet, rows: Sequence[Row]) -> None:
    """Rows as they are, the names of the columns first; numbers stay numbers."""
    names, *lines = rows
    head(sheet, [str(name) for name in names])
    for row, line in enumerate(lines, start=2):
        for place, value in enumerate(line, start=1):
            if isinstance(value, str):
                write(sheet.cell(row, place), value)
            else:
                sheet.cell(row, place).value = value


def head(sheet: Worksheet, names: Sequence[str]) -> None:
    """The first row: bold, and in sight however far one scrolls."""
    for place, name in enumerate(names, start=1):
        cell = sheet.cell(1, place)
        write(cell, name)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = NAME_WIDTH if place == 1 else NUMBER_WIDTH
    sheet.row_dimensions[1].height = HEADING_HEIGHT
    sheet.freeze_panes = "B2"


def write(cell: Cell | MergedCell, text: str) -> None:
    """A string that stays one, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(BEGINS_A_FORMULA)
