"""Thai as people type it: one form to match, search and hash (`canon`), their own words made safe to keep (`clean`).

The same word reaches us typed in several orders that look alike on the screen and compare as different strings.
"""

import re
import unicodedata

_AA, _AM, _NIKHAHIT, _PHINTHU = "\u0e32", "\u0e33", "\u0e4d", "\u0e3a"
_TONES = frozenset("\u0e48\u0e49\u0e4a\u0e4b")
_THAI_MARKS = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e4c\u0e4e") | _TONES | {_NIKHAHIT, _PHINTHU}
# In the shape of a text (see _ordered): marks and the sara aa among them are one vowel, typed in any order.
_VOWEL = re.compile("[ma]+")
_TO_ASCII = {0x0E50 + digit: str(digit) for digit in range(10)} | {
    0x0E45: _AA,  # lakkhangyao, typed for sara aa and the other way round
}
_DOUBLED_E, _AE = "\u0e40\u0e40", "\u0e41"

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BYTE_ORDER_MARK = "\ufeff"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def canon(text: str) -> str:
    """The one form in which two ways of typing the same words are equal. Idempotent; never raises; not for showing."""
    seen = "".join(letter for letter in text if letter.isspace() or not _is_unseen(letter))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    ordered = _ordered(folded.translate(_TO_ASCII)).replace(_DOUBLED_E, _AE)
    return " ".join(ordered.split())


def compact(text: str) -> str:
    """Its `canon` without spaces, for names and buttons: Thai puts them where one likes."""
    return canon(text).replace(" ", "")


def clean(text: str) -> str:
    """The person's own words without what would harm a screen or a database: control characters, direction
    overrides, halves of surrogate pairs. Line ends become a newline, tabs a space; nothing else changes."""
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return "".join(letter for letter in lines if letter == "\n" or not _is_harmful(letter))


def _ordered(text: str) -> str:
    shape = "".join("a" if letter == _AA else "m" if _is_mark(letter) else "." for letter in text)
    pieces, done_to = [], 0
    for vowel in _VOWEL.finditer(shape):
        pieces += [text[done_to : vowel.start()], _in_order(text[vowel.start() : vowel.end()])]
        done_to = vowel.end()
    return "".join(pieces) + text[done_to:]


def _in_order(vowel: str) -> str:
    """Vowel marks, tone, the rest, each once; a tone typed after sara aa goes before it."""
    first, *later = vowel.split(_AA)
    tones = "".join(mark for mark in "".join(later) if mark in _TONES)
    parts = [first + tones, *("".join(mark for mark in part if mark not in _TONES) for part in later)]
    return "".join(_spelled(marks, _AA) for marks in parts[:-1]) + _spelled(parts[-1], "")


def _spelled(marks: str, aa: str) -> str:
    """Nikhahit and sara aa are sara am. Not among foreign accents, which would then find another letter to join."""
    once = sorted(dict.fromkeys(marks), key=_rank)
    if aa and _NIKHAHIT in once and _THAI_MARKS.issuperset(once):
        once.remove(_NIKHAHIT)
        aa = _AM
    return "".join(once) + aa


def _rank(mark: str) -> tuple[int, bool, str]:
    """Thai marks first: their code points are in the order that is wanted, but for phinthu. Foreign accents after them,
    as Unicode orders them; of one class, as they were typed, since their order is how they stack."""
    if mark in _THAI_MARKS:
        return 0, mark != _PHINTHU, mark
    return unicodedata.combining(mark), True, ""


def _is_mark(letter: str) -> bool:
    return letter in _THAI_MARKS or unicodedata.combining(letter) > 0


def _is_unseen(letter: str) -> bool:
    is_variation_selector = "\ufe00" <= letter <= "\ufe0f"
    return is_variation_selector or unicodedata.category(letter) in {"Cc", "Cf", "Cs"}


def _is_harmful(letter: str) -> bool:
    return letter in _BIDI or letter == _BYTE_ORDER_MARK or unicodedata.category(letter) in {"Cc", "Cs"}
