"""A photo while a lamp is told of: of its sticker, which is read once the photo is here, or of what is wrong."""

from content.messages import text
from handlers.complaints.telling import keep_photo
from handlers.streetlights.numbered import again
from handlers.streetlights.reporting import MOST_PHOTOS
from handlers.streetlights.telling import keep_light_draft, open_light
from handlers.turn import Asked, Picture, Replies, Turn


def attach_photo(turn: Turn, picture: Picture) -> Replies:
    """Keep it with the report."""
    draft = open_light(turn)
    draft.photo_ids = [*draft.photo_ids, keep_photo(turn, picture).key][-MOST_PHOTOS:]
    keep_light_draft(turn, draft)
    if not turn.conversation.completes_set(picture.set_id, picture.set_total):
        return []
    if draft.pole_id is None:
        return again(turn, Asked())
    return [text(turn.say("pole_chat.got_photo")), *again(turn, Asked())]
