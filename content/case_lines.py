"""Cases as lines of a list: little of each, read together, so that a long list is as quick as a short one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from content.office import Office
from content.texts import Texts
from models.case import OPEN, Case, Status
from models.case_note import CaseNote, NoteKind
from models.letters import clip

MOST_UNITS_OF_WORDS = 120
# Beside each status's name, so that it can be told apart at a glance and without its colour.
SIGNS = {
    Status.NEW: "⏳",
    Status.ACCEPTED: "🔧",
    Status.FINISHED: "✅",
    Status.REOPENED: "🔁",
    Status.CLOSED: "⭐",
    Status.DECLINED: "🚫",
    Status.WITHDRAWN: "↩️",
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


def case_lines(session: Session, cases: Sequence[Case], office: Office, say: Texts) -> list[CaseLine]:
    """The cases of a list with the first words that were said of each by its reporter."""
    words = _first_words(session, cases)
    return [_line(case, words.get(case.key, ""), office, say) for case in cases]


def _line(case: Case, words: str, office: Office, say: Texts) -> CaseLine:
    kind = office.catalogue.by_code[case.type_code]
    return CaseLine(
        id=case.key,
        number=case.number,
        type_name=kind.name.in_(say.language),
        picture=kind.picture,
        status=case.status,
        status_name=say(f"status.{case.status}"),
        sign=SIGNS[case.status],
        words=clip(words, MOST_UNITS_OF_WORDS) if words else say("case.no_words"),
        filed_at=case.filed_at,
        promised_at=case.promised_at if case.status in OPEN else None,
    )


def _first_words(session: Session, cases: Sequence[Case]) -> dict[int, str]:
    own = (col(CaseNote.case_id) == col(Case.id), col(CaseNote.person_id) == col(Case.reporter_id))
    listed = (col(Case.id).in_([case.key for case in cases]), col(CaseNote.kind) == NoteKind.COMPLAINT)
    query = select(CaseNote.case_id, CaseNote.words).join(Case, own[0]).where(own[1], *listed)
    found = session.exec(query.order_by(col(CaseNote.id).desc()))
    return {case_id: words for case_id, words in found}
