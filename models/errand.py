"""Errands: what must be fetched or done over the network outside any transaction (a photo, a profile, a menu)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, Session, col

from models.bell import wake
from models.columns import UtcDateTime, one_of
from models.lease import Leased, claim, next_free


class ErrandStatus(StrEnum):
    """Where an errand stands. `given_up` is visible to people: the errand's kind says what they are told."""

    WAITING = "waiting"
    DONE = "done"
    GIVEN_UP = "given_up"


class Errand(Leased, table=True):
    """One errand. `kind` names the function that runs it, `facts` are its arguments: ids and codes, no words."""

    __table_args__ = (Index("ix_errand_waiting", "status", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    facts: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)
    status: ErrandStatus = Field(default=ErrandStatus.WAITING, sa_type=one_of(ErrandStatus))
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = Field(default=None, max_length=200)


def send_on_errand(session: Session, kind: str, facts: dict[str, Any], now: datetime) -> Errand:
    """Owe an errand; it is run right after this transaction's commit."""
    errand = Errand(kind=kind, facts=facts, created_at=now, due_at=now)
    session.add(errand)
    wake(session, "errands")
    return errand


def take_next(session: Session, now: datetime, limit: int) -> list[Errand]:
    """Claim the oldest errands that are due."""
    return claim(session, _NEXT, now=now, limit=limit, topic="errands")


_NEXT = next_free(Errand, col(Errand.status) == ErrandStatus.WAITING, (col(Errand.due_at), col(Errand.id)))
