"""What the reporter says of a repair: stars, or that it is not in order yet, which opens the case again."""

from content.messages import Message, tap, text
from handlers.casework import note
from handlers.turn import Asked, Declined, Over, Picture, Replies, Turn, Words
from models.case import Case, Status, own_case
from models.case_change import Step, move_to
from models.case_note import NoteKind
from models.photo import Photo
from notifications.about_complaints import show_to_division, tell_not_fixed
from notifications.photos import ask_for

SERVICE = "feedback"
MOST_STARS = 5


def rate(turn: Turn, asked: Asked) -> Replies:
    """One to five stars close the case; said once."""
    case, stars = _own(turn, asked), asked.whole("stars")
    if not 1 <= stars <= MOST_STARS:
        raise Declined("refused.old_button")
    if case.status == Status.CLOSED:
        raise Declined("feedback.already_rated")
    if case.status != Status.FINISHED:
        raise _not_now(turn, case)
    case.stars = stars
    move_to(turn.session, case, Status.CLOSED, Step.RATED, turn.now, person_id=turn.person.key)
    return turn.answer("feedback.thanks", stars=stars, number=case.number)


def reopen(turn: Turn, asked: Asked) -> Replies:
    """It is not in order yet: the division sees the case again, and what is missing may be said."""
    case = _own(turn, asked)
    if case.status not in (Status.FINISHED, Status.CLOSED):
        raise _not_now(turn, case)
    move_to(turn.session, case, Status.REOPENED, Step.REOPENED, turn.now, person_id=turn.person.key)
    case.stars = None
    show_to_division(turn.session, turn.office, case, "reopened", turn.now)
    if turn.conversation.service not in (None, SERVICE):  # in the middle of something else: leave that open
        return turn.answer("feedback.reopened_noted")
    turn.conversation.open(SERVICE, "not_fixed", {"case_id": case.key})
    return [_question(turn, "feedback.reopened", case)]


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
    note(turn, case, NoteKind.NOT_FIXED, words)
    tell_not_fixed(turn.session, turn.office, case, words.text, turn.now)
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
    return case


def _question(turn: Turn, key: str, case: Case) -> Message:
    return text(turn.say(key, number=case.number), [tap(turn.say("buttons.skip"), "feedback.skip")])


def _show_photos(turn: Turn, case: Case) -> None:
    if turn.conversation.draft.get("has_photos"):
        show_to_division(turn.session, turn.office, case, "added", turn.now)


def _not_now(turn: Turn, case: Case) -> Declined:
    return Declined("feedback.not_now", number=case.number, status=turn.say(f"status.{case.status}"))


def _own(turn: Turn, asked: Asked) -> Case:
    case = own_case(turn.session, turn.person.key, asked.whole("case"))
    if case is None:
        raise Declined("refused.not_your_case")
    return case
