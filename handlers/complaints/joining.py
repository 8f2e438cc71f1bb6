"""The same matter has been told already: one tap, and the person follows that case instead of filing another."""

from content.cards.alike import joined
from content.case_facts import case_facts
from content.messages import Message, tap, text
from handlers.complaints.adding import add_all, bring_along
from handlers.complaints.alike import alike_cases
from handlers.complaints.asking import ask_next
from handlers.complaints.draft import ComplaintDraft, Question
from handlers.complaints.keeping import stop_asking, told_so_far
from handlers.complaints.pace import wait_if_too_many
from handlers.turn import Asked, Declined, Moment, Replies, Turn
from models.case import OPEN, Case
from models.follower import Spot, follow, followed_case, since_when_follows
from models.person import Person


def join_case(moment: Moment, person: Person, draft: ComplaintDraft, case_id: int) -> Case | None:
    """It is the same, from chat or page: all that was told goes there, and the person follows it from now on.

    None: finished meanwhile, or of another place than the one that is told now.
    """
    case = _alike_case(moment, draft, case_id)
    if case is None:
        return None
    if since_when_follows(moment.session, case.key, person.key) is not None:
        follow(moment.session, case, person.key, moment.now)  # by themselves now, however they came
        add_all(moment, person, draft, case)
        return case
    follow(moment.session, case, person.key, moment.now, _spot(draft))
    bring_along(moment, person, draft, case)
    return case


def join(turn: Turn, asked: Asked) -> Replies:
    """It is the same: all that was told goes there, and the person is told each step of it from now on."""
    draft, case_id = told_so_far(turn), asked.whole("case")
    if draft is None:
        return _after_joining(turn, case_id)
    is_followed = since_when_follows(turn.session, case_id, turn.person.key) is not None
    again = tap(turn.say("buttons.same_matter"), "complaints.join", case=case_id)
    if not is_followed and (wait := wait_if_too_many(turn, again)) is not None:
        return wait
    case = join_case(turn, turn.person, draft, case_id)
    if case is None:
        return ask_next(turn, draft, text(turn.say("alike.gone")))
    stop_asking(turn)
    return turn.answer("complaints.added", number=case.number) if is_followed else [_receipt(turn, case)]


def keep_apart(turn: Turn, asked: Asked) -> Replies:
    """It is another matter: the complaint goes on by itself, and is not asked about again at this place."""
    draft = told_so_far(turn)
    if draft is None:
        raise Declined("refused.nothing_open")
    if draft.next_question() != Question.SAME:
        raise Declined("refused.old_button")
    draft.passed_over.add(Question.SAME)
    return ask_next(turn, draft)


def _after_joining(turn: Turn, case_id: int) -> Replies:
    """A second tap."""
    case = followed_case(turn.session, turn.person.key, case_id)
    if case is None:
        raise Declined("refused.nothing_open")
    return turn.answer("alike.already", number=case.number)


def _alike_case(moment: Moment, draft: ComplaintDraft, case_id: int) -> Case | None:
    """The case, locked for a change, if it may be the same matter as what is told, and is open."""
    case = next((near.case for near in alike_cases(moment, draft) if near.case.key == case_id), None)
    if case is None:
        return None
    moment.session.refresh(case, with_for_update=True)  # an officer may be finishing it at this moment
    return case if case.status in OPEN else None


def _spot(draft: ComplaintDraft) -> Spot | None:
    place = draft.place or draft.seen_at
    return Spot(place.point, place.accuracy_m, place.source) if place is not None and place.point is not None else None


def _receipt(turn: Turn, case: Case) -> Message:
    facts = case_facts(turn.session, case, turn.office, turn.say, reader=turn.person.key)
    return joined(turn.say, facts)
