"""What may be the same matter as a case, for the officer who has it open; and what was merged into it already."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from content.cards.cases import clipped
from content.case_facts import officer_name
from content.office import thumbnail
from content.texts import Texts
from handlers.turn import Moment
from models.case import OPEN, Case
from models.case_merge import CaseMerge, merged_into
from models.case_note import words_of
from models.nearby import open_cases_near
from models.officer import Officer, visible_to
from models.photo import PhotoKind, photos_of

# Wider than what is asked of reporters: officers know their streets.
NEAR_M, SINCE = 150, timedelta(days=90)
MOST_PROPOSED, MOST_LETTERS = 5, 120


@dataclass(frozen=True)
class Proposal:
    """An open case that may be the same; `metres` is None where the distance is not known."""

    id: int
    number: str
    words: str
    metres: int | None
    is_of_same_reporter: bool
    filed_at: datetime


@dataclass(frozen=True)
class Merged:
    """A case that goes on as the one that is looked at. Pictures are addresses of photos, small and large."""

    id: int
    number: str
    words: str
    pictures: list[tuple[str, str]]
    merged_at: datetime
    officer: str
    until: datetime
    may_be_parted: bool


def proposals(moment: Moment, officer: Officer, case: Case, say: Texts) -> list[Proposal]:
    """Open cases of the same type near by, the nearest first, then others of the same reporter; those it may see."""
    if case.status not in OPEN:
        return []
    found = _near(moment, case)
    own = select(Case.id).where(col(Case.reporter_id) == case.reporter_id, col(Case.status).in_(OPEN))
    theirs = moment.session.exec(own.order_by(col(Case.id).desc()).limit(MOST_PROPOSED + 1)).all()
    ids = {*found, *(key for key in theirs if key is not None)} - {case.key}
    same_kind = col(Case.is_confidential).is_(case.is_confidential)
    query = select(Case).where(col(Case.id).in_(ids), visible_to(officer), same_kind)
    seen = sorted(moment.session.exec(query), key=lambda one: (found.get(one.key, NEAR_M + 1), -one.key))
    return [_proposal(moment, one, case, found.get(one.key), say) for one in seen[:MOST_PROPOSED]]


def _near(moment: Moment, case: Case) -> dict[int, int]:
    if case.point is None or case.is_confidential:
        return {}
    near = open_cases_near(moment.session, case.type_code, case.point, NEAR_M, moment.now - SINCE, MOST_PROPOSED + 1)
    return {one.case.key: round(one.metres) for one in near}


def _proposal(moment: Moment, one: Case, case: Case, metres: int | None, say: Texts) -> Proposal:
    is_theirs = one.reporter_id == case.reporter_id
    return Proposal(one.key, one.number, _words(moment, one, say), metres, is_theirs, one.filed_at)


def merged_here(moment: Moment, case: Case, say: Texts) -> list[Merged]:
    """What goes on as this case, the oldest merge first."""
    return [_merged(moment, merge, say) for merge in merged_into(moment.session, case.key)]


def _merged(moment: Moment, merge: CaseMerge, say: Texts) -> Merged:
    session, office = moment.session, moment.office
    child = session.get_one(Case, merge.case_id)
    urls = [office.photo_url(photo.token) for photo in photos_of(session, child.key, PhotoKind.BEFORE)]
    return Merged(
        id=child.key,
        number=child.number,
        words=_words(moment, child, say),
        pictures=[(thumbnail(path), path) for path in (url.removeprefix(f"{office.base_url}/") for url in urls)],
        merged_at=merge.merged_at,
        officer=officer_name(session, merge.officer_id, office, say),
        until=merge.may_be_parted_until,
        may_be_parted=moment.now < merge.may_be_parted_until,
    )


def _words(moment: Moment, case: Case, say: Texts) -> str:
    return clipped(words_of(moment.session, case.key), MOST_LETTERS) or say("case.no_words")
