"""How much one person may tell in an hour. Joining a case brings words and photos as filing does, and counts the same."""

from datetime import datetime, timedelta

from content.messages import Action, text
from handlers.turn import Declined, Moment, Replies, Turn
from models.follower import times_of_following
from models.officer import officer_of
from models.person import Person


def wait_if_too_many(turn: Turn, again: Action) -> Replies | None:
    """What to answer somebody who has told so much that the next has to wait, with the button for later; None otherwise.

    All that was told stays.
    """
    until = has_told_enough_until(turn, turn.person)
    if until is None:
        return None
    blanks = {"limit": turn.office.town.most_cases_an_hour, "until": turn.say.moment(until), "button": again["label"]}
    return [text(turn.say("complaints.wait", **blanks, phone=turn.office.town.phone), [again])]


def has_told_enough_until(moment: Moment, person: Person) -> datetime | None:
    """Until when this person's next has to wait; None if it hasn't. Officers file for whoever stands before them."""
    most = moment.office.town.most_cases_an_hour
    times = times_of_following(moment.session, person.key, most)
    until = times[-1] + timedelta(hours=1) if len(times) == most else moment.now
    if until <= moment.now or officer_of(moment.session, person.key) is not None:
        return None
    return until


def must_not_be_too_much(moment: Moment, person: Person) -> None:
    """Refuse, for a page, who has told so much that the next has to wait. Raises Declined."""
    until = has_told_enough_until(moment, person)
    if until is None:
        return
    blanks = {"limit": moment.office.town.most_cases_an_hour, "phone": moment.office.town.phone}
    raise Declined("form.wait", until=moment.office.says_in(person.language).moment(until), **blanks)
