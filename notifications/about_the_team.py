"""What officers are told about their own roles."""

from datetime import datetime

from sqlmodel import Session

from content.messages import text
from content.office import Office
from models.officer import Officer
from models.outgoing import Lane
from models.person import Person
from notifications.outbox import owe


def tell_role_ended(session: Session, office: Office, officer: Officer, now: datetime) -> None:
    """Tell somebody that their role has ended, if they can still be told."""
    person = session.get_one(Person, officer.person_id)
    if person.line_user_id is None or person.blocked_at is not None:
        return
    say = office.says_in(person.language)
    blanks = {"role": say(f"roles.{officer.role}"), "division": office.division_name(officer.division, say.language)}
    owe(session, person.line_user_id, [text(say("desk_team.ended", **blanks))], Lane.DUTY, now)
