"""What somebody decides about the complaint they are telling: to begin, go on, skip, change, put away, or file it."""

from content.cards.complaints import filed
from content.messages import tap, text
from handlers.complaints.asking import WHETHER_TO_GO_ON, already_telling, ask_next
from handlers.complaints.draft import ComplaintDraft, Question
from handlers.complaints.filing import Filing, file, receipt_of
from handlers.complaints.joining import join
from handlers.complaints.keeping import photos_in, stop_asking, told_so_far
from handlers.complaints.pace import wait_if_too_many
from handlers.turn import Asked, Declined, Replies, Turn
from models.follower import cases_followed
from notifications.photos import let_go

CHANGEABLE = {Question.TYPE, Question.WORDS, Question.PLACE}


def start(turn: Turn, asked: Asked) -> Replies:
    """Begin; if something is half-told already, ask whether to go on with it."""
    draft = told_so_far(turn)
    if draft is not None and not draft.is_empty:
        return already_telling(turn)
    return ask_next(turn, ComplaintDraft())


def go_on(turn: Turn, asked: Asked) -> Replies:
    """Ask the open question again."""
    return ask_next(turn, open_draft(turn))


def start_over(turn: Turn, asked: Asked) -> Replies:
    """Put away what was told and begin anew."""
    draft = told_so_far(turn)
    if draft is not None:
        _put_away(turn, draft)
    return ask_next(turn, ComplaintDraft())


def skip(turn: Turn, asked: Asked) -> Replies:
    """Pass over the open question; but words or a photo there must be."""
    draft = open_draft(turn)
    question = draft.next_question()
    if question == Question.SUMMARY:
        return ask_next(turn, draft)
    if question == Question.TYPE:
        draft.is_of(turn.office.catalogue.fallback.code)
    elif question == Question.PHOTO and not draft.said:
        return _ask_for_something(turn, draft)
    draft.passed_over.add(question)
    return ask_next(turn, draft)


def change(turn: Turn, asked: Asked) -> Replies:
    """Tell one thing again."""
    what = asked.word("what")
    if what not in CHANGEABLE:
        raise Declined("refused.old_button")
    draft = open_draft(turn)
    draft.forget(Question(what))
    return ask_next(turn, draft)


def cancel(turn: Turn, asked: Asked) -> Replies:
    """Put it away; nothing is filed."""
    _put_away(turn, open_draft(turn))
    return turn.answer("complaints.cancelled")


def _put_away(turn: Turn, draft: ComplaintDraft) -> None:
    for photo in photos_in(turn, draft.photo_ids):
        let_go(turn.session, photo, turn.now)
    stop_asking(turn)


def confirm(turn: Turn, asked: Asked) -> Replies:
    """File it, once: a second tap is told which case it made. What is still missing is asked for first."""
    draft = told_so_far(turn)
    if draft is None:
        return _nothing_to_confirm(turn)
    if "round" in asked and asked.whole("round") != turn.conversation.round:
        raise Declined("refused.old_button")
    is_yes_to_going_on = turn.conversation.question == WHETHER_TO_GO_ON and "round" not in asked
    if not is_yes_to_going_on and draft.next_question() == Question.BORDER:
        return skip(turn, asked)  # a yes there: what is outside the border is to be taken all the same
    if not is_yes_to_going_on and draft.next_question() == Question.SAME and "round" not in asked:
        return join(turn, Asked(case=str(draft.alike)))  # a yes there
    if is_yes_to_going_on or draft.next_question() != Question.SUMMARY:
        return ask_next(turn, draft)
    if not draft.said and not draft.photo_ids:
        return _ask_for_something(turn, draft)
    again = tap(turn.say("buttons.confirm_and_send"), "complaints.confirm", round=turn.conversation.round)
    if (wait := wait_if_too_many(turn, again)) is not None:
        return wait
    case = file(turn, Filing(draft, turn.person))
    stop_asking(turn)
    return [filed(turn.say, turn.office, receipt_of(turn.office, case, draft.words))]


def _nothing_to_confirm(turn: Turn) -> Replies:
    for newest, _ in cases_followed(turn.session, turn.person.key, 1):
        return turn.answer("complaints.already_filed", number=newest.number)
    raise Declined("refused.nothing_open")


def _ask_for_something(turn: Turn, draft: ComplaintDraft) -> Replies:
    draft.forget(Question.WORDS)
    return ask_next(turn, draft, text(turn.say("complaints.need_something")))


def open_draft(turn: Turn) -> ComplaintDraft:
    """The complaint that is being told. Raises Declined if none is."""
    draft = told_so_far(turn)
    if draft is None:
        raise Declined("refused.nothing_open")
    return draft
