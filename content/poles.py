"""Street lights, as data: what can be wrong with one, which lamps there are, and what a crew does and puts in."""

import tomllib
from functools import cache, cached_property
from pathlib import Path

from pydantic import model_validator

from content.names import Content, Name
from models.thai import compact


class Fault(Content):
    """Something that is wrong with a lamp or its pole, told by a tap on its picture."""

    code: str
    name: Name
    picture: str
    # It gives no light: several near each other may be one dark line.
    is_dark: bool = False
    # A code of dangers.toml: then the advice comes first, and these numbers are there to be called.
    danger: str | None = None
    numbers: tuple[str, ...] = ()
    advice: Name | None = None

    @model_validator(mode="after")
    def _says_what_to_do(self) -> "Fault":
        if (self.danger is None) != (self.advice is None and not self.numbers):
            raise ValueError(f"{self.code}: a danger has advice and numbers, and nothing else has")
        return self


class Lamp(Content):
    """A sort of lamp, and what else files call it."""

    code: str
    name: Name
    also: tuple[str, ...] = ()


class Part(Content):
    """Something that a crew puts in and that is counted."""

    code: str
    name: Name


class Work(Content):
    """Something that a crew did: the sentence that the reporter reads."""

    code: str
    name: Name


class Poles(Content):
    """All of it, in the order in which it is shown."""

    faults: tuple[Fault, ...]
    lamps: tuple[Lamp, ...]
    parts: tuple[Part, ...]
    works: tuple[Work, ...]

    @cached_property
    def fault_by_code(self) -> dict[str, Fault]:
        """Each fault by its code."""
        return {fault.code: fault for fault in self.faults}

    @cached_property
    def lamp_by_code(self) -> dict[str, Lamp]:
        """Each lamp by its code."""
        return {lamp.code: lamp for lamp in self.lamps}

    @cached_property
    def lamp_by_name(self) -> dict[str, Lamp]:
        """Each lamp by whatever it is called, as `models.thai.compact` has it."""
        return {
            compact(name): lamp for lamp in self.lamps for name in (lamp.code, lamp.name.th, lamp.name.en, *lamp.also)
        }

    @cached_property
    def part_by_code(self) -> dict[str, Part]:
        """Each part by its code."""
        return {part.code: part for part in self.parts}

    @cached_property
    def work_by_code(self) -> dict[str, Work]:
        """Each work by its code."""
        return {work.code: work for work in self.works}


@cache
def load_poles() -> Poles:
    """Read them. Raises pydantic.ValidationError or tomllib.TOMLDecodeError for a broken file."""
    return Poles.model_validate(tomllib.loads((Path(__file__).parent / "catalogue/poles.toml").read_text("utf-8")))
