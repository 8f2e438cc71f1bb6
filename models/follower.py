"""Followers: everybody who has reported a matter, its reporter among them. Whoever follows is told each step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Float, Index, UniqueConstraint, and_, func, or_, update
from sqlmodel import Field, Session, col, select

from models.case import OPEN, Case, PlaceSource, reported_by
from models.columns import Row, UtcDateTime, one_of
from models.geography import Point
from models.inserting import dialect_of, insert_into
from models.person import Person


class Follower(Row, table=True):
    """A person who follows a case: once, however often they join; who has left may come back.

    The place is where somebody who joined says that it is. The case has its reporter's; if that is taken back or erased,
    it goes on at this one.
    """

    __table_args__ = (
        UniqueConstraint("case_id", "person_id"),
        Index("ix_follower_person_id_case_id", "person_id", "case_id"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="point_whole"),
        CheckConstraint(
            "(latitude IS NULL) = (accuracy_m IS NULL) AND (latitude IS NULL) = (place_source IS NULL)",
            name="point_with_accuracy",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id")
    person_id: int = Field(foreign_key="person.id")
    followed_at: datetime = Field(sa_type=UtcDateTime)
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # By which merge they came, if they did not join themselves.
    merge_id: int | None = Field(default=None, foreign_key="case_merge.id")
    place_source: PlaceSource | None = Field(default=None, sa_type=one_of(PlaceSource))
    latitude: float | None = Field(default=None, sa_type=Float)
    longitude: float | None = Field(default=None, sa_type=Float)
    accuracy_m: float | None = Field(default=None, sa_type=Float)

    @property
    def spot(self) -> "Spot | None":
        """Where they say that it is, if they do."""
        if self.latitude is None or self.longitude is None or self.accuracy_m is None or self.place_source is None:
            return None
        return Spot(Point(self.latitude, self.longitude), self.accuracy_m, self.place_source)


@dataclass(frozen=True)
class Spot:
    """Where a follower says that it is: a point, within how many metres, and how we know."""

    point: Point
    accuracy_m: float
    source: PlaceSource


# A follower without a place, or whose place was taken back.
NO_SPOT: dict[str, Any] = {"place_source": None, "latitude": None, "longitude": None, "accuracy_m": None}


def follow(session: Session, case: Case, person_id: int, now: datetime, spot: Spot | None = None) -> None:
    """Let a person follow a case. Who follows it already, or has left it, follows it as from the first time.

    Who came by a merge stays from now on, even if the cases part again.
    """
    where = NO_SPOT
    if spot is not None:
        where = {
            "place_source": spot.source,
            "latitude": spot.point.latitude,
            "longitude": spot.point.longitude,
            "accuracy_m": spot.accuracy_m,
        }
    new = {"case_id": case.key, "person_id": person_id, "followed_at": now, "left_at": None, **where}
    insert = insert_into(dialect_of(session), Follower).values(new)
    again = insert.on_conflict_do_update(
        index_elements=["case_id", "person_id"], set_={"left_at": None, "merge_id": None}
    )
    session.connection().execute(again)


def leave(session: Session, case: Case, person_id: int, now: datetime) -> None:
    """The person follows it no more."""
    theirs = (col(Follower.case_id) == case.key, col(Follower.person_id) == person_id)
    session.exec(update(Follower).where(*theirs).values(left_at=now))


def _has_not_left(person_id: int) -> ColumnElement[bool]:
    return and_(col(Follower.person_id) == person_id, col(Follower.left_at).is_(None))


def _follows(person_id: int) -> ColumnElement[bool]:
    """Which cases a person may see, as one SQL condition on followers joined with their cases.

    A case that has become confidential is its reporter's alone.
    """
    return and_(_has_not_left(person_id), or_(reported_by(person_id), col(Case.is_confidential).is_(False)))


def followed_case(session: Session, person_id: int, case_id: int, *, to_change: bool = True) -> Case | None:
    """The case, if this person follows it: locked for a change, or to look at while others may change it."""
    query = select(Case).join(Follower, col(Follower.case_id) == col(Case.id))
    query = query.where(col(Case.id) == case_id, _follows(person_id))
    return session.exec(query.with_for_update(of=Case) if to_change else query).one_or_none()


def left_case(session: Session, person_id: int, case_id: int) -> Case | None:
    """The case, if this person has followed it, has left it and may come back."""
    query = select(Case).join(Follower, col(Follower.case_id) == col(Case.id))
    left = (col(Follower.person_id) == person_id, col(Follower.left_at).is_not(None))
    whose = (col(Case.id) == case_id, col(Case.is_confidential).is_(False))
    return session.exec(query.where(*left, *whose)).one_or_none()


def cases_followed(session: Session, person_id: int, limit: int) -> list[tuple[Case, datetime]]:
    """The cases that a person follows, each with since when, the newest following first."""
    query = select(Case, col(Follower.followed_at)).join(Follower, col(Follower.case_id) == col(Case.id))
    newest = query.where(_follows(person_id)).order_by(col(Follower.id).desc()).limit(limit)
    return [(case, followed_at) for case, followed_at in session.exec(newest)]


def page_of_cases(
    session: Session, person_id: int, limit: int, *, is_open: bool | None = None, before: int | None = None
) -> list[Case]:
    """The cases that a person follows, the last filed first: those that are open or those that are not, or both (None).

    `before`: the id of the last one that was shown, to go on from there.
    """
    query = select(Case).join(Follower, col(Follower.case_id) == col(Case.id)).where(_follows(person_id))
    if is_open is not None:
        query = query.where(col(Case.status).in_(OPEN) if is_open else col(Case.status).not_in(OPEN))
    if before is not None:
        query = query.where(col(Follower.case_id) < before)
    # Not by when they joined: in this order an index has them, and the page shows when each was filed.
    return list(session.exec(query.order_by(col(Follower.case_id).desc()).limit(limit)))


def times_of_following(session: Session, person_id: int, limit: int) -> list[datetime]:
    """When a person filed or joined, the newest first; also what they have left since."""
    query = select(col(Follower.followed_at)).where(col(Follower.person_id) == person_id)
    return list(session.exec(query.order_by(col(Follower.id).desc()).limit(limit)))


def since_when_follows(session: Session, case_id: int, person_id: int) -> datetime | None:
    """Since when a person follows a case; None if they don't."""
    query = select(col(Follower.followed_at)).where(col(Follower.case_id) == case_id, _has_not_left(person_id))
    return session.exec(query).one_or_none()


