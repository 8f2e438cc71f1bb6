"""Finds a second matter in one text: a part of it that clearly speaks of another type than the whole."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from content.suggesting import Vocabulary

# A part is clear where its words count so much (one that says a type by itself) ...
CLEAR = 1.9
# ... and what they say of the first matter's type is this little beside it.
LITTLE = 0.5


@dataclass(frozen=True)
class Matter:
    """A type, and the part of the text that speaks of it, in its author's own words."""

    code: str
    words: str


def second_matter(vocabulary: Vocabulary, joints: Iterable[str], text: str, first: str) -> Matter | None:
    """The first part that is about something else than the type `first`, or None.

    `joints` are words that begin another part, as "and also" does; so does a new line.
    """
    parts = _parts(text, joints)
    if not any(_speaks_of(vocabulary, part, first) for part in parts):
        return None  # the words say nothing of the type that was chosen: they tell one matter, and it is another
    for part in parts:
        ranked = {suggestion.code: suggestion.score for suggestion in vocabulary.suggest(part)}
        likeliest = next(iter(ranked), first)
        if likeliest != first and ranked[likeliest] >= CLEAR and ranked.get(first, 0) < LITTLE * ranked[likeliest]:
            return Matter(likeliest, part)
    return None


def _speaks_of(vocabulary: Vocabulary, part: str, code: str) -> bool:
    return next((suggestion.code for suggestion in vocabulary.suggest(part)), None) == code


def _parts(text: str, joints: Iterable[str]) -> list[str]:
    longest_first = sorted(joints, key=len, reverse=True)
    between = re.compile("|".join([r"\n", r"\b\d\. ", *map(re.escape, longest_first)]), re.IGNORECASE)
    return [part.strip() for part in between.split(text) if part.strip()]
