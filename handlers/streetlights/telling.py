"""A lamp as told so far in the chat: its pole, and the photos, pin and words that came before its fault was tapped."""

from datetime import datetime

from pydantic import BaseModel

from content.messages import Message
from handlers.complaints.asking import ask_next
from handlers.complaints.draft import ComplaintDraft, Said, ToldPlace
from handlers.complaints.keeping import photos_in, stop_asking, told_so_far
from handlers.turn import Declined, Replies, Turn
from models.conversation import Conversation
from notifications.outbox import ReplyToken

SERVICE = "streetlights"
WHICH_POLE, WHICH_FAULT = "pole", "fault"


class Unread(BaseModel):
    """A photo whose sticker is being read, with LINE's permission to answer it for nothing, if it came with one."""

    photo_id: int
    token: str | None = None
    until: datetime | None = None

    @property
    def reply(self) -> ReplyToken | None:
        """The permission."""
        return ReplyToken(self.token, self.until) if self.token is not None and self.until is not None else None


class LightDraft(ComplaintDraft):
    """A complaint whose pole is asked for instead of its type and place."""

    pole_id: int | None = None
    # A number that no pole has, as it was typed.
    number: Said | None = None
    unread: Unread | None = None

    def take_back(self, message_id: str) -> None:
        """Let go of what came with a message that its author took back."""
        super().take_back(message_id)
        if self.number is not None and self.number.message_id == message_id:
            self.number = None


def light_draft_of(conversation: Conversation) -> LightDraft | None:
    """What is being told of a lamp in this conversation, if one is."""
    return LightDraft.model_validate(conversation.draft) if conversation.service == SERVICE else None


def light_told(turn: Turn) -> LightDraft | None:
    """The same, without photos that were taken back or could not be opened."""
    draft = light_draft_of(turn.conversation)
    if draft is not None:
        draft.photo_ids = [photo.key for photo in photos_in(turn, draft.photo_ids)]
    return draft


def open_light(turn: Turn) -> LightDraft:
    """The same. Raises Declined if no lamp is being told of."""
    draft = light_told(turn)
    if draft is None:
        raise Declined("refused.nothing_open")
    return draft


def begin_light(turn: Turn) -> LightDraft | None:
    """What is told of a lamp, or a new draft with what somebody sent before they said what about.

    None: they are in the middle of telling another matter.
    """
    draft, complaint = light_told(turn), told_so_far(turn)
    if draft is not None or complaint is None:
        return draft or LightDraft()
    is_about_a_lamp = complaint.type_code == turn.office.catalogue.for_poles.code
    if not is_about_a_lamp and (complaint.type_code is not None or complaint.said):
        return None
    stop_asking(turn)
    return LightDraft.model_validate(complaint.model_dump(exclude={"passed_over", "alike"}))


def keep_light_draft(turn: Turn, draft: LightDraft) -> None:
    """Listen for what is still missing: the pole, or what is wrong with it."""
    question = WHICH_POLE if draft.pole_id is None else WHICH_FAULT
    told = draft.model_dump(mode="json")
    if turn.conversation.service == SERVICE:
        turn.conversation.question, turn.conversation.draft = question, told
    else:
        turn.conversation.open(SERVICE, question, told)


def as_complaint(turn: Turn, draft: LightDraft, *before: Message) -> Replies:
    """Go on without a pole: an ordinary complaint about a lamp, with all that has been told. Its point helps the register."""
    told = draft.model_dump(exclude={"pole_id", "number", "unread", "type_code"})
    complaint = ComplaintDraft(type_code=turn.office.catalogue.for_poles.code, **told)
    if complaint.place is None and draft.number is not None:  # the best that is known of where it is
        complaint.place = ToldPlace(words=draft.number.words, message_id=draft.number.message_id)
    return ask_next(turn, complaint, *before)
