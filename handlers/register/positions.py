"""Whether a pole may stand where a file says: the usual mistakes are recognised and named, none is mended in silence."""

from content.towns import Town
from handlers.register.odd import Odd
from models.geography import Point

# Thailand with some sea around it, in degrees.
SOUTH, NORTH, WEST, EAST = 5.5, 20.6, 97.2, 105.8
# Poles stand a little beyond the border, where a road goes on; further out it is a mistake.
BEYOND_M = 1_000.0
# What no degree is: metres of a grid.
NO_DEGREE = 1_000.0


def must_be_possible(town: Town, latitude: float, longitude: float) -> float | None:
    """Refuse what is no place of a pole of this town; returns how many metres beyond the border it is, if it is.

    Raises Odd.
    """
    if abs(latitude) < 0.01 and abs(longitude) < 0.01:
        raise Odd("register.odd_zero")
    if max(abs(latitude), abs(longitude)) > NO_DEGREE:
        raise Odd("register.odd_utm", latitude=f"{latitude:g}", longitude=f"{longitude:g}")
    if not _is_in_thailand(latitude, longitude):
        if _is_in_thailand(longitude, latitude):
            raise Odd("register.odd_swapped", latitude=f"{longitude:.6f}", longitude=f"{latitude:.6f}")
        raise Odd("register.odd_not_in_thailand", latitude=f"{latitude:g}", longitude=f"{longitude:g}")
    own, point = town.borders.own, Point(latitude, longitude)
    if own is None or own.holds(point):
        return None
    metres = own.metres_from_border(point)
    if metres > BEYOND_M:
        raise Odd("register.odd_outside", km=f"{metres / 1000:.1f}", metres=int(BEYOND_M))
    return metres


def _is_in_thailand(latitude: float, longitude: float) -> bool:
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST
