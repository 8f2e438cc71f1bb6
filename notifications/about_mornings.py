"""The morning's messages: to a division's group, and to those who asked for the town's digest."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from content.cards.mornings import digest_card, morning_card
from content.office import Office
from models.outgoing import Lane
from models.person import Language, Person
from models.staff_group import StaffGroup
from models.tally import Day, Tally
from notifications.outbox import owe


def tell_group(
    session: Session,
    office: Office,
    group: StaffGroup,
    tally: Tally,
    day: Day,
    *,
    due: Sequence[str],
    late: Sequence[str],
) -> None:
    """One message for the whole division: it costs as many of the month's as the group has members."""
    say = office.says_in(Language.THAI)  # the office works in Thai
    card = morning_card(say, office, tally, day, due=due, late=late)
    owe(session, group.line_group_id, [card], Lane.DUTY, day.now)


def tell_digest(session: Session, office: Office, person: Person, by_division: Mapping[str, Tally], day: Day) -> None:
    """The town in one message."""
    card = digest_card(office.says_in(person.language), office, by_division, day)
    owe(session, str(person.line_user_id), [card], Lane.DUTY, day.now)
