"""Commands that people type, as they type them: with politeness, punctuation, and codes glued to the word."""

import re

from content.texts import command_words, polite_endings
from models.thai import canon

LONGEST_COMMAND = 40
PUNCTUATION = "!?. \"'\u201c\u201d"
ENROLLING = ("enrol", "enrol_group")
WITH_CODE = re.compile(r"(.*?) ?(\d[\d ]*)")  # also where the code is glued to the word, or has too few digits


def command_in(text: str) -> tuple[str, str]:
    """The typed command's name and what follows it; ("", "") for ordinary words."""
    if len(text) > LONGEST_COMMAND:
        return "", ""
    named, spoken = command_words(), canon(text).strip(PUNCTUATION)
    plain = _without_politeness(spoken)
    if spoken in named or plain in named:
        return named.get(spoken) or named[plain], ""
    with_code = WITH_CODE.fullmatch(spoken)
    name = named.get(with_code[1]) if with_code else None
    return (name, with_code[2].replace(" ", "")) if with_code and name in ENROLLING else ("", "")


def _without_politeness(spoken: str) -> str:
    ending = next((ending for ending in polite_endings() if spoken.endswith(ending)), "")
    return spoken.removesuffix(ending).strip()
