"""Correcting what kind of problem a case is: the town's suggestions learn from it, and who may see it may change."""

from sqlmodel import col, update

from handlers.complaints.correcting import correct_type
from handlers.desk.assigning import colleagues
from handlers.desk.working import Working, must_be_open
from handlers.turn import Declined
from models.case import IN_HAND, Status
from models.case_change import Step
from models.outgoing import Lane, Outgoing, SendStatus
from models.staff_group import groups_of_division
from models.streetlight import LightFacts, keep_light, streetlight_of
from notifications.about_complaints import show_to_division


def retype(work: Working, code: str) -> None:
    """It is of another type. Its division and promise stay. Raises Declined."""
    case, was_confidential = work.case, work.case.is_confidential
    if code == case.type_code:
        raise Declined("desk_deeds.same_type")
    must_be_open(work)
    correct_type(work.moment, case, code)
    if work.office.catalogue.by_code[code].asset is not None and streetlight_of(work.session, case.key) is None:
        keep_light(work.session, case.key, LightFacts())
    status = _hide(work) if case.is_confidential and not was_confidential else case.status
    work.move(status, Step.RETYPED, code=code)
    if case.is_confidential != was_confidential:  # its heads see it in private now, or its groups may see it again
        show_to_division(work.session, work.office, case, "handed_over", work.now)


def _hide(work: Working) -> Status:
    """It leaves those who may not see it any more: its officer, and groups that its cards are on the way to.

    Returns where it stands then: without its officer nobody has it in hand.
    """
    case = work.case
    chats = [group.line_group_id for group in groups_of_division(work.session, case.division)]
    cards = (col(Outgoing.case_id) == case.key, col(Outgoing.to).in_(chats), col(Outgoing.lane) == Lane.DUTY)
    waiting = col(Outgoing.status).in_([SendStatus.QUEUED, SendStatus.HELD])
    work.session.exec(update(Outgoing).where(*cards, waiting).values(status=SendStatus.LET_GO, messages=[]))
    if case.officer_id in [officer.key for officer in colleagues(work.session, case)]:
        return case.status
    case.officer_id = None
    return Status.NEW if case.status in IN_HAND else case.status
