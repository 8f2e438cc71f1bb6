"""Officers' work on a case, from its card: taking it. What all their steps in the chat share is here too."""

from content.cards.desk import in_hand_card
from content.case_facts import officer_name
from handlers.desk import steps
from handlers.desk.working import Working, must_allow
from handlers.desk.working import working_on as working_on_page
from handlers.turn import Asked, Declined, Over, Replies, Turn
from models.case import IN_HAND, Status


def working_on(turn: Turn, case_id: int) -> Working:
    """The case, if this officer may see it; decided in SQL. Raises Declined."""
    return working_on_page(turn, turn.person, turn.say, case_id)


def still_working_on(turn: Turn, case_id: int, status: Status) -> Working:
    """The same, for the next step of what this chat is in the middle of. Raises Over if the case has moved on."""
    try:
        work = working_on(turn, case_id)
        must_allow(work, status)
    except Declined as refusal:
        raise Over(refusal.key, **refusal.blanks) from refusal
    return work


def accept(turn: Turn, asked: Asked) -> Replies:
    """Take a case. The second who taps is told who has it."""
    work = working_on(turn, asked.whole("case"))
    case = work.case
    if case.status in IN_HAND:
        if case.officer_id == work.officer.key:
            return [in_hand_card(turn.say, turn.say("desk.already_yours", number=case.number), case.key, case.status)]
        holder = officer_name(turn.session, case.officer_id, turn.office, turn.say)
        return turn.answer("desk.already_accepted", number=case.number, officer=holder)
    steps.accept(work)
    sentence = turn.say("desk.accepted", officer=work.officers_name, number=case.number)
    return [in_hand_card(turn.say, sentence, case.key, case.status)]
