"""What a cell says, as people write it: Thai digits, decimal commas, Buddhist years, names for codes."""

import re
from datetime import date, datetime
from functools import cached_property
from math import isfinite

from content.office import Office
from content.texts import LANGUAGES, texts_in
from content.towns.places import PlaceKind
from content.typed_dates import BUDDHIST_YEARS_FROM, day_in
from handlers.register.odd import Odd
from handlers.register.sheets import Cell, Formula, Plain, is_blank
from models.asset import LONGEST_CODE, AssetState, code_in
from models.case import BUDDHIST_ERA
from models.thai import canon, clean, compact

LONGEST = {"road": 200, "circuit": 40}
MOST_WATTS, MOST_METRES = 5_000, 1_000.0
FIRST_YEAR = 1950
ROUNDED_TO = 7
# A sign is none if a number follows it, in digits of either script.
_FORMULA = re.compile("[=@\uff1d\uff20]|[-+\uff0b\uff0d](?![0-9\u0e50-\u0e59 ]*([.,][0-9\u0e50-\u0e59]*)?$)")
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{0,20})?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?")
_IN_BRACKETS = re.compile(r"\(([^)]*)\)")
_DASHES = frozenset("-\u2013\u2014")


class Cells:
    """Reads the cells of one file, for this town, today."""

    def __init__(self, office: Office, today: date) -> None:
        self._office, self._today = office, today
        self._villages: dict[str, str] = {}

    def code(self, cell: Cell) -> str:
        """The pole's code. Raises Odd."""
        told = text_of(cell)
        if not told:
            raise Odd("register.odd_no_code")
        code = code_in(told)
        if code is None:
            raise Odd("register.odd_code", told=told[:40], limit=LONGEST_CODE)
        return code

    def degrees(self, cell: Cell) -> float | None:
        """Degrees, or whatever other number stands there. Raises Odd."""
        number = _number(cell, "register.odd_degrees")
        return round(number, ROUNDED_TO) if number is not None else None

    def accuracy_m(self, cell: Cell) -> float | None:
        """Metres. Raises Odd."""
        number = _number(cell, "register.odd_accuracy")
        if number is not None and not 0 <= number <= MOST_METRES:
            raise Odd("register.odd_accuracy", told=text_of(cell)[:40])
        return number

    def watts(self, cell: Cell) -> int | None:
        """Whole watts; a unit behind the number is no harm. Raises Odd."""
        told = cell if not isinstance(cell, str) else re.sub(r"[^0-9.,]+$", "", canon(cell))
        number = _number(told if told != "" else cell, "register.odd_watts")
        if number is not None and not (0 < number <= MOST_WATTS and number == int(number)):
            raise Odd("register.odd_watts", told=text_of(cell)[:40])
        return int(number) if number is not None else None

    def village(self, cell: Cell) -> str | None:
        """The code of a village that is told by code, number or name. Raises Odd."""
        told = text_of(cell)
        if not told:
            return None
        if told not in self._villages:
            self._villages[told] = self._village(told)
        return self._villages[told]

    def _village(self, told: str) -> str:
        gazetteer = self._office.town.gazetteer
        villages = [place for place in gazetteer.places if place.kind == PlaceKind.VILLAGE]
        wanted = compact(told)
        found = [place.code for place in villages if wanted in (compact(place.code), str(place.number))]
        named = [place.code for place in gazetteer.named_in(told) if place.kind == PlaceKind.VILLAGE]
        one = found or named
        if len(one) != 1:
            raise Odd("register.odd_village", told=told[:40], known=", ".join(place.code for place in villages))
        return one[0]

    def lamp(self, cell: Cell) -> str | None:
        """The code of a lamp that is told by code or name. Raises Odd."""
        told = text_of(cell)
        lamp = self._office.poles.lamp_by_name.get(compact(told))
        if told and lamp is None:
            known = ", ".join(one.code for one in self._office.poles.lamps)
            raise Odd("register.odd_lamp", told=told[:40], known=known)
        return lamp.code if lamp is not None else None

    def owner(self, cell: Cell) -> str | None:
        """The code of the authority whose it is; None: the town's own. Raises Odd."""
        told = text_of(cell)
        if told and compact(told) not in self._owners:
            raise Odd("register.odd_owner", told=told[:40], known=", ".join(self._office.town.by_authority))
        return self._owners[compact(told)] if told else None

    @cached_property
    def _owners(self) -> dict[str, str | None]:
        town = self._office.town
        found: dict[str, str | None] = {
            compact(name): authority.code
            for authority in town.by_authority.values()
            for name in (authority.code, *_names(authority.name.th), *_names(authority.name.en))
        }
        own = [word for language in LANGUAGES for word in texts_in(language)["register.own_words"]]
        return found | {compact(name): None for name in (town.name.th, town.name.en, *own)}

    def words(self, cell: Cell, field: str) -> str | None:
        """Text on one line. Raises Odd for a formula, or for too much of it."""
        told = text_of(cell)
        if len(told) > LONGEST[field]:
            raise Odd("register.odd_too_long", told=told[:40], limit=LONGEST[field])
        return told or None

    def installed_on(self, cell: Cell) -> date | None:
        """The day, of either calendar. Raises Odd."""
        told = text_of(cell)
        if not told:
            return None
        day = _day(cell, told, self._today)
        if day is None or not FIRST_YEAR <= day.year or day > self._today:
            raise Odd("register.odd_date", told=told[:40])
        return day

    def state(self, cell: Cell) -> AssetState:
        """Whether it stands; nothing told: it does. Raises Odd."""
        told = compact(text_of(cell))
        for state in AssetState:
            words = [word for language in LANGUAGES for word in texts_in(language)[f"register.state_{state}"]]
            if told in {compact(word) for word in (state, *words)}:
                return state
        if told:
            raise Odd("register.odd_state", told=text_of(cell)[:40])
        return AssetState.IN_USE


