"""Letters as people see them (grapheme clusters), as LINE counts them (UTF-16 units), and cutting texts between them.

It stands at the bottom, so that cards and limits count alike.
"""

import unicodedata
from collections.abc import Iterator

ELLIPSIS = "\u2026"
_ZERO_WIDTH_JOINER = "\u200d"
# Marks that Unicode does not file under a mark category but that belong to the letter before them:
# Thai and Lao sara am, zero-width non-joiner and joiner.
_JOINING = frozenset("\u0e33\u0eb3\u200c\u200d")
_MARKS = frozenset({"Mn", "Me", "Mc"})
_FIRST_EMOJI_SIGN = "\u2190"  # before it are signs like that of a degree, which join with nothing
_BREAKING = frozenset({"Cc", "Zl", "Zp"})


def utf16_units(text: str) -> int:
    """How LINE counts the characters of a text: an emoji outside the basic plane is two."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def graphemes(text: str) -> list[str]:
    """The text cut into the letters a person sees; joined again they are the text.

    Follows UAX 29 for Thai, Latin and emoji. Rarer scripts may be cut finer than they should be,
    never coarser in a way that would exceed a limit of LINE's.
    """
    return list(_clusters(text))


def clip(text: str, units: int) -> str:
    """At most `units` UTF-16 units of the text, cut between letters, an ellipsis at the end where it was cut."""
    if units < 1:
        raise ValueError("there must be room for the ellipsis")
    if utf16_units(text) <= units:
        return text
    kept, left = "", units - 1
    for cluster in _clusters(text):
        left -= utf16_units(cluster)
        if left < 0:
            break
        kept += cluster
    return kept.rstrip() + ELLIPSIS


def clip_label(text: str, letters: int = 20) -> str:
    """At most so many letters (grapheme clusters), the way LINE counts a label, with an ellipsis where it was cut."""
    if letters < 1:
        raise ValueError("there must be room for the ellipsis")
    clusters = graphemes(text)
    if len(clusters) <= letters:
        return text
    return "".join(clusters[: letters - 1]).rstrip() + ELLIPSIS


def _clusters(text: str) -> Iterator[str]:
    cluster = ""
    for letter in text:
        if cluster and not _joins(cluster, letter):
            yield cluster
            cluster = ""
        cluster += letter
    if cluster:
        yield cluster


def _joins(cluster: str, letter: str) -> bool:
    last = cluster[-1]
    if unicodedata.category(last) in _BREAKING:
        return last == "\r" and letter == "\n"
    if letter in _JOINING or unicodedata.category(letter) in _MARKS or _is_emoji_modifier(letter):
        return True
    if last == _ZERO_WIDTH_JOINER:
        return _is_emoji(cluster[0]) and _is_emoji(letter)
    if _is_flag_half(letter):
        return len(cluster) == 1 and _is_flag_half(last)
    return _is_inner_jamo(letter) and _is_hangul(last)


def _is_emoji(letter: str) -> bool:
    return unicodedata.category(letter) == "So" and letter >= _FIRST_EMOJI_SIGN and not _is_flag_half(letter)


def _is_emoji_modifier(letter: str) -> bool:
    return "\U0001f3fb" <= letter <= "\U0001f3ff" or "\U000e0020" <= letter <= "\U000e007f"


def _is_flag_half(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _is_inner_jamo(letter: str) -> bool:
    return "\u1160" <= letter <= "\u11ff"


def _is_hangul(letter: str) -> bool:
    return "\u1100" <= letter <= "\u11ff" or "\uac00" <= letter <= "\ud7a3"
