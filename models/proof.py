"""How well repairs are proven: figures per division, for as long as somebody wants to know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, text
from sqlmodel import Session, col, select

from models.case import Case, Proof, Status
from models.case_change import UNDONE, CaseChange, Step
from models.repair_check import ANSWERED_WITHIN, RepairCheck


@dataclass(frozen=True)
class ProofFigures:
    """Of one division and one stretch of time: repairs that still stand by how they are proven, and what was undone.

    `reopened` and `declined` count steps, of the division that had the case then. `checks` are the weekly questions of
    that time: `asked` is all of them, `unanswered` those that nobody answered in time; the rest may still come.
    """

    division: str
    finished: int = 0
    proven: int = 0
    unproven: int = 0
    no_photo: int = 0
    reopened: int = 0
    declined: int = 0
    asked: int = 0
    said_yes: int = 0
    said_no: int = 0
    unanswered: int = 0


def proof_figures(session: Session, start: datetime, end: datetime, now: datetime) -> list[ProofFigures]:
    """The figures from `start` up to `end` (aware times, e.g. of a month) of each division that has any, by its code."""
    counted: dict[str, dict[str, int]] = {}
    for query in (_finished(start, end), _undone(start, end), _checked(start, end, now)):
        for row in session.execute(query).mappings():
            facts = dict(row)
            counted.setdefault(str(facts.pop("division")), {}).update({name: int(n or 0) for name, n in facts.items()})
    return [ProofFigures(division, **counted[division]) for division in sorted(counted)]


def _counted(name: str, condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0)).label(name)


def _grouped(division: Any, columns: Sequence[Any]) -> Select[Any]:
    return select(division.label("division"), *columns).group_by(division)  # type: ignore[no-any-return]


def _finished(start: datetime, end: datetime) -> Select[Any]:
    """What is finished and has not been opened again; of those before proofs were asked for nothing is known."""
    proofs = [_counted(proof.value, col(Case.proof) == proof) for proof in Proof]
    query = _grouped(col(Case.division), [func.count().label("finished"), *proofs])
    done = col(Case.status).in_([Status.FINISHED, Status.CLOSED])
    return query.where(col(Case.finished_at) >= start, col(Case.finished_at) < end, done)


def _undone(start: datetime, end: datetime) -> Select[Any]:
    steps = [_counted(step.value, col(CaseChange.step) == step) for step in (Step.REOPENED, Step.DECLINED)]
    query = _grouped(col(CaseChange.division), steps)
    return query.where(text(UNDONE), col(CaseChange.at) >= start, col(CaseChange.at) < end)


def _checked(start: datetime, end: datetime, now: datetime) -> Select[Any]:
    answer, silent = col(RepairCheck.is_repaired), col(RepairCheck.answered_at).is_(None)
    columns = [
        func.count().label("asked"),
        _counted("said_yes", answer.is_(True)),
        _counted("said_no", answer.is_(False)),
        _counted("unanswered", silent & (col(RepairCheck.asked_at) < now - ANSWERED_WITHIN)),
    ]
    query = _grouped(col(Case.division), columns).join(Case, col(Case.id) == col(RepairCheck.case_id))
    return query.where(col(RepairCheck.asked_at) >= start, col(RepairCheck.asked_at) < end)
