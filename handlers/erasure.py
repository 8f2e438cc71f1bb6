"""Forgets a person: everything that says who they are or what they said goes; that a case existed stays with the town."""

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, select, update

from handlers.complaints import TIMER_STILL_THERE
from handlers.turn import Moment
from models.case import NOWHERE, Case, reported_by
from models.case_change import CaseChange
from models.case_note import CaseNote
from models.conversation import Conversation
from models.enrolment import EnrolmentTry
from models.officer import Officer
from models.outgoing import Outgoing, SendStatus
from models.person import Language, Person
from models.photo import Photo
from models.timer import Timer
from models.webhook_event import WebhookEvent
from notifications.photos import let_go


def erase(moment: Moment, person: Person) -> None:
    """Delete what a person told and the link to their LINE account. Case numbers, types, steps and times stay."""
    _erase_words_and_photos(moment, person)
    _erase_messages(moment, person)
    session, now = moment.session, moment.now
    ended = update(Officer).where(col(Officer.person_id) == person.key, col(Officer.ended_at).is_(None))
    session.exec(ended.values(ended_at=now))
    session.exec(update(Officer).where(col(Officer.person_id) == person.key).values(public_name=None))
    session.exec(delete(EnrolmentTry).where(col(EnrolmentTry.source_key) == person.line_user_id))
    _erase_conversations(moment, person)
    person.line_user_id = person.display_name = None
    person.follows, person.language, person.erased_at = False, Language.THAI, now


def _erase_conversations(moment: Moment, person: Person) -> None:
    """With their reminders: the next conversation may get the same id."""
    theirs = select(Conversation.id).where(col(Conversation.person_id) == person.key)
    reminders = (col(Timer.kind) == TIMER_STILL_THERE, col(Timer.subject).in_(theirs))
    moment.session.exec(delete(Timer).where(*reminders))
    moment.session.exec(delete(Conversation).where(col(Conversation.person_id) == person.key))


def _erase_words_and_photos(moment: Moment, person: Person) -> None:
    session = moment.session
    erased = moment.office.says_in("th")("case.erased")
    session.exec(
        update(CaseNote).where(col(CaseNote.person_id) == person.key).values(words=erased, line_message_id=None)
    )
    for photo in session.exec(select(Photo).where(col(Photo.person_id) == person.key)):
        let_go(session, photo, moment.now)
        photo.line_message_id, photo.upload_key = f"erased-{photo.key}", None
    theirs = update(Case).where(reported_by(person.key))
    session.exec(theirs.values(**NOWHERE, contact_phone=None, filed_under=None, is_anonymous=True))


def _erase_messages(moment: Moment, person: Person) -> None:
    session = moment.session
    gone = f"erased-{person.key}"
    events = update(WebhookEvent).where(col(WebhookEvent.source_key) == person.line_user_id)
    session.exec(events.values(body="{}", source_key=gone, message_id=None))
    named = col(WebhookEvent.body).contains(str(person.line_user_id), autoescape=True)  # who joined or left a group
    session.exec(update(WebhookEvent).where(named).values(body="{}"))
    theirs = col(Outgoing.to) == person.line_user_id
    about = col(Outgoing.case_id).in_(select(Case.id).where(reported_by(person.key)))
    signed = _signed_by(person)
    session.exec(
        update(Outgoing)
        .where(theirs | about, col(Outgoing.status).in_([SendStatus.QUEUED, SendStatus.HELD]))
        .values(status=SendStatus.LET_GO)
    )
    session.exec(update(Outgoing).where(theirs | about).values(messages=[], reply_token=None))
    session.exec(update(Outgoing).where(signed, col(Outgoing.status) == SendStatus.SENT).values(messages=[]))
    session.exec(update(Outgoing).where(theirs).values(to=gone))


def _signed_by(person: Person) -> ColumnElement[bool]:
    """Messages that may carry an officer's name: to groups they worked in, and about cases they had."""
    groups = select(Conversation.chat).where(col(Conversation.person_id) == person.key)
    roles = select(Officer.id).where(col(Officer.person_id) == person.key)
    cases = select(CaseChange.case_id).where(col(CaseChange.officer_id).in_(roles))
    # Steps of several cases may have gone to their reporter in one message.
    told = (
        select(Person.line_user_id).join(Case, col(Case.reporter_id) == col(Person.id)).where(col(Case.id).in_(cases))
    )
    return col(Outgoing.to).in_(groups) | col(Outgoing.case_id).in_(cases) | col(Outgoing.to).in_(told)
