"""Whoever reports a lamp without LINE: who they are for the time of their visit, and how many of them may file in an hour."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from content.poles import Fault
from handlers.streetlights.reporting import known_light
from handlers.turn import Declined, Moment
from models.asset import Asset
from models.case import Case
from models.follower import cases_followed, follow, leave
from models.person import Person
from models.streetlight import open_lights

AN_HOUR = timedelta(hours=1)
# So many reports of one visit are followed on.
MOST_OF_A_VISIT = 20


def must_have_room(moment: Moment, pole: Asset, fault: Fault) -> None:
    """Refuse a new case of somebody without LINE when all of them have filed enough in this hour. Raises Declined.

    Danger is never refused, nor is one more who follows what is open already.
    """
    if fault.danger is None and known_light(moment, pole, fault) is None:
        must_not_be_too_many(moment)


def must_not_be_too_many(moment: Moment) -> None:
    """The same for whatever else they file."""
    limit = moment.office.town.lights.most_reports_without_line_an_hour
    if _filed_within_the_hour(moment) >= limit:
        raise Declined("pole_page.too_many_without_line", phone=moment.office.town.phone)


def who_sent(moment: Moment, pole: Asset, key: str) -> Person | None:
    """The passer-by whose report this sending has become already: its answer, and with it their cookie, got lost."""
    for one in open_lights(moment.session, [pole.key]):
        if one.case.filed_under == key:
            reporter = moment.session.get_one(Person, one.case.reporter_id)
            return reporter if is_passer_by(reporter) else None
    return None


def goes_on_in_line(session: Session, passer_by_id: int, person: Person, now: datetime) -> None:
    """Whoever told something without LINE has logged in: they follow it in LINE from now on, once and not twice.

    It stays the passer-by's report, with what they told of themselves.
    """
    before = session.get(Person, passer_by_id)
    if before is None or not is_passer_by(before):
        return
    for case, _ in cases_followed(session, passer_by_id, MOST_OF_A_VISIT):
        follow(session, case, person.key, now)
        leave(session, case, passer_by_id, now)


def is_passer_by(person: Person) -> bool:
    """Whether they told something without LINE, and nothing of it was erased."""
    return person.line_user_id is None and person.erased_at is None


def _filed_within_the_hour(moment: Moment) -> int:
    query = select(func.count()).select_from(Case).join(Person, col(Person.id) == col(Case.reporter_id))
    theirs = (col(Person.line_user_id).is_(None), col(Person.erased_at).is_(None))
    return int(moment.session.exec(query.where(col(Case.filed_at) > moment.now - AN_HOUR, *theirs)).one())
