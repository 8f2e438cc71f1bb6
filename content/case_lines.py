"""Cases as lines of a list: little of each, read together, so that a long list is as quick as a short one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from content.case_facts import status_name
from content.office import Office
from content.texts import Texts
from models.case import OPEN, Case, Status
from models.case_note import CaseNote, NoteKind
from models.letters import clip

MOST_UNITS_OF_WORDS = 120
# Beside each status's name, so that it can be told apart at a glance and without its colour.
SIGNS = {
    Status.NEW: "⏳",
    Status.ACCEPTED: "👷",
    Status.WORKING: "🔧",
    Status.FINISHED: "✅",
    Status.REOPENED: "🔁",
    Status.CLOSED: "⭐",
    Status.DECLINED: "🚫",
    Status.WITHDRAWN: "↩️",
    Status.WAITING: "⏸️",
    Status.PASSED_ON: "🏛️",
    Status.MERGED: "🔗",
}


@dataclass(frozen=True)
class CaseLine:
    """One case in a list; times are aware UTC."""

    id: int
    number: str
    type_name: str
    picture: str
    status: Status
    status_name: str
    sign: str
    words: str
    filed_at: datetime
    # None: nothing is promised any more.
    promised_at: datetime | None
    # Another reported it: the reader joined.
    is_joined: bool


def case_lines(session: Session, cases: Sequence[Case], office: Office, say: Texts, reader: int) -> list[CaseLine]:
    """The cases of a list with the first words that its reader has said of each; nobody else's."""
    words = _first_words(session, cases, reader)
    return [_line(case, words.get(case.key, ""), office, say, reader) for case in cases]


def _line(case: Case, words: str, office: Office, say: Texts, reader: int) -> CaseLine:
    is_own = case.reporter_id == reader
    kind = office.catalogue.by_code[case.type_code]
    return CaseLine(
        id=case.key,
        number=case.number,
        type_name=kind.name.in_(say.language),
        picture=kind.picture,
        status=case.status,
        status_name=status_name(case, say, is_own=is_own),
        sign=SIGNS[case.status],
        words=clip(words, MOST_UNITS_OF_WORDS) if words else say("case.no_words"),
        filed_at=case.filed_at,
        promised_at=case.promised_at if case.status in OPEN else None,
        is_joined=not is_own,
    )


def _first_words(session: Session, cases: Sequence[Case], reader: int) -> dict[int, str]:
    listed = (col(CaseNote.case_id).in_([case.key for case in cases]), col(CaseNote.kind) == NoteKind.COMPLAINT)
    query = select(CaseNote.case_id, CaseNote.words).where(*listed, col(CaseNote.person_id) == reader)
    found = session.exec(query.order_by(col(CaseNote.id).desc()))
    return {case_id: words for case_id, words in found}
