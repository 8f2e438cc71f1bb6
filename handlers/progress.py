"""What an officer says of a case before it is done: work has begun; or it has to wait, until which day and why."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel

from content.cards.desk import in_hand_card, new_day_question, sentence_question
from content.case_facts import officer_name
from content.messages import Message, text
from content.typed_dates import day_in
from handlers.casework import working_on
from handlers.desk import steps
from handlers.desk.working import Working
from handlers.turn import Asked, Declined, Over, Replies, Turn, Words
from models.case import BANGKOK, Case, Status

SERVICE = "progress"


class Question(StrEnum):
    """What the officer is asked, in this order."""

    DAY = "day"
    REASON = "delay_reason"


class DelayDraft(BaseModel):
    """Which case, and until when once that is known."""

    case_id: int
    until: date | None = None


def begin(turn: Turn, asked: Asked) -> Replies:
    """Work has begun: the reporter is told, and the officer sees what may come next."""
    work = working_on(turn, asked.whole("case"))
    case, key = work.case, "desk.begun"
    if case.status == Status.WORKING:
        key = "desk.already_begun"
    else:
        steps.begin(work)
    name = officer_name(turn.session, case.officer_id, turn.office, turn.say)
    return [in_hand_card(turn.say, turn.say(key, officer=name, number=case.number), case.key, case.status)]


def delay(turn: Turn, asked: Asked) -> Replies:
    """It has to wait: ask until which day."""
    case = _in_hand(turn, asked.whole("case")).case
    return [_day_question(turn, case)]


def choose_day(turn: Turn, asked: Asked) -> Replies:
    """The day was tapped, under the question or in the calendar; ask why."""
    case = _in_hand(turn, asked.whole("case")).case
    return _take_day(turn, case, asked.day("date"))


def hear_words(turn: Turn, words: Words) -> Replies:
    """The day or the reason, whichever was asked."""
    draft, work = _open(turn)
    if draft.until is not None:
        return _delay(turn, work, draft.until, words)
    day = day_in(words.text, _today(turn))
    if day is None:
        return [text(turn.say("desk.day_unclear")), _day_question(turn, work.case)]
    return _take_day(turn, work.case, day)


def skip(turn: Turn, asked: Asked) -> Replies:
    """Whoever waits is told until when and why: neither can be skipped."""
    draft, work = _open(turn)
    question = _day_question(turn, work.case) if draft.until is None else _reason_question(turn, work.case, draft.until)
    return [text(turn.say("complaints.nothing_to_skip")), question]


def cancel(turn: Turn, asked: Asked) -> Replies:
    """Nothing happens to the case. In a group somebody else may tap it, who has no conversation to close."""
    if turn.conversation.service != SERVICE and "case" in asked:
        return turn.answer("desk.cancelled", number=working_on(turn, asked.whole("case")).case.number)
    _, work = _open(turn)
    turn.conversation.close()
    return turn.answer("desk.cancelled", number=work.case.number)


def _in_hand(turn: Turn, case_id: int) -> Working:
    """The case, if this officer may see it and somebody has it in hand. Raises Declined."""
    work = working_on(turn, case_id)
    steps.must_be_in_hand(work)
    return work


def _open(turn: Turn) -> tuple[DelayDraft, Working]:
    if turn.conversation.service != SERVICE:
        raise Declined("refused.nothing_open")
    draft = DelayDraft.model_validate(turn.conversation.draft)
    try:
        return draft, _in_hand(turn, draft.case_id)
    except Declined as refusal:
        raise Over(refusal.key, **refusal.blanks) from refusal


def _today(turn: Turn) -> date:
    return turn.now.astimezone(BANGKOK).date()


def _take_day(turn: Turn, case: Case, day: date) -> Replies:
    (tomorrow, *_), latest = turn.office.new_days(turn.now)
    if not tomorrow <= day <= latest:
        refusal = turn.say("desk.day_not_possible", latest=turn.say.day(turn.office.town.hours.closes_on(latest)))
        return [text(refusal), _day_question(turn, case)]
    draft = DelayDraft(case_id=case.key, until=day)
    turn.conversation.open(SERVICE, Question.REASON, draft.model_dump(mode="json"))
    return [_reason_question(turn, case, day)]


def _day_question(turn: Turn, case: Case) -> Message:
    """Ask, from now on."""
    turn.conversation.open(SERVICE, Question.DAY, DelayDraft(case_id=case.key).model_dump(mode="json"))
    return new_day_question(turn.say, case.key, case.number, *turn.office.new_days(turn.now))


def _reason_question(turn: Turn, case: Case, day: date) -> Message:
    asked = turn.say(
        "desk.ask_delay_reason", number=case.number, day=turn.say.day(turn.office.town.hours.closes_on(day))
    )
    return sentence_question(turn.say, asked, "desk.delay_reasons", "progress.cancel")


def _delay(turn: Turn, work: Working, day: date, words: Words) -> Replies:
    case, until = work.case, work.office.town.hours.closes_on(day)
    steps.delay(work, until, words)
    turn.conversation.close()
    sentence = turn.say("desk.delayed", number=case.number, day=turn.say.day(until))
    return [in_hand_card(turn.say, sentence, case.key, case.status)]