def count_followers(session: Session, case_id: int, besides: int | None = None) -> int:
    """How many people follow a case, besides one of them if so asked."""
    query = select(func.count()).where(col(Follower.case_id) == case_id, col(Follower.left_at).is_(None))
    others = query if besides is None else query.where(col(Follower.person_id) != besides)
    return int(session.exec(others).one())


def people_to_tell(session: Session, case: Case) -> list[Person]:
    """Whom to tell of a step, the first to follow first: neither those who are erased nor those who block the account.

    What has become confidential is told to its reporter alone.
    """
    query = select(Person).join(Follower, col(Follower.person_id) == col(Person.id))
    here = (col(Follower.case_id) == case.key, col(Follower.left_at).is_(None))
    reachable = (col(Person.line_user_id).is_not(None), col(Person.blocked_at).is_(None))
    who = (col(Person.id) == case.reporter_id,) if case.is_confidential else ()
    return list(session.exec(query.where(*here, *reachable, *who).order_by(col(Follower.id))))


def spot_of_another(session: Session, case: Case) -> Spot | None:
    """Where the first of those who joined says that it is."""
    query = select(Follower).where(col(Follower.case_id) == case.key, col(Follower.latitude).is_not(None))
    found = session.exec(query.order_by(col(Follower.id)).limit(1)).first()
    return found.spot if found is not None else None
