"""Cases for tests of figures, and what they come to when plain Python counts them: slowly, and each thing by itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlmodel import Session

from models.case import Case, Proof, Status
from models.follower import follow
from models.outgoing import Lane, Outgoing, SendStatus
from models.person import person_of

NOW = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)
BANGKOK = ZoneInfo("Asia/Bangkok")
AWAY = {"declined", "withdrawn", "passed_on", "merged"}


def bangkok(*at: int) -> datetime:
    """A time as Bangkok's clocks show it."""
    return datetime(*at, tzinfo=BANGKOK)  # type: ignore[misc,arg-type]


A_MORNING = bangkok(2026, 11, 5, 9, 30)


@dataclass(frozen=True)
class Told:
    """A case in a few words: when it was filed, hours of the promise and until it was finished, and what came of it."""

    filed_at: datetime = A_MORNING
    promised_h: int = 48
    took_h: float | None = None
    type_code: str = "road"
    division: str = "public_works"
    village: str | None = "m1"
    status: Status = Status.NEW
    stars: int | None = None
    reopenings: int = 0
    proof: Proof | None = None
    is_confidential: bool = False
    joined: int = 0
    paid: tuple[int, ...] = field(default=())
    point: tuple[float, float] | None = None

    @property
    def promised_at(self) -> datetime:
        return self.filed_at + timedelta(hours=self.promised_h)

    @property
    def finished_at(self) -> datetime | None:
        return None if self.took_h is None else self.filed_at + timedelta(hours=self.took_h)

    @property
    def month(self) -> str:
        return f"{self.filed_at.astimezone(BANGKOK):%Y-%m}"


def put(session: Session, told: list[Told], first: int = 1) -> None:
    """All of them in the database, each with its followers and its messages."""
    people = [
        person_of(session, f"U{number:032}", NOW) for number in range(1 + max((one.joined for one in told), default=0))
    ]
    for number, one in enumerate(told, start=first):
        case = Case(**_columns(one), number=f"70-{number:06}", reporter_id=people[0].key)
        session.add(case)
        session.flush()
        for person in people[: one.joined + 1]:
            follow(session, case, person.key, one.filed_at)
        session.add_all(_message(case, paid, one.filed_at) for paid in one.paid)


def put_many(session: Session, told: Told, cases: int, first: int = 1) -> None:
    """The same case very often, at once, with nobody who follows it."""
    reporter = person_of(session, f"U{0:032}", NOW)
    rows = [
        {**_columns(told), "number": f"70-{number:06}", "reporter_id": reporter.key}
        for number in range(first, first + cases)
    ]
    session.connection().execute(insert(Case), rows)


def _columns(one: Told) -> dict[str, Any]:
    where = {} if one.point is None else {"latitude": one.point[0], "longitude": one.point[1], "accuracy_m": 30.0}
    same: tuple[str, ...] = ("filed_at", "promised_at", "finished_at", "type_code", "division", "village", "status")
    same += ("stars", "reopenings", "proof", "is_confidential")
    return {**where, **{name: getattr(one, name) for name in same}}


def _message(case: Case, paid: int, at: datetime) -> Outgoing:
    sent: dict[str, Any] = {"status": SendStatus.SENT, "sent_at": at, "paid": paid}
    return Outgoing(
        lane=Lane.STATUS, to="U" + "1" * 32, messages=[], case_id=case.key, created_at=at, due_at=at, **sent
    )


def counted_by_hand(told: list[Told], now: datetime = NOW) -> dict[str, Any]:
    """The same figures as a `Tally` has, by the plainest way there is."""
    done = [one for one in told if one.finished_at is not None]
    judged = [one for one in told if one.status.value not in AWAY and (one.finished_at or one.promised_at < now)]
    ever = [one for one in told if one.finished_at or one.reopenings]
    hours = sorted(one.took_h for one in done if one.took_h is not None)
    return {
        "taken": len(told),
        "done": len(done),
        "due": len(judged),
        "kept": len([one for one in judged if one.finished_at and one.finished_at <= one.promised_at]),
        "stars": sum(one.stars or 0 for one in told),
        "rated": len([one for one in told if one.stars]),
        "ever_done": len(ever),
        "reopened": len([one for one in ever if one.reopenings]),
        **{proof.value: len([one for one in done if one.proof == proof]) for proof in Proof},
        "declined": len([one for one in told if one.status == Status.DECLINED]),
        "merged": len([one for one in told if one.status == Status.MERGED]),
        "joined": sum(one.joined for one in told),
        "paid": sum(sum(one.paid) for one in told),
        "median_h": _median(hours),
        "p90_h": _p90(hours),
    }


def by(told: list[Told], code: Callable[[Told], str]) -> dict[str, dict[str, Any]]:
    """The same for each group."""
    return {group: counted_by_hand([one for one in told if code(one) == group]) for group in map(code, told)}


def _median(hours: list[float]) -> float | None:
    if not hours:
        return None
    half, is_odd = divmod(len(hours), 2)
    return hours[half] if is_odd else (hours[half - 1] + hours[half]) / 2


def _p90(hours: list[float]) -> float | None:
    """The least of them that nine tenths don't exceed."""
    return next(
        (one for place, one in enumerate(hours, start=1) if Fraction(place, len(hours)) >= Fraction(9, 10)), None
    )
