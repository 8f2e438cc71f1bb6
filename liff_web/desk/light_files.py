"""The parts that crews have put in, month by month, as files for spreadsheets."""

from collections.abc import Mapping

from content.figures import month_name
from content.office import Office
from content.texts import Texts
from liff_web.desk.spreadsheets import Row, csv_of, file_of, fill, new_book

Parts = Mapping[str, Mapping[str, int]]


def rows_of(office: Office, say: Texts, parts: Parts) -> list[Row]:
    """A row for each month (2026-11), a column for each part that the town counts; the names of the columns first."""
    kinds = office.poles.parts
    rows: list[Row] = [[say("figures.choose_month"), *(kind.name.in_(say.language) for kind in kinds)]]
    for month, used in parts.items():
        rows.append([month_name(say, month), *(used.get(kind.code, 0) for kind in kinds)])
    return rows


def csv_file(office: Office, say: Texts, parts: Parts) -> bytes:
    """One table."""
    return csv_of(rows_of(office, say, parts))


def xlsx_file(office: Office, say: Texts, parts: Parts) -> bytes:
    """One sheet, with real numbers."""
    book = new_book()
    fill(book.create_sheet(say("lights.parts")), rows_of(office, say, parts))
    return file_of(book)
