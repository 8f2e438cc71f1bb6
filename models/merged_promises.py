"""What a case promises with others merged into it: the earliest of all, and its own again once they have parted.

While nobody changes its promise it is the earliest of its own and theirs. Once an officer has given another day, that
day counts, and those that were merged before have no part in it any more.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from models.case import Case
from models.case_merge import CaseMerge, merged_into


def take_over_promise(session: Session, merge: CaseMerge, case: Case, into: Case) -> None:
    """The earlier promise holds: what one was promised, nobody loses by a merge."""
    merges = [other for other in merged_into(session, into.key) if other.key != merge.key]
    merge.promised_before = _own_promise(session, merges, into)
    merge.first_promised_before = merges[0].first_promised_before if merges else into.first_promised_at
    into.promised_at = min(into.promised_at, case.promised_at)
    into.first_promised_at = min(into.first_promised_at, case.first_promised_at)
    session.flush()


def give_promises_back(session: Session, leaving: Sequence[CaseMerge], into: Case) -> None:
    """The cases that are parted take their promises with them. To be called while they are still merged."""
    merges = merged_into(session, into.key)
    own = _own_promise(session, merges, into)
    own_at_first = merges[0].first_promised_before if merges else into.first_promised_at
    rest = [one for one in merges if one not in leaving]
    into.promised_at = min([own, *(_case(session, one).promised_at for one in rest if one.promised_before)])
    into.first_promised_at = min([own_at_first, *(_case(session, one).first_promised_at for one in rest)])
    session.flush()


def _own_promise(session: Session, merges: list[CaseMerge], into: Case) -> datetime:
    counting = [merge for merge in merges if merge.promised_before is not None]
    own = counting[0].promised_before if counting else None
    if own is None or into.promised_at == min([own, *(_case(session, one).promised_at for one in counting)]):
        return own or into.promised_at
    for merge in counting:  # somebody has given another day since
        merge.promised_before = None
    return into.promised_at


def _case(session: Session, merge: CaseMerge) -> Case:
    return session.get_one(Case, merge.case_id)
