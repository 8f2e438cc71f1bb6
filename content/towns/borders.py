"""The town's border and its neighbours', as their survey offices give them: GeoJSON, read at the start."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import ConfigDict, PlainValidator
from shapely.errors import ShapelyError
from shapely.geometry import shape

from content.names import Content, Name
from models.case import BorderSide
from models.geography import Area, Point

OWN, NEIGHBOURS = "border.geojson", "neighbours.geojson"


def _area(geometry: Any) -> Area:
    try:
        return Area(shape(geometry))
    except (ShapelyError, AttributeError, KeyError, TypeError, IndexError) as broken:
        raise ValueError("is no GeoJSON geometry") from broken


class Neighbour(Content):
    """Whose it is when it isn't the town's. Cases store the code."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    code: str
    name: Name
    phone: str | None = None
    area: Annotated[Area, PlainValidator(_area)]


@dataclass(frozen=True)
class Standing:
    """On which side of the border a place is. `neighbour`: whose it is, or may be near the border, if that is known."""

    side: BorderSide
    neighbour: Neighbour | None = None


class Borders(Content):
    """The town's own border, and those of its neighbours. Without its own nothing is ever outside."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    own: Area | None = None
    neighbours: tuple[Neighbour, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, Neighbour]:
        """Each neighbour by its code."""
        return {neighbour.code: neighbour for neighbour in self.neighbours}

    def standing(self, point: Point, accuracy_m: float) -> Standing | None:
        """Where a point stands that may be off by `accuracy_m` metres; None if the town has not brought its border.

        What may be on either side is `near`: nobody is turned away for what their phone could not tell apart.
        """
        if self.own is None:
            return None
        neighbour = self._whose(point, accuracy_m)
        if self.own.metres_from_border(point) <= accuracy_m:
            return Standing(BorderSide.NEAR, neighbour)
        return Standing(BorderSide.INSIDE) if self.own.holds(point) else Standing(BorderSide.OUTSIDE, neighbour)

    def _whose(self, point: Point, accuracy_m: float) -> Neighbour | None:
        """The neighbour that holds the point, else the nearest that it may belong to."""
        holding = next((neighbour for neighbour in self.neighbours if neighbour.area.holds(point)), None)
        if holding is not None:
            return holding
        distances = [(neighbour.area.metres_from_border(point), neighbour) for neighbour in self.neighbours]
        nearest = min(distances, key=lambda pair: pair[0], default=None)
        return nearest[1] if nearest is not None and nearest[0] <= accuracy_m else None


def read_borders(folder: Path) -> Borders:
    """The borders in a town's folder; both files may be missing. Raises ValueError, naming the file."""
    own, neighbours = _features(folder / OWN), _features(folder / NEIGHBOURS)
    try:
        areas = [_area(feature.get("geometry")) for feature in own]
    except ValueError as broken:
        raise ValueError(f"{OWN}: {broken}") from broken
    try:
        named = [_neighbour(feature) for feature in neighbours]
        return Borders.model_validate({"own": Area.of_all(areas) if areas else None, "neighbours": named})
    except ValueError as broken:
        raise ValueError(f"{NEIGHBOURS}: {broken}") from broken


def _neighbour(feature: dict[str, Any]) -> dict[str, Any]:
    told = dict(feature.get("properties") or {})
    name = {language: told.pop(language) for language in ("th", "en") if language in told}
    return {**told, "name": name, "area": feature.get("geometry")}


def _features(file: Path) -> list[dict[str, Any]]:
    """The features of a FeatureCollection; a single feature or a bare geometry counts as one."""
    if not file.is_file():
        return []
    try:
        read = json.loads(file.read_text("utf-8"))
    except ValueError as broken:
        raise ValueError(f"{file.name}: is no JSON, {broken}") from broken
    kind = read.get("type") if isinstance(read, dict) else None
    if kind == "FeatureCollection":
        return list(read.get("features", []))
    return [read] if kind == "Feature" else [{"geometry": read}]
