"""The town's own list of villages, roads and landmarks, and how they are found in what people write."""

import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from content.names import Content, Name
from models.geography import Point, metres_between
from models.thai import canon, compact

PLACES = "places.toml"


class PlaceKind(StrEnum):
    """What a place is; a village also tells apart places of one name."""

    VILLAGE = "village"
    ROAD = "road"
    LANDMARK = "landmark"


class Place(Content):
    """Somewhere that people name. `radius_m` says how far from the point something "there" may be."""

    code: str = Field(max_length=40)
    kind: PlaceKind
    name: Name
    # Other ways in which people write it.
    also: tuple[str, ...] = ()
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    radius_m: float = Field(gt=0, le=10_000)
    # The code of the village that it is in; a village has a number instead.
    village: str | None = None
    number: int | None = None

    @property
    def point(self) -> Point:
        """Its middle."""
        return Point(self.latitude, self.longitude)

    @property
    def village_code(self) -> str | None:
        """The village that something there is in."""
        return self.code if self.kind == PlaceKind.VILLAGE else self.village


class Gazetteer(Content):
    """All places that the town has listed. `numbered` says how people write a village's number, `never` what looks like
    a name and is none, such as the abbreviation of kilometre before a number."""

    numbered: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    @model_validator(mode="after")
    def _villages_are_listed(self) -> Self:
        villages = {place.code for place in self.places if place.kind == PlaceKind.VILLAGE}
        strays = [place.code for place in self.places if place.village is not None and place.village not in villages]
        if strays:
            raise ValueError(f"villages that are not listed, at {', '.join(strays)}")
        if len(self.by_code) != len(self.places):
            raise ValueError("two places have the same code")
        return self

    @cached_property
    def by_code(self) -> dict[str, Place]:
        """Each place by its code."""
        return {place.code: place for place in self.places}

    def named_in(self, text: str) -> tuple[Place, ...]:
        """The place that a text names: none, one, or several that share the name and can't be told apart by it.

        The longest name in the text counts; a village named beside it tells places of one name apart.
        """
        names = sorted((compact(match[0]) for match in self._spelling.finditer(canon(text))), key=len, reverse=True)
        found = [self._by_spelling[name] for name in names]
        villages = [place for places in found for place in places if place.kind == PlaceKind.VILLAGE]
        longest = next((places for places in found if _has_other_than_villages(places)), None)
        if longest is None:
            return tuple(dict.fromkeys(villages))
        return _told_apart(longest, {place.code for place in villages})

    def meant_by(self, text: str, among: tuple[Place, ...]) -> Place | None:
        """The one of several places that a text means, by its name or by its village's; None if that is not clear."""
        named = self.named_in(text)
        villages = {place.code for place in named if place.kind == PlaceKind.VILLAGE}
        meant = [place for place in among if place in named or place.village_code in villages]
        return meant[0] if len(meant) == 1 else None

    def village_at(self, point: Point) -> str | None:
        """The village that a point is in, if it is in the circle of exactly one."""
        near = [
            place.code
            for place in self.places
            if place.kind == PlaceKind.VILLAGE and metres_between(place.point, point) <= place.radius_m
        ]
        return near[0] if len(near) == 1 else None

    @cached_property
    def _by_spelling(self) -> dict[str, tuple[Place, ...]]:
        spelled: dict[str, list[Place]] = {compact(one): [] for one in self.never}
        for place in self.places:
            for spelling in dict.fromkeys(compact(one) for one in self._spellings(place)):
                spelled.setdefault(spelling, []).append(place)
        return {spelling: tuple(places) for spelling, places in spelled.items()}

    def _spellings(self, place: Place) -> Iterator[str]:
        yield from (place.name.th, place.name.en, *place.also)
        if place.number is not None:
            yield from (pattern.format(number=place.number) for pattern in self.numbered)

    @cached_property
    def _spelling(self) -> re.Pattern[str]:
        """Every spelling, the longest first. Thai puts spaces where one likes; a Latin word or a number is a whole one."""
        ordered = sorted(self._by_spelling, key=len, reverse=True)
        return re.compile("|".join(_pattern(spelling) for spelling in ordered) or r"(?!)")


def _pattern(spelling: str) -> str:
    before = r"(?<![a-z0-9])" if re.match("[a-z0-9]", spelling) else ""
    after = r"(?![a-z0-9])" if re.search("[a-z0-9]$", spelling) else ""
    return before + " ?".join(re.escape(letter) for letter in spelling) + after


def _has_other_than_villages(places: tuple[Place, ...]) -> bool:
    return any(place.kind != PlaceKind.VILLAGE for place in places)


def _told_apart(alike: tuple[Place, ...], villages: set[str]) -> tuple[Place, ...]:
    narrowed = tuple(place for place in alike if place.village_code in villages)
    return narrowed or alike


def read_places(folder: Path) -> Gazetteer:
    """The list in a town's folder; an empty one if there is none. Raises ValueError, naming the file."""
    file = folder / PLACES
    if not file.is_file():
        return Gazetteer()
    try:
        return Gazetteer.model_validate(tomllib.loads(file.read_text("utf-8")))
    except ValueError as broken:
        raise ValueError(f"{PLACES}: {broken}") from broken
