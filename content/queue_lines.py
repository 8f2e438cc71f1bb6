"""The queue's lines: what an officer needs to choose the next case, read together for a whole page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, func, select

from content.case_facts import status_name
from content.case_lines import SIGNS
from content.office import Office
from content.texts import Texts
from models.case import OPEN, UNACCEPTED, Case, Status
from models.case_change import CaseChange
from models.case_note import CaseNote, NoteKind
from models.follower import Follower
from models.geography import Point
from models.letters import clip
from models.officer import Officer
from models.promise import is_late, late_since

MOST_UNITS_OF_WORDS = 120
# What is left of a promise is said in the largest unit that has two or more of it, or in minutes.
UNITS = (("desk_queue.days", timedelta(days=1)), ("desk_queue.hours", timedelta(hours=1)))


class Pace(StrEnum):
    """How a case stands to its promise. `still`: it waits for its reporter, and the promise with it."""

    LATE = "late"
    SOON = "soon"
    IN_TIME = "in_time"
    STILL = "still"
    ENDED = "ended"


PACE_SIGNS = {Pace.LATE: "⚠️", Pace.SOON: "⏰", Pace.IN_TIME: "🕒", Pace.STILL: "⏸️"}
SOON = timedelta(hours=24)


@dataclass(frozen=True)
class QueueLine:
    """One case in the queue; times are aware UTC. `seen`: its newest step, for a deed that is done from here."""

    id: int
    number: str
    type_name: str
    picture: str
    status: Status
    status_name: str
    sign: str
    words: str
    village: str
    address: str
    point: Point | None
    filed_at: datetime
    promised_at: datetime
    pace: Pace
    pace_sign: str
    # How late it is, or how long there is still; empty for what has ended.
    time_left: str
    holder: str
    is_held_by_reader: bool
    is_confidential: bool
    is_unaccepted: bool
    followers: int
    seen: int


def queue_lines(
    session: Session, cases: Sequence[Case], office: Office, say: Texts, reader: Officer, now: datetime
) -> list[QueueLine]:
    """The cases of a page, in their order, for an officer who may see them."""
    found = _Found(session, cases, say)
    return [_line(case, found, office, say, reader, now) for case in cases]


class _Found:
    """What the lines show that does not stand with their cases, read at once for all of them."""

    def __init__(self, session: Session, cases: Sequence[Case], say: Texts) -> None:
        ids = [case.key for case in cases]
        of_cases, told = col(CaseNote.case_id).in_(ids), col(CaseNote.kind) == NoteKind.COMPLAINT
        notes = select(CaseNote.case_id, CaseNote.words).where(of_cases, told).order_by(col(CaseNote.id).desc())
        self.words = {case_id: words for case_id, words in session.exec(notes)}
        followed = (col(Follower.case_id).in_(ids), col(Follower.left_at).is_(None))
        counted = select(Follower.case_id, func.count()).where(*followed).group_by(col(Follower.case_id))
        self.followers = {case_id: count for case_id, count in session.exec(counted)}
        newest = select(CaseChange.case_id, func.max(CaseChange.id)).where(col(CaseChange.case_id).in_(ids))
        self.seen = {case_id: step or 0 for case_id, step in session.exec(newest.group_by(col(CaseChange.case_id)))}
        holders = select(Officer).where(col(Officer.id).in_({case.officer_id for case in cases} - {None}))
        self.holders = {one.key: one.public_name or say("officers.unnamed") for one in session.exec(holders)}


def _line(case: Case, found: _Found, office: Office, say: Texts, reader: Officer, now: datetime) -> QueueLine:
    kind, pace = office.catalogue.by_code[case.type_code], _pace(case, now)
    words = found.words.get(case.key, "")
    village = office.town.gazetteer.by_code.get(case.village or "")
    return QueueLine(
        id=case.key,
        number=case.number,
        type_name=kind.name.in_(say.language),
        picture=kind.picture,
        status=case.status,
        status_name=status_name(case, say, is_own=False, is_town=True),
        sign=SIGNS[case.status],
        words=clip(words, MOST_UNITS_OF_WORDS) if words else say("case.no_words"),
        village=village.name.in_(say.language) if village is not None else "",
        address=clip(case.address or "", MOST_UNITS_OF_WORDS),
        point=case.point,
        filed_at=case.filed_at,
        promised_at=case.promised_at,
        pace=pace,
        pace_sign=PACE_SIGNS.get(pace, ""),
        time_left=_time_left(case, pace, say, now),
        holder=found.holders.get(case.officer_id or 0, ""),
        is_held_by_reader=case.officer_id == reader.key,
        is_confidential=case.is_confidential,
        is_unaccepted=case.status in UNACCEPTED,
        followers=found.followers.get(case.key, 0),
        seen=found.seen.get(case.key, 0),
    )


def _pace(case: Case, now: datetime) -> Pace:
    if case.status not in OPEN:
        return Pace.ENDED
    if case.paused_at is not None:
        return Pace.STILL
    if is_late(case, now):
        return Pace.LATE
    return Pace.SOON if case.promised_at - now < SOON else Pace.IN_TIME


def _time_left(case: Case, pace: Pace, say: Texts, now: datetime) -> str:
    if pace == Pace.ENDED:
        return ""
    if pace == Pace.STILL:
        return say("desk_queue.stands_still")
    if pace == Pace.LATE:
        return say("desk_queue.late_by", span=span_in_words(now - late_since(case), say))
    return say("desk_queue.time_left", span=span_in_words(case.promised_at - now, say))


def span_in_words(span: timedelta, say: Texts) -> str:
    """How long, in one unit, cut down: 47 hours are 47 hours, 49 are two days."""
    for name, unit in UNITS:
        if span >= 2 * unit:
            return say(name, count=span // unit)
    return say("desk_queue.minutes", count=span // timedelta(minutes=1))
