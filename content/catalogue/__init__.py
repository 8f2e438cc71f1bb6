"""Complaint types, as data. Cases store their codes; a code is never renamed, only retired."""

import tomllib
from datetime import date
from functools import cached_property
from pathlib import Path

from content.names import Content, Name
from models.thai import compact


class ComplaintType(Content):
    """A kind of problem: whose it is, and by when the town promises to have seen to it."""

    code: str
    name: Name
    # Fits a quick-reply button: 20 graphemes with its picture.
    short: Name
    picture: str
    division: str
    promise_hours: int
    is_fallback: bool = False
    retired_on: date | None = None


class Catalogue(Content):
    """All complaint types that there are or ever were, in the order in which they are offered."""

    complaints: tuple[ComplaintType, ...]

    @cached_property
    def by_code(self) -> dict[str, ComplaintType]:
        """Every type, retired ones too: old cases still have names."""
        return {kind.code: kind for kind in self.complaints}

    @cached_property
    def offered(self) -> tuple[ComplaintType, ...]:
        """The types that can be chosen today."""
        return tuple(kind for kind in self.complaints if kind.retired_on is None)

    @cached_property
    def code_by_name(self) -> dict[str, str]:
        """What each type that can be chosen is called in any language, long or short, as `models.thai.compact` has it."""
        return {
            compact(name): kind.code
            for kind in reversed(self.offered)  # of two with one name the first is meant
            for name in (kind.name.th, kind.name.en, kind.short.th, kind.short.en)
        }

    @cached_property
    def fallback(self) -> ComplaintType:
        """The type of what fits nowhere else."""
        return next(kind for kind in self.offered if kind.is_fallback)


def load_catalogue() -> Catalogue:
    """Read the catalogue. Raises pydantic.ValidationError or tomllib.TOMLDecodeError for a broken file."""
    return Catalogue.model_validate(tomllib.loads((Path(__file__).parent / "complaints.toml").read_text("utf-8")))
