"""What followers are told when cases are merged and parted: those of the case whose way changes, each once."""

from datetime import datetime

from sqlmodel import Session

from content.messages import text
from content.office import Office
from models.case import Case
from models.follower import people_to_tell
from notifications.steps import tell


def tell_merged(session: Session, office: Office, case: Case, into: Case, now: datetime) -> None:
    """Tell them that it goes on under the other's number, and that theirs stays good."""
    _tell(session, office, "told.merged", (case, into), now)


def tell_unmerged(session: Session, office: Office, case: Case, into: Case, now: datetime) -> None:
    """Tell them that it goes on by itself again."""
    _tell(session, office, "told.unmerged", (case, into), now)


def _tell(session: Session, office: Office, key: str, both: tuple[Case, Case], now: datetime) -> None:
    case, into = both
    for person in people_to_tell(session, case):
        say = office.says_in(person.language)
        name = office.catalogue.by_code[case.type_code].name.in_(say.language)
        blanks = {"number": case.number, "type": name, "other": into.number, "day": say.day(into.promised_at)}
        if key == "told.unmerged":
            blanks["day"] = say.day(case.promised_at)
        message = text(say(key, **blanks))
        tell(session, str(person.line_user_id), message, now, patience=office.patience, case_id=case.key)
