"""What is promised about a case, as its history tells: since when, how often the town moved it, and since when it waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from models.case import OPEN, UNACCEPTED, Case
from models.case_change import CaseChange, Step


@dataclass(frozen=True)
class Promise:
    """The promise in force. `slot` is its name: whoever gives another one, even for the same time, makes another name."""

    slot: str
    given_at: datetime
    until: datetime
    # The promise before it, if no officer gave this one: nobody had promised anything else, and that one is broken.
    broken: datetime | None
    # How often the town itself had to give a new date.
    times_moved: int


def is_running(case: Case) -> bool:
    """Whether the town has still to keep what it promised, and not the reporter to answer first."""
    return case.status in OPEN and case.paused_at is None


def late(now: datetime) -> ColumnElement[bool]:
    """Which open cases are late, as one SQL condition: not done by what was promised at first, wherever that has been
    moved since, or by what an officer promised for sooner; while its reporter has to answer none is."""
    is_over = or_(col(Case.first_promised_at) < now, col(Case.promised_at) < now)
    return and_(is_over, col(Case.paused_at).is_(None))


def late_since(case: Case) -> datetime:
    """From when on an open case is late."""
    return min(case.first_promised_at, case.promised_at)


def is_late(case: Case, now: datetime) -> bool:
    """The same of one case that is read already."""
    return case.status in OPEN and late_since(case) < now and case.paused_at is None


def is_by_the_town(change: CaseChange) -> bool:
    """Whether nobody gave this new date, so that the town had to."""
    return change.step == Step.DELAYED and change.officer_id is None


def promise_of(case: Case, history: Sequence[CaseChange]) -> Promise:
    """The promise in force; `history` is all of the case's, oldest first."""
    given = [change for change in history if change.promised_at is not None]
    newest = given[-1] if given else None
    before = given[-2].promised_at if len(given) > 1 else case.first_promised_at
    return Promise(
        slot=f"{case.promised_at.astimezone(UTC):%Y%m%dT%H%M%S}.{newest.key if newest else 0}",
        given_at=newest.at if newest else case.filed_at,
        until=case.promised_at,
        broken=before if newest is not None and is_by_the_town(newest) else None,
        times_moved=sum(is_by_the_town(change) for change in given),
    )


def arrival_of(case: Case, history: Sequence[CaseChange]) -> CaseChange | None:
    """The step with which an unaccepted case came to its division; None for one that somebody has accepted."""
    if case.status not in UNACCEPTED:
        return None
    arrived = None
    for change in reversed(history):
        if (change.to_status, change.division) != (case.status, case.division):
            break
        arrived = change
    return arrived
