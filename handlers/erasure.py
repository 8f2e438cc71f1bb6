"""Forgets a person: everything that says who they are or what they said goes; that a case existed stays with the town."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, select, update

from handlers.complaints import TIMER_STILL_THERE
from handlers.complaints.placing import forget_spot, let_go_of_place
from handlers.turn import Moment
from models.case import OPEN, Case, Status, reported_by
from models.case_change import CaseChange
from models.case_note import CaseNote, NoteKind
from models.conversation import Conversation
from models.enrolment import EnrolmentTry
from models.follower import Follower, count_followers
from models.officer import Officer
from models.outgoing import Lane, Outgoing, SendStatus
from models.person import Language, Person
from models.photo import Photo
from models.repair_check import RepairCheck
from models.timer import Timer
from models.webhook_event import WebhookEvent
from notifications.about_complaints import show_to_division
from notifications.photos import let_go


def erase(moment: Moment, person: Person) -> None:
    """Delete what a person told and the link to their LINE account. Case numbers, types, steps and times stay."""
    session, now = moment.session, moment.now
    followed = session.exec(select(Follower.case_id).where(col(Follower.person_id) == person.key)).all()
    _erase_words_and_photos(moment, person)
    _erase_messages(moment, person, followed)
    ended = update(Officer).where(col(Officer.person_id) == person.key, col(Officer.ended_at).is_(None))
    session.exec(ended.values(ended_at=now))
    session.exec(update(Officer).where(col(Officer.person_id) == person.key).values(public_name=None))
    session.exec(delete(EnrolmentTry).where(col(EnrolmentTry.source_key) == person.line_user_id))
    _erase_conversations(moment, person)
    person.line_user_id = person.display_name = None
    person.follows, person.blocked_at, person.language, person.erased_at = False, None, Language.THAI, now


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
    # What officers wrote to them, and among themselves of what they reported, may repeat their words.
    of_theirs = col(CaseNote.case_id).in_(select(Case.id).where(reported_by(person.key)))
    about_them = (of_theirs, col(CaseNote.kind).in_([NoteKind.REPLY, NoteKind.INTERNAL]))
    session.exec(update(CaseNote).where(*about_them).values(words=erased, line_message_id=None))
    for photo in session.exec(select(Photo).where(col(Photo.person_id) == person.key)):
        let_go(session, photo, moment.now)
        photo.line_message_id, photo.upload_key = f"erased-{photo.key}", None
    theirs = update(Case).where(reported_by(person.key))
    session.exec(theirs.values(contact_phone=None, filed_under=None, is_anonymous=True))
    # What they answered stays in the figures, and is nobody's.
    session.exec(update(RepairCheck).where(col(RepairCheck.person_id) == person.key).values(person_id=None))
    _leave_cases(moment, person)


def _leave_cases(moment: Moment, person: Person) -> None:
    """What they reported goes on for others who follow it, at a place that one of those has told."""
    session = moment.session
    for follower in session.exec(select(Follower).where(col(Follower.person_id) == person.key)):
        forget_spot(moment, follower)
    session.exec(delete(Follower).where(col(Follower.person_id) == person.key))
    for case in session.exec(select(Case).where(reported_by(person.key))):
        let_go_of_place(moment, case)


def _erase_messages(moment: Moment, person: Person, followed: Sequence[int]) -> None:
    """Of messages about their cases, those to others who follow them stay: their words are in none of these."""
    session = moment.session
    gone = f"erased-{person.key}"
    events = update(WebhookEvent).where(col(WebhookEvent.source_key) == person.line_user_id)
    session.exec(events.values(body="{}", source_key=gone, message_id=None))
    named = col(WebhookEvent.body).contains(str(person.line_user_id), autoescape=True)  # who joined or left a group
    session.exec(update(WebhookEvent).where(named).values(body="{}"))
    theirs = col(Outgoing.to) == person.line_user_id
    others = select(Person.line_user_id).join(Follower, col(Follower.person_id) == col(Person.id))
    to_others = others.where(col(Follower.case_id).in_(followed), col(Person.line_user_id).is_not(None))
    about = col(Outgoing.case_id).in_(followed) & col(Outgoing.to).not_in(to_others)
    signed, waiting = _signed_by(person), col(Outgoing.status).in_([SendStatus.QUEUED, SendStatus.HELD])
    cards = (about, waiting, col(Outgoing.lane) == Lane.DUTY)
    unseen = session.exec(select(Outgoing.case_id).where(*cards).distinct()).all()
    session.exec(update(Outgoing).where(theirs | about, waiting).values(status=SendStatus.LET_GO))
    session.exec(update(Outgoing).where(theirs | about).values(messages=[], reply_token=None))
    session.exec(update(Outgoing).where(signed, col(Outgoing.status) == SendStatus.SENT).values(messages=[]))
    session.exec(update(Outgoing).where(theirs).values(to=gone))
    _show_again(moment, [case_id for case_id in unseen if case_id is not None])


def _show_again(moment: Moment, case_ids: Sequence[int]) -> None:
    """Cards that had not reached the division yet, without what was erased, where others wait for the case."""
    for case in moment.session.exec(select(Case).where(col(Case.id).in_(case_ids)).order_by(col(Case.id))):
        if case.status in OPEN and count_followers(moment.session, case.key):
            why = "new" if case.status == Status.NEW else "joined"
            show_to_division(moment.session, moment.office, case, why, moment.now)


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
