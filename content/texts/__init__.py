"""What people read, by key and language. Thai is the original; whole sentences with named {blanks}."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from models.case import BANGKOK, BUDDHIST_ERA

HERE = Path(__file__).parent
LANGUAGES = ("th", "en")


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


@cache
def texts_in(language: str) -> dict[str, Any]:
    """All texts of a language by dotted key: strings, and lists of strings."""
    return dict(_flat(tomllib.loads((HERE / f"{language}.toml").read_text("utf-8"))))


class Texts:
    """Texts in one language: `say("complaints.filed", number="69-000001")`."""

    def __init__(self, language: str) -> None:
        self.language = str(language)
        self._texts = texts_in(self.language)

    def __call__(self, key: str, **blanks: object) -> str:
        """The sentence, its blanks filled. Raises KeyError for an unknown key or an unfilled blank."""
        sentence: str = self._texts[key]
        return sentence.format_map(blanks)

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self._texts

    def words(self, key: str) -> list[str]:
        """A list of words, such as a command's spellings."""
        listed: list[str] = self._texts[key]
        return listed

    def day(self, at: datetime) -> str:
        """A date in Bangkok as people write it: day, short month, and the year of the reader's calendar."""
        local = at.astimezone(BANGKOK)
        month = self.words("time.months")[local.month - 1]
        year = (local.year + BUDDHIST_ERA) % 100 if self.language == "th" else local.year
        return self("time.day", day=local.day, month=month, year=f"{year:02}")

    def days_ago(self, at: datetime, now: datetime) -> str:
        """How long ago a day was, as people in Bangkok say it."""
        days = (now.astimezone(BANGKOK).date() - at.astimezone(BANGKOK).date()).days
        if days <= 1:
            return self("time.yesterday" if days == 1 else "time.today")
        return self("time.days_ago", days=days)

    def moment(self, at: datetime) -> str:
        """A date with its time in Bangkok."""
        local = at.astimezone(BANGKOK)
        return self("time.moment", day=self.day(at), clock=f"{local.hour}.{local.minute:02}")


@cache
def command_words() -> dict[str, str]:
    """Each spelling of each typed command, in every language, to the command's name."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for key, value in texts_in(language).items():
            if key.startswith("commands."):
                found |= {word: key.removeprefix("commands.") for word in value}
    return found


@cache
def polite_endings() -> tuple[str, ...]:
    """What people add to a command out of politeness, in every language, the longest first."""
    endings = {ending for language in LANGUAGES for ending in texts_in(language)["typed.polite_endings"]}
    return tuple(sorted(endings, key=len, reverse=True))
