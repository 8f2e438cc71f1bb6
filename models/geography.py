"""Points and areas on earth: degrees (WGS 84) as they come, metres as people mean them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import atan2, cos, degrees, radians
from typing import Any, Self

import shapely
from geopy.distance import geodesic
from shapely.affinity import scale
from shapely.geometry import Point as Dot
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points, unary_union

# What a degree is at least, on the ellipsoid of WGS 84: of latitude at the equator, of longitude there times the cosine.
LEAST_METRES_OF_LATITUDE, LEAST_METRES_OF_LONGITUDE = 110_570, 111_300


@dataclass(frozen=True)
class Point:
    """A place on earth in degrees."""

    latitude: float
    longitude: float


def metres_between(one: Point, other: Point) -> float:
    """The way as the crow flies."""
    return float(geodesic((one.latitude, one.longitude), (other.latitude, other.longitude)).m)


def bearing(start: Point, end: Point) -> float:
    """In which direction the end lies, in degrees clockwise from north; for places that are as near as a street."""
    east = (end.longitude - start.longitude) * cos(radians(start.latitude))
    return degrees(atan2(east, end.latitude - start.latitude)) % 360


def box_around(point: Point, metres: float) -> tuple[Point, Point]:
    """South-western and north-eastern corner of a box that holds whatever is so near; towns lie on neither pole."""
    high = metres / LEAST_METRES_OF_LATITUDE
    wide = metres / (LEAST_METRES_OF_LONGITUDE * cos(radians(min(abs(point.latitude) + high, 89))))
    return Point(point.latitude - high, point.longitude - wide), Point(point.latitude + high, point.longitude + wide)


class Area:
    """Polygons in degrees, longitude first as in GeoJSON; lakes and exclaves are allowed.

    Raises ValueError for anything that encloses nothing, crosses itself, or isn't in degrees.
    """

    def __init__(self, shape: BaseGeometry) -> None:
        if shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
            raise ValueError(f"must be a Polygon or MultiPolygon that encloses something, not a {shape.geom_type}")
        west, south, east, north = shape.bounds
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise ValueError("must be in degrees (WGS 84), longitude first")
        if not shape.is_valid:
            raise ValueError(f"crosses itself: {shapely.is_valid_reason(shape)}")
        self._shape = shape

    @classmethod
    def of_all(cls, areas: Sequence[Self]) -> Self:
        """One area of several, which may overlap."""
        return cls(unary_union([area._shape for area in areas]))

    @property
    def corners(self) -> tuple[Point, Point]:
        """The south-western and the north-eastern corner of the box around it."""
        west, south, east, north = self._shape.bounds
        return Point(south, west), Point(north, east)

    @property
    def outline(self) -> dict[str, Any]:
        """GeoJSON, to be drawn."""
        return dict(mapping(self._shape))

    def holds(self, point: Point) -> bool:
        """Whether the point is inside or on the border."""
        return bool(self._shape.covers(Dot(point.longitude, point.latitude)))

    def metres_from_border(self, point: Point) -> float:
        """How far it is to the nearest piece of border, whichever side the point is on."""
        dot = scale(Dot(point.longitude, point.latitude), xfact=self._narrow, origin=(0, 0))
        nearest, _ = nearest_points(self._border, dot)
        return metres_between(point, Point(nearest.y, nearest.x / self._narrow))

    @cached_property
    def _narrow(self) -> float:
        """How much shorter a degree of longitude is than one of latitude, in the middle of this area."""
        south_west, north_east = self.corners
        return cos(radians((south_west.latitude + north_east.latitude) / 2))

    @cached_property
    def _border(self) -> BaseGeometry:
        """The border where a degree is as long in every direction, so that the nearest piece is the nearest."""
        return scale(self._shape.boundary, xfact=self._narrow, origin=(0, 0))
