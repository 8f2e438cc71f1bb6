"""The figures as files for spreadsheets: CSV and Excel. No cell of them is ever taken for a formula."""

from collections.abc import Iterator, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from content.figures import Column, Kind, columns_of, group_name
from content.office import Office
from content.spreadsheet_cells import BEGINS_A_FORMULA, harmless
from content.texts import Texts
from liff_web.desk.spreadsheets import Row, csv_of, file_of, head, new_book, write
from models.figures import Figures, Tally

FORMATS = {Kind.COUNT: "#,##0", Kind.HOURS: "0.0", Kind.PERCENT: "0.0", Kind.STARS: "0.0"}

__all__ = ["BEGINS_A_FORMULA", "csv_file", "harmless", "xlsx_file"]

Group = tuple[str, Tally]


def csv_file(office: Office, say: Texts, figures: Figures, period: str, view: str) -> bytes:
    """All groups one below the other, each row with its period and whose cases they are."""
    columns = columns_of("everything")
    names = [say("figures.choose"), say("figures.choose_view"), say("figures.by"), say("figures.group")]
    rows: list[Row] = [[*names, *(_heading(say, column) for column in columns)]]
    for by, groups in _sheets(office, say, figures):
        rows += [[period, view, by, name, *(_number(column, tally) for column in columns)] for name, tally in groups]
    return csv_of(rows)


def xlsx_file(office: Office, say: Texts, figures: Figures) -> bytes:
    """A sheet for each way to group, with real numbers, and one of when cases were filed."""
    book = new_book()
    for by, groups in _sheets(office, say, figures):
        _fill(book.create_sheet(by), say, groups)
    _fill_heat(book.create_sheet(say("figures.heat_sheet")), say, figures.heat)
    return file_of(book)


def _sheets(office: Office, say: Texts, figures: Figures) -> Iterator[tuple[str, list[Group]]]:
    yield say("figures.all"), [(say("figures.all"), figures.total)]
    along = {
        "month": figures.by_month,
        "division": figures.by_division,
        "type": figures.by_type,
        "village": figures.by_village,
    }
    for by, tallies in along.items():
        yield say(f"figures.by_{by}"), [(group_name(office, say, by, code), tally) for code, tally in tallies.items()]


def _heading(say: Texts, column: Column) -> str:
    name, unit = say(f"figures.col_{column.name}"), f"figures.unit_{column.kind}"
    return say("figures.in_unit", name=name, unit=say(unit)) if say.has(unit) else name


def _number(column: Column, tally: Tally) -> int | float | None:
    number = column.of(tally)
    return round(number, 1) if isinstance(number, float) else number


def _fill(sheet: Worksheet, say: Texts, groups: Sequence[Group]) -> None:
    columns = columns_of("everything")
    head(sheet, [say("figures.group"), *(_heading(say, column) for column in columns)])
    for row, (name, tally) in enumerate(groups, start=2):
        write(sheet.cell(row, 1), name)
        for place, column in enumerate(columns, start=2):
            cell = sheet.cell(row, place)
            cell.value, cell.number_format = _number(column, tally), FORMATS[column.kind]


def _fill_heat(sheet: Worksheet, say: Texts, heat: Sequence[Sequence[int]]) -> None:
    head(sheet, [say("figures.hour_of"), *(f"{hour:02}.00" for hour in range(len(heat[0])))])
    for row, (day, hours) in enumerate(zip(say.words("figures.weekdays"), heat, strict=True), start=2):
        write(sheet.cell(row, 1), day)
        for place, cases in enumerate(hours, start=2):
            sheet.cell(row, place).value = cases
