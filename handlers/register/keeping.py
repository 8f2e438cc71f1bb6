"""One pole at a time: added by hand, changed, taken out of the register and put back."""

from collections.abc import Mapping
from typing import Any

from handlers.register.checking import Checking, differences
from handlers.register.importing import Change
from handlers.register.sheets import Line, Plain
from handlers.register.telling import tell_open_cases
from handlers.register.who import keeper_of_poles
from handlers.turn import Declined, Moment
from models.asset import Asset, AssetKind, AssetState, asset_coded
from models.geography import Point
from models.officer import Officer
from models.person import Person

LONGEST_REASON = 300


def pole_coded(moment: Moment, code: str, *, to_change: bool = False) -> Asset:
    """The pole with this code, removed ones too. Raises Declined."""
    pole = asset_coded(moment.session, AssetKind.POLE, code, to_change=to_change)
    if pole is None:
        raise Declined("register.no_such_pole", code=code[:40])
    return pole


def add_pole(moment: Moment, person: Person, told: Mapping[str, str]) -> Asset:
    """A pole that somebody has typed in, by field. Raises Declined."""
    keeper_of_poles(moment, person)
    facts = _facts(moment, told, is_new=True)
    _must_be_free(moment, facts["code"])
    point = Point(facts["latitude"], facts["longitude"])
    facts["village"] = facts.get("village") or moment.office.town.gazetteer.village_at(point)
    pole = Asset(changed_at=moment.now, **facts)
    moment.session.add(pole)
    moment.session.flush()
    return pole


def change_pole(moment: Moment, person: Person, code: str, told: Mapping[str, str], why: str = "") -> Asset:
    """What was typed about a pole; its open cases say so if it moves, goes or is called otherwise. Raises Declined."""
    officer = keeper_of_poles(moment, person)
    pole = pole_coded(moment, code, to_change=True)
    changed = differences(pole, _facts(moment, {"code": code, **told}, is_new=False))
    if "code" in changed:
        _must_be_free(moment, changed["code"])
    put(moment, officer, pole, changed, why)
    return pole


def remove_pole(moment: Moment, person: Person, code: str, why: str = "") -> None:
    """It stands there no more. Raises Declined."""
    officer = keeper_of_poles(moment, person)
    put(moment, officer, pole_coded(moment, code, to_change=True), {"state": AssetState.REMOVED}, why)


def put_back(moment: Moment, person: Person, code: str) -> None:
    """It stands there again. Raises Declined."""
    officer = keeper_of_poles(moment, person)
    put(moment, officer, pole_coded(moment, code, to_change=True), {"state": AssetState.IN_USE})


def put(moment: Moment, officer: Officer, pole: Asset, facts: dict[str, Any], why: str = "") -> None:
    """Make the facts so, and tell the open cases."""
    if not facts:
        return
    tell_open_cases(moment, officer, [Change(pole, facts)], why[:LONGEST_REASON])
    for name, value in facts.items():
        setattr(pole, name, value)
    pole.changed_at = moment.now
    moment.session.add(pole)
    moment.session.flush()


def _facts(moment: Moment, told: Mapping[str, str], *, is_new: bool) -> dict[str, Any]:
    """What the fields say, checked as a row of a file is. Raises Declined for the first that is odd."""
    checking = Checking(moment.office, moment.now)
    row = checking.look_at(Line(1, {name: Plain(value) for name, value in told.items()}))
    if is_new:
        checking.must_be_whole(row)
    if row.problems:
        raise Declined(row.problems[0].key, **row.problems[0].blanks)
    return {"code": row.code, **row.facts}


def _must_be_free(moment: Moment, code: str) -> None:
    if asset_coded(moment.session, AssetKind.POLE, code) is not None:
        raise Declined("register.code_taken", code=code)
