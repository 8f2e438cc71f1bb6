"""A sheet of A4 with Thai on it: tables and columns, text that fits its box. Measures are millimetres."""

from collections.abc import Callable, Sequence
from typing import Literal

from liff_web.desk.lettering import FAMILY, INK, QUIET, Lettered

MARGIN, WIDTH = 14.0, 182.0
ACCENT, ALARM, LINE = (13, 79, 70), (140, 29, 20), (123, 135, 148)
PALE, HATCH = (255, 243, 220), (138, 75, 0)
# A label, a number, its share of the height, how much of that is filled, and whether it is as it should be: hatched if not.
Column = tuple[str, str, float, float, bool]


class Paper(Lettered):
    """Pages of a report. `foot` says what stands below each of them."""

    def __init__(self, foot: Callable[[int], str]) -> None:
        super().__init__()
        self.foot = foot
        self.set_margins(MARGIN, MARGIN)
        self.add_page()

    def footer(self) -> None:
        """Who made it and when, below each page."""
        self.set_y(-12)
        self.ink(QUIET)
        self.set_font(FAMILY, "", 9)
        self.cell(WIDTH, 6, self.foot(self.page_no()))

    def rule(self, y: float, colour: tuple[int, int, int] = LINE, thickness: float = 0.2) -> None:
        """A line across the page."""
        self.set_draw_color(*colour)
        self.set_line_width(thickness)
        self.line(MARGIN, y, MARGIN + WIDTH, y)

    def write_table(
        self, y: float, head: Sequence[str], rows: Sequence[Sequence[str]], first: float, height: float
    ) -> float:
        """Names in a first column so wide, numbers in the others; the last row is the sum. Returns where it ends.

        A heading may have two lines.
        """
        width = (WIDTH - first) / (len(head) - 1)
        self._row(y, [*head], first, width, "B", 8.0)
        y += 9
        self.rule(y, INK, 0.4)
        for number, row in enumerate(rows, start=1):
            is_sum = number == len(rows) and number > 1
            if is_sum:
                self.rule(y, INK, 0.4)
            self._row(y + 0.8, row, first, width, "B" if is_sum else "", 10)
            y += height
            if not is_sum:
                self.rule(y)
        return y

    def _row(
        self, y: float, cells: Sequence[str], first: float, width: float, style: Literal["", "B"], size: float
    ) -> None:
        for place, cell in enumerate(cells):
            x = MARGIN if place == 0 else MARGIN + first + (place - 1) * width
            for line, text in enumerate(cell.split("\n")):
                self.write_in(
                    x, y + line * 4, (width if place else first) - 1, text, size, style, "R" if place else "L"
                )

    def columns(
        self, x: float, y: float, width: float, height: float, bars: Sequence[Column], target: float | None = None
    ) -> None:
        """Columns on one line, and over them the line of a target, which is a share of the height."""
        step = width / max(len(bars), 1)
        for place, (label, _, share, filled, is_good) in enumerate(bars):
            thick = min(step * 0.7, 14)
            left, tall = x + place * step + (step - thick) / 2, height * share
            self._column(left, y + height - tall, thick, tall, filled, is_good=is_good)
            self.ink(INK)
            self.write_in(x + place * step, y + height + 0.6, step, label, 8, "", "C")
        if target is not None:
            self.dashed(x, y + height * (1 - target), x + width, y + height * (1 - target))
        for place, (_, number, share, _, _) in enumerate(bars):
            self._number(x + (place + 0.5) * step, y + height * (1 - share) - 4.4, number)
        self.set_draw_color(*INK)
        self.set_line_width(0.3)
        self.line(x, y + height, x + width, y + height)

    def _column(self, left: float, top: float, thick: float, tall: float, filled: float, *, is_good: bool) -> None:
        self.set_line_width(0.25)
        self.set_draw_color(*(ACCENT if is_good else HATCH))
        self.set_fill_color(255, 255, 255)
        self.rect(left, top, thick, tall, "DF")
        self.set_fill_color(*(ACCENT if is_good else PALE))
        self.rect(left, top + tall * (1 - filled), thick, tall * filled, "DF")
        for line in range(1, 0 if is_good else int(tall / 1.6) + 1):
            self.line(left, top + line * 1.6, left + thick, top + line * 1.6)

    def _number(self, middle: float, y: float, number: str) -> None:
        """Over its column, and over the line of a target where that runs through it."""
        if not number:
            return
        self.set_font(FAMILY, "B", 8)
        width = self.get_string_width(number) + 0.6
        self.set_fill_color(255, 255, 255)
        self.rect(middle - width / 2, y + 0.5, width, 3.6, "F")
        self.write_in(middle - width / 2, y, width, number, 8, "B", "C")

    def key(self, x: float, y: float, *, is_filled: bool) -> None:
        """A small square that says what a column's part means."""
        self.set_line_width(0.25)
        self.set_draw_color(*ACCENT)
        self.set_fill_color(*(ACCENT if is_filled else (255, 255, 255)))
        self.rect(x, y + 1.2, 2.6, 2.6, "DF")

    def dashed(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A line of a target."""
        self.set_draw_color(*ALARM)
        self.set_line_width(0.4)
        self.set_dash_pattern(2, 1.4)
        self.line(x1, y1, x2, y2)
        self.set_dash_pattern()
