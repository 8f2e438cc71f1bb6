"""The town itself, as data: its name, telephone, divisions, emergency numbers, places and borders."""

import tomllib
from datetime import date, time
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from content.names import Content, Name
from content.office_hours import OfficeHours
from content.towns.borders import Borders, read_borders
from content.towns.places import Gazetteer, read_places

HERE = Path(__file__).parent


class NoSuchTown(Exception):
    """No town of that name is in content/towns, and no file is at that path."""


class Division(Content):
    """A division of the town's office; its code is stored with cases and officers."""

    code: str
    name: Name
    # Fits a quick-reply button.
    short: Name


class Hotline(Content):
    """A number that people call when it is urgent, in the order in which it is shown."""

    number: str
    name: Name


class Authority(Content):
    """Who else looks after something in the town. Cases store the code; `what` says which matters are theirs."""

    code: str = Field(max_length=40)
    name: Name
    phone: str | None = None
    what: Name | None = None


class Depot(Content):
    """Where the crews start and end, in degrees."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Lights(Content):
    """Who looks after street lights, and when: the evening crews."""

    depot: Depot | None = None
    begins: time = time(16, 30)
    ends: time = time(22)
    # Lamps that went out within so many metres and hours of each other, or on one circuit, are one dark line from so many on.
    line_metres: int = Field(default=150, gt=0, le=1000)
    line_hours: int = Field(default=24, gt=0, le=168)
    line_lamps: int = Field(default=3, ge=2)
    # A scan from further away than this may be of another pole, or of a picture of the sticker.
    doubtful_metres: int = Field(default=150, gt=0)
    # What all who report without LINE may file together; nobody who knows a phone number is turned away.
    most_reports_without_line_an_hour: int = Field(default=60, gt=0)


class Town(Content):
    """What the town is called, how it is reached, and who does what."""

    slug: str
    name: Name
    phone: str
    office_hours: Name
    notice_version: str
    # The hours of every working day, and the time of the summary in the morning, in Bangkok.
    opens: time = time(8, 30)
    closes: time = time(16, 30)
    morning: time = time(8)
    # Whether each division's group gets that summary: it costs a message a member.
    has_morning_summary: bool = True
    # Besides weekends and Thailand's public holidays the office is closed on these; and it is open on those all the same.
    holidays: frozenset[date] = frozenset()
    open_days: frozenset[date] = frozenset()
    # How much office time a case may wait until somebody accepts it, where its type says nothing else.
    accept_within_minutes: int = Field(default=60, gt=0)
    divisions: tuple[Division, ...]
    hotlines: tuple[Hotline, ...]
    # To whom a case can be passed on, besides the neighbours of the border.
    authorities: tuple[Authority, ...] = ()
    # What one person may file before they are asked to wait; nothing that they have told is lost.
    most_cases_an_hour: int = 10
    # So many days after a repair its reporter may say that it is not in order; then the case closes itself.
    days_to_object: int = Field(default=7, ge=1, le=90)
    lights: Lights = Lights()
    # Both from files of their own beside town.toml, and both may be missing.
    gazetteer: Gazetteer = Gazetteer()
    borders: Borders = Borders()

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("opens has to be before closes")
        return self

    @cached_property
    def hours(self) -> OfficeHours:
        """When the office is open."""
        return OfficeHours(self.opens, self.closes, self.holidays, self.open_days)

    @cached_property
    def by_division(self) -> dict[str, Division]:
        """Each division by its code."""
        return {division.code: division for division in self.divisions}

    @cached_property
    def by_authority(self) -> dict[str, Authority]:
        """Everybody to whom a case can be passed on, by code: the authorities, then the neighbours."""
        neighbours = [Authority(code=one.code, name=one.name, phone=one.phone) for one in self.borders.neighbours]
        return {authority.code: authority for authority in (*neighbours, *self.authorities)}


def load_town(slug_or_path: str) -> Town:
    """Read a town by its slug in content/towns, or from a folder of one's own. Raises NoSuchTown, or ValueError."""
    for folder in (HERE / slug_or_path, Path(slug_or_path)):
        file = folder / "town.toml"
        if file.is_file():
            around = {"gazetteer": read_places(folder), "borders": read_borders(folder)}
            return Town.model_validate({**tomllib.loads(file.read_text("utf-8")), **around})
    known = ", ".join(sorted(path.parent.name for path in HERE.glob("*/town.toml")))
    raise NoSuchTown(f"{slug_or_path}: neither a town in content/towns ({known}) nor a folder with a town.toml")
