"""A repair that nobody objects to in time closes itself, quietly: whoever wanted to say something was told until when."""

from sqlmodel import col, select

from handlers.turn import Moment
from models.case import Case, Status
from models.case_change import CaseChange, Step, move_to
from models.closing import objects_until
from models.timer import Timer, set_timer

TIMER_CLOSE = "closing.close"


def will_close(moment: Moment, case: Case, finished: CaseChange) -> None:
    """Let it close after the last day on which its reporter may object; `finished` is the step that counts."""
    until = objects_until(case, moment.office.town.days_to_object)
    if until is not None:
        set_timer(moment.session, TIMER_CLOSE, case.key, until, slot=str(finished.key))


def close(moment: Moment, timer: Timer) -> None:
    """Nobody has objected. One that was opened again meanwhile, and perhaps finished once more, has a timer of its own."""
    case = moment.session.exec(select(Case).where(col(Case.id) == timer.subject).with_for_update()).one_or_none()
    if case is None or case.status != Status.FINISHED:
        return
    until = objects_until(case, moment.office.town.days_to_object)
    if until is None or moment.now >= until:
        move_to(moment.session, case, Status.CLOSED, Step.CLOSED, moment.now)
