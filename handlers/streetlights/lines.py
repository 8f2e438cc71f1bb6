"""Dark lines: several lamps that went out together are one matter. The town joins them by itself; an officer may part them.

Whoever reported one of them is told once, and with the next step of it: that costs no message of its own.
"""

from collections.abc import Sequence
from datetime import timedelta

from handlers.joining import join
from handlers.turn import Moment
from models.case import OPEN, Case
from models.case_merge import both_locked
from models.dark_line import DarkLamp, Reach, dark_lamp, dark_lamps_around, lamps_of_a_line, line_beside
from models.follower import people_to_tell
from models.lease import one_at_a_time
from models.streetlight import Streetlight
from notifications.about_lines import show_line, tell_of_line

LINES = "dark lines"


def join_line(moment: Moment, case: Case) -> Case | None:
    """Let a case of a dark lamp go on as the line that it belongs to, or begin one; returns the line's case.

    To be called when it is filed, and whenever its pole, its fault or the doubt about it changes. None: it stays by itself.
    """
    reach = reach_of(moment)
    if dark_lamp(moment.session, case.key, reach) is None:
        return None
    # Two at once would each see two lamps.
    one_at_a_time(moment.session, LINES)
    lamp = dark_lamp(moment.session, case.key, reach)
    if lamp is None:
        return None
    line_id = line_beside(moment.session, lamp, reach)
    if line_id is not None:
        return _joined(moment, lamp, line_id)
    around = dark_lamps_around(moment.session, lamp, reach)
    return _begun(moment, lamps_of_a_line(lamp, around, reach, moment.office.town.lights.line_lamps))


def reach_of(moment: Moment) -> Reach:
    """What this town takes for one line."""
    lights = moment.office.town.lights
    dark = tuple(fault.code for fault in moment.office.poles.faults if fault.is_dark)
    return Reach(dark, lights.line_metres, moment.now - timedelta(hours=lights.line_hours))


def _joined(moment: Moment, lamp: DarkLamp, line_id: int) -> Case | None:
    line = _locked(moment, [line_id, lamp.case.key])
    if len(line) < 2:
        return None
    parent = next(case for case in line if case.key == line_id)
    knew = {person.key for person in people_to_tell(moment.session, parent)}
    join(moment, lamp.case, parent)
    tell_of_line(moment.session, moment.office, parent, moment.now, besides=knew)
    return parent


def _begun(moment: Moment, lamps: Sequence[DarkLamp]) -> Case | None:
    cases = _locked(moment, [lamp.case.key for lamp in lamps])
    if len(cases) < moment.office.town.lights.line_lamps:
        return None
    parent, *others = cases
    moment.session.get_one(Streetlight, parent.key).is_line = True
    for case in others:
        join(moment, case, parent)
    tell_of_line(moment.session, moment.office, parent, moment.now)
    show_line(moment.session, moment.office, parent, moment.now)
    return parent


def _locked(moment: Moment, ids: Sequence[int]) -> list[Case]:
    """Those that are still open, locked and read anew, the oldest first."""
    both_locked(moment.session, *ids)
    cases = [moment.session.get_one(Case, key, populate_existing=True) for key in sorted(ids)]
    return [case for case in cases if case.status in OPEN]
