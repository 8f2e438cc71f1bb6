"""Thai letters on A4, shaped as they are written: what everything that is printed has in common. Measures are millimetres."""

from typing import Literal

from fontpkg_sarabun import ROOT
from fpdf import FPDF

from models.letters import graphemes

FONTS = ROOT / "files"
FAMILY = "Sarabun"
INK, QUIET = (22, 32, 43), (71, 82, 95)
# A printed letter below this is not for reading.
SMALLEST_PT = 6.5
Align = Literal["L", "C", "R"]
Style = Literal["", "B"]


class Lettered(FPDF):
    """Sheets of A4 on which Thai can be written."""

    def __init__(self, orientation: Literal["portrait", "landscape"] = "portrait") -> None:
        super().__init__(orientation=orientation, format="A4")
        self.set_auto_page_break(False)
        self.c_margin = 0
        self.add_font(FAMILY, "", FONTS / "Sarabun-Regular.ttf")
        self.add_font(FAMILY, "B", FONTS / "Sarabun-Bold.ttf")
        # Without it tone marks collide with vowels, and nothing says so.
        self.set_text_shaping(True, script="thai", language="tha")

    def ink(self, colour: tuple[int, int, int]) -> None:
        """The colour of what is written next."""
        self.set_text_color(*colour)

    def write_in(
        self, x: float, y: float, width: float, text: str, size: float, style: Style = "", align: Align = "L"
    ) -> None:
        """One line in a box: smaller if it is too long for it, and cut between letters if that does not help."""
        self.set_font(FAMILY, style, size)
        while self.get_string_width(text) > width and size > SMALLEST_PT:
            size -= 0.5
            self.set_font(FAMILY, style, size)
        self.set_xy(x, y)
        self.cell(width, size * 0.62, self._cut(text, width), align=align)

    def _cut(self, text: str, width: float) -> str:
        letters = graphemes(text)
        while letters and self.get_string_width(text) > width:
            letters.pop()
            text = "".join(letters) + "…"
        return text

    def size_in(self, width: float, text: str, size: float, style: Style = "") -> float:
        """The size in points in which the whole line fits: `size`, or as much smaller as it takes."""
        self.set_font(FAMILY, style, size)
        wide = self.get_string_width(text)
        return size if wide <= width else size * width / wide

    def write_on(self, middle: float, baseline: float, text: str, size: float, style: Style = "") -> None:
        """One whole line that stands on `baseline`, around the middle."""
        self.set_font(FAMILY, style, size)
        # A cell has its baseline 0.3 of the letters' size below its middle. `text` would be simpler, and does not shape.
        self.set_xy(middle - 1, baseline - 0.8 * self.font_size)
        self.cell(2, self.font_size, text, align="C")
