"""Telling a complaint in the chat: photos, a pin and words in any order; whatever is missing is asked for."""

from content.messages import Message, text
from handlers.complaints.asking import ask_next
from handlers.complaints.draft import (
    MOST_LETTERS,
    MOST_PHOTOS,
    ComplaintDraft,
    Question,
    Said,
)
from handlers.complaints.keeping import keep, told_so_far
from handlers.complaints.locating import find_later
from handlers.complaints.placing import pinned, told_in_words
from handlers.complaints.safety import whom_to_call
from handlers.complaints.typed import button_named
from handlers.complaints.whereabouts import choose_in_words
from handlers.turn import Asked, Declined, Picture, Pin, Replies, Turn, Words
from models.case import PlaceSource
from models.photo import Photo
from models.thai import compact
from notifications.photos import ask_for


def choose_type(turn: Turn, asked: Asked) -> Replies:
    """A category was tapped; also on an old card, and also to change one's mind."""
    code = asked.word("type")
    kind = turn.office.catalogue.by_code.get(code)
    if kind is None or kind not in turn.office.catalogue.offered:
        raise Declined("refused.old_button")
    draft = _draft(turn)
    draft.is_of(code)
    return ask_next(turn, draft)


def hear_words(turn: Turn, words: Words) -> Replies:
    """Text: a button or a category by its name, the place if that was asked for, else what happened."""
    if (button := button_named(turn, words.text)) is not None:
        handler, asked = button
        return handler(turn, asked)
    draft = _draft(turn)
    question = draft.next_question()
    named = turn.office.catalogue.code_by_name.get(compact(words.text))
    if question == Question.TYPE and named is not None:
        draft.is_of(named)
        return ask_next(turn, draft)
    if question == Question.PLACE:
        draft.put_at(told_in_words(turn.office, words))
        return _looked_up(turn, draft, *whom_to_call(turn, draft, words.text))
    if question == Question.WHICH_PLACE and choose_in_words(turn, draft, words.text):
        return ask_next(turn, draft, *whom_to_call(turn, draft, words.text))
    return _add_words(turn, draft, words)


def _looked_up(turn: Turn, draft: ComplaintDraft, *before: Message) -> Replies:
    """Go on; a place that the town has not listed is looked for elsewhere meanwhile, if the town has somewhere to ask."""
    replies = ask_next(turn, draft, *before)
    if draft.place is not None and not draft.place.has_point and not draft.place.choices:
        find_later(turn, draft.place)
    return replies


def _add_words(turn: Turn, draft: ComplaintDraft, words: Words) -> Replies:
    is_the_answer = draft.next_question() == Question.WORDS
    room = MOST_LETTERS - len(draft.words)
    if room > 0:
        draft.said.append(Said(message_id=words.message_id, words=words.text[:room]))
    calls = whom_to_call(turn, draft, words.text)
    if len(words.text) > room:
        return ask_next(turn, draft, *calls, text(turn.say("complaints.too_long", limit=MOST_LETTERS)))
    return ask_next(turn, draft, *calls, *([] if is_the_answer else [text(turn.say("complaints.got_words"))]))


def place(turn: Turn, pin: Pin) -> Replies:
    """A location pin, whenever it comes; a later one replaces an earlier, but a place told in words stays told."""
    draft = _draft(turn)
    before = draft.place
    if before is not None and before.source == PlaceSource.WORDS and before.words:
        draft.said.append(Said(message_id=before.message_id, words=before.words))
    draft.put_at(pinned(turn.office, pin))
    return ask_next(turn, draft, text(turn.say("complaints.got_place")))


def attach_photo(turn: Turn, picture: Picture) -> Replies:
    """A photo, whenever it comes. Of several chosen at once only the last is answered."""
    draft = _draft(turn)
    has_room = len(draft.photo_ids) < MOST_PHOTOS
    if has_room:
        draft.photo_ids.append(keep_photo(turn, picture).key)
    if not turn.conversation.completes_set(picture.set_id, picture.set_total):
        keep(turn, draft)
        return []
    if not has_room:
        return ask_next(turn, draft, text(turn.say("complaints.too_many_photos", limit=MOST_PHOTOS)))
    return ask_next(turn, draft, text(turn.say("complaints.got_photo", count=len(draft.photo_ids))))


def keep_photo(turn: Turn, picture: Picture) -> Photo:
    """A photo that somebody sent, on its way."""
    photo = Photo(person_id=turn.person.key, line_message_id=picture.message_id, received_at=turn.now)
    turn.session.add(photo)
    turn.session.flush()
    ask_for(turn.session, photo)
    return photo


def _draft(turn: Turn) -> ComplaintDraft:
    return told_so_far(turn) or ComplaintDraft()
