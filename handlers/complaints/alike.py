"""Open cases that may be the same matter as the one that is being told, and the question whether the nearest is."""

from datetime import timedelta

from content.cards.alike import Alike, same_question
from content.case_facts import case_facts
from content.messages import Message
from handlers.complaints.draft import ComplaintDraft, Question
from handlers.turn import Moment, Turn
from models.case import Case
from models.follower import since_when_follows
from models.geography import metres_between
from models.nearby import EXACT_M, Near, open_cases_near
from models.person import Person

# Of several the nearest is shown; the others count where a button of an earlier question is tapped.
MOST_ALIKE = 5


def find_alike(moment: Moment, draft: ComplaintDraft) -> None:
    """Put the nearest alike case into the draft, once all that it takes is told; it is asked about unless that is decided."""
    draft.alike = None
    if draft.next_question() not in (Question.PHOTO, Question.SUMMARY) or Question.SAME in draft.passed_over:
        return
    nearest = alike_cases(moment, draft)[:1]
    draft.alike = nearest[0].case.key if nearest else None


def alike_cases(moment: Moment, draft: ComplaintDraft) -> list[Near]:
    """Open cases of the same type so near and so young that they may be the same matter, the nearest first."""
    kind, place = moment.office.catalogue.by_code.get(draft.type_code or ""), draft.place or draft.seen_at
    if kind is None or kind.alike == "never" or place is None or place.point is None or place.accuracy_m > EXACT_M:
        return []
    since = moment.now - timedelta(days=kind.alike.days)
    return open_cases_near(moment.session, kind.code, place.point, kind.alike.metres, since, MOST_ALIKE)


def ask_whether_same(turn: Turn, draft: ComplaintDraft) -> Message:
    """The question, with what others may know of that case."""
    return same_question(turn.say, shown_alike(turn, turn.person, draft), turn.now)


def shown_alike(moment: Moment, person: Person, draft: ComplaintDraft) -> Alike:
    """What this person may see of the case that the draft may be the same as."""
    case, place = moment.session.get_one(Case, draft.alike), draft.place or draft.seen_at
    point = place.point if place else None
    metres = metres_between(point, case.point) if point and case.point else 0
    say = moment.office.says_in(person.language)
    facts = case_facts(moment.session, case, moment.office, say, reader=person.key)
    return Alike(facts, metres, since_when_follows(moment.session, case.key, person.key) is not None)
