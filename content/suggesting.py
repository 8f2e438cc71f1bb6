"""Which type a complaint is likely to be, from its words: each known word found in the text votes for its types.

No model and no tokeniser: the longest known word wins at each place, and what it votes for can be shown. Pieces of
the same words say a little where none is known (content.word_pieces).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from content.word_pieces import WordPieces
from models.thai import canon
from models.thai_sounds import sounds

# Nobody says after so many letters what it is about.
MOST_LETTERS_READ = 1_000
# Words that sound alike are taken for each other from this length on, for less.
SHORTEST_BY_SOUND, BY_SOUND = 6, 0.7
# What a thing's name says, beside what is wrong with it.
OF_A_HINT = 0.35
# A word says most at the beginning; after so many letters half as much.
HALF_AFTER = 35
LONGEST_WEIGHED = 14
# What pieces alone must say of a type where no word of any is known.
ENOUGH_OF_PIECES = 0.6
GAP = "\0"

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
        self._lengths, self._lengths_by_sound = _lengths(self._votes), _lengths(self._by_sound)
        self._pieces = WordPieces(
            {code: {as_listed(word) for listed in (words, hints) for word in listed.get(code, ())} for code in words}
        )

    def suggest(self, text: str, taught: Votes | None = None) -> list[Suggestion]:
        """Types that something speaks for, the likeliest first; `taught` is added, from what officers corrected."""
        read = canon(text[:MOST_LETTERS_READ])
        exact = list(_found(read, self._votes, self._lengths))
        scores: dict[str, float] = defaultdict(float, taught or {})
        because: dict[str, list[str]] = defaultdict(list)
        for word, strength in self._heard(read, exact).items():
            for code, vote in self._votes[word].items():
                scores[code] += vote * strength
                because[code].append(word)
        pieces = self._pieces.votes(self._without_passing(read, exact), HALF_AFTER)
        for code, vote in pieces.items():
            scores[code] += vote if because or vote >= ENOUGH_OF_PIECES else 0
        ranked = sorted(scores.items(), key=lambda scored: -scored[1])
        return [Suggestion(code, score, tuple(because[code])) for code, score in ranked if score > 0]

    def _heard(self, text: str, exact: list[tuple[str, int]]) -> dict[str, float]:
        """Each known word in the text, once, with how much it counts: less if late, or known by its sound only."""
        heard: dict[str, float] = {}
        spelt = {sounds(word) for word, _ in exact}
        found = _found(sounds(_SPACE.sub("", text)), self._by_sound, self._lengths_by_sound)
        alike = [(sound, at) for sound, at in found if not {sound, sound[:-1]} & spelt]
        told = [(word, at, 1.0) for word, at in exact] + [(self._by_sound[one], at, BY_SOUND) for one, at in alike]
        for word, at, strength in told:
            heard.setdefault(word, strength * HALF_AFTER / (HALF_AFTER + at))
        return heard

    def _without_passing(self, text: str, exact: list[tuple[str, int]]) -> str:
        """What is left for the pieces: a gap where words are read over, and no spaces."""
        left, done_to = [], 0
        for word, at in exact:
            if not self._votes[word]:
                left += [text[done_to:at], GAP * len(word)]
                done_to = at + len(word)
        return _SPACE.sub("", "".join([*left, text[done_to:]]))


def _lengths(words: Iterable[str]) -> dict[str, list[int]]:
    """How long the words are that begin with the same two letters, the longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for word in words:
        found[word[:2]].add(len(word))
    return {start: sorted(lengths, reverse=True) for start, lengths in found.items()}


def _found(text: str, known: Mapping[str, object], lengths: Mapping[str, list[int]]) -> Iterator[tuple[str, int]]:
    """Known words one after the other, the longest at each place."""
    inside = {place.start() for place in _INSIDE.finditer(text)}
    at = 0
    while at < len(text):
        ends = (at + length for length in lengths.get(text[at : at + 2], ())) if at not in inside else ()
        word = next((text[at:end] for end in ends if end not in inside and text[at:end] in known), "")
        if word:
            yield word, at
        at += len(word) or 1


def _shared(votes: Votes) -> dict[str, float]:
    """A word of several types says as much less of each."""
    return {code: vote / len(votes) for code, vote in votes.items()}
