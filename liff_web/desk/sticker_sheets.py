"""Sheets of stickers for light poles, to be printed on A4 and cut. Measures are millimetres."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice

from content.office import Office
from content.texts import Texts
from liff_web.desk.lettering import INK, QUIET, Lettered
from liff_web.desk.paper import ACCENT
from liff_web.desk.qr import QUIET_ZONE, draw, symbol
from models.letters import graphemes
from models.person import Language

WHITE = (255, 255, 255)
# Of the small sticker, from which the large one is enlarged: everything but this border may be written on.
WIDTH, HEIGHT, BORDER = 60.0, 90.0, 2.5
QR_ROOM, QR_TOP = 41.2, 15.0
ROUND, MARK, MARK_OFF, HAIRLINE = 1.6, 2.0, 0.4, 0.15
# From this size down a name is broken into two lines instead.
NAME_PT, SMALLEST_NAME_PT = 11.0, 8.5
# As tall as there is room below the white border of the QR code: in capitals and digits, Thai letters, letters with marks.
CODE_PT, THAI_CODE_PT, MARKED_CODE_PT = 36.0, 30.0, 20.0


class StickerSize(StrEnum):
    """How large a sticker is, in millimetres."""

    SMALL = "60x90"
    LARGE = "100x150"


@dataclass(frozen=True)
class Grid:
    """How stickers of a size lie on a sheet of A4."""

    width: float
    height: float
    columns: int
    rows: int
    gutter: float
    is_landscape: bool = False

    @property
    def scale(self) -> float:
        """How much larger than the small one."""
        return self.width / WIDTH

    @property
    def places(self) -> int:
        """How many fit on a sheet."""
        return self.columns * self.rows

    def corners(self) -> list[tuple[float, float]]:
        """The upper left corner of each, row by row."""
        across, down = (297.0, 210.0) if self.is_landscape else (210.0, 297.0)
        left = (across - self.columns * self.width - (self.columns - 1) * self.gutter) / 2
        top = (down - self.rows * self.height - (self.rows - 1) * self.gutter) / 2
        return [
            (left + column * (self.width + self.gutter), top + row * (self.height + self.gutter))
            for row in range(self.rows)
            for column in range(self.columns)
        ]


GRIDS = {
    StickerSize.SMALL: Grid(WIDTH, HEIGHT, columns=3, rows=3, gutter=5),
    StickerSize.LARGE: Grid(100, 150, columns=2, rows=1, gutter=10, is_landscape=True),
}


@dataclass(frozen=True)
class Words:
    """What every sticker of a town says, besides its own code. Stickers are in Thai, and their first line in English too."""

    office: Office

    @cached_property
    def say(self) -> Texts:
        """Thai."""
        return self.office.says_in(Language.THAI)

    @property
    def english(self) -> str:
        """What to do, for those who read no Thai."""
        return self.office.says_in(Language.ENGLISH)("stickers.scan")

    @cached_property
    def name(self) -> str:
        """The town's."""
        return self.office.town.name.in_(Language.THAI)

    @property
    def name_in_two(self) -> list[str]:
        """The town's name broken behind what it is (municipality, …), or at the space nearest to its middle."""
        kinds = (kind for kind in self.say.words("stickers.kinds_of_towns") if self.name.startswith(kind))
        at = max(map(len, kinds), default=0)
        if not 0 < at < len(self.name):
            spaces = [place for place, letter in enumerate(self.name) if letter == " "]
            at = min(spaces, key=lambda place: abs(place - len(self.name) / 2), default=len(self.name))
        return [part for part in (self.name[:at].strip(), self.name[at:].strip()) if part]


