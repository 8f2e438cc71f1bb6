"""Passing a case on to another division, or declining it: both with a reason, both told to the reporter."""

from enum import StrEnum

from pydantic import BaseModel

from content.cards.desk import division_question, sentence_question
from content.messages import Message, text
from handlers.casework import still_working_on, working_on
from handlers.desk import handing
from handlers.desk.working import Working, must_allow
from handlers.turn import Asked, Declined, Replies, Turn, Words
from models.case import Case, Status

SERVICE = "handovers"


class Question(StrEnum):
    """What the officer is asked."""

    HANDOVER_REASON = "handover_reason"
    DECLINE_REASON = "decline_reason"


class HandoverDraft(BaseModel):
    """Which case, and for handing over to which division."""

    case_id: int
    division: str | None = None


def hand_over(turn: Turn, asked: Asked) -> Replies:
    """Ask which division it goes to."""
    work = working_on(turn, asked.whole("case"))
    must_allow(work, Status.NEW)
    case = work.case
    others = [code for code in turn.office.town.by_division if code != case.division]
    return [division_question(turn.say, turn.office, case.key, case.number, others)]


def choose_division(turn: Turn, asked: Asked) -> Replies:
    """The division is known; ask why, which may be skipped."""
    work, division = working_on(turn, asked.whole("case")), asked.word("division")
    handing.must_be_another(work, division)
    must_allow(work, Status.NEW)
    _open_with(turn, Question.HANDOVER_REASON, HandoverDraft(case_id=work.case.key, division=division))
    question = turn.say("desk.ask_handover_reason")
    return [sentence_question(turn.say, question, "desk.handover_reasons", "handovers.cancel", skip="handovers.skip")]


def decline(turn: Turn, asked: Asked) -> Replies:
    """Ask for the reason, which the reporter will read."""
    work = working_on(turn, asked.whole("case"))
    must_allow(work, Status.DECLINED)
    case = work.case
    _open_with(turn, Question.DECLINE_REASON, HandoverDraft(case_id=case.key))
    return [_decline_question(turn, case)]


def hear_words(turn: Turn, words: Words) -> Replies:
    """The reason, for whichever was asked."""
    draft, work = _open(turn)
    if turn.conversation.question == Question.DECLINE_REASON:
        return _decline(turn, work, words)
    return _hand_over(turn, work, str(draft.division), words)


def skip(turn: Turn, asked: Asked) -> Replies:
    """Hand over without a reason; a refusal needs one."""
    draft, work = _open(turn)
    if turn.conversation.question == Question.DECLINE_REASON:
        return [text(turn.say("complaints.nothing_to_skip")), _decline_question(turn, work.case)]
    return _hand_over(turn, work, str(draft.division), None)


def cancel(turn: Turn, asked: Asked) -> Replies:
    """Nothing happens to the case. Tapped under the choice of divisions there is no conversation to close."""
    if turn.conversation.service != SERVICE and "case" in asked:
        return turn.answer("desk.cancelled", number=working_on(turn, asked.whole("case")).case.number)
    _, work = _open(turn)
    turn.conversation.close()
    return turn.answer("desk.cancelled", number=work.case.number)


def _open_with(turn: Turn, question: Question, draft: HandoverDraft) -> None:
    turn.conversation.open(SERVICE, question, draft.model_dump())


def _open(turn: Turn) -> tuple[HandoverDraft, Working]:
    if turn.conversation.service != SERVICE:
        raise Declined("refused.nothing_open")
    draft = HandoverDraft.model_validate(turn.conversation.draft)
    is_refusal = turn.conversation.question == Question.DECLINE_REASON
    return draft, still_working_on(turn, draft.case_id, Status.DECLINED if is_refusal else Status.NEW)


def _decline_question(turn: Turn, case: Case) -> Message:
    question = turn.say("desk.ask_decline_reason", number=case.number)
    return sentence_question(turn.say, question, "desk.decline_reasons", "handovers.cancel")


def _hand_over(turn: Turn, work: Working, division: str, words: Words | None) -> Replies:
    handing.hand_over(work, division, words)
    turn.conversation.close()
    name = turn.office.division_name(division, turn.say.language)
    return turn.answer("desk.handed_over", number=work.case.number, division=name)


def _decline(turn: Turn, work: Working, words: Words) -> Replies:
    handing.decline(work, words)
    turn.conversation.close()
    return turn.answer("desk.declined", number=work.case.number)
