"""What the one who was asked about a repair answers: counted once, in time; a no opens the case again if it can be."""

from handlers.aftercare import possible, reopen_case
from handlers.turn import Declined, Moment
from models.case import Case
from models.person import Person
from models.repair_check import ANSWERED_WITHIN, own_check
from notifications.about_complaints import tell_doubted


def answer(moment: Moment, person: Person, check_id: int, *, is_repaired: bool) -> Case:
    """Keep the answer, and let the town act on a no. Raises Declined for another's question, a second answer, a late one."""
    found = own_check(moment.session, person.key, check_id)
    if found is None:
        raise Declined("refused.old_button")
    check, case = found
    if check.answered_at is not None:
        raise Declined("feedback.already_answered")
    if moment.now > check.asked_at + ANSWERED_WITHIN:
        raise Declined("feedback.check_is_over")
    check.answered_at, check.is_repaired = moment.now, is_repaired
    if not is_repaired:
        _act_on_a_no(moment, person, case)
    return case


def _act_on_a_no(moment: Moment, person: Person, case: Case) -> None:
    if "reopen" in possible(moment, case):
        reopen_case(moment, person, case)
    else:
        tell_doubted(moment.session, moment.office, case, moment.now)
