"""Merging a case into another that is about the same matter, and parting them again within a week.

One goes on for both: its followers and theirs are told each step once, and the earliest promise holds.
"""

from collections.abc import Sequence

from sqlmodel import col, select

from content.texts import Texts
from handlers.clocks import restart
from handlers.desk.working import Working, working_on
from handlers.guards import acting
from handlers.turn import Declined, Moment
from models.case import OPEN, Case, Status, WaitsFor
from models.case_change import Step, move_to
from models.case_merge import CaseMerge, both_locked, merge_of, merged_into
from models.merged_followers import bring_followers, part_followers
from models.merged_promises import give_promises_back, take_over_promise
from models.officer import Officer, case_for, visible_to
from models.person import Person
from models.thai import canon
from notifications.about_complaints import announce
from notifications.about_merges import tell_merged, tell_unmerged


def merging(
    moment: Moment, person: Person, say: Texts, case_id: int, into_id: int, seen: int | None = None
) -> tuple[Working, Case]:
    """Both cases, locked, if this officer may see both. Raises Declined."""
    acting(moment.session, person.key)
    both_locked(moment.session, case_id, into_id)
    work = working_on(moment, person, say, case_id, seen)
    into = case_for(moment.session, work.officer, into_id)
    if into is None:
        raise Declined("desk_merge.unknown")
    return work, into


def case_numbered(moment: Moment, officer: Officer, number: str) -> int:
    """The id of the case with that number, if this officer may see it. Raises Declined."""
    wanted = canon(number).strip(" #.")
    query = select(Case.id).where(col(Case.number) == wanted, visible_to(officer))
    found = moment.session.exec(query).one_or_none()
    if found is None:
        raise Declined("desk_merge.unknown")
    return found


def merge(work: Working, into: Case) -> None:
    """From now on the case goes on as the other; what was merged into it before moves on with it."""
    case, session, now = work.case, work.session, work.now
    _must_fit(work, into)
    moved = merged_into(session, case.key)
    _detach(work, moved, case)
    new = CaseMerge(
        case_id=case.key,
        into_id=into.key,
        merged_at=now,
        officer_id=work.officer.key,
        status_before=case.status,
        waits_for_before=case.waits_for,
        first_promised_before=into.first_promised_at,
    )
    session.add(new)
    session.flush()
    work.move(Status.MERGED, Step.MERGED)
    before = into.promised_at
    for one in (new, *moved):
        one.moved_with = new.key if one is not new else None
        _attach(work, one, into)
    earlier = into.promised_at if into.promised_at != before else None
    move_to(session, into, into.status, Step.MERGED, now, officer_id=work.officer.key, promised_at=earlier)
    restart(work.moment, into)
    tell_merged(session, work.office, case, into, now)


def _must_fit(work: Working, into: Case) -> None:
    case = work.case
    if into.key == case.key:
        raise Declined("desk_merge.itself")
    for one in (case, into):
        _must_be_open(work, one)
    if case.is_confidential != into.is_confidential:
        raise Declined("desk_merge.not_both_confidential")
    if case.is_confidential and case.reporter_id != into.reporter_id:
        raise Declined("desk_merge.confidential_of_two")


def _must_be_open(work: Working, case: Case) -> None:
    if case.status == Status.MERGED:
        merge = merge_of(work.session, case.key)
        other = work.session.get_one(Case, merge.into_id) if merge is not None else case
        raise Declined("desk_merge.merged_already", number=case.number, other=other.number)
    if case.status not in OPEN:
        status = work.say(f"status.{case.status}")
        raise Declined("desk.no_longer_open", number=case.number, status=status)


def unmerging(moment: Moment, person: Person, say: Texts, case_id: int, seen: int | None = None) -> Working:
    """A merged case, locked together with the one that it goes on as. Raises Declined."""
    merge = merge_of(moment.session, case_id)
    if merge is not None:
        both_locked(moment.session, case_id, merge.into_id)
        again = merge_of(moment.session, case_id)
        if again is None or again.into_id != merge.into_id:  # moved on while we waited for the lock
            raise Declined("desk_merge.moved")
    return working_on(moment, person, say, case_id, seen)


def unmerge(work: Working) -> None:
    """They part: each is followed by whom it was, and the case stands where it stood."""
    session, case, now = work.session, work.case, work.now
    merge = merge_of(session, case.key)
    into = case_for(session, work.officer, merge.into_id) if merge is not None else None
    if merge is None or into is None:
        raise Declined("desk_merge.not_merged", number=case.number)
    if now >= merge.may_be_parted_until:
        raise Declined("desk_merge.too_late", number=case.number, other=into.number)
    back = [one for one in merged_into(session, into.key) if one.moved_with == merge.key]
    _detach(work, [*back, merge], into)
    merge.unmerged_at, merge.unmerged_by = now, work.officer.key
    session.flush()
    for one in back:
        one.moved_with = None
        _attach(work, one, case)
    work.move(merge.status_before, Step.UNMERGED)
    _stand_as_before(work, merge)
    move_to(session, into, into.status, Step.UNMERGED, now, officer_id=work.officer.key)
    restart(work.moment, into)
    tell_unmerged(session, work.office, case, into, now)
    announce(session, work.office, case, now)


def _attach(work: Working, merge: CaseMerge, into: Case) -> None:
    merge.into_id = into.key
    take_over_promise(work.session, merge, work.session.get_one(Case, merge.case_id), into)
    bring_followers(work.session, merge, work.now)


def _detach(work: Working, leaving: Sequence[CaseMerge], into: Case) -> None:
    give_promises_back(work.session, leaving, into)
    part_followers(work.session, leaving, into, work.now)


def _stand_as_before(work: Working, merge: CaseMerge) -> None:
    """It waits for whom it waited for, and who held it has it again, unless they have left meanwhile."""
    work.case.waits_for = merge.waits_for_before
    work.case.paused_at = work.now if merge.waits_for_before == WaitsFor.REPORTER else None
    holder = work.session.get(Officer, work.case.officer_id) if work.case.officer_id is not None else None
    if holder is not None and holder.ended_at is not None:
        work.case.officer_id = None
    restart(work.moment, work.case)
