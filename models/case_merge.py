"""Cases that go on as another: which, since when, and what it takes to part them again."""

from datetime import datetime, timedelta

from sqlalchemy import Index, text
from sqlmodel import Field, Session, col, select

from models.case import Case, Status, WaitsFor
from models.columns import Row, UtcDateTime, one_of

PARTED_WITHIN = timedelta(days=7)
IS_ACTIVE = "unmerged_at IS NULL"


class CaseMerge(Row, table=True):
    """`case_id` goes on as `into_id`, which is never merged itself: what was merged into a case moves on with it."""

    __tablename__ = "case_merge"
    __table_args__ = (
        Index(
            "uq_case_merge_active",
            "case_id",
            unique=True,
            sqlite_where=text(IS_ACTIVE),
            postgresql_where=text(IS_ACTIVE),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    into_id: int = Field(foreign_key="case.id", index=True)
    merged_at: datetime = Field(sa_type=UtcDateTime)
    # None: the town itself, which joins lamps of one line.
    officer_id: int | None = Field(default=None, foreign_key="officer.id")
    # Where the case stood that ended.
    status_before: Status = Field(sa_type=one_of(Status, "status_before"))
    waits_for_before: WaitsFor | None = Field(default=None, sa_type=one_of(WaitsFor, "waits_for_before"))
    # What the other one promised by itself, and at first. None: its promise was changed since, and stays as it is.
    promised_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_promised_before: datetime = Field(sa_type=UtcDateTime)
    # The merge with which this one moved on, and goes back.
    moved_with: int | None = Field(default=None, foreign_key="case_merge.id")
    unmerged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    unmerged_by: int | None = Field(default=None, foreign_key="officer.id")

    @property
    def key(self) -> int:
        """The id of a merge that has been kept."""
        assert self.id is not None
        return self.id

    @property
    def may_be_parted_until(self) -> datetime:
        """The last moment in which the two can be parted again."""
        return self.merged_at + PARTED_WITHIN


def merge_of(session: Session, case_id: int) -> CaseMerge | None:
    """The merge by which a case goes on as another now, read anew."""
    query = select(CaseMerge).where(col(CaseMerge.case_id) == case_id, col(CaseMerge.unmerged_at).is_(None))
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def merged_into(session: Session, case_id: int) -> list[CaseMerge]:
    """The merges of the cases that go on as this one, the oldest first."""
    here = (col(CaseMerge.into_id) == case_id, col(CaseMerge.unmerged_at).is_(None))
    return list(session.exec(select(CaseMerge).where(*here).order_by(col(CaseMerge.id))))


def goes_on_as(session: Session, case: Case) -> Case | None:
    """The case as which a merged one goes on; None for one that goes on by itself."""
    merge = merge_of(session, case.key) if case.status == Status.MERGED else None
    return session.get(Case, merge.into_id) if merge is not None else None


def with_merged(session: Session, case_id: int) -> list[int]:
    """Ids of the case and of those that go on as it: what is known of the matter is with all of them."""
    return [case_id, *(merge.case_id for merge in merged_into(session, case_id))]


def both_locked(session: Session, *case_ids: int) -> None:
    """Lock cases for a change, always in the order of their ids: two officers who merge crosswise wait, not collide."""
    session.exec(select(Case.id).where(col(Case.id).in_(case_ids)).order_by(col(Case.id)).with_for_update()).all()
