"""What the overview of the street lights shows, worked out before the template draws it."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from content.case_facts import map_url
from content.figures import group_name, hours_in_words, period_name
from content.office import Office
from content.texts import Texts
from liff_web.desk.figures_asked import Asked, offered_months, offered_years
from liff_web.desk.light_files import rows_of
from models.asset import AssetKind, count_assets
from models.figures import NOT_TOLD
from models.pole_history import MANY, WAYS, Repairs, often_out, parts_by_month, repairs_within
from models.pole_state import OpenFault, PoleState, by_pole, open_faults, unlisted_lamps

# A town has hundreds of circuits: those that fail most are worth a look.
MOST_OPEN, MOST_OFTEN, MOST_UNLISTED, MOST_GROUPS = 10, 30, 30, 20


def overview(session: Session, office: Office, say: Texts, what: Asked, now: datetime) -> dict[str, Any]:
    """Everything that the template asks for."""
    faults, repairs = open_faults(session), repairs_within(session, what.period)
    often = often_out(session, now, MOST_OFTEN)
    parts = rows_of(office, say, parts_by_month(session, what.period))
    return {
        **_choices(say, what, now),
        "poles": count_assets(session, AssetKind.POLE),
        "counts": _counts(office, faults, now),
        "oldest": [_open_line(office, say, fault, now) for fault in by_pole(faults)[:MOST_OPEN]],
        "states": list(PoleState),
        "often": often,
        "most_often": MOST_OFTEN,
        "many": MANY,
        "most_groups": MOST_GROUPS,
        "total": repairs[None].get(NOT_TOLD, Repairs()),
        "ways": {way: [(_name(office, say, way, code), of) for code, of in repairs[way].items()] for way in WAYS},
        "hours": lambda hours: hours_in_words(say, hours) if hours is not None else say("figures.nothing"),
        "parts": parts if any(any(row[1:]) for row in parts[1:]) else None,
        "unlisted": unlisted_lamps(session, office.catalogue.for_poles.code, now, MOST_UNLISTED),
        "map_url": map_url,
    }


def _counts(office: Office, faults: list[OpenFault], now: datetime) -> dict[str, int]:
    dark = {fault.code for fault in office.poles.faults if fault.is_dark}
    late = {one.case_id for one in faults if one.promised_at < now}
    waiting = {one.code for one in faults if one.state == PoleState.WAITING}
    return {"dark": len({one.code for one in faults if one.fault in dark}), "late": len(late), "waiting": len(waiting)}


def _open_line(office: Office, say: Texts, fault: OpenFault, now: datetime) -> dict[str, Any]:
    kind = office.poles.fault_by_code.get(fault.fault or "")
    return {
        "code": fault.code,
        "case_id": fault.case_id,
        "fault": kind.name.in_(say.language) if kind is not None else say("lights.other_fault"),
        "state": fault.state,
        "since": say.day(fault.filed_at),
        "is_late": fault.promised_at < now,
    }


def _name(office: Office, say: Texts, way: str, code: str) -> str:
    if way == "village":
        return group_name(office, say, "village", code)
    lamp = office.poles.lamp_by_code.get(code) if way == "lamp" else None
    return lamp.name.in_(say.language) if lamp is not None else code or say("lights.unknown")


def _choices(say: Texts, what: Asked, now: datetime) -> dict[str, Any]:
    before, after = what.at(what.period.moved(-1)), what.at(what.period.moved(1))
    return {
        "query": what.query,
        "shown": what.period,
        "months": offered_months(now, what.period),
        "years": offered_years(now, what.period),
        "name_of": lambda period: period_name(say, period),
        "before": before,
        "after": after if after.period.since <= now else None,
    }
