"""What happens to groups: the account is taken into them and out of them, and so are people.

A group that does not enrol within an hour is left.
"""

from datetime import timedelta

from content.messages import Message, text
from handlers.turn import Moment
from models.errand import send_on_errand
from models.staff_group import StaffGroup, group_of, is_active_group
from models.timer import Timer, set_timer
from notifications.groups import COUNT, LEAVE

TIMER_LEAVE = "groups.leave_strangers"
TIME_TO_ENROL = timedelta(hours=1)


def join(moment: Moment, line_group_id: str) -> list[Message]:
    """Somebody took the account into a group. Anybody can: it must enrol with a code, whatever it was before."""
    group = group_of(moment.session, line_group_id, moment.now)
    if group.division is not None and group.left_at is None:
        return []  # enrolled, and never left: this joining is an old one, delivered late
    group.joined_at, group.left_at, group.division, group.enrolled_at = moment.now, None, None, None
    slot = moment.now.isoformat(timespec="seconds")
    set_timer(moment.session, TIMER_LEAVE, group.key, moment.now + TIME_TO_ENROL, slot=slot)
    return [text(moment.office.says_in("th")("groups.joined"))]


def leave(moment: Moment, line_group_id: str) -> list[Message]:
    """The account was removed from a group: nothing is sent there any more, and a new start needs a new code."""
    group = group_of(moment.session, line_group_id, moment.now)
    group.left_at, group.division, group.enrolled_at = moment.now, None, None
    return []


def count_again(moment: Moment, line_group_id: str) -> list[Message]:
    """People came into a group or left it: a push there now costs another number of messages."""
    if is_active_group(moment.session, line_group_id):
        group = group_of(moment.session, line_group_id, moment.now)
        facts = {"group_id": group.key, "line_group_id": line_group_id}
        send_on_errand(moment.session, COUNT, facts, moment.now)
    return []


def leave_strangers(moment: Moment, timer: Timer) -> None:
    """The hour is over: leave, unless the group has enrolled or a later joining has its own hour."""
    group = moment.session.get(StaffGroup, timer.subject)
    if group is None or group.division is not None or group.left_at is not None:
        return
    if timer.slot != group.joined_at.isoformat(timespec="seconds"):
        return
    facts = {"group_id": group.key, "line_group_id": group.line_group_id}
    send_on_errand(moment.session, LEAVE, facts, moment.now)
