"""Whose case it is within a division: a head gives it to anybody there, officers take it or give away what is theirs."""

from sqlmodel import Session, col, select

from handlers.desk.working import Working, must_be_open
from handlers.turn import Declined
from models.case import Case
from models.case_change import Step
from models.officer import Officer, Role
from models.person import Person
from notifications.about_the_desk import tell_assigned

ASSIGNS_ANYBODY = {Role.HEAD, Role.ADMIN}


def colleagues(session: Session, case: Case) -> list[Officer]:
    """Who of its division may have the case, the first to enrol first; of a confidential one its heads alone."""
    roles = [Role.HEAD] if case.is_confidential else [Role.OFFICER, Role.HEAD, Role.ADMIN]
    here = (col(Officer.division) == case.division, col(Officer.ended_at).is_(None), col(Officer.role).in_(roles))
    return list(session.exec(select(Officer).where(*here).order_by(col(Officer.id))))


def may_assign(officer: Officer, case: Case, to: Officer) -> bool:
    """Whether this officer may give the case to that one."""
    is_free_or_theirs = case.officer_id in (None, officer.key)
    return officer.role in ASSIGNS_ANYBODY or to.key == officer.key or is_free_or_theirs


def assign(work: Working, officer_id: int) -> None:
    """It is that colleague's, where it stands; they are told in private, unless they have taken it themselves."""
    must_be_open(work)
    case = work.case
    to = next((one for one in colleagues(work.session, case) if one.key == officer_id), None)
    if to is None:
        raise Declined("desk_deeds.no_colleague")
    if not may_assign(work.officer, case, to):
        raise Declined("desk_deeds.not_yours_to_give", number=case.number)
    if case.officer_id == to.key:
        raise Declined("desk_deeds.has_it_already", number=case.number)
    case.officer_id = to.key
    work.move(case.status, Step.ASSIGNED, person_id=to.person_id)
    colleague = work.session.get_one(Person, to.person_id)
    can_be_told = colleague.line_user_id is not None and colleague.blocked_at is None
    if to.key != work.officer.key and can_be_told:
        tell_assigned(work.session, work.office, case, colleague, work.now)
