"""One-time codes by which groups and officers enrol, kept as keyed hashes, and the tries that guard them against guessing."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Field, Session, col, select

from models.columns import Row, UtcDateTime, one_of
from models.officer import Role

CODE_LIVES = timedelta(hours=24)
TRIES_AN_HOUR = 5


class CodeKind(StrEnum):
    """Who may use a code."""

    GROUP = "group"
    OFFICER = "officer"


class EnrolmentCode(Row, table=True):
    """A code that works once, for one kind, within a day. The six digits themselves are not kept."""

    __tablename__ = "enrolment_code"

    id: int | None = Field(default=None, primary_key=True)
    kind: CodeKind = Field(sa_type=one_of(CodeKind))
    division: str = Field(max_length=40)
    role: Role | None = Field(default=None, sa_type=one_of(Role))
    code_hash: str = Field(max_length=64, index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class EnrolmentTry(Row, table=True):
    """A wrong code, by whom (a LINE user or group id) and when."""

    __tablename__ = "enrolment_try"

    id: int | None = Field(default=None, primary_key=True)
    source_key: str = Field(max_length=64, index=True)
    tried_at: datetime = Field(sa_type=UtcDateTime)


class WrongCode(Exception):
    """The code is unknown, spent or expired."""


class TooManyTries(Exception):
    """So many wrong codes within the hour that no further one is looked at."""


def _hashed(code: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"enrolment:{code}".encode(), hashlib.sha256).hexdigest()


def new_code(session: Session, kind: CodeKind, division: str, role: Role | None, secret: str, now: datetime) -> str:
    """Issue a code of six digits that no living code of the town shares."""
    while True:
        code = f"{secrets.randbelow(10**6):06}"
        code_hash = _hashed(code, secret)
        if _living(session, code_hash, now) is None:
            break
    session.add(
        EnrolmentCode(kind=kind, division=division, role=role, code_hash=code_hash, expires_at=now + CODE_LIVES)
    )
    return code


def spend_code(
    session: Session, kind: CodeKind, code: str, source_key: str, secret: str, now: datetime
) -> EnrolmentCode:
    """Use a code up. Raises WrongCode (which counts as a try) or TooManyTries."""
    since = now - timedelta(hours=1)
    tries = select(func.count()).where(col(EnrolmentTry.source_key) == source_key, col(EnrolmentTry.tried_at) > since)
    if session.exec(tries).one() >= TRIES_AN_HOUR:
        raise TooManyTries
    found = _living(session, _hashed(code, secret), now)
    if found is None or found.kind != kind:
        session.add(EnrolmentTry(source_key=source_key, tried_at=now))
        raise WrongCode
    found.used_at = now
    return found


def _living(session: Session, code_hash: str, now: datetime) -> EnrolmentCode | None:
    query = select(EnrolmentCode).where(
        col(EnrolmentCode.code_hash) == code_hash,
        col(EnrolmentCode.used_at).is_(None),
        col(EnrolmentCode.expires_at) > now,
    )
    return session.exec(query.with_for_update()).one_or_none()
