"""The duty roster: officers say until when they are away and that they are back, heads for their division too."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, true
from sqlmodel import Session, col, select

from content.messages import text
from content.office import Office
from content.texts import Texts
from handlers.turn import Declined, Moment
from models.case import BANGKOK
from models.officer import Officer, Role, officer_of
from models.outgoing import Lane
from models.person import Person
from notifications.outbox import owe

LONGEST_ABSENCE = timedelta(days=366)
A_DAY = timedelta(days=1)


def be_away(moment: Moment, by: Person, officer_id: int, last_day: date) -> None:
    """Not on duty to the end of a day, of which Bangkok's midnight is the end. Raises Declined."""
    officer, today = _officer_for(moment, by, officer_id), moment.now.astimezone(BANGKOK).date()
    if not today <= last_day <= today + LONGEST_ABSENCE:
        raise Declined("duty.day_not_possible")
    officer.away_until = datetime.combine(last_day + A_DAY, time(), BANGKOK)
    _tell_of_it(moment, by, officer)


def be_back(moment: Moment, by: Person, officer_id: int) -> None:
    """On duty again. Raises Declined."""
    officer = _officer_for(moment, by, officer_id)
    if officer.away_until is not None and officer.away_until > moment.now:
        officer.away_until = None
        _tell_of_it(moment, by, officer)


def _officer_for(moment: Moment, by: Person, officer_id: int) -> Officer:
    """The officer, locked for a change, if it is this person or is theirs to put on duty; decided in SQL."""
    acting = officer_of(moment.session, by.key)
    if acting is None:
        raise Declined("refused.not_an_officer")
    it = (col(Officer.id) == officer_id, col(Officer.ended_at).is_(None), _theirs(acting))
    officer = moment.session.exec(select(Officer).where(*it).with_for_update()).one_or_none()
    if officer is None:
        raise Declined("duty.not_yours")
    return officer


def _theirs(acting: Officer) -> ColumnElement[bool]:
    """Whose duty an officer may change: their own, as a head their division's, as an administrator everybody's."""
    own = col(Officer.id) == acting.key
    if acting.role == Role.ADMIN:
        return true()
    return or_(own, col(Officer.division) == acting.division) if acting.role == Role.HEAD else own


def _tell_of_it(moment: Moment, by: Person, officer: Officer) -> None:
    """Whoever did not say it themselves hears of it."""
    person = moment.session.get(Person, officer.person_id)
    if person is None or person.line_user_id is None or person.key == by.key:
        return
    say = moment.office.says_in(person.language)
    day = away_to(officer, moment.now, say)
    sentence = say("duty.told_away", day=day) if day else say("duty.told_back")
    owe(moment.session, person.line_user_id, [text(sentence)], Lane.DUTY, moment.now, is_quiet=True)


def away_to(officer: Officer, now: datetime, say: Texts) -> str:
    """The last day on which they are away; nothing for who is on duty."""
    if officer.away_until is None or officer.away_until <= now:
        return ""
    return say.day(officer.away_until - A_DAY)


def duty_section(session: Session, office: Office, officer: Officer, say: Texts, now: datetime) -> dict[str, Any]:
    """What `desk/duty_form.html` shows: those whose duty this officer may change, with until when they are away."""
    theirs = select(Officer).where(col(Officer.ended_at).is_(None), _theirs(officer))
    people = [
        {
            "id": one.key,
            "name": one.public_name or say("officers.unnamed"),
            "role": say(f"roles.{one.role}"),
            "division": office.division_name(one.division, say.language),
            "is_self": one.key == officer.key,
            "away_to": away_to(one, now, say),
        }
        for one in session.exec(theirs.order_by(col(Officer.division), col(Officer.id)))
    ]
    today = now.astimezone(BANGKOK).date()
    own_first = sorted(people, key=lambda one: not one["is_self"])
    return {"duty": {"people": own_first, "earliest": today, "latest": today + LONGEST_ABSENCE}}
