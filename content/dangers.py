"""Words in which somebody's life may be at stake, as data: what they mean, whom to call, and who must hear of it."""

import re
import tomllib
from functools import cache, cached_property
from pathlib import Path

from content.names import Content, Name
from models.thai import compact

# A Thai word neither begins after the vowel that leads its first syllable, nor ends before a mark of its last.
LEADING_VOWELS, MARKS = "\u0e40-\u0e44", "\u0e30-\u0e3a\u0e45\u0e47-\u0e4e"


class Danger(Content):
    """A kind of danger. `words` are looked for anywhere in a text, once what stands in `unless` has been cut out."""

    code: str
    name: Name
    numbers: tuple[str, ...]
    division: str
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()

    @cached_property
    def signs(self) -> re.Pattern[str]:
        """The words in the one form in which texts are compared; none that only seems to stand in others' syllables."""
        words = "|".join(re.escape(compact(word)) for word in self.words)
        return re.compile(f"(?<![{LEADING_VOWELS}])(?:{words})(?![{MARKS}])")

    @cached_property
    def harmless(self) -> tuple[str, ...]:
        """What is cut out before, the longest first, in the same form."""
        return tuple(sorted((compact(phrase) for phrase in self.unless), key=len, reverse=True))

    def is_in(self, compacted: str) -> bool:
        """Whether a text, compacted already, tells of it."""
        for phrase in self.harmless:
            compacted = compacted.replace(phrase, " ")
        return self.signs.search(compacted) is not None


class Dangers(Content):
    """All that there are, the most urgent first."""

    dangers: tuple[Danger, ...]

    def told_in(self, words: str) -> list[Danger]:
        """Those that a text tells of."""
        compacted = compact(words)
        return [danger for danger in self.dangers if danger.is_in(compacted)]


@cache
def load_dangers() -> Dangers:
    """Read them. Raises pydantic.ValidationError or tomllib.TOMLDecodeError for a broken file."""
    return Dangers.model_validate(tomllib.loads((Path(__file__).parent / "catalogue/dangers.toml").read_text("utf-8")))
