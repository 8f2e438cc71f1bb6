"""Takes out of a log line what must never be in one: whose it is, where they are, how to reach them, and keys.

The net below the rule that nobody logs such things; it is used by `bot.logs` only.
"""

import re

# A number that people write with or without blanks, hyphens or dots in it.
_GAP = r"[ .\-]?"
_PLACE = re.compile(r"-?\d{1,3}\.\d{3,}\s*(?:,|%2C|;|/|\s)\s*-?\d{1,3}\.\d{3,}", re.IGNORECASE)
_BEARER = re.compile(r"\bBearer\s+\S+", re.IGNORECASE)
_SIGNED_TOKEN = re.compile(r"\beyJ[\w\-]+\.[\w\-]+\.[\w\-]*")
# LINE's tokens have some 170 letters; hashes and ids that are worth reading have at most 64.
_LONG_TOKEN = re.compile(r"[A-Za-z0-9+/_=\-]{100,}")
_NATIONAL_ID = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{12}}(?!\d)")
_PHONE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?66{_GAP}\(?0?\)?|\(?0){_GAP}(?:[689]{_GAP}\d|[2-57])\)?(?:{_GAP}\d){{7}}(?!\d)"
)
_THAI_DIGITS = {0x0E50 + digit: str(digit) for digit in range(10)}
_LINE_ID = re.compile(r"\b([UCR][0-9a-f]{4})[0-9a-f]{28}\b")


def redacted(text: str) -> str:
    """The text without places, tokens, national ids and telephone numbers; LINE ids keep their first five letters."""
    text = _BEARER.sub("[token]", text.translate(_THAI_DIGITS))
    text = _SIGNED_TOKEN.sub("[token]", text)
    text = _LINE_ID.sub("\\1\N{HORIZONTAL ELLIPSIS}", text)
    text = _LONG_TOKEN.sub("[token]", text)
    text = _PLACE.sub("[place]", text)
    text = _NATIONAL_ID.sub(lambda found: "[id]" if is_national_id(found[0]) else found[0], text)
    return _PHONE.sub("[phone]", text)


def is_national_id(written: str) -> bool:
    """Whether the thirteen digits end in the check digit of a Thai national id."""
    digits = [int(letter) for letter in written if letter.isdigit()]
    weighed = sum(weight * digit for weight, digit in zip(range(13, 1, -1), digits, strict=False))
    return len(digits) == 13 and (11 - weighed % 11) % 10 == digits[-1]
