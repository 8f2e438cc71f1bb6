"""The crew's list for tonight: stops in the order of the round, lamps of one circuit together, and what is left out of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlmodel import Session

from content.case_clock import time_left
from content.case_facts import map_url
from content.office import Office
from content.texts import Texts
from models.asset import Asset
from models.case import BANGKOK, Status, WaitsFor
from models.geography import Point
from models.officer import Officer
from models.promise import is_late, late_since
from models.route import Route, round_trip
from models.streetlight import PartUsed, RepairVisit, poles_with
from models.tonight import (
    LampCase,
    count_reporters,
    lamp_cases,
    newest_steps,
    parts_since,
    today_began,
    visits_since,
)


@dataclass(frozen=True)
class PartsTold:
    """What was told at once of parts: "2 × lamp". `is_own`: the reader may take it back."""

    key: str
    words: str
    is_own: bool


@dataclass(frozen=True)
class Stop:
    """One lamp to go to, as its card shows it. `number` counts within the round; None: not in it."""

    id: int
    case_number: str
    seen: int
    code: str
    road: str
    village: str
    circuit: str
    fault: str
    picture: str
    is_danger: bool
    # All poles of a dark line; none of a lamp by itself.
    line: tuple[str, ...]
    is_doubtful: bool
    reporters: int
    promised_at: datetime
    is_late: bool
    left: str
    point: Point | None
    map_url: str | None
    number: int | None
    # From the stop before, or from the depot.
    metres: float | None
    visit: RepairVisit | None
    is_own_visit: bool
    parts: tuple[PartsTold, ...]


@dataclass(frozen=True)
class Stretch:
    """Stops that follow each other on one circuit, or on none. `count`: how many lamps of the circuit are in the list."""

    circuit: str
    count: int
    is_maybe_line: bool
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Tonight:
    """The whole list. `begins`: the evening's first hour, where it is not evening now."""

    stretches: tuple[Stretch, ...]
    nowhere: tuple[Stop, ...]
    folded: tuple[Stop, ...]
    route: Route
    begins: str | None
    ends: str

    @property
    def stops(self) -> list[Stop]:
        """Those of the round, in its order."""
        return [stop for stretch in self.stretches for stop in stretch.stops]


def tonight(session: Session, officer: Officer, office: Office, say: Texts, now: datetime) -> Tonight:
    """The open lamps that this officer may see, in the order of the round: what is dangerous first, then the shortest way."""
    found, today = lamp_cases(session, officer), now.astimezone(BANGKOK).date()
    cards = _Cards(session, found, officer, office, say, now)
    folded = [one for one in found if _waits(one, today.toordinal())]
    due = sorted((one for one in found if one not in folded), key=lambda one: not cards.is_danger(one))
    placed = [one for one in due if one.point is not None]
    depot = office.town.lights.depot
    start = Point(depot.latitude, depot.longitude) if depot is not None else None
    route = round_trip(start, [one.point for one in placed if one.point], sum(map(cards.is_danger, placed)))
    in_order = zip(route.order, route.legs, strict=True)
    stops = [cards.stop(placed[place], number, leg) for number, (place, leg) in enumerate(in_order, start=1)]
    return Tonight(
        stretches=_stretches(stops, office.town.lights.line_lamps),
        nowhere=tuple(cards.stop(one) for one in due if one.point is None),
        folded=tuple(map(cards.stop, folded)),
        route=route,
        begins=_begins(office, now),
        ends=f"{office.town.lights.ends:%H.%M}",
    )


def stops_of_pole(
    session: Session, officer: Officer, office: Office, say: Texts, now: datetime, code: str
) -> list[Stop]:
    """What there is to do at one pole, for whoever stands before it."""
    found = lamp_cases(session, officer, code)
    cards = _Cards(session, found, officer, office, say, now)
    return [cards.stop(one) for one in found]


