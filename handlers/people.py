"""People come, go, and take messages back."""

import json
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select, update

from handlers.complaints.draft import LONGEST_PLACE
from handlers.complaints.keeping import draft_of
from handlers.complaints.placing import forget_spot, let_go_of_place
from handlers.streetlights.telling import light_draft_of
from handlers.turn import Moment, Replies, Turn
from models.case import Case, PlaceSource, reported_by
from models.case_note import CaseNote
from models.follower import Follower
from models.geography import Point
from models.outgoing import Outgoing, SendStatus
from models.person import Person
from models.photo import Photo
from models.thai import clean
from models.webhook_event import WebhookEvent
from notifications.people import look_up
from notifications.photos import let_go


def follow(turn: Turn) -> Replies:
    """Somebody adds the account: greeted as soon as their language is known, with this event's free reply."""
    turn.person.follows, turn.person.blocked_at = True, None
    look_up(turn.session, turn.person, turn.now, greet_with=turn.reply)
    return []


def unfollow(turn: Turn) -> Replies:
    """Somebody blocks the account. Their cases go on; until they come back they can't be told anything."""
    turn.person.follows, turn.person.blocked_at = False, turn.now
    return []


def take_back(turn: Turn, message_id: str) -> Replies:
    """A message was unsent: its text and picture are deleted wherever they are."""
    _forget_place(turn, message_id)
    forget_message(turn, message_id)
    _forget_what_we_said_of_it(turn, message_id)
    draft = draft_of(turn.conversation) or light_draft_of(turn.conversation)
    if draft is not None:
        draft.take_back(message_id)
        turn.conversation.draft = draft.model_dump(mode="json")
    return []


def _forget_place(turn: Turn, message_id: str) -> None:
    """Delete the place that a filed case has from the message. A case does not keep the message's id; the event does."""
    session = turn.session
    photographed = select(Photo.case_id).where(col(Photo.line_message_id) == message_id)
    told: list[ColumnElement[bool]] = [col(Case.id).in_(photographed) & (col(Case.place_source) == PlaceSource.PHOTO)]
    kept = session.exec(select(WebhookEvent).where(col(WebhookEvent.message_id) == message_id)).first()
    message = json.loads(kept.body).get("message") if kept is not None else None
    if kept is not None and isinstance(message, dict):
        told += [(col(Case.filed_at) >= kept.received_at) & where for where in _places_in(message)]
        _forget_spots(turn, message_id, message)
    for case in session.exec(select(Case).where(reported_by(turn.person.key), or_(*told))):
        if message and "text" in message and case.place_source != PlaceSource.WORDS:
            case.address = None  # words beside a point that was told otherwise
        else:
            let_go_of_place(turn, case)


def _forget_spots(turn: Turn, message_id: str, message: dict[str, Any]) -> None:
    """The same for the places of cases that the person has joined."""
    noted = select(CaseNote.case_id).where(col(CaseNote.line_message_id) == message_id)
    told: list[ColumnElement[bool]] = [col(Follower.case_id).in_(noted)]
    if (point := _point_in(message)) is not None:
        told.append((col(Follower.latitude) == point.latitude) & (col(Follower.longitude) == point.longitude))
    theirs = select(Follower).where(col(Follower.person_id) == turn.person.key, or_(*told))
    for follower in turn.session.exec(theirs):
        forget_spot(turn, follower)


def _places_in(message: dict[str, Any]) -> list[ColumnElement[bool]]:
    """Which cases have their place from a message, by what it says."""
    if (point := _point_in(message)) is not None:
        return [and_(col(Case.latitude) == point.latitude, col(Case.longitude) == point.longitude)]
    if isinstance(message.get("text"), str):
        return [col(Case.address) == clean(message["text"]).strip()[:LONGEST_PLACE]]
    return []


def _point_in(message: dict[str, Any]) -> Point | None:
    latitude, longitude = message.get("latitude"), message.get("longitude")
    if isinstance(latitude, (int, float)) and isinstance(longitude, (int, float)):
        return Point(latitude, longitude)
    return None


def _forget_what_we_said_of_it(turn: Turn, message_id: str) -> None:
    """Our own messages repeat people's words. Those that have gone out are needed by nobody; they are emptied."""
    session = turn.session
    kept = session.exec(select(WebhookEvent).where(col(WebhookEvent.message_id) == message_id)).first()
    if kept is None:
        return
    noted = select(CaseNote.case_id).where(col(CaseNote.line_message_id) == message_id)
    own = select(Follower.case_id).where(col(Follower.person_id) == turn.person.key)
    here = col(Outgoing.to).in_([turn.person.line_user_id, turn.group_id])
    # Steps of several cases may have gone to their reporter in one message.
    told_of_it = (
        select(Person.line_user_id).join(Case, col(Case.reporter_id) == col(Person.id)).where(col(Case.id).in_(noted))
    )
    repeats_it = (
        here | col(Outgoing.case_id).in_(noted) | col(Outgoing.case_id).in_(own) | col(Outgoing.to).in_(told_of_it)
    )
    has_gone_since = (col(Outgoing.status) == SendStatus.SENT, col(Outgoing.created_at) >= kept.received_at)
    session.exec(update(Outgoing).where(repeats_it, *has_gone_since).values(messages=[]))


def forget_message(moment: Moment, message_id: str) -> None:
    """Delete what came with a LINE message: the kept event's body, notes, photos."""
    session = moment.session
    session.exec(update(WebhookEvent).where(col(WebhookEvent.message_id) == message_id).values(body="{}"))
    taken_back = moment.office.says_in("th")("case.taken_back")
    session.exec(update(CaseNote).where(col(CaseNote.line_message_id) == message_id).values(words=taken_back))
    for photo in session.exec(select(Photo).where(col(Photo.line_message_id) == message_id)):
        let_go(session, photo, moment.now)
