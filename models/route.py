"""The order in which a crew goes round: out from the depot, past every stop once, and back, in few metres.

Nearest neighbours from several starts, each mended by 2-opt and or-opt until neither finds anything. The search measures
on the flat (in a town that is exact to a few metres in ten kilometres); what is told of the trip is geodesic.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from models.geography import Point, metres_between

# More starts find little more: docs/decisions/0027.
MOST_STARTS = 6
LONGEST_PIECE = 3
METRES_OF_A_DEGREE = 111_195.0
# What is less is rounding, and would be mended for ever.
LEAST_GAIN_M = 1e-6

Table = list[list[float]]
# From where to where (both included) stops may change places among each other.
Span = tuple[int, int]


@dataclass(frozen=True)
class Route:
    """`order`: which stop comes when, by its place in the list; each once. The metres as the crow flies, geodesic."""

    order: tuple[int, ...]
    # From what comes before it (the depot, or the stop before), for each stop of the order; and back at the end.
    legs: tuple[float, ...] = ()
    back: float = 0.0
    # The same trip in the order of the list.
    listed: float = 0.0

    @property
    def metres(self) -> float:
        """The whole trip."""
        return sum(self.legs) + self.back

    @property
    def saved(self) -> float:
        """How much longer the order of the list would be."""
        return self.listed - self.metres


def round_trip(depot: Point | None, points: Sequence[Point], urgent: int = 0) -> Route:
    """The trip past all of them, the same for the same points. The first `urgent` points are visited before any other.

    Without a depot it begins and ends at the first point.
    """
    if not points:
        return Route(())
    start, stops = (depot, 0) if depot is not None else (points[0], 1)
    places = [start, *points[stops:]]
    far, borders = table_of(places), _spans(len(places) - 1, max(0, min(urgent, len(points)) - stops))
    tours = [mended(tour, far, borders) for tour in _starts(far, borders)]
    best = min(tours, key=lambda tour: (_length(tour, far), tour))
    listed, found = _measured(places, list(range(len(places)))), _measured(places, best)
    if sum(found) > sum(listed):  # by what is flat and what is round
        best, found = list(range(len(places))), listed
    order = tuple([0] * stops + [place - 1 + stops for place in best[1:]])
    return Route(order, (*([0.0] * stops), *found[:-1]), found[-1], sum(listed))


def table_of(places: Sequence[Point]) -> Table:
    """The metres from each place to each, on the flat."""
    narrow = cos(radians(sum(place.latitude for place in places) / len(places)))
    flat = [(place.longitude * narrow * METRES_OF_A_DEGREE, place.latitude * METRES_OF_A_DEGREE) for place in places]
    return [[hypot(x - to_x, y - to_y) for to_x, to_y in flat] for x, y in flat]


def _spans(stops: int, urgent: int) -> list[Span]:
    """The urgent stops, and the others: each among themselves, behind the start that stands at 0."""
    return [span for span in ((1, urgent), (urgent + 1, stops)) if span[0] <= span[1]]


def _starts(far: Table, spans: list[Span]) -> Iterator[list[int]]:
    """As listed, and by nearest neighbours: the nearest to the start first, or one of several others."""
    yield list(range(len(far)))
    last = spans[-1] if spans else (1, 0)
    step = max(1, (last[1] - last[0] + 1) // MOST_STARTS)
    for first in (None, *range(last[0], last[1] + 1, step)):
        tour = [0]
        for span in spans:
            _go_on(tour, far, span, first if span == last else None)
        yield tour


def _go_on(tour: list[int], far: Table, span: Span, first: int | None) -> None:
    left = set(range(span[0], span[1] + 1))
    while left:
        here = far[tour[-1]]
        following = first if first in left else min(left, key=lambda stop: (here[stop], stop))
        assert following is not None
        tour.append(following)
        left.remove(following)
        first = None


def mended(tour: list[int], far: Table, spans: list[Span]) -> list[int]:
    """The trip without a piece that would be better turned or moved, within each span. It begins and ends at place 0."""
    closed = [*tour, 0]
    while any(_turn_pieces(closed, far, span) or _move_pieces(closed, far, span) for span in spans):
        pass
    return closed[:-1]


def _turn_pieces(tour: list[int], far: Table, span: Span) -> bool:
    """2-opt: a piece the other way round, wherever that is shorter. Whether anything was."""
    is_shorter = False
    for begin in range(span[0], span[1]):
        before = far[tour[begin - 1]]
        for end in range(begin + 1, span[1] + 1):
            one, other, after = tour[begin], tour[end], tour[end + 1]
            if before[other] + far[one][after] < before[one] + far[other][after] - LEAST_GAIN_M:
                tour[begin : end + 1] = tour[begin : end + 1][::-1]
                is_shorter = True
    return is_shorter


def _move_pieces(tour: list[int], far: Table, span: Span) -> bool:
    """Or-opt: up to three stops elsewhere, either way round, wherever that is shorter. Whether anything was."""
    for length in range(1, min(LONGEST_PIECE, span[1] - span[0]) + 1):
        for begin in range(span[0], span[1] - length + 2):
            if _move_piece(tour, far, span, begin, length):
                return True
    return False


def _move_piece(tour: list[int], far: Table, span: Span, begin: int, length: int) -> bool:
    end = begin + length - 1
    first, last, before, after = tour[begin], tour[end], tour[begin - 1], tour[end + 1]
    gain = far[before][first] + far[last][after] - far[before][after]
    if gain <= LEAST_GAIN_M:
        return False
    for place in range(span[0] - 1, span[1] + 1):
        if begin - 1 <= place <= end:
            continue
        one, other = tour[place], tour[place + 1]
        way = far[one][other]
        costs = (far[one][first] + far[last][other] - way, far[one][last] + far[first][other] - way)
        if min(costs) < gain - LEAST_GAIN_M:
            piece = tour[begin : end + 1] if costs[0] <= costs[1] else tour[begin : end + 1][::-1]
            del tour[begin : end + 1]
            at = place + 1 if place < begin else place + 1 - length
            tour[at:at] = piece
            return True
    return False


def _length(tour: list[int], far: Table) -> float:
    return sum(far[one][other] for one, other in zip(tour, [*tour[1:], tour[0]], strict=True))


def _measured(places: Sequence[Point], tour: Sequence[int]) -> list[float]:
    """The metres to each place behind the first, and back to it."""
    following = [*tour[1:], tour[0]]
    return [metres_between(places[one], places[other]) for one, other in zip(tour, following, strict=True)]
