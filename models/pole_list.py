"""The poles as a list: found by code, road or village, piece by piece, and all of them for a file."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from models.asset import Asset, AssetKind, AssetState, code_in

PIECE = 50


@dataclass(frozen=True)
class Looked:
    """What somebody looks for; empty: everything that stands."""

    words: str = ""
    village: str = ""
    state: AssetState = AssetState.IN_USE


def poles_listed(session: Session, looked: Looked, after: str = "", limit: int = PIECE + 1) -> list[Asset]:
    """Poles by their code, after the one that a piece has ended with."""
    query = select(Asset).where(*_conditions(looked), col(Asset.code) > after)
    return list(session.exec(query.order_by(col(Asset.code)).limit(limit)))


def count_poles(session: Session, looked: Looked) -> int:
    """How many there are of these."""
    return int(session.exec(select(func.count()).select_from(Asset).where(*_conditions(looked))).one())


def has_poles(session: Session) -> bool:
    """Whether there is any in the register, removed ones too."""
    return session.exec(select(Asset.id).where(col(Asset.kind) == AssetKind.POLE).limit(1)).first() is not None


def all_poles(session: Session) -> list[Asset]:
    """Every pole, removed ones too, by its code."""
    return list(session.exec(select(Asset).where(col(Asset.kind) == AssetKind.POLE).order_by(col(Asset.code))))


def _conditions(looked: Looked) -> list[ColumnElement[bool]]:
    conditions = [col(Asset.kind) == AssetKind.POLE, col(Asset.state) == looked.state]
    if looked.village:
        conditions.append(col(Asset.village) == looked.village)
    if looked.words:
        named = [col(Asset.road).icontains(looked.words, autoescape=True)]
        code = code_in(looked.words)
        if code is not None:
            named.append(col(Asset.code).startswith(code, autoescape=True))
            named.append(col(Asset.circuit).icontains(looked.words, autoescape=True))
        conditions.append(or_(*named))
    return conditions
