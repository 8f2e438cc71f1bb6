"""Complaint types, as data. Cases store their codes; a code is never renamed, only retired."""

import tomllib
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from content.names import Content, Name
from content.second_matter import Matter, second_matter
from content.suggesting import Vocabulary
from models.thai import compact

HERE = Path(__file__).parent
# What stands beside the types in words.toml: words without a matter in them, and words that begin another one.
PASSING, JOINTS = "passing", "joints"


class Promise(Content):
    """By when the town promises to have seen to it: hours, or working days."""

    hours: int | None = Field(default=None, gt=0)
    working_days: int | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _says_one(self) -> Self:
        if (self.hours is None) == (self.working_days is None):
            raise ValueError("a promise is either hours or working_days")
        return self


class Elsewhere(Content):
    """Whose it is when it isn't the town's: `when` says which cases those are."""

    when: Name
    name: Name
    phone: str


class Alike(Content):
    """Within how many metres and days an open case of the same type may be the same matter."""

    metres: int = Field(default=50, gt=0, le=1000)
    days: int = Field(default=7, gt=0, le=366)


class ComplaintType(Content):
    """A kind of problem: whose it is, and by when the town promises to have seen to it."""

    code: str
    name: Name
    # Fits a quick-reply button: 20 graphemes with its picture.
    short: Name
    picture: str
    division: str
    # What towns promise where nothing else is said.
    promise: Promise = Promise(hours=48)
    # How much office time it may wait until somebody accepts it; without, what the town says.
    accept_within_minutes: int | None = Field(default=None, gt=0)
    ask: Name | None = None
    # Whether others may be shown such a case as perhaps the one that they are telling, and follow it.
    alike: Alike | Literal["never"] = Alike()
    elsewhere: Elsewhere | None = None
    # What the town owns of which such a case is about (`models.asset.AssetKind`).
    asset: Literal["pole"] | None = None
    # Its card goes to the division's heads in private, never into a group.
    is_confidential: bool = False
    is_fallback: bool = False
    retired_on: date | None = None
    words: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _keeps_what_is_confidential(self) -> Self:
        if self.is_confidential and self.alike != "never":
            raise ValueError(f'{self.code}: a confidential type is shown to nobody else, so alike must be "never"')
        return self


class Catalogue(Content):
    """All complaint types that there are or ever were, in the order in which they are offered."""

    complaints: tuple[ComplaintType, ...]
    passing: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()

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

    @cached_property
    def for_poles(self) -> ComplaintType:
        """The type of whatever is wrong with a street light."""
        return next(kind for kind in self.offered if kind.asset == "pole")

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the types that can be chosen today."""
        words = {kind.code: kind.words for kind in self.offered}
        return Vocabulary(words, {kind.code: kind.hints for kind in self.offered}, self.passing)

    def second_matter(self, text: str, first: str) -> Matter | None:
        """Another matter in the words of a complaint of the type `first`, and which words tell it."""
        return second_matter(self.vocabulary, self.joints, text, first)


@cache
def load_catalogue() -> Catalogue:
    """Read the catalogue, once a process. Raises pydantic.ValidationError or tomllib.TOMLDecodeError for a broken file."""
    spoken = _read("words.toml")
    beside = {name: spoken.pop(name)["words"] for name in (PASSING, JOINTS)}
    types = [{**kind, **spoken.pop(kind["code"], {})} for kind in _read("complaints.toml")["complaints"]]
    if spoken:
        raise ValueError(f"words.toml has words of types that there are not: {', '.join(spoken)}")
    return Catalogue.model_validate({"complaints": types, **beside})


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text("utf-8"))
