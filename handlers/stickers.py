"""Which stickers are to be printed: of poles in the register, or of codes that no pole has yet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from content.office import Office
from content.towns.places import PlaceKind
from handlers.turn import Declined
from models.asset import Asset, AssetKind, AssetState, assets_by_code, code_in

# A blank series has numbers of so many digits at the least, so that its codes stand below each other in order.
DIGITS = 4
MOST_BLANK, LARGEST_NUMBER = 10_000, 999_999
# A question to the database names at most so many codes.
AT_ONCE = 500


@dataclass(frozen=True)
class Wanted:
    """Which poles of the register: those that are all of what is told here."""

    village: str = ""
    circuit: str = ""
    codes: tuple[str, ...] = ()
    changed_since: datetime | None = None


def codes_of(session: Session, office: Office, wanted: Wanted) -> list[str]:
    """The codes of the poles that stand there and are wanted, in the order in which people count.

    Raises Declined for a village that the town does not list, and for codes that no standing pole has.
    """
    named = _codes_in(wanted.codes)
    query = select(Asset.code).where(col(Asset.kind) == AssetKind.POLE, col(Asset.state) == AssetState.IN_USE)
    if wanted.village:
        query = query.where(col(Asset.village) == village_in(office, wanted.village))
    if wanted.circuit:
        query = query.where(col(Asset.circuit) == wanted.circuit)
    if wanted.changed_since:
        query = query.where(col(Asset.changed_at) >= wanted.changed_since)
    if named:
        _must_stand(session, named)
        query = query.where(col(Asset.code).in_(named))
    return sorted(session.exec(query), key=as_counted)


def circuits(session: Session) -> list[str]:
    """Those that have a pole today."""
    query = select(Asset.circuit).where(col(Asset.kind) == AssetKind.POLE, col(Asset.state) == AssetState.IN_USE)
    return sorted((one for one in session.exec(query.distinct()) if one), key=as_counted)


def village_in(office: Office, told: str) -> str:
    """The code of the village that somebody named by its number or its code. Raises Declined."""
    for place in office.town.gazetteer.places:
        if place.kind == PlaceKind.VILLAGE and told.strip() in (place.code, str(place.number)):
            return place.code
    raise Declined("stickers.no_village", village=told)


def blank_codes(session: Session, prefix: str, first: int, count: int) -> list[str]:
    """So many codes from that number on that no pole has or ever had, such as A-0001. Raises Declined."""
    if not (1 <= count <= MOST_BLANK and 0 <= first <= LARGEST_NUMBER):
        raise Declined("stickers.odd_series", most=MOST_BLANK)
    found: list[str] = []
    while len(found) < count:
        numbers = range(first, first + min(AT_ONCE, count - len(found)))
        codes = [_numbered(prefix, number) for number in numbers]
        taken = assets_by_code(session, AssetKind.POLE, codes)
        found += [code for code in codes if code not in taken]
        first = numbers.stop
    return found


def _numbered(prefix: str, number: int) -> str:
    code = code_in(f"{prefix} {number:0{DIGITS}}")
    if code is None:
        raise Declined("stickers.odd_prefix", prefix=prefix)
    return code


def _codes_in(told: Sequence[str]) -> list[str]:
    """The codes as they are kept, of what somebody typed. Raises Declined for what can be none."""
    codes = {one: code_in(one) for one in told}
    odd = [one for one, code in codes.items() if code is None]
    if odd:
        raise Declined("stickers.unknown", codes=", ".join(odd))
    return list(dict.fromkeys(code for code in codes.values() if code is not None))


def _must_stand(session: Session, codes: list[str]) -> None:
    found = assets_by_code(session, AssetKind.POLE, codes)
    standing = {code for code, pole in found.items() if pole.state == AssetState.IN_USE}
    missing = [code for code in codes if code not in standing]
    if missing:
        raise Declined("stickers.unknown", codes=", ".join(missing))


def as_counted(code: str) -> list[tuple[int, str]]:
    """To sort codes by: A-2 stands before A-10."""
    return [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in re.findall(r"[0-9]+|[^0-9]+", code)]
