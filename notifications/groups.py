"""Errands about staff groups: what a push to one costs, and leaving a group that has not enrolled."""

from models.database import Database
from models.staff_group import StaffGroup
from notifications.errands import Desk, Facts, seconds
from notifications.line import Line

COUNT, LEAVE = "groups.count", "groups.leave"


class CountGroup:
    """The errand: how many people a push to the group reaches, because each costs a message."""

    waits = seconds(5, 60, 600)

    def go(self, line: Line, facts: Facts) -> int:
        """Ask LINE."""
        return line.member_count(facts["line_group_id"])

    def settle(self, desk: Desk, facts: Facts, outcome: int) -> None:
        """Keep the number."""
        group = desk.session.get(StaffGroup, facts["group_id"])
        if group is not None:
            group.member_count = outcome

    def give_up(self, desk: Desk, facts: Facts) -> None:
        """The number before it stays; a group that was never counted counts as one."""


class LeaveGroup:
    """The errand: leave a group whose hour has passed without a code."""

    waits = seconds(5, 60, 600, 3600)

    def __init__(self, database: Database) -> None:
        self._database = database

    def go(self, line: Line, facts: Facts) -> bool:
        """Leave, unless the group has enrolled while we were trying. Whether we left."""
        with self._database.read() as session:
            group = session.get(StaffGroup, facts["group_id"])
        is_stranger = group is not None and group.division is None
        if is_stranger:
            line.leave_group(facts["line_group_id"])
        return is_stranger

    def settle(self, desk: Desk, facts: Facts, outcome: bool) -> None:
        """Write down that the account is gone from it."""
        group = desk.session.get(StaffGroup, facts["group_id"])
        if group is not None and outcome:
            group.left_at = group.left_at or desk.now

    def give_up(self, desk: Desk, facts: Facts) -> None:
        """LINE would not let us: we are out already, most likely; the group gets nothing from us either way."""
