"""Answers to the questions about a place: which of several, and what to do with one outside the border."""

from handlers.complaints.asking import ask_next
from handlers.complaints.deciding import open_draft
from handlers.complaints.draft import ComplaintDraft, Question, ToldPlace
from handlers.complaints.placing import choices_of, is_outside, listed
from handlers.turn import Asked, Declined, Replies, Turn


def choose_place(turn: Turn, asked: Asked) -> Replies:
    """A listed place was tapped, also on an old question. Words that were told of it stay."""
    where = turn.office.town.gazetteer.by_code.get(asked.word("place"))
    if where is None:
        raise Declined("refused.old_button")
    draft = open_draft(turn)
    is_the_answer = where in choices_of(turn.office, draft)
    told = draft.place if is_the_answer and draft.place else ToldPlace(words=where.name.in_(turn.say.language))
    draft.put_at(listed(turn.office, told, where))
    return ask_next(turn, draft)


def choose_in_words(turn: Turn, draft: ComplaintDraft, words: str) -> bool:
    """Whether the words say which of the choices is meant; it is then taken."""
    where = turn.office.town.gazetteer.meant_by(words, choices_of(turn.office, draft))
    if where is None or draft.place is None:
        return False
    draft.put_at(listed(turn.office, draft.place, where))
    return True


def keep_here(turn: Turn, asked: Asked) -> Replies:
    """Somebody insists: what is outside the border is taken all the same."""
    return _goes_on(turn, wants_passing_on=False)


def pass_on(turn: Turn, asked: Asked) -> Replies:
    """The town shall pass it on to whose it is: taken, and the division's card says so."""
    return _goes_on(turn, wants_passing_on=True)


def _goes_on(turn: Turn, *, wants_passing_on: bool) -> Replies:
    draft = open_draft(turn)
    if draft.place is None or not is_outside(draft.place):
        raise Declined("refused.old_button")
    draft.place.wants_passing_on = wants_passing_on
    draft.passed_over.add(Question.BORDER)
    return ask_next(turn, draft)
