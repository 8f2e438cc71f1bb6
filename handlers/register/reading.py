"""Reads a file of poles, known by what is in it and not by its name: CSV in any usual encoding, Excel, GeoJSON."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from handlers.register.excel import sheet_in_excel
from handlers.register.geojson import sheet_in_geojson
from handlers.register.sheets import Cell, Sheet, sheet_of
from handlers.turn import Declined

LARGEST = 20_000_000
SEPARATORS = ",;\t|"
LONGEST_CELL = 10_000
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A page that calls itself .xls: many programs "export to Excel" so.
_PAGE = re.compile(r"\s*(<!doctype html|<html|<table|<\?xml)", re.IGNORECASE)
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Excel's own line that names the separator.
_NAMED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_file(source: bytes) -> Sheet:
    """What the file holds. Raises Declined for what is no list of poles."""
    if len(source) > LARGEST:
        raise Declined("register.too_large", limit=LARGEST // 1_000_000)
    if not source.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise Declined("register.empty_file")
    if source.startswith(ZIP):
        return sheet_in_excel(source)
    if source.startswith(OLD_EXCEL):
        raise Declined("register.old_excel")
    text = _decoded(source)
    if _PAGE.match(text):
        raise Declined("register.page_not_excel")
    if text.lstrip().startswith("{"):
        return sheet_in_geojson(text)
    return sheet_of(_rows(text))


def _decoded(source: bytes) -> str:
    """The text, by its mark, else as UTF-8, else as Windows writes Thai (TIS-620 is part of it)."""
    marked = next((name for mark, name in _BOMS.items() if source.startswith(mark)), None)
    for encoding in (marked,) if marked else (*_unmarked_utf16(source), "utf-8", "cp874"):
        try:
            text = source.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Declined("register.unreadable")


def _unmarked_utf16(source: bytes) -> tuple[str, ...]:
    """Separators and line ends have a zero as their higher byte."""
    higher, lower = source[:400:2].count(0), source[1:400:2].count(0)
    if not higher and not lower:
        return ()
    return ("utf-16-be",) if higher > lower else ("utf-16-le",)


def _rows(text: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Each record with the line that it begins in."""
    named, skipped = _NAMED.match(text), 0
    if named:
        text, skipped = text[named.end() :], 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=named[1] if named else _separator(text))
    before = 0
    csv.field_size_limit(LONGEST_CELL)
    try:
        for cells in reader:
            yield before + 1 + skipped, cells
            before = reader.line_num
    except csv.Error:
        raise Declined("register.broken_line", line=before + 1 + skipped) from None


def _separator(text: str) -> str:
    """What stands most often in the first lines, outside of quotes."""
    start = re.sub(r'"[^"]*"', "", "\n".join(text.splitlines()[:5]))
    return max(SEPARATORS, key=start.count)
