"""What four letters in a row say of a text, where no word in it is known: learnt from the listed words themselves.

A listed "broken footpath" lets a "footpath in splinters" speak a little, though nobody has listed it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import log1p

PIECE = 4
# What a piece says that is in the words of one type alone; a known word says two to four.
WORTH = 0.35
# A piece of several types speaks for each by the square root of its share less than by its share.
SHARPNESS = 1.5

_FOREIGN = re.compile(r"[a-z\s\0]")  # English words are too much alike in four letters


class WordPieces:
    """Of each four letters in the words of the types: how much they speak for which."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        times: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for code, listed in words.items():
            for word in listed:
                for piece in _first_places(word):
                    times[piece][code] += 1
        self._votes = {piece: _by_share(of_piece) for piece, of_piece in times.items()}

    def votes(self, text: str, half_after: int) -> dict[str, float]:
        """What the pieces of a text say for each type, a piece after `half_after` letters half as much as the first."""
        said: dict[str, float] = defaultdict(float)
        for piece, at in _first_places(text).items():
            for code, share in self._votes.get(piece, {}).items():
                said[code] += WORTH * share * half_after / (half_after + at)
        return said


def _first_places(text: str) -> dict[str, int]:
    """Each piece of a text and where it comes first."""
    places: dict[str, int] = {}
    for at in range(len(text) - PIECE + 1):
        piece = text[at : at + PIECE]
        if not _FOREIGN.search(piece):
            places.setdefault(piece, at)
    return places


def _by_share(times: Mapping[str, int]) -> dict[str, float]:
    weights = {code: log1p(often) for code, often in times.items()}
    whole = sum(weights.values())
    return {code: (weight / whole) ** SHARPNESS for code, weight in weights.items()}
