"""Who follows what when cases are merged and parted: everybody is told each step once, and gets back what they had."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select, update

from models.case import Case
from models.case_merge import CaseMerge, merged_into
from models.follower import Follower
from models.inserting import dialect_of, insert_into


def bring_followers(session: Session, merge: CaseMerge, now: datetime) -> None:
    """Let the followers of a case that was merged follow the other too. Who follows that already goes on as before."""
    for person_id in _following(session, merge.case_id):
        bring_follower(session, merge, person_id, now)


def bring_follower(session: Session, merge: CaseMerge, person_id: int, now: datetime) -> None:
    """The same for one of them."""
    new = {"case_id": merge.into_id, "person_id": person_id, "followed_at": now, "merge_id": merge.key}
    insert = insert_into(dialect_of(session), Follower).values(new)
    again = insert.on_conflict_do_update(
        index_elements=["case_id", "person_id"],
        set_={"left_at": None, "merge_id": merge.key},
        where=col(Follower.left_at).is_not(None),
    )
    session.connection().execute(again)


def part_followers(session: Session, leaving: Sequence[CaseMerge], into: Case, now: datetime) -> None:
    """Let those who came by these merges go again, but for whom another has brought as well, or who joined themselves.

    To be called while they are still merged.
    """
    staying = [one for one in merged_into(session, into.key) if one not in leaving]
    came = (col(Follower.case_id) == into.key, col(Follower.merge_id).in_([one.key for one in leaving]))
    query = select(Follower).where(*came, col(Follower.left_at).is_(None))
    for follower in session.exec(query.execution_options(populate_existing=True)).all():
        also = next((one for one in staying if follower.person_id in _following(session, one.case_id)), None)
        if also is None:
            follower.left_at = now
        else:
            follower.merge_id = also.key
    session.flush()


def leave_with_merged(session: Session, case: Case, into: Case, person_id: int, now: datetime) -> None:
    """Somebody wants to hear no more of a case that goes on as another: neither of the one nor of the other."""
    theirs = (col(Follower.case_id).in_([case.key, into.key]), col(Follower.person_id) == person_id)
    session.exec(update(Follower).where(*theirs, col(Follower.left_at).is_(None)).values(left_at=now))


def _following(session: Session, case_id: int) -> set[int]:
    here = (col(Follower.case_id) == case_id, col(Follower.left_at).is_(None))
    return set(session.exec(select(Follower.person_id).where(*here)).all())
