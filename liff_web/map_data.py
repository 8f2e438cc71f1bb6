"""What the map shows where a town has no pictures for it: its border, and the places that it has listed."""

from typing import Any

from content.office import Office
from content.towns.places import PlaceKind


def map_data(office: Office, language: str) -> dict[str, Any]:
    """JSON for the map's script: GeoJSON of the border (or null), named points, and where pictures come from."""
    town = office.town
    shown = [place for place in town.gazetteer.places if place.kind != PlaceKind.ROAD]
    return {
        "border": town.borders.own.outline if town.borders.own is not None else None,
        "places": [
            {"name": place.name.in_(language), "at": [place.latitude, place.longitude], "kind": place.kind}
            for place in shown
        ],
        "tiles": {"url": office.tile_url, "attribution": office.tile_attribution} if office.tile_url else None,
    }
