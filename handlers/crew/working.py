"""An officer at a lamp: what every deed of the round begins with, though it may arrive long after it was tapped."""

from datetime import datetime, timedelta

from content.texts import Texts
from handlers.desk.working import Working, must_be_open, working_on
from handlers.turn import Declined, Moment
from models.case import Case, Status
from models.case_change import CaseChange, Step, history_of
from models.person import Person
from models.streetlight import streetlight_of
from models.tonight import others_went_on, today_began

# What waited longer for a signal is of another evening, and says nothing of when it was.
WAITS_FOR_A_SIGNAL = timedelta(hours=12)


def at_the_lamp(moment: Moment, person: Person, say: Texts, case_id: int) -> Working:
    """The case, if this officer may change it and it is about a lamp. Raises Declined."""
    work = working_on(moment, person, say, case_id)
    if streetlight_of(moment.session, case_id) is None:
        raise Declined("crew.not_a_lamp", number=work.case.number)
    return work


def must_be_as_shown(work: Working, person: Person, seen: int | None) -> None:
    """Refuse with what happened if anybody but this officer went on with the case since its page was loaded."""
    if seen is not None and others_went_on(work.session, work.case.key, seen, work.officer.key):
        working_on(work.moment, person, work.say, work.case.key, seen)
    must_be_open(work)


def told_at(now: datetime, age: timedelta | None) -> datetime:
    """When it was tapped: that long ago, if it could be."""
    return now - age if age is not None and timedelta() <= age <= WAITS_FOR_A_SIGNAL else now


def has_done(work: Working, step: Step, statuses: set[Status]) -> CaseChange | None:
    """The officer's own newest step of this kind, if the case still stands as it left it: what is sent twice is once."""
    if work.case.status not in statuses:
        return None
    taken = [change for change in history_of(work.session, work.case.key) if change.step == step]
    return taken[-1] if taken and taken[-1].officer_id == work.officer.key else None


def must_be_of_this_evening(work: Working, officer_id: int, case: Case, at: datetime) -> None:
    """Refuse to take back what is another's, of another day, or of a case that is finished."""
    is_own = officer_id == work.officer.key and case.key == work.case.key
    if not is_own or at < today_began(work.now):
        raise Declined("crew.not_to_take_back")
    must_be_open(work)
