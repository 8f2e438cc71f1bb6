"""Who works here: one-time codes for those who come, and the end of a role for those who go."""

from handlers.guards import acting
from handlers.turn import Declined, Moment
from models.case import IN_HAND, Status
from models.case_change import Step, move_to
from models.enrolment import CodeKind, new_code
from models.officer import Officer, Role
from models.person import Person
from models.team import colleague_to_end, head_of, held_by
from notifications.about_the_team import tell_role_ended

# Which roles one may give a code for, by one's own.
GIVES: dict[Role, tuple[Role, ...]] = {Role.HEAD: (Role.OFFICER,), Role.ADMIN: tuple(Role)}


def end_role(moment: Moment, person: Person, officer_id: int) -> Officer:
    """A colleague leaves: at once they may do nothing more, and their head has what they had in hand. Raises Declined."""
    by = acting(moment.session, person.key)
    leaving = colleague_to_end(moment.session, by, officer_id)
    if leaving is None:
        raise Declined("desk_team.cannot_end")
    leaving.ended_at = moment.now
    moment.session.flush()
    give_on(moment, leaving, by)
    tell_role_ended(moment.session, moment.office, leaving, moment.now)
    return leaving


def give_on(moment: Moment, leaving: Officer, by: Officer) -> None:
    """Give what somebody had in hand to the head: the one who lets them go, or the division's; else it waits as if new.

    Residents see nothing of it: the case stands where it stood, and its promise holds.
    """
    head = by if by.division == leaving.division and by.key != leaving.key else None
    head = head or head_of(moment.session, leaving.division, besides=leaving)
    for case in held_by(moment.session, leaving):
        case.officer_id = head.key if head is not None else None
        if case.status == Status.MERGED:
            continue
        waits = head is None and case.status in IN_HAND
        to = head.person_id if head is not None else None
        status = Status.NEW if waits else case.status
        move_to(moment.session, case, status, Step.ASSIGNED, moment.now, officer_id=by.key, person_id=to)


def officer_code(moment: Moment, person: Person, division: str, role: str) -> str:
    """A one-time code for somebody who comes to a division: a head's own, or any for an administrator. Raises Declined."""
    given = next((one for one in Role if one.value == role), None)
    by = _giver(moment, person, division)
    if given is None or given not in GIVES[by.role]:
        raise Declined("desk_team.cannot_give")
    return new_code(moment.session, CodeKind.OFFICER, division, given, moment.office.secret, moment.now)


def group_code(moment: Moment, person: Person, division: str) -> str:
    """The same for a division's group."""
    _giver(moment, person, division)
    return new_code(moment.session, CodeKind.GROUP, division, None, moment.office.secret, moment.now)


def _giver(moment: Moment, person: Person, division: str) -> Officer:
    by = acting(moment.session, person.key)
    is_theirs = by.role == Role.ADMIN or (by.role == Role.HEAD and by.division == division)
    if not is_theirs or division not in moment.office.town.by_division:
        raise Declined("desk_team.cannot_give")
    return by
