"""Geometry of the figures' charts; `desk/charts.html` draws it as SVG. Units are about a pixel of a narrow telephone."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.figures import TARGET_PERCENT

WIDTH = 340
# The strip of columns: where the tallest ends and where all of them stand.
TOP, FLOOR, LABELS = 38, 180, 200
GAP_SHARE = 0.25
WIDEST_COLUMN = 44
# Rows of bars: the name stands above its bar.
ROW, ROW_BAR, ROW_NUMBER = 50, 18, 44
HUNDRED = 100
# The heat: an hour's square, the weekday's name before it, and how many shades there are besides none.
SQUARE, BEFORE_SQUARES, ABOVE_SQUARES, SHADES = 26, 44, 22, 5


@dataclass(frozen=True)
class Bar:
    """A rectangle with its label and number. `rest`: how much of it, from the top, is not filled."""

    x: float
    y: float
    width: float
    height: float
    label: str
    number: str
    # Percent bars: whether the target is reached. They are hatched when it isn't, so that colour is not the only sign.
    is_reached: bool = True
    rest: float = 0

    @property
    def middle(self) -> float:
        """Where its label and number stand."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class Chart:
    """Bars on a sheet of a size. `target`: where the line of the target is drawn, across or down."""

    height: float
    bars: tuple[Bar, ...]
    target: float | None = None


def _columns(labels: Sequence[str]) -> list[tuple[float, float]]:
    """Where each column begins, and how wide it is."""
    step = WIDTH / max(len(labels), 1)
    width = min(step * (1 - GAP_SHARE), WIDEST_COLUMN)
    return [(place * step + (step - width) / 2, width) for place in range(len(labels))]


def _tall(share: float) -> float:
    return (FLOOR - TOP) * share


def percent_columns(shares: Sequence[tuple[str, str, float | None]]) -> Chart:
    """A column for each (label, number, percent), with the line of the target; nothing known is no column."""
    places = _columns([label for label, _, _ in shares])
    bars = [
        Bar(x, FLOOR - _tall((share or 0) / HUNDRED), width, _tall((share or 0) / HUNDRED), label, number, _ok(share))
        for (x, width), (label, number, share) in zip(places, shares, strict=True)
    ]
    return Chart(LABELS + 8, tuple(bars), FLOOR - _tall(TARGET_PERCENT / HUNDRED))


def part_columns(counts: Sequence[tuple[str, int, int]]) -> Chart:
    """A column for each (label, whole, part): filled as far as the part goes."""
    most = max((whole for _, whole, _ in counts), default=0) or 1
    bars = []
    for (x, width), (label, whole, part) in zip(_columns([label for label, _, _ in counts]), counts, strict=True):
        height, rest = _tall(whole / most), _tall((whole - part) / most)
        bars.append(Bar(x, FLOOR - height, width, height, label, f"{whole:,}" if whole else "", rest=rest))
    return Chart(LABELS + 8, tuple(bars))


def percent_rows(shares: Sequence[tuple[str, str, float | None]]) -> Chart:
    """A bar for each (label, number, percent), one below the other, with the line of the target."""
    length = WIDTH - ROW_NUMBER
    bars = [
        Bar(0, place * ROW + 24, length * (share or 0) / HUNDRED, ROW_BAR, label, number, _ok(share))
        for place, (label, number, share) in enumerate(shares)
    ]
    return Chart(len(bars) * ROW + 4, tuple(bars), length * TARGET_PERCENT / HUNDRED)


def _ok(share: float | None) -> bool:
    return share is not None and share >= TARGET_PERCENT


@dataclass(frozen=True)
class Heat:
    """Squares by weekday and hour, each with its shade (0 to SHADES) and how many cases; and where most of them are."""

    squares: tuple[tuple[tuple[int, int], ...], ...]
    busiest: tuple[int, int]
    most: int


def heat_of(heat: Sequence[Sequence[int]]) -> Heat:
    """Shades of how many cases were filed when."""
    most = max(map(max, heat), default=0)
    shaded = tuple(tuple((-(-cases * SHADES // most) if most else 0, cases) for cases in day) for day in heat)
    busiest = next(
        ((day, hour) for day, hours in enumerate(heat) for hour, cases in enumerate(hours) if cases == most), (0, 0)
    )
    return Heat(shaded, busiest, most)
