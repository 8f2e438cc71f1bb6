"""Following one's own cases: the list, and one case with its time line. Nobody sees another's; SQL decides."""

from content.cards.cases import TimeLineStep, case_card, case_list
from content.cards.welcome import menu_offers
from content.case_facts import case_facts, officer_name
from content.messages import text
from handlers.turn import Asked, Declined, Replies, Turn
from models.case import Case, cases_of, own_case
from models.case_change import CaseChange, Step, history_of

MOST_CASES_SHOWN = 10


def list_cases(turn: Turn, asked: Asked) -> Replies:
    """One's own cases, the newest first."""
    cases = cases_of(turn.session, turn.person.key, MOST_CASES_SHOWN)
    if not cases:
        return [text(turn.say("tracking.none"), menu_offers(turn.say))]
    return [case_list(turn.say, [case_facts(turn.session, case, turn.office, turn.say) for case in cases])]


def show_case(turn: Turn, asked: Asked) -> Replies:
    """One case with its time line."""
    case = own_case(turn.session, turn.person.key, asked.whole("case"))
    if case is None:
        raise Declined("refused.not_your_case")
    history = history_of(turn.session, case.key)
    last_rated = max((change.key for change in history if change.step == Step.RATED), default=None)
    steps = [
        TimeLineStep(change.at, _sentence(turn, case, change, is_rating_in_force=change.key == last_rated))
        for change in history
    ]
    return [case_card(turn.say, case_facts(turn.session, case, turn.office, turn.say), steps)]


def _sentence(turn: Turn, case: Case, change: CaseChange, *, is_rating_in_force: bool) -> str:
    if change.step == Step.RATED and not (is_rating_in_force and case.stars):
        return turn.say("tracking.step_rated_before")
    officer = officer_name(turn.session, change.officer_id, turn.office, turn.say)
    blanks: dict[Step, dict[str, object]] = {
        Step.ACCEPTED: {"officer": officer},
        Step.BEGUN: {"officer": officer},
        Step.DELAYED: {"officer": officer, "day": turn.say.day(change.promised_at or case.promised_at)},
        Step.FINISHED: {"officer": officer},
        Step.DECLINED: {"officer": officer},
        Step.HANDED_OVER: {"division": turn.office.division_name(change.division, turn.say.language)},
        Step.RATED: {"stars": case.stars},
    }
    return turn.say(f"tracking.step_{change.step}", **blanks.get(change.step, {}))
