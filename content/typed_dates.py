"""Dates as officers type them: 25/12, 25-12-69, 25 Dec, 25 December 2569. Strict: what could be two days is none."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from content.texts import LANGUAGES, texts_in
from models.case import BUDDHIST_ERA
from models.thai import canon

# A month by its number or its name, as `canon` leaves them; the year with two digits, four, or not at all.
IN_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")
IN_WORDS = re.compile(r"(\d{1,2}) ?([^\d ]+?) ?(\d{4}|\d{2})?")
# Of Buddhist years people leave out 25, of common ones 20.
CENTURIES = (2500 - BUDDHIST_ERA, 2000)
BUDDHIST_YEARS_FROM = 2400


def day_in(words: str, today: date) -> date | None:
    """The date that these words are, or None. Without a year it is the next such day, today included."""
    written = canon(words)
    if found := IN_NUMBERS.fullmatch(written):
        return _day(int(found[1]), int(found[2]), found[3], today)
    found = IN_WORDS.fullmatch(written)
    month = _months().get(found[2].replace(".", "")) if found else None
    return _day(int(found[1]), month, found[3], today) if found and month else None


def _day(day: int, month: int, year: str | None, today: date) -> date | None:
    days = [found for one in _years(year, today) if (found := _date(one, month, day))]
    if year is None:
        return next((found for found in days if found >= today), None)
    return days[0] if days else None


def _years(written: str | None, today: date) -> Iterator[int]:
    """The years that it may be, of the common era."""
    if written is None:
        yield from (today.year, today.year + 1)
    elif len(written) == 2:  # the one that is near: they are 43 years apart
        yield min((century + int(written) for century in CENTURIES), key=lambda year: abs(year - today.year))
    else:
        yield int(written) - (BUDDHIST_ERA if int(written) >= BUDDHIST_YEARS_FROM else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """Every name of a month, short or whole, in every language and without dots, to its number."""
    return {
        canon(name).replace(".", ""): number
        for language in LANGUAGES
        for key in ("time.months", "time.whole_months")
        for number, name in enumerate(texts_in(language)[key], start=1)
    }
