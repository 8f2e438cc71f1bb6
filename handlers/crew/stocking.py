"""What went into a pole, counted by part: for the store, and for what a lamp costs."""

from collections.abc import Mapping
from datetime import datetime

from handlers.crew.working import must_be_of_this_evening
from handlers.desk.working import Working, must_be_open
from handlers.turn import Declined
from models.streetlight import PartUsed, streetlight_of
from models.tonight import parts_named

# More metres of wire than any pole takes; what is more was mistyped.
MOST_OF_A_PART = 500


def use_parts(work: Working, key: str, parts: Mapping[str, int], at: datetime) -> None:
    """Keep how many of each part were used, by their codes; none is nothing. Sent twice it is once. Raises Declined."""
    used = {code: count for code, count in parts.items() if count}
    if not used or parts_named(work.session, key):
        return
    must_be_open(work)
    if any(code not in work.office.poles.part_by_code for code in used):
        raise Declined("refused.old_button")
    if not all(0 < count <= MOST_OF_A_PART for count in used.values()):
        raise Declined("crew.too_many_parts", limit=MOST_OF_A_PART)
    light = streetlight_of(work.session, work.case.key)
    for code, count in used.items():
        kept = PartUsed(key=key, case_id=work.case.key, officer_id=work.officer.key, part=code, count=count, used_at=at)
        kept.asset_id = light.asset_id if light is not None else None
        work.session.add(kept)
    work.session.flush()


def take_back_parts(work: Working, key: str) -> None:
    """They were not used after all. Gone already: nothing to do. Raises Declined for another's, or of another evening."""
    for used in parts_named(work.session, key):
        if used.case_id != work.case.key:
            raise Declined("crew.not_to_take_back")
        must_be_of_this_evening(work, used.officer_id, work.case, used.used_at)
        work.session.delete(used)
    work.session.flush()
