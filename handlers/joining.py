"""Cases go on as one and part again: what every merge does, an officer's or that of the town itself. Tells nobody."""

from collections.abc import Sequence

from handlers.clocks import restart
from handlers.turn import Moment
from models.case import Case, Status, WaitsFor
from models.case_change import Step, move_to
from models.case_merge import CaseMerge, merged_into
from models.merged_followers import bring_followers, part_followers
from models.merged_promises import give_promises_back, take_over_promise
from models.officer import Officer
from models.streetlight import end_line_of_one


def join(moment: Moment, case: Case, into: Case, officer_id: int | None = None) -> None:
    """From now on the case goes on as the other; what was merged into it before moves on with it.

    Both are open and locked. Without an officer it is the town itself.
    """
    session, now = moment.session, moment.now
    moved = merged_into(session, case.key)
    _detach(moment, moved, case)
    new = CaseMerge(
        case_id=case.key,
        into_id=into.key,
        merged_at=now,
        officer_id=officer_id,
        status_before=case.status,
        waits_for_before=case.waits_for,
        first_promised_before=into.first_promised_at,
    )
    session.add(new)
    session.flush()
    move_to(session, case, Status.MERGED, Step.MERGED, now, officer_id=officer_id)
    restart(moment, case)
    before = into.promised_at
    for one in (new, *moved):
        one.moved_with = new.key if one is not new else None
        _attach(moment, one, into)
    earlier = into.promised_at if into.promised_at != before else None
    move_to(session, into, into.status, Step.MERGED, now, officer_id=officer_id, promised_at=earlier)
    restart(moment, into)


def part(moment: Moment, merge: CaseMerge, case: Case, into: Case, officer_id: int | None = None) -> None:
    """Each is followed by whom it was, and the case stands where it stood. Both are locked."""
    session, now = moment.session, moment.now
    back = [one for one in merged_into(session, into.key) if one.moved_with == merge.key]
    _detach(moment, [*back, merge], into)
    merge.unmerged_at, merge.unmerged_by = now, officer_id
    session.flush()
    for one in back:
        one.moved_with = None
        _attach(moment, one, case)
    move_to(session, case, merge.status_before, Step.UNMERGED, now, officer_id=officer_id)
    _stand_as_before(moment, merge, case)
    move_to(session, into, into.status, Step.UNMERGED, now, officer_id=officer_id)
    restart(moment, into)
    end_line_of_one(session, into.key)


def _attach(moment: Moment, merge: CaseMerge, into: Case) -> None:
    merge.into_id = into.key
    take_over_promise(moment.session, merge, moment.session.get_one(Case, merge.case_id), into)
    bring_followers(moment.session, merge, moment.now)


def _detach(moment: Moment, leaving: Sequence[CaseMerge], into: Case) -> None:
    give_promises_back(moment.session, leaving, into)
    part_followers(moment.session, leaving, into, moment.now)


def _stand_as_before(moment: Moment, merge: CaseMerge, case: Case) -> None:
    """It waits for whom it waited for, and who held it has it again, unless they have left meanwhile."""
    case.waits_for = merge.waits_for_before
    case.paused_at = moment.now if merge.waits_for_before == WaitsFor.REPORTER else None
    holder = moment.session.get(Officer, case.officer_id) if case.officer_id is not None else None
    if holder is not None and holder.ended_at is not None:
        case.officer_id = None
    restart(moment, case)
