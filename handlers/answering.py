"""A reporter answers an officer in the chat: what they write and show next goes to their case."""

from content.cards.answers import answer_question, busy_message, more_question
from content.messages import Message
from handlers import aftercare
from handlers.aftercare import Told
from handlers.turn import Asked, Declined, Over, Picture, Replies, Turn, Words
from models.case import OPEN, Case
from models.case_merge import goes_on_as
from models.photo import Photo
from notifications.photos import ask_for

SERVICE = "answering"


def begin(turn: Turn, case_id: int) -> Message:
    """Ask for the answer, unless they are in the middle of telling something else. Raises Declined."""
    case = aftercare.case_of(turn, turn.person, case_id)
    if (goes_on_as(turn.session, case) or case).status not in OPEN:
        raise Declined("feedback.cannot_add", number=case.number, status=turn.say(f"status.{case.status}"))
    if turn.conversation.service not in (None, SERVICE):
        return busy_message(turn.say, turn.office.liff_url(f"cases/{case.key}"))
    turn.conversation.open(SERVICE, "answer", {"case_id": case.key})
    return answer_question(turn.say, case.number)


def hear_words(turn: Turn, words: Words) -> Replies:
    """The answer: with the case, and its officers see it."""
    case = _add(turn, Told([words]))
    turn.conversation.close()
    return turn.answer("answers.noted", number=case.number)


def attach_photo(turn: Turn, picture: Picture) -> Replies:
    """A photo is an answer too; words may still follow. Photos chosen together are answered once."""
    photo = Photo(person_id=turn.person.key, line_message_id=picture.message_id, received_at=turn.now)
    turn.session.add(photo)
    turn.session.flush()
    ask_for(turn.session, photo)
    case = _add(turn, Told(photo_ids=[photo.key]))
    turn.conversation.draft = {"case_id": case.key, "has_photos": True}
    if not turn.conversation.completes_set(picture.set_id, picture.set_total):
        return []
    return [more_question(turn.say, case.number)]


def skip(turn: Turn, asked: Asked) -> Replies:
    """That was all, or nothing after all."""
    case_id, has_photos = _open(turn), turn.conversation.draft.get("has_photos")
    turn.conversation.close()
    number = aftercare.case_of(turn, turn.person, case_id).number
    return turn.answer("answers.noted" if has_photos else "answers.not_now", number=number)


def _open(turn: Turn) -> int:
    if turn.conversation.service != SERVICE:
        raise Declined("refused.nothing_open")
    return int(turn.conversation.draft["case_id"])


def _add(turn: Turn, told: Told) -> Case:
    try:
        return aftercare.add(turn, turn.person, _open(turn), told)
    except Declined as refusal:
        if refusal.key in ("feedback.cannot_add", "refused.not_your_case"):  # it has ended meanwhile
            raise Over(refusal.key, **refusal.blanks) from refusal
        raise
