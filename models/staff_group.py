"""Staff groups: LINE groups that a division's alerts go to. A group counts only after it has enrolled with a code."""

from datetime import datetime

from sqlmodel import Field, Session, col, select

from models.columns import Row, UtcDateTime
from models.inserting import insert_new


class StaffGroup(Row, table=True):
    """A LINE group that the account is or was in. Without `division` it is a stranger's group, and the bot leaves."""

    __tablename__ = "staff_group"

    id: int | None = Field(default=None, primary_key=True)
    line_group_id: str = Field(max_length=64, unique=True)
    division: str | None = Field(default=None, max_length=40, index=True)
    # A push to a group costs one message a member, so the number is needed to count the price.
    member_count: int | None = None
    joined_at: datetime = Field(sa_type=UtcDateTime)
    enrolled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def key(self) -> int:
        """The id of a group that has been kept."""
        assert self.id is not None
        return self.id


def group_of(session: Session, line_group_id: str, now: datetime) -> StaffGroup:
    """The group, kept already or new."""
    query = select(StaffGroup).where(col(StaffGroup.line_group_id) == line_group_id)
    found = session.exec(query).one_or_none()
    if found is not None:
        return found
    new = StaffGroup(line_group_id=line_group_id, joined_at=now).model_dump(exclude={"id"})
    insert_new(session, StaffGroup, "line_group_id", [new])
    return session.exec(query).one()


def is_active_group(session: Session, line_group_id: str) -> bool:
    """Whether the group has enrolled and the account is still in it."""
    group = session.exec(select(StaffGroup).where(col(StaffGroup.line_group_id) == line_group_id)).one_or_none()
    return group is not None and group.division is not None and group.left_at is None


def groups_of_division(session: Session, division: str) -> list[StaffGroup]:
    """Enrolled groups of the division that the account is still in."""
    query = select(StaffGroup).where(col(StaffGroup.division) == division, col(StaffGroup.left_at).is_(None))
    return list(session.exec(query.order_by(col(StaffGroup.id))))
