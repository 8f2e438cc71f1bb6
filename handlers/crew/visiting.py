"""Somebody of the crew is at a pole: proven by its sticker, or told by a tap."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from content.qr_codes import BadQr, QrKind
from handlers.crew.working import must_be_of_this_evening
from handlers.desk.proving import ROUGHEST_M, Witness
from handlers.desk.working import Working, must_be_open
from handlers.turn import Declined
from models.asset import Asset, AssetKind, asset_coded, code_in
from models.geography import Point, metres_between
from models.streetlight import RepairVisit, pole_of, poles_with
from models.tonight import visit_named, visits_since

# A sticker that was scanned so long before a photo says where the photo was taken.
SCANNED_WITHIN = timedelta(hours=2)
BEFORE_THE_CODE = "/p/"


@dataclass(frozen=True)
class Arrival:
    """What the page tells. `sticker`: what was scanned, or the number that was typed; `key`: the page's name for it."""

    key: str
    at: datetime
    sticker: str = ""
    place: Point | None = None
    accuracy_m: float = 0.0


def arrive(work: Working, arrival: Arrival) -> RepairVisit:
    """Keep the visit. Sent twice it is one. Raises Declined for another pole's sticker, and says which one that is."""
    before = visit_named(work.session, arrival.key)
    if before is not None:
        if (before.case_id, before.officer_id) != (work.case.key, work.officer.key):
            raise Declined("refused.old_button")
        return before
    must_be_open(work)
    pole, is_scanned = _at_which(work, arrival.sticker)
    visit = RepairVisit(
        key=arrival.key,
        case_id=work.case.key,
        asset_id=pole.key if pole is not None else None,
        officer_id=work.officer.key,
        arrived_at=arrival.at,
        is_scanned=is_scanned,
        metres_off=_metres_off(arrival, pole.point if pole is not None else work.case.point),
    )
    work.session.add(visit)
    work.session.flush()
    return visit


def _at_which(work: Working, sticker: str) -> tuple[Asset | None, bool]:
    """The case's pole, or that of its line that was told; and whether its very sticker was scanned. Raises Declined.

    A number that was typed proves nothing.
    """
    told, is_scanned, own = sticker.strip(), False, pole_of(work.session, work.case.key)
    if not told:
        return own, False
    try:
        read: str | None = work.office.qr_keys.read(QrKind.POLE, told.rpartition(BEFORE_THE_CODE)[2])
        is_scanned = True
    except BadQr:
        read = code_in(told)
    if read is None or asset_coded(work.session, AssetKind.POLE, read) is None:
        raise Declined("crew.no_such_sticker")
    here = next((pole for pole in poles_with(work.session, work.case.key) if pole.code == read), None)
    if own is not None and here is None:
        raise Declined("crew.other_pole", code=read, wanted=own.code)
    return here or own, is_scanned and here is not None


def _metres_off(arrival: Arrival, point: Point | None) -> float | None:
    if arrival.place is None or point is None or arrival.accuracy_m > ROUGHEST_M:
        return None
    return metres_between(arrival.place, point)


def take_back_visit(work: Working, key: str) -> None:
    """It was the wrong tap. Gone already: nothing to do. Raises Declined for another's, or of another evening."""
    visit = visit_named(work.session, key)
    if visit is not None:
        case = work.case if visit.case_id == work.case.key else None
        if case is None:
            raise Declined("crew.not_to_take_back")
        must_be_of_this_evening(work, visit.officer_id, case, visit.arrived_at)
        work.session.delete(visit)
        work.session.flush()


def witness_of_the_sticker(work: Working, told_at: datetime) -> Witness | None:
    """That this officer scanned the pole's sticker shortly before: where they were, told by the pole itself."""
    visits = visits_since(work.session, [work.case.key], told_at - SCANNED_WITHIN)
    scanned = [visit.asset_id for visit in visits if visit.is_scanned and visit.officer_id == work.officer.key]
    pole = work.session.get(Asset, scanned[-1]) if scanned else None
    return Witness(pole.point, pole.accuracy_m) if pole is not None else None
