"""What an officer reads of a case: who may see it, what they may do about it, and what lies around it."""

from datetime import timedelta

from sqlmodel import Session, col, select

from handlers.guards import READS_ONLY
from handlers.turn import Declined, Moment
from models.case import IN_HAND, OPEN, Case, Status
from models.case_change import ALLOWED_NEXT
from models.nearby import EXACT_M, Near, open_cases_near
from models.officer import Officer, case_seen_by, visible_to

NEAR_M, NEAR_SINCE = 200, timedelta(days=90)
MOST_AROUND = 5
# The likeliest next step of a case, by where it stands.
LIKELIEST = {
    Status.NEW: "accept",
    Status.REOPENED: "accept",
    Status.ACCEPTED: "begin",
    Status.WORKING: "finish",
    Status.WAITING: "resume",
}


def case_at_hand(session: Session, officer: Officer, case_id: int) -> Case:
    """The case, if this officer may see it; decided in SQL. Raises Declined."""
    case = case_seen_by(session, officer, case_id)
    if case is None:
        raise Declined("refused.not_your_division")
    return case


def acts(officer: Officer) -> bool:
    """Whether this officer may change cases at all."""
    return officer.role not in READS_ONLY


def possible(officer: Officer, case: Case) -> set[str]:
    """What this officer can do about a case as it stands, by the names of the page's forms."""
    if not acts(officer):
        return set()
    status, is_open = case.status, case.status in OPEN
    deeds = {
        "accept": status in (Status.NEW, Status.REOPENED),
        "begin": status in (Status.NEW, Status.REOPENED, Status.ACCEPTED),
        "finish": Status.FINISHED in ALLOWED_NEXT[status] or status == Status.NEW,
        "promise": status in IN_HAND,
        "wait": is_open and status != Status.WAITING,
        "resume": status == Status.WAITING,
        "take_back": status == Status.PASSED_ON,
        "note": True,
        "reply": True,
    }
    deeds |= dict.fromkeys(("assign", "type", "hand_over", "pass_on", "decline"), is_open)
    return {name for name, is_possible in deeds.items() if is_possible}


def others_of_the_reporter(session: Session, officer: Officer, case: Case) -> list[Case]:
    """Other open cases of whoever reported this one, the newest first, as far as the officer may see them."""
    theirs = (col(Case.reporter_id) == case.reporter_id, col(Case.id) != case.key)
    seen = (col(Case.status).in_(OPEN), visible_to(officer))
    return list(session.exec(select(Case).where(*theirs, *seen).order_by(col(Case.id).desc()).limit(MOST_AROUND)))


def others_nearby(moment: Moment, officer: Officer, case: Case) -> list[Near]:
    """Open cases of the same type nearby, the nearest first, as far as the officer may see them."""
    if case.point is None or (case.accuracy_m or 0) > EXACT_M:
        return []
    since, among = moment.now - NEAR_SINCE, visible_to(officer) & (col(Case.id) != case.key)
    return open_cases_near(moment.session, case.type_code, case.point, NEAR_M, since, MOST_AROUND, among)
