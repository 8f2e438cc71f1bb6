"""What people and the division are told of a dark line: lamps that went out together and go on as one case."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from content.messages import text
from content.office import Office
from models.case import Case
from models.follower import people_to_tell
from notifications.about_complaints import show_to_division
from notifications.steps import AT_ONCE, tell


def tell_of_line(
    session: Session, office: Office, line: Case, now: datetime, besides: Collection[int] = frozenset()
) -> None:
    """Tell those who follow it, but for `besides`, that many lamps are one case now.

    It is worth no message of its own: it rides along with the next step, which the promise brings at the latest.
    """
    patience = max(line.promised_at - now, AT_ONCE)
    for person in people_to_tell(session, line):
        if person.key not in besides:
            message = text(office.says_in(person.language)("lines.told", number=line.number))
            tell(session, str(person.line_user_id), message, now, patience=patience, case_id=line.key)


def show_line(session: Session, office: Office, line: Case, now: datetime) -> None:
    """One card for all of them."""
    line.announced_at = now
    show_to_division(session, office, line, "line", now)
