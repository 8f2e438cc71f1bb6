"""Keeps a half-told complaint in the conversation, over restarts and days, with its reminder a day later."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from handlers.complaints.draft import ComplaintDraft
from handlers.turn import Turn
from models.conversation import Conversation
from models.photo import Photo, PhotoStatus
from models.timer import cancel_timer, set_timer

SERVICE = "complaints"
TIMER_STILL_THERE = "complaints.ask_whether_to_go_on"
ASK_AGAIN_AFTER = timedelta(days=1)


def draft_of(conversation: Conversation) -> ComplaintDraft | None:
    """The complaint that is being told in this conversation, if one is."""
    return ComplaintDraft.model_validate(conversation.draft) if conversation.service == SERVICE else None


def told_so_far(turn: Turn) -> ComplaintDraft | None:
    """The same, without photos that were taken back or could not be opened: those are asked for again."""
    draft = draft_of(turn.conversation)
    if draft is not None:
        draft.photo_ids = [photo.key for photo in photos_in(turn, draft.photo_ids)]
    return draft


def photos_in(turn: Turn, photo_ids: Sequence[int]) -> list[Photo]:
    """Those of the photos that are here or on their way, oldest first."""
    if not photo_ids:
        return []
    lasting = col(Photo.status).in_([PhotoStatus.WANTED, PhotoStatus.STORED])
    return list(turn.session.exec(select(Photo).where(col(Photo.id).in_(photo_ids), lasting).order_by(col(Photo.id))))


def keep(turn: Turn, draft: ComplaintDraft) -> None:
    """Keep the draft, and remember to ask in a day whether to go on."""
    conversation = turn.conversation
    asked, told = draft.next_question(), draft.model_dump(mode="json")
    if conversation.service == SERVICE:
        conversation.question, conversation.draft = asked, told
    else:
        conversation.open(SERVICE, asked, told)
    set_timer(
        turn.session, TIMER_STILL_THERE, conversation.key, turn.now + ASK_AGAIN_AFTER, slot=str(conversation.round)
    )


def stop_asking(turn: Turn) -> None:
    """The complaint has been filed or cancelled."""
    cancel_timer(turn.session, TIMER_STILL_THERE, turn.conversation.key, slot=str(turn.conversation.round))
    turn.conversation.close()
