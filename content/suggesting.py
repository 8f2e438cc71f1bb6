"""Which type a complaint is likely to be, from its words: each known word found in the text votes for its types.

No model and no tokeniser: the longest known word wins at each place, and what it votes for can be shown.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from models.thai import canon
from models.thai_sounds import sounds

# Nobody says after so many letters what it is about.
MOST_LETTERS_READ = 2_000
# Words that sound alike are taken for each other from this length on, for less.
SHORTEST_BY_SOUND, BY_SOUND = 6, 0.7
# What a thing's name says, beside what is wrong with it.
OF_A_HINT = 0.3
# A word says most at the beginning; after so many letters half as much.
HALF_AFTER = 50
LONGEST_WEIGHED = 14

_SPACE = re.compile(r"(?<![a-z0-9]) | (?![a-z0-9])")
_LATIN = re.compile("[a-z]")
_MARK = "\u0e30-\u0e33\u0e45\u0e34-\u0e3a\u0e47-\u0e4e"
# A word neither ends before a mark of its last syllable, nor begins after its first vowel, or after the leading ho of
# its first letter, nor within an English word.
_LED_BY_HO = "[\u0e07\u0e0d\u0e19\u0e21\u0e22\u0e23\u0e25\u0e27]"
_INSIDE = re.compile(f"(?<=[\u0e40-\u0e44])(?=.)|(?=[{_MARK}])|(?<=\u0e2b)(?={_LED_BY_HO})|(?<=[a-z])(?=[a-z])")

Votes = Mapping[str, float]


@dataclass(frozen=True)
class Suggestion:
    """A type with how strongly the words speak for it (0 and more), and the words that did."""

    code: str
    score: float
    because: tuple[str, ...] = ()


def as_listed(word: str) -> str:
    """A word as it is looked for: canonical, with spaces only between English words."""
    return _SPACE.sub("", canon(word))


class Vocabulary:
    """The words of all types: `words` say a type by themselves, `hints` a little, `passing` nothing at all."""

    def __init__(
        self, words: Mapping[str, Iterable[str]], hints: Mapping[str, Iterable[str]], passing: Iterable[str]
    ) -> None:
        votes: dict[str, dict[str, float]] = {as_listed(word): {} for word in passing}
        for spoken, strength in ((hints, OF_A_HINT), (words, 1.0)):
            for code, listed in spoken.items():
                for word in map(as_listed, listed):
                    votes.setdefault(word, {})[code] = strength * min(len(word), LONGEST_WEIGHED) ** 0.5
        self._votes = {word: _shared(of_word) for word, of_word in votes.items()}
        heard = {sounds(word): word for word in reversed(self._votes)}  # of two that sound alike the first is meant
        self._by_sound = {
            sound: word for sound, word in heard.items() if len(sound) >= SHORTEST_BY_SOUND and not _LATIN.search(sound)
        }
        self._longest = max(map(len, self._votes), default=0)

    def suggest(self, text: str, taught: Votes | None = None) -> list[Suggestion]:
        """Types that something speaks for, the likeliest first; `taught` is added, from what officers corrected."""
        scores: dict[str, float] = defaultdict(float, taught or {})
        because: dict[str, list[str]] = defaultdict(list)
        for word, strength in self._heard(canon(text[:MOST_LETTERS_READ])).items():
            for code, vote in self._votes[word].items():
                scores[code] += vote * strength
                because[code].append(word)
        ranked = sorted(scores.items(), key=lambda scored: -scored[1])
        return [Suggestion(code, score, tuple(because[code])) for code, score in ranked if score > 0]

    def _heard(self, text: str) -> dict[str, float]:
        """Each known word in the text, once, with how much it counts: less if late, or known by its sound only."""
        heard: dict[str, float] = {}
        exact = list(self._found(text, self._votes))
        spelt = {sounds(word) for word, _ in exact}
        found = self._found(sounds(as_listed(text)), self._by_sound)
        alike = [(sound, at) for sound, at in found if not {sound, sound[:-1]} & spelt]
        told = [(word, at, 1.0) for word, at in exact] + [(self._by_sound[one], at, BY_SOUND) for one, at in alike]
        for word, at, strength in told:
            heard.setdefault(word, strength * HALF_AFTER / (HALF_AFTER + at))
        return heard

    def _found(self, text: str, known: Mapping[str, object]) -> Iterator[tuple[str, int]]:
        """Known words one after the other, the longest at each place."""
        inside = {place.start() for place in _INSIDE.finditer(text)}
        at = 0
        while at < len(text):
            word = next(self._words_at(text, at, known, inside), "") if at not in inside else ""
            if word:
                yield word, at
            at += len(word) or 1

    def _words_at(self, text: str, at: int, known: Mapping[str, object], inside: set[int]) -> Iterator[str]:
        for end in range(min(at + self._longest, len(text)), at + 1, -1):
            if end not in inside and text[at:end] in known:
                yield text[at:end]


def _shared(votes: Votes) -> dict[str, float]:
    """A word of several types says as much less of each."""
    return {code: vote / len(votes) for code, vote in votes.items()}
