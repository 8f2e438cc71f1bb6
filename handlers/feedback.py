"""What the reporter says in the chat of their case: stars, that it is not in order yet, or that they withdraw it."""

from content.cards.cases import withdraw_question
from content.case_facts import case_facts
from content.messages import Message, tap, text
from handlers import aftercare, answering, checking
from handlers.turn import Asked, Declined, Over, Picture, Replies, Turn, Words
from models.case import Case, Status, own_case
from models.photo import Photo
from notifications.about_complaints import show_to_division
from notifications.photos import ask_for

SERVICE = "feedback"


def rate(turn: Turn, asked: Asked) -> Replies:
    """One to five stars close the case; said once."""
    stars = asked.whole("stars")
    case = aftercare.rate(turn, turn.person, asked.whole("case"), stars)
    return turn.answer("feedback.thanks", stars=stars, number=case.number)


def confirm(turn: Turn, asked: Asked) -> Replies:
    """It is in order: the case is closed, and stars may follow."""
    case = aftercare.confirm(turn, turn.person, asked.whole("case"))
    return turn.answer("feedback.confirmed", number=case.number)


def reopen(turn: Turn, asked: Asked) -> Replies:
    """It is not in order yet: the division sees the case again, and what is missing may be said."""
    case = aftercare.case_of(turn, turn.person, asked.whole("case"))
    try:
        aftercare.must_be_reopenable(turn, turn.person, case)
    except Declined as refusal:
        return [text(turn.say(refusal.key, **refusal.blanks), [tap(turn.say("buttons.report"), "complaints.start")])]
    aftercare.reopen_case(turn, turn.person, case)
    return _ask_what_is_missing(turn, case)


def confirm_repair(turn: Turn, asked: Asked) -> Replies:
    """Who was asked says that it has really been repaired."""
    case = checking.answer(turn, turn.person, asked.whole("check"), is_repaired=True)
    return turn.answer("feedback.check_yes", number=case.number)


def doubt_repair(turn: Turn, asked: Asked) -> Replies:
    """Who was asked says that it has not: the case is opened again if that is still possible; its head hears of it."""
    case = checking.answer(turn, turn.person, asked.whole("check"), is_repaired=False)
    if case.status == Status.REOPENED and case.reporter_id == turn.person.key:
        return _ask_what_is_missing(turn, case)
    key = "feedback.check_no" if case.status == Status.REOPENED else "feedback.check_no_too_late"
    return turn.answer(key, number=case.number)


def _ask_what_is_missing(turn: Turn, case: Case) -> Replies:
    if turn.conversation.service not in (None, SERVICE):  # in the middle of something else: leave that open
        return turn.answer("feedback.reopened_noted")
    turn.conversation.open(SERVICE, "not_fixed", {"case_id": case.key})
    return [_question(turn, "feedback.reopened", case)]


def answer(turn: Turn, asked: Asked) -> Replies:
    """An officer has asked or written something: what the reporter says next is the answer."""
    return [answering.begin(turn, asked.whole("case"))]


def ask_withdraw(turn: Turn, asked: Asked) -> Replies:
    """Ask whether the case is really to be withdrawn; nothing has happened yet."""
    case = aftercare.case_of(turn, turn.person, asked.whole("case"))
    aftercare.must_be_withdrawable(turn, turn.person, case)
    return [withdraw_question(turn.say, case_facts(turn.session, case, turn.office, turn.say))]


def withdraw(turn: Turn, asked: Asked) -> Replies:
    """They are sure."""
    case = aftercare.withdraw(turn, turn.person, asked.whole("case"))
    if turn.conversation.service == SERVICE and turn.conversation.draft.get("case_id") == case.key:
        turn.conversation.close()  # what is still missing is not asked any more
    has_ended = case.status == Status.WITHDRAWN
    return turn.answer("feedback.withdrawn" if has_ended else "feedback.withdrawn_of_several", number=case.number)


def attach_photo(turn: Turn, picture: Picture) -> Replies:
    """A photo of what is still missing; the division sees it with the words, or without any."""
    case = _open(turn)
    photo = Photo(person_id=turn.person.key, line_message_id=picture.message_id, case_id=case.key, received_at=turn.now)
    turn.session.add(photo)
    turn.session.flush()
    ask_for(turn.session, photo)
    turn.conversation.draft = {"case_id": case.key, "has_photos": True}
    if not turn.conversation.completes_set(picture.set_id, picture.set_total):
        return []
    return [_question(turn, "feedback.got_photo", case)]


def hear_words(turn: Turn, words: Words) -> Replies:
    """What is still missing, passed to the division."""
    case = _open(turn)
    _show_photos(turn, case)
    turn.conversation.close()
    aftercare.say_what_is_missing(turn, turn.person, case.key, words)
    return turn.answer("feedback.reopened_noted")


def skip(turn: Turn, asked: Asked) -> Replies:
    """Nothing to add."""
    _show_photos(turn, _open(turn))
    turn.conversation.close()
    return turn.answer("feedback.reopened_noted")


def _open(turn: Turn) -> Case:
    if turn.conversation.service != SERVICE:
        raise Declined("refused.nothing_open")
    case = own_case(turn.session, turn.person.key, int(turn.conversation.draft["case_id"]))
    if case is None:
        raise Over("refused.not_your_case")
    if case.status == Status.WITHDRAWN:
        raise Over("feedback.cannot_add", number=case.number, status=turn.say(f"status.{case.status}"))
    return case


def _question(turn: Turn, key: str, case: Case) -> Message:
    return text(turn.say(key, number=case.number), [tap(turn.say("buttons.skip"), "feedback.skip")])


def _show_photos(turn: Turn, case: Case) -> None:
    if turn.conversation.draft.get("has_photos"):
        show_to_division(turn.session, turn.office, case, "added", turn.now)
