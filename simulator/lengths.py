"""How LINE counts: UTF-16 units for texts, graphemes for labels, bytes of JSON for flex."""

import json
import unicodedata
from typing import Any

ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER = "\u200c", "\u200d"
# Sara am (Thai, Lao) is a letter by category and still part of the cluster before it.
JOINS_THE_CLUSTER = {"\u0e33", "\u0eb3", ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER}


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def json_bytes(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def graphemes(text: str) -> int:
    """Perceived characters: an approximation of UAX 29 that is right for Thai, Latin and emoji."""
    count = 0
    before = ""
    flag_is_open = False
    for letter in text:
        if is_flag_half(letter):
            flag_is_open = not flag_is_open
            count += flag_is_open
        else:
            flag_is_open = False
            count += not (count and extends_cluster(letter, before))
        before = letter
    return count


def is_flag_half(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def extends_cluster(letter: str, before: str) -> bool:
    return (
        letter in JOINS_THE_CLUSTER
        or before == ZERO_WIDTH_JOINER
        or unicodedata.category(letter) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
        or "\U000e0020" <= letter <= "\U000e007f"  # letters of a flag like that of Scotland
        or is_inside_a_syllable(letter, before)
    )


def is_inside_a_syllable(letter: str, before: str) -> bool:
    """Korean vowels and last consonants, typed by themselves after what they belong to."""
    return "\u1160" <= letter <= "\u11ff" and ("\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3")