class StickerSheets(Lettered):
    """Stickers of one town and size, one after the other."""

    def __init__(self, office: Office, size: StickerSize) -> None:
        self.grid = GRIDS[size]
        super().__init__("landscape" if self.grid.is_landscape else "portrait")
        self.words, self.drawn = Words(office), 0
        # Most lines are the same on each sticker: to measure one takes as long as to write it.
        self.fitting: dict[tuple[str, float], float] = {}
        self.set_title(self.words.say("stickers.file", town=self.words.name))

    def add(self, code: str) -> None:
        """One more sticker. Raises content.qr_codes.NoQrKey."""
        place = self.drawn % self.grid.places
        link = self.words.office.pole_url(code)
        if place == 0:
            self.add_page()
            self._head()
        x, y = self.grid.corners()[place]
        self._cut_marks(x, y)
        self._qr(x, y, link)
        self._write(x, y, code)
        self.drawn += 1

    def _head(self) -> None:
        """What is cut away: how it has to be printed."""
        (x, y), grid = self.grid.corners()[0], self.grid
        say = self.words.say("stickers.print_so", width=f"{grid.width:g}", height=f"{grid.height:g}")
        self.ink(QUIET)
        self.write_in(x + 3, y - 6.2, grid.width * 2, say, 7)

    def _cut_marks(self, x: float, y: float) -> None:
        """Two short lines off each corner, none of which touches the sticker."""
        self.set_draw_color(*INK)
        self.set_line_width(HAIRLINE)
        for edge, across in ((x, -1), (x + self.grid.width, 1)):
            for side, down in ((y, -1), (y + self.grid.height, 1)):
                self.line(edge + across * MARK_OFF, side, edge + across * (MARK_OFF + MARK), side)
                self.line(edge, side + down * MARK_OFF, edge, side + down * (MARK_OFF + MARK))

    def _qr(self, x: float, y: float, link: str) -> None:
        scale = self.grid.scale
        found = symbol(link, QR_ROOM * scale)
        white = QUIET_ZONE * found.module
        draw(self, found, x + (WIDTH - QR_ROOM) / 2 * scale + white, y + QR_TOP * scale + white)

    def _write(self, x: float, y: float, code: str) -> None:
        scale, say = self.grid.scale, self.words.say
        self.set_fill_color(*ACCENT)
        box = (x + BORDER * scale, y + BORDER * scale, (WIDTH - 2 * BORDER) * scale, 12.4 * scale)
        self.rect(*box, "F", round_corners=True, corner_radius=ROUND * scale)
        self.ink(WHITE)
        self._line(x, y + 10.8 * scale, say("stickers.scan"), 22, inside=2)
        self._line(x, y + 13.8 * scale, self.words.english, 7.5, inside=2)
        self.ink((0, 0, 0))
        self._line(x, y + 65.8 * scale, code, _code_pt(code))
        self.ink(INK)
        self._line(x, y + 70.6 * scale, say("stickers.without_qr"), 9)
        self._name(x, y)
        self._line(x, y + 87.4 * scale, say("stickers.no_money"), 10)

    def _name(self, x: float, y: float) -> None:
        """Whose it is, and the number to call."""
        scale, name = self.grid.scale, self.words.name
        call = self.words.say("stickers.call", phone=self.words.office.town.phone)
        room = (WIDTH - 2 * BORDER) * scale
        if self.size_in(room, name, NAME_PT * scale, "B") >= SMALLEST_NAME_PT * scale:
            self._line(x, y + 76.6 * scale, name, NAME_PT)
        else:
            for line, part in enumerate(self.words.name_in_two):
                self._line(x, y + (74.4 + 3.9 * line) * scale, part, 8.5)
        self._line(x, y + 82.4 * scale, call, 10)

    def _line(self, x: float, baseline: float, text: str, size: float, inside: float = 0) -> None:
        """One line around the middle of the sticker, never cut: smaller if it has to be."""
        scale = self.grid.scale
        if (text, inside) not in self.fitting:
            self.fitting[text, inside] = self.size_in(
                (WIDTH - 2 * BORDER - 2 * inside) * scale, text, size * scale, "B"
            )
        self.write_on(x + WIDTH / 2 * scale, baseline, text, self.fitting[text, inside], "B")


def _code_pt(code: str) -> float:
    if code.isascii():
        return CODE_PT
    return THAI_CODE_PT if len(graphemes(code)) == len(code) else MARKED_CODE_PT


def sticker_file(
    office: Office, codes: Sequence[str], size: StickerSize, done: Callable[[int], None] = lambda _: None
) -> bytes:
    """Sheets with a sticker for each code, as PDF. `done` is told after each sheet how many more there are.

    Raises content.qr_codes.NoQrKey.
    """
    sheets, left = StickerSheets(office, size), iter(codes)
    while some := list(islice(left, GRIDS[size].places)):
        for code in some:
            sheets.add(code)
        done(len(some))
    return bytes(sheets.output())