def text_of(cell: Cell) -> str:
    """A cell as one line of text. A lone dash is how people leave one empty. Raises Odd for a formula."""
    if is_blank(cell):
        return ""
    if isinstance(cell, float) and cell == int(cell) and abs(cell) < 1e15:
        cell = int(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    told = " ".join(clean(str(cell)).split())
    if told in _DASHES:
        return ""
    if isinstance(cell, Formula) or (_FORMULA.match(told) and not isinstance(cell, Plain)):
        raise Odd("register.odd_formula", told=told[:40])
    # A spreadsheet's own mark for text that looks like a formula.
    return told[1:] if told[:1] == "'" and _FORMULA.match(told[1:]) else told


def _names(name: str) -> tuple[str, ...]:
    """The name, the same without what stands in brackets, and that by itself, such as an abbreviation."""
    return (name, _IN_BRACKETS.sub("", name), *_IN_BRACKETS.findall(name))


def _number(cell: Cell, why_not: str) -> float | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and isfinite(cell):
        return float(cell)
    if isinstance(cell, str) and _PLAIN_NUMBER.fullmatch(cell):  # as nearly all of them are written
        return float(cell)
    told = text_of(cell)
    if not told:
        return None
    written = canon(told).replace(" ", "").rstrip("°")
    if written.count(",") == 1 and "." not in written:
        written = written.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,12}(\.\d{0,20})?", written):
        raise Odd(why_not, told=told[:40])
    return float(written)


def _day(cell: Cell, told: str, today: date) -> date | None:
    if isinstance(cell, int | float):
        return None
    if iso := _ISO.fullmatch(canon(told)):
        year, month, day = (int(one) for one in iso.groups())
        try:
            return date(year - (BUDDHIST_ERA if year >= BUDDHIST_YEARS_FROM else 0), month, day)
        except ValueError:
            return None
    numbers = re.findall(r"\d+", canon(told))
    has_a_year = len(numbers) >= (3 if re.fullmatch(r"[\d/. -]+", canon(told)) else 2)
    return day_in(told, today) if has_a_year else None
