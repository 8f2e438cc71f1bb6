"""The map of the street lights as GeoJSON: what differs from working always, all poles only of a part that is small."""

from collections import defaultdict
from math import isfinite
from typing import Any

from sqlmodel import Session

from content.texts import Texts
from models.pole_state import Box, OpenFault, PoleState, by_pole, open_faults, poles_in

# More marks than these hide each other, and a cheap telephone with them.
MOST_MARKS, MOST_WORKING = 300, 400
# So many heaps to a side of the map.
HEAPS = 8
SIDES = 4
Feature = dict[str, Any]


def box_asked(told: str) -> Box | None:
    """West, south, east and north in degrees; None for what is no such thing: then it is the whole town."""
    try:
        sides = [float(side) for side in told.split(",")]
    except ValueError:
        return None
    if len(sides) != SIDES or not all(isfinite(side) for side in sides):
        return None
    return Box(*(max(-180.0, min(180.0, side)) for side in sides))


def map_of(session: Session, say: Texts, box: Box | None) -> Feature:
    """GeoJSON; `is_whole` tells whether the working poles are in it too."""
    differing = by_pole(open_faults(session, box))
    working = poles_in(session, box, MOST_WORKING + 1) if box is not None else []
    is_whole = box is not None and len(working) <= MOST_WORKING and len(differing) <= MOST_MARKS
    shown = [_pole(say, one.code, one.latitude, one.longitude, one.state) for one in differing]
    if len(differing) > MOST_MARKS:
        shown = _heaps(say, differing)
    elif is_whole:
        codes = {one.code for one in differing}
        shown += [_pole(say, *one, PoleState.WORKING) for one in working if one[0] not in codes]
    return {"type": "FeatureCollection", "is_whole": is_whole, "features": shown}


def _pole(say: Texts, code: str, latitude: float, longitude: float, state: PoleState) -> Feature:
    name = say("lights.pole_is", code=code, state=say(f"lights.state_{state}"))
    return _feature(latitude, longitude, {"code": code, "state": state, "name": name})


def _heaps(say: Texts, faults: list[OpenFault]) -> list[Feature]:
    """How many are where, in squares."""
    south, north = (extreme(one.latitude for one in faults) for extreme in (min, max))
    west, east = (extreme(one.longitude for one in faults) for extreme in (min, max))
    high, wide = (north - south) / HEAPS or 1.0, (east - west) / HEAPS or 1.0
    heaps: dict[tuple[int, int], list[OpenFault]] = defaultdict(list)
    for one in faults:
        heaps[int((one.latitude - south) / high), int((one.longitude - west) / wide)].append(one)
    return [_heap(say, heap) for heap in heaps.values()]


def _heap(say: Texts, heap: list[OpenFault]) -> Feature:
    count = len(heap)
    middle = (sum(one.latitude for one in heap) / count, sum(one.longitude for one in heap) / count)
    return _feature(*middle, {"count": count, "name": say("lights.heap", count=count)})


def _feature(latitude: float, longitude: float, properties: dict[str, Any]) -> Feature:
    where = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "geometry": where, "properties": properties}
