"""Merging a case into another that is about the same matter, and parting them again within a week.

One goes on for both: its followers and theirs are told each step once, and the earliest promise holds.
"""

from sqlmodel import col, select

from content.texts import Texts
from handlers.desk.working import Working, working_on
from handlers.guards import acting
from handlers.joining import join, part
from handlers.turn import Declined, Moment
from models.case import OPEN, Case, Status
from models.case_merge import both_locked, merge_of
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
    _must_fit(work, into)
    join(work.moment, work.case, into, work.officer.key)
    tell_merged(work.session, work.office, work.case, into, work.now)


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
    part(work.moment, merge, case, into, work.officer.key)
    tell_unmerged(session, work.office, case, into, now)
    announce(session, work.office, case, now)
