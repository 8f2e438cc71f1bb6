"""Reads poles from GeoJSON: one feature each, a point; its properties are the columns."""

import json
from typing import Any

from handlers.register.columns import field_of
from handlers.register.sheets import Cell, Line, Plain, Sheet, must_not_be_endless
from handlers.turn import Declined

# How the geometry of a feature that is no point is told to the checks, which name its line.
NO_POINT = "geometry"


def sheet_in_geojson(text: str) -> Sheet:
    """The features of a FeatureCollection. Raises Declined for anything else."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        raise Declined("register.broken_geojson") from None
    features = read.get("features") if isinstance(read, dict) and read.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise Declined("register.not_features")
    if not features:
        raise Declined("register.no_rows")
    must_not_be_endless(len(features) - 1)
    lines = [_line(number, feature) for number, feature in enumerate(features, start=1)]
    fields = dict.fromkeys(field for line in lines for field in line.cells if field != NO_POINT)
    if "code" not in fields:
        heads = _properties(features[0])
        raise Declined("register.no_code_column", heads=" | ".join(heads)[:200])
    return Sheet(tuple(fields), lines, _unknown(features))


def _line(number: int, feature: Any) -> Line:
    cells: dict[str, Cell] = {}
    for head, told in _properties(feature).items():
        field = field_of(head)
        if field is not None and field not in cells:
            cells[field] = told if told is None or isinstance(told, int | float) else Plain(told)
    return Line(number, cells | _position(feature))


def _properties(feature: Any) -> dict[str, Any]:
    told = feature.get("properties") if isinstance(feature, dict) else None
    return told if isinstance(told, dict) else {}


def _position(feature: Any) -> dict[str, Cell]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    told = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind != "Point" or not isinstance(told, list) or len(told) < 2:
        return {NO_POINT: str(kind)[:40], "latitude": None, "longitude": None}
    longitude, latitude = (one if isinstance(one, int | float) else str(one) for one in told[:2])
    return {"latitude": latitude, "longitude": longitude}


def _unknown(features: list[Any]) -> tuple[str, ...]:
    heads = dict.fromkeys(head for feature in features for head in _properties(feature))
    return tuple(head for head in heads if field_of(head) is None)
