"""What a pole has been through, for its pages: when it failed and how, how long that took, and what was put in.

It holds no names and no words of anybody's, so that everybody may read it.
"""

from typing import Any

from content.figures import hours_in_words
from content.office import Office
from content.texts import Texts
from handlers.turn import Moment
from models.asset import Asset
from models.pole_history import A_YEAR, MANY, Failure, failed_within_a_year, failures_of

SECONDS_AN_HOUR = 3600


def pole_history_section(moment: Moment, pole: Asset, say: Texts) -> dict[str, Any]:
    """What `pole_history.html` shows of a pole."""
    often = failed_within_a_year(moment.session, pole.key, moment.now)
    return {
        "pole_history": {
            "failures": [_line(moment.office, say, one) for one in failures_of(moment.session, pole.key)],
            "often": often if often >= MANY else None,
            "months": round(A_YEAR.days / 365 * 12),
        }
    }


def _line(office: Office, say: Texts, failure: Failure) -> dict[str, Any]:
    fault, poles = office.poles.fault_by_code.get(failure.fault or ""), office.poles
    parts = [(poles.part_by_code[code].name.in_(say.language), count) for code, count in failure.parts.items()]
    took = failure.took
    return {
        "fault": fault.name.in_(say.language) if fault is not None else say("lights.other_fault"),
        "picture": fault.picture if fault is not None else "",
        "filed_at": failure.filed_at,
        "took": hours_in_words(say, took.total_seconds() / SECONDS_AN_HOUR) if took is not None else None,
        "reopenings": failure.reopenings,
        "parts": ", ".join(say("lights.part_count", part=name, count=count) for name, count in parts),
    }
