"""Following one's own cases: the list, and one case with its time line. Nobody sees another's; SQL decides."""

from content.cards.cases import case_card, case_list
from content.cards.welcome import menu_offers
from content.case_facts import case_facts
from content.messages import text
from handlers.aftercare import case_of
from handlers.time_line import time_line
from handlers.turn import Asked, Replies, Turn
from models.case import cases_of

MOST_CASES_SHOWN = 10


def list_cases(turn: Turn, asked: Asked) -> Replies:
    """One's own cases, the newest first."""
    cases = cases_of(turn.session, turn.person.key, MOST_CASES_SHOWN)
    if not cases:
        return [text(turn.say("tracking.none"), menu_offers(turn.say))]
    shown = [case_facts(turn.session, case, turn.office, turn.say) for case in cases]
    return [case_list(turn.say, shown, turn.office.liff_url("cases"))]


def show_case(turn: Turn, asked: Asked) -> Replies:
    """One case with its time line."""
    case = case_of(turn, turn.person, asked.whole("case"))
    return [
        case_card(turn.say, case_facts(turn.session, case, turn.office, turn.say), time_line(turn, turn.person, case))
    ]
