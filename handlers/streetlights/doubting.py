"""A lamp was reported from so far away that it may be another: whoever reported it says which one they mean."""

from sqlmodel import Session, col, select, text

from handlers.complaints.placing import put_on
from handlers.showing import show_soon
from handlers.streetlights.lines import join_line
from handlers.streetlights.reporting import Seen, place_of_pole
from handlers.turn import Declined, Moment
from models.asset import Asset, AssetState
from models.case import IS_OPEN, Case, reported_by
from models.geography import metres_between
from models.person import Person
from models.streetlight import Streetlight


def is_this_one(moment: Moment, person: Person, case_id: int) -> Case:
    """It is the pole that was scanned: the doubt ends. Raises Declined."""
    case, light = _own_open(moment.session, person, case_id)
    light.is_doubtful = False
    moment.session.flush()
    join_line(moment, case)
    return case


def is_another(moment: Moment, person: Person, case_id: int, pole: Asset, seen: Seen | None = None) -> Case:
    """It is that pole: the case goes there, and its division is shown so. Raises Declined."""
    case, light = _own_open(moment.session, person, case_id)
    if pole.state != AssetState.IN_USE:
        raise Declined("poles.gone")
    light.is_doubtful = False
    if light.asset_id == pole.key:
        return case
    light.asset_id = pole.key
    light.metres_off = metres_between(seen.point, pole.point) if seen is not None else None
    case.address = None  # it named the other pole
    put_on(case, place_of_pole(moment, pole))
    moment.session.flush()
    show_soon(moment, case)
    join_line(moment, case)
    return case


def _own_open(session: Session, person: Person, case_id: int) -> tuple[Case, Streetlight]:
    query = select(Case, Streetlight).join(Streetlight, col(Streetlight.case_id) == col(Case.id))
    own = query.where(col(Case.id) == case_id, reported_by(person.key), text(IS_OPEN)).with_for_update(of=Case)
    found = session.exec(own).one_or_none()
    if found is None:
        raise Declined("refused.not_your_case")
    return found[0], found[1]
