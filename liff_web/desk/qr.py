"""QR codes to be printed: as many spare modules as the room allows, drawn as one filled shape. Measures are millimetres."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from fpdf import FPDF
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_Q

# White around the code, in modules, as the standard wants it.
QUIET_ZONE = 4
# Below this a telephone in the sun has trouble, so that modules go before more error correction.
LEAST_MODULE = 0.7
# To try all eight takes ten times as long. By the standard's own points this one is 4% from the best in the mean of our links.
MASK = 6


@dataclass(frozen=True)
class Symbol:
    """A QR code: rows of modules, dark where True, and how far one is from the next."""

    rows: list[list[bool]]
    module: float
    level: int

    @property
    def width(self) -> float:
        """From its first dark module to its last."""
        return len(self.rows) * self.module

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Dark modules side by side: column, row, how many."""
        for number, row in enumerate(self.rows):
            column = 0
            for is_dark, beside in groupby(row):
                length = len(list(beside))
                if is_dark:
                    yield column, number, length
                column += length


def symbol(link: str, room: float) -> Symbol:
    """The code for a link that fills a square of `room` with its white border: error correction H, or Q if H is too fine."""
    found = _symbol(link, room, ERROR_CORRECT_H)
    return found if found.module >= LEAST_MODULE else _symbol(link, room, ERROR_CORRECT_Q)


def _symbol(link: str, room: float, level: int) -> Symbol:
    code: QRCode[Any] = QRCode(error_correction=level, border=0, mask_pattern=MASK)
    code.add_data(link, optimize=0)
    code.make()
    rows = [[bool(module) for module in row] for row in code.get_matrix()]
    return Symbol(rows, room / (len(rows) + 2 * QUIET_ZONE), level)


def draw(sheet: FPDF, found: Symbol, x: float, y: float) -> None:
    """The code with its first module at x, y. One path of rectangles, so that no seam shows between its rows."""
    scale, (left, top) = found.module * sheet.k, (x * sheet.k, (sheet.h - y) * sheet.k)
    path = "".join(f"{column} {row} {length} 1 re\n" for column, row, length in found.runs())
    sheet._out(f"q 0 g {scale:.4f} 0 0 {-scale:.4f} {left:.3f} {top:.3f} cm\n{path}f Q")
