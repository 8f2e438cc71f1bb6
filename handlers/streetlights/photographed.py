"""A photo while a lamp is told of: of its sticker, which is read once the photo is here, or of what is wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from sqlmodel import Session, col, select

from content.cards.poles import which_pole
from content.messages import text
from content.qr_codes import SHAPE, BadQr
from handlers.complaints.draft import ComplaintDraft
from handlers.complaints.keeping import draft_of
from handlers.complaints.telling import keep_photo
from handlers.streetlights.choosing import show_pole
from handlers.streetlights.finding import scanned
from handlers.streetlights.numbered import again
from handlers.streetlights.reporting import MOST_PHOTOS
from handlers.streetlights.telling import (
    LightDraft,
    Unread,
    begin_light,
    keep_light_draft,
    light_draft_of,
    open_light,
)
from handlers.turn import Asked, Moment, Picture, Replies, Turn
from models.asset import Asset
from models.conversation import Conversation
from models.outgoing import Lane
from models.person import Person
from models.photo import Photo
from notifications.errands import Desk
from notifications.outbox import ReplyToken, owe

# What comes after this in a sticker's address is signed, whichever address the town had when it was printed.
SIGNED = re.compile(r"/p/([^/?#\s]+)")


@dataclass(frozen=True)
class Sticker:
    """What the QR codes in a photo come to: the pole that stands there, or the sentence to say instead."""

    pole: Asset | None = None
    key: str = "pole_chat.unreadable"
    code: str = ""


def attach_photo(turn: Turn, picture: Picture) -> Replies:
    """Keep it with the report. While the pole is asked for, the answer waits for what its sticker says."""
    draft = open_light(turn)
    photo = keep_photo(turn, picture)
    draft.photo_ids = [*draft.photo_ids, photo.key][-MOST_PHOTOS:]
    is_last = turn.conversation.completes_set(picture.set_id, picture.set_total)
    if is_last and draft.pole_id is None:
        token = turn.reply
        draft.unread = Unread(photo_id=photo.key) if token is None else _to_be_answered(photo, token)
    keep_light_draft(turn, draft)
    if not is_last or draft.pole_id is None:
        return []
    return [text(turn.say("pole_chat.got_photo")), *again(turn, Asked())]


def _to_be_answered(photo: Photo, reply: ReplyToken) -> Unread:
    return Unread(photo_id=photo.key, token=reply.token, until=reply.until)


def read_sticker(desk: Desk, photo: Photo, codes: Sequence[str]) -> None:
    """A photo is here: if its pole is being asked for, its sticker says which; if nothing was asked, a pole of ours begins."""
    person = desk.session.get(Person, photo.person_id)
    if person is None or person.line_user_id is None:
        return
    conversation = _private_conversation(desk.session, person.key)
    light = light_draft_of(conversation) if conversation is not None else None
    complaint = draft_of(conversation) if conversation is not None else None
    if conversation is None:
        return
    turn = Turn(desk.session, desk.office, desk.now, person, conversation)
    if light is not None and light.pole_id is None and photo.key in light.photo_ids:
        _answer(turn, light, _sticker_in(turn, codes), light.unread if _waits_for(light, photo) else None)
    elif complaint is not None and _is_all_that_was_sent(complaint, photo):
        _begin(turn, _sticker_in(turn, codes))


def _answer(turn: Turn, draft: LightDraft, sticker: Sticker, unread: Unread | None) -> None:
    """By the permission that came with the last photo of several; a sticker on another of them is not kept waiting."""
    reply = unread.reply if unread is not None else None
    if sticker.pole is not None:
        _owe(turn, show_pole(turn, draft, sticker.pole), reply)
    elif unread is not None:
        draft.unread = None
        keep_light_draft(turn, draft)
        blanks = {"code": sticker.code} if sticker.code else {}
        _owe(turn, [which_pole(turn.say, sticker.key, **blanks)], reply)


def _begin(turn: Turn, sticker: Sticker) -> None:
    """Somebody sent a photo of a sticker out of the blue."""
    draft = begin_light(turn) if sticker.pole is not None else None
    if draft is not None and sticker.pole is not None:
        _owe(turn, show_pole(turn, draft, sticker.pole), None)


def _owe(turn: Turn, replies: Replies, reply: ReplyToken | None) -> None:
    owe(turn.session, turn.person.line_user_id or "", replies, Lane.ANSWER, turn.now, reply=reply)


def _sticker_in(moment: Moment, codes: Sequence[str]) -> Sticker:
    """The first of ours; else what is to be said of the others."""
    signed = [(code, unquote(found[1])) for code in codes if (found := SIGNED.search(code))]
    stickers = [_sticker(moment, one) for code, one in signed if SHAPE.fullmatch(one) or moment.office.liff_id in code]
    return next((one for one in stickers if one.pole is not None), stickers[0] if stickers else Sticker())


def _sticker(moment: Moment, signed: str) -> Sticker:
    try:
        found = scanned(moment, signed)
    except BadQr:
        return Sticker(key="pole_chat.forged")
    return Sticker(found.pole) if found.is_standing else Sticker(key="pole_chat.no_pole", code=found.code)


def _waits_for(draft: LightDraft, photo: Photo) -> bool:
    return draft.unread is not None and draft.unread.photo_id == photo.key


def _is_all_that_was_sent(draft: ComplaintDraft, photo: Photo) -> bool:
    return photo.key in draft.photo_ids and not (draft.type_code or draft.said or draft.place)


def _private_conversation(session: Session, person_id: int) -> Conversation | None:
    here = (col(Conversation.person_id) == person_id, col(Conversation.chat) == "")
    return session.exec(select(Conversation).where(*here)).one_or_none()
