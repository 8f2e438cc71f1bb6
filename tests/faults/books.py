"""The books that an auditor reads: LINE's own lists and the town's tables, from the beginning of a day on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from models.case import Case, CaseCounter
from models.case_change import CaseChange
from models.case_note import CaseNote, NoteKind
from models.conversation import Conversation
from models.follower import Follower
from models.outgoing import Outgoing
from models.person import Person
from models.photo import Photo, PhotoStatus
from models.webhook_event import WebhookEvent
from simulator import Accepted, Line
from tests.faults.days import Told
from tests.faults.marks import Marks, what_waits

Json = dict[str, Any]
SENDS = ("/v2/bot/message/reply", "/v2/bot/message/push")
SENDERS = 5


@dataclass(frozen=True)
class Books:
    """Everything of one day. `ledger` has the events that the town has answered with 200, in the order of its answers."""

    told: Told
    ledger: Sequence[Json]
    accepted: Sequence[Accepted]
    # How many messages may be doubtful: those that were on the wire when somebody died or something broke.
    most_doubts: int
    events: Sequence[WebhookEvent]
    messages: Sequence[Outgoing]
    cases: Sequence[Case]
    changes: Sequence[CaseChange]
    # Who follows which case: its id and their user id.
    followers: Sequence[tuple[int, str]]
    # All case numbers of the town, oldest first, and the last that was given out by year.
    numbers: Sequence[str]
    last_numbers: dict[int, int]
    # By user id: what the town has kept of their complaints.
    words: dict[str, list[str]]
    still_waiting: Sequence[str]


def read_books(session: Session, line: Line, since: Marks, told: Told, now: datetime, kills: int = 0) -> Books:
    """Open the books of the day that began at the marks and on which so many processes were killed."""
    log = line.deliveries.log[since.deliveries :]
    answered = {event["webhookEventId"]: event for one in log if one.status == 200 for event in one.events}
    cases = _all(session, Case, or_(col(Case.id) > since.case, col(Case.id) == told.repaired))
    return Books(
        told=told,
        ledger=list(answered.values()),
        accepted=line.accepted[since.accepted :],
        most_doubts=kills * SENDERS + _unheard_calls(line, since),
        events=_all(session, WebhookEvent, col(WebhookEvent.id) > since.event),
        messages=_all(session, Outgoing, col(Outgoing.id) > since.message),
        cases=cases,
        changes=_all(session, CaseChange, col(CaseChange.case_id).in_([case.key for case in cases])),
        followers=_followers(session),
        numbers=[case.number for case in _all(session, Case, col(Case.id) > 0)],
        last_numbers={counter.fiscal_year: counter.last for counter in session.exec(select(CaseCounter))},
        words=_words(session, told),
        still_waiting=[*_still_waiting(session, now), *(["Delivery"] * len(line.deliveries.unanswered))],
    )


def _all(session: Session, table: Any, where: Any) -> list[Any]:
    query = select(table).where(where).order_by(table.id).execution_options(populate_existing=True)
    return list(session.exec(query))


def _followers(session: Session) -> list[tuple[int, str]]:
    query = select(col(Follower.case_id), col(Person.line_user_id)).join(Person, col(Person.id) == Follower.person_id)
    return [(case_id, str(user_id)) for case_id, user_id in session.exec(query)]


def _unheard_calls(line: Line, since: Marks) -> int:
    """Calls for which the town has not heard a clear yes or no."""
    calls = line.calls[since.calls :]
    return sum(call.path in SENDS and (call.status == 0 or call.status >= 500) for call in calls)


def _words(session: Session, told: Told) -> dict[str, list[str]]:
    """From the notes of filed cases, and from what is told by halves."""
    user_ids = {
        person.id: str(person.line_user_id)
        for person in session.exec(select(Person).where(col(Person.line_user_id).in_(told.words)))
    }
    kept: dict[str, list[str]] = defaultdict(list)
    of_them = col(CaseNote.person_id).in_(user_ids)
    for note in _all(session, CaseNote, of_them & (col(CaseNote.kind) == NoteKind.COMPLAINT)):
        kept[user_ids[note.person_id]].append(note.words)
    for conversation in _all(session, Conversation, col(Conversation.person_id).in_(user_ids)):
        kept[user_ids[conversation.person_id]] += [said["words"] for said in conversation.draft.get("said", [])]
    return dict(kept)


def _still_waiting(session: Session, now: datetime) -> list[str]:
    photos = session.exec(select(Photo).where(col(Photo.status) == PhotoStatus.WANTED))
    return [*(one.what for one in what_waits(session, now)), *(f"Photo {photo.id}" for photo in photos)]
