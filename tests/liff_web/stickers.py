"""Sheets of stickers as a printer makes them, and what becomes of a sticker in the open."""

import io
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import PdfDocument

from content.names import Name
from content.office import Office
from liff_web.desk.sticker_sheets import GRIDS, StickerSize, sticker_file

Picture = NDArray[np.uint8]
DPI = 150
PER_MM = DPI / 25.4
LONG_NAMES = ("เทศบาลตำบลหนองปลาขาวสันกลางพัฒนา", "องค์การบริหารส่วนตำบลบ้านโป่งน้ำร้อนสันทราย")
CODES = ("A-0123", "B1", "SUANDOK-LANE4-000123")


def named(office: Office, name: str) -> Office:
    """The same office of a town with another name."""
    return replace(office, town=office.town.model_copy(update={"name": Name(th=name, en=name)}))


def sheets(content: bytes) -> Iterator[Picture]:
    """Each sheet, grey, as it is rasterised at 150 dpi."""
    for page in PdfDocument(io.BytesIO(content)):
        yield np.array(page.render(scale=DPI / 72).to_pil().convert("L"))


def cut_out(content: bytes, size: StickerSize, count: int) -> list[Picture]:
    """The first stickers, cut along their marks."""
    grid, found = GRIDS[size], []
    for sheet in sheets(content):
        for x, y in grid.corners():
            left, top = round(x * PER_MM), round(y * PER_MM)
            found.append(sheet[top : top + round(grid.height * PER_MM), left : left + round(grid.width * PER_MM)])
    return found[:count]


def printed(office: Office, size: StickerSize, codes: tuple[str, ...] = CODES) -> list[Picture]:
    """A sticker for each code."""
    return cut_out(sticker_file(office, codes, size), size, len(codes))


def qr_box(sticker: Picture) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the code, in pixels: what is dark between the band and the number."""
    height = len(sticker)
    top, bottom = round(height * 15.5 / 90), round(height * 55.5 / 90)
    dark = sticker[top:bottom] < 100
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return int(columns[0]), int(top + rows[0]), int(columns[-1] + 1), int(top + rows[-1] + 1)
