"""Finishing a case: an after-photo (or why there is none), a sentence, and the reporter sees before and after."""

from enum import StrEnum

from pydantic import BaseModel

from content.cards.desk import after_photo_question, sentence_question
from content.messages import Message, text
from handlers.casework import still_working_on, working_on
from handlers.desk.finishing import finish as finish_case
from handlers.desk.working import Working, must_allow, note
from handlers.turn import Asked, Declined, Picture, Replies, Turn, Words
from models.case import Proof, Status
from models.case_note import NoteKind
from models.photo import Photo, PhotoKind
from notifications.photos import ask_for, let_go

SERVICE = "repairs"


class Question(StrEnum):
    """What the officer is asked, in this order."""

    PHOTO = "photo"
    WHY_NO_PHOTO = "why_no_photo"
    OUTCOME = "outcome"


class RepairDraft(BaseModel):
    """What the officer has told so far."""

    case_id: int
    photo_ids: list[int] = []
    why_no_photo: str | None = None


def finish(turn: Turn, asked: Asked) -> Replies:
    """Begin: ask for the photo after the repair."""
    work = working_on(turn, asked.whole("case"))
    must_allow(work, Status.FINISHED)
    turn.conversation.open(SERVICE, Question.PHOTO, RepairDraft(case_id=work.case.key).model_dump())
    return [_photo_question(turn, work)]


def attach_photo(turn: Turn, picture: Picture) -> Replies:
    """An after-photo; further ones may follow while the sentence is being asked for. A set is answered once."""
    draft, work = _open(turn)
    photo = Photo(
        person_id=turn.person.key,
        line_message_id=picture.message_id,
        case_id=work.case.key,
        kind=PhotoKind.AFTER,
        received_at=turn.now,
    )
    turn.session.add(photo)
    turn.session.flush()
    ask_for(turn.session, photo)
    draft.photo_ids.append(photo.key)
    _ask(turn, draft, Question.OUTCOME)
    if not turn.conversation.completes_set(picture.set_id, picture.set_total):
        return []
    return [text(turn.say("desk.got_after_photo")), _outcome_question(turn)]


def hear_words(turn: Turn, words: Words) -> Replies:
    """Why there is no photo, or what was done: whichever was asked."""
    draft, work = _open(turn)
    if turn.conversation.question == Question.PHOTO:  # talk in the group must not become what the reporter reads
        return [text(turn.say("desk.photos_first")), _photo_question(turn, work)]
    if turn.conversation.question == Question.WHY_NO_PHOTO:
        draft.why_no_photo = words.text
        note(work, NoteKind.NO_PHOTO, words)
        _ask(turn, draft, Question.OUTCOME)
        return [_outcome_question(turn)]
    return _finish(turn, draft, work, words)


def skip(turn: Turn, asked: Asked) -> Replies:
    """There is no photo: then say why. The other questions can't be skipped."""
    draft, _ = _open(turn)
    if turn.conversation.question == Question.OUTCOME:
        return [text(turn.say("complaints.nothing_to_skip")), _outcome_question(turn)]
    if turn.conversation.question == Question.WHY_NO_PHOTO:
        return [text(turn.say("complaints.nothing_to_skip")), _why_question(turn)]
    _ask(turn, draft, Question.WHY_NO_PHOTO)
    return [_why_question(turn)]


def cancel(turn: Turn, asked: Asked) -> Replies:
    """The case stays as it was, and the photos were not for it."""
    draft, work = _open(turn)
    for photo_id in draft.photo_ids:
        let_go(turn.session, turn.session.get_one(Photo, photo_id), turn.now)
    turn.conversation.close()
    return turn.answer("desk.cancelled", number=work.case.number)


def _open(turn: Turn) -> tuple[RepairDraft, Working]:
    if turn.conversation.service != SERVICE:
        raise Declined("refused.nothing_open")
    draft = RepairDraft.model_validate(turn.conversation.draft)
    return draft, still_working_on(turn, draft.case_id, Status.FINISHED)


def _ask(turn: Turn, draft: RepairDraft, question: Question) -> None:
    turn.conversation.question, turn.conversation.draft = question, draft.model_dump()


def _photo_question(turn: Turn, work: Working) -> Message:
    page = turn.office.liff_url(f"desk/cases/{work.case.key}/finish")
    return after_photo_question(turn.say, work.case.number, page)


def _why_question(turn: Turn) -> Message:
    return sentence_question(turn.say, turn.say("desk.ask_why_no_photo"), "desk.why_no_photo", "repairs.cancel")


def _outcome_question(turn: Turn) -> Message:
    return sentence_question(turn.say, turn.say("desk.ask_outcome"), "desk.outcomes", "repairs.cancel")


def _finish(turn: Turn, draft: RepairDraft, work: Working, words: Words) -> Replies:
    # LINE takes out of a photo when and where it was taken: what comes by chat is believed, and proves nothing.
    finish_case(work, words, Proof.UNPROVEN if draft.photo_ids else Proof.NO_PHOTO)
    turn.conversation.close()
    return turn.answer("desk.finished", number=work.case.number, officer=work.officers_name)
