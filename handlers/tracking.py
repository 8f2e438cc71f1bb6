"""Following cases, one's own and those that one has joined: the list, and one with its time line. SQL decides whose they are."""

from content.cards.cases import case_card, case_list
from content.cards.welcome import menu_offers
from content.case_facts import CaseFacts, case_facts
from content.messages import tap, text
from handlers import aftercare
from handlers.time_line import time_line
from handlers.turn import Asked, Replies, Turn
from models.case import Case
from models.follower import cases_followed

MOST_CASES_SHOWN = 10


def list_cases(turn: Turn, asked: Asked) -> Replies:
    """The cases that one follows, the newest first."""
    cases = cases_followed(turn.session, turn.person.key, MOST_CASES_SHOWN)
    if not cases:
        return [text(turn.say("tracking.none"), menu_offers(turn.say))]
    return [case_list(turn.say, [_facts(turn, case) for case, _ in cases], turn.office.liff_url("cases"))]


def show_case(turn: Turn, asked: Asked) -> Replies:
    """One case with its time line."""
    case = aftercare.followed_by(turn, turn.person, asked.whole("case"))
    return [case_card(turn.say, _facts(turn, case), time_line(turn, turn.person, case))]


def unfollow(turn: Turn, asked: Asked) -> Replies:
    """Follow it no more."""
    case = aftercare.unfollow(turn, turn.person, asked.whole("case"))
    again = tap(turn.say("buttons.follow_again"), "tracking.follow_again", case=case.key)
    return [text(turn.say("tracking.unfollowed", number=case.number), [again])]


def follow_again(turn: Turn, asked: Asked) -> Replies:
    """Come back to a case that one has left."""
    case = aftercare.follow_again(turn, turn.person, asked.whole("case"))
    return turn.answer("tracking.followed_again", number=case.number)


def _facts(turn: Turn, case: Case) -> CaseFacts:
    return case_facts(turn.session, case, turn.office, turn.say, reader=turn.person.key, now=turn.now)