def _waits(one: LampCase, today: int) -> bool:
    """Until a later day for a part, or for its reporter's answer: nothing to go there for tonight."""
    if one.case.status != Status.WAITING:
        return False
    is_later = one.case.promised_at.astimezone(BANGKOK).date().toordinal() > today
    return one.case.waits_for == WaitsFor.REPORTER or is_later


def _begins(office: Office, now: datetime) -> str | None:
    lights, clock = office.town.lights, now.astimezone(BANGKOK).time()
    return None if lights.begins <= clock < lights.ends else f"{lights.begins:%H.%M}"


def _stretches(stops: Sequence[Stop], line_lamps: int) -> tuple[Stretch, ...]:
    lamps = Counter(stop.circuit for stop in stops)
    return tuple(
        Stretch(circuit, lamps[circuit], bool(circuit) and lamps[circuit] >= line_lamps, tuple(together))
        for circuit, together in groupby(stops, key=lambda stop: stop.circuit)
    )


class _Cards:
    """What the cards show that does not stand with their cases, read at once for all of them."""

    def __init__(
        self, session: Session, found: Sequence[LampCase], officer: Officer, office: Office, say: Texts, now: datetime
    ) -> None:
        self._session, self._officer, self._office, self._say, self._now = session, officer, office, say, now
        ids, since = [one.case.key for one in found], today_began(now)
        self._reporters, self._seen = count_reporters(session, ids), newest_steps(session, ids)
        self._visits = {visit.case_id: visit for visit in visits_since(session, ids, since)}
        self._parts = parts_since(session, ids, since)

    def is_danger(self, one: LampCase) -> bool:
        """Whether its fault is one that people are kept away from."""
        fault = self._office.poles.fault_by_code.get(one.light.fault or "")
        return fault is not None and fault.danger is not None

    def stop(self, one: LampCase, number: int | None = None, metres: float | None = None) -> Stop:
        """Its card."""
        case, pole, point, say = one.case, one.pole, one.point, self._say
        fault = self._office.poles.fault_by_code.get(one.light.fault or "")
        village = self._office.town.gazetteer.by_code.get((pole.village if pole else case.village) or "")
        visit, late = self._visits.get(case.key), is_late(case, self._now)
        return Stop(
            id=case.key,
            case_number=case.number,
            seen=self._seen.get(case.key, 0),
            code=pole.code if pole else "",
            road=(pole.road if pole else case.address) or "",
            village=village.name.in_(say.language) if village is not None else "",
            circuit=(pole.circuit if pole else None) or "",
            fault=fault.name.in_(say.language) if fault else say("crew.fault_unknown"),
            picture=fault.picture if fault else self._office.catalogue.for_poles.picture,
            is_danger=self.is_danger(one),
            line=tuple(pole.code for pole in self._line_of(one)),
            is_doubtful=one.light.is_doubtful,
            reporters=self._reporters.get(case.key, 0),
            promised_at=case.promised_at,
            is_late=late,
            left=time_left(say, late_since(case) if late else case.promised_at, self._now),
            point=point,
            map_url=map_url(point.latitude, point.longitude) if point is not None else None,
            number=number,
            metres=metres,
            visit=visit,
            is_own_visit=visit is not None and visit.officer_id == self._officer.key,
            parts=self._told_of(case.key),
        )

    def _line_of(self, one: LampCase) -> list[Asset]:
        return poles_with(self._session, one.case.key) if one.light.is_line else []

    def _told_of(self, case_id: int) -> tuple[PartsTold, ...]:
        own = [used for used in self._parts if used.case_id == case_id]
        together = groupby(own, key=lambda used: (used.key or "", used.officer_id))
        return tuple(
            PartsTold(key, " · ".join(map(self._part, parts)), by == self._officer.key and bool(key))
            for (key, by), parts in together
        )

    def _part(self, used: PartUsed) -> str:
        part = self._office.poles.part_by_code.get(used.part)
        name = part.name.in_(self._say.language) if part is not None else used.part
        return self._say("crew.part_used", part=name, count=used.count)
