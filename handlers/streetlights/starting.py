"""Begins to tell of a lamp, by the menu or a word: the ways to say which pole it is."""

from content.cards.poles import number_question, ways_card
from handlers.complaints.asking import already_telling
from handlers.complaints.keeping import photos_in
from handlers.streetlights.pinned import near_or_complaint
from handlers.streetlights.telling import as_complaint, begin_light, keep_light_draft, open_light
from handlers.turn import Asked, Replies, Turn
from notifications.photos import let_go


def start(turn: Turn, asked: Asked) -> Replies:
    """Which pole? A pin that came before says it already."""
    draft = begin_light(turn)
    if draft is None:
        return already_telling(turn)
    draft.pole_id = None
    keep_light_draft(turn, draft)
    if draft.place is not None and draft.place.point is not None:
        return near_or_complaint(turn, draft)
    return [ways_card(turn.say)]


def ask_number(turn: Turn, asked: Asked) -> Replies:
    """They will type the number; also from an old card."""
    draft = begin_light(turn)
    if draft is None:
        return already_telling(turn)
    draft.pole_id = None
    keep_light_draft(turn, draft)
    return [number_question(turn.say)]


def tell_in_words(turn: Turn, asked: Asked) -> Replies:
    """The pole is not in the list, or not known: the complaint goes on without it."""
    draft = begin_light(turn)
    return already_telling(turn) if draft is None else as_complaint(turn, draft)


def cancel(turn: Turn, asked: Asked) -> Replies:
    """Put it away; nothing is filed."""
    for photo in photos_in(turn, open_light(turn).photo_ids):
        let_go(turn.session, photo, turn.now)
    turn.conversation.close()
    return turn.answer("pole_chat.cancelled")
