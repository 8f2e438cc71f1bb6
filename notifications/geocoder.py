"""A geocoder like Nominatim, if the town has one: where the words are that the town's own list does not know."""

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from geopy.exc import GeopyError
from geopy.geocoders import Nominatim

from models.geography import Area, Point, metres_between

log = logging.getLogger(__name__)

TIMEOUT_S = 3
# Something larger than this is a whole village or town: its middle would send a crew to the wrong end.
VAGUEST_M, FINEST_M = 1500.0, 50.0


@dataclass(frozen=True)
class Hit:
    """Where a geocoder has found `words`, and within how many metres."""

    words: str
    point: Point
    accuracy_m: float


class Geocoder:
    """Asks for places within the town's border only: elsewhere the same name is another place."""

    def __init__(self, url: str, border: Area, asker: str) -> None:
        where = urlsplit(url)
        self._border = border
        self._nominatim = Nominatim(domain=where.netloc, scheme=where.scheme, user_agent=asker, timeout=TIMEOUT_S)

    def find(self, words: str) -> Hit | None:
        """The place, or None: not known, too vague, outside the town, or the geocoder does not answer."""
        box = [(corner.latitude, corner.longitude) for corner in self._border.corners]
        try:
            found = self._nominatim.geocode(words, viewbox=box, bounded=True)
            hit = _hit(words, found.raw) if found is not None else None
        except (GeopyError, KeyError, ValueError, TypeError, AttributeError) as error:
            log.warning("the geocoder gives no answer", extra={"error": type(error).__name__})
            return None
        return hit if hit is not None and hit.accuracy_m <= VAGUEST_M and self._border.holds(hit.point) else None


def _hit(words: str, raw: dict[str, Any]) -> Hit:
    south, north, west, east = (float(edge) for edge in raw["boundingbox"])
    half = metres_between(Point(south, west), Point(north, east)) / 2
    return Hit(words, Point(float(raw["lat"]), float(raw["lon"])), max(FINEST_M, half))
