"""Every Monday some of last week's repairs are asked about: each one of its followers, drawn so that nobody can steer it."""

import hmac
from datetime import date, datetime, time, timedelta
from math import ceil
from random import Random

from sqlmodel import Session

from handlers.turn import Moment
from models.case import BANGKOK, Case
from models.person import Person
from models.repair_check import RepairCheck, finished_between, who_may_be_asked
from models.timer import Timer, set_timer
from notifications.about_complaints import ask_about_repair

TIMER_ASK = "sampling.ask_followers"
THE_TOWN = 0  # what the timer is about
ASKED_AT = time(9, 0)
SHARE, AT_LEAST = 0.05, 3
WEEK = timedelta(days=7)


def wind(moment: Moment) -> None:
    """Set the timer of next Monday, if it is not set yet: at the start, and each time that one fires."""
    today = moment.now.astimezone(BANGKOK).date()
    monday = today - timedelta(days=today.weekday())
    due = datetime.combine(monday, ASKED_AT, BANGKOK)
    if due <= moment.now:
        monday, due = monday + WEEK, due + WEEK
    set_timer(moment.session, TIMER_ASK, THE_TOWN, due, slot=monday.isoformat())


def ask_followers(moment: Moment, timer: Timer) -> None:
    """Ask about some of the cases that were finished in the week before the timer's Monday."""
    wind(moment)
    ends_at = datetime.combine(date.fromisoformat(timer.slot), time(), BANGKOK)
    finished = finished_between(moment.session, ends_at - WEEK, ends_at)
    for case, person in draw(moment.session, finished, chance_of(moment.office.secret, timer.slot)):
        check = RepairCheck(case_id=case.key, person_id=person.key, asked_at=moment.now)
        moment.session.add(check)
        moment.session.flush()
        ask_about_repair(moment.session, moment.office, case, person, check.key, moment.now)


def chance_of(secret: str, week: str) -> Random:
    """The same draw for whoever knows the secret, and none that can be foreseen without it."""
    # Nothing is kept secret by what is drawn; only that nobody knows it beforehand counts, and that is the key's.
    return Random(hmac.digest(secret.encode(), f"repair sample {week}".encode(), "sha256"))  # noqa: S311


def sample_size(finished: int) -> int:
    """5 % of the cases, but three at least, or all if there are fewer."""
    return min(finished, max(AT_LEAST, ceil(finished * SHARE)))


def draw(session: Session, finished: list[int], chance: Random) -> list[tuple[Case, Person]]:
    """Cases, each with one of its followers; one whom nobody can be asked about makes room for another.

    Nobody is asked twice in a week.
    """
    wanted, drawn, asked = sample_size(len(finished)), list[tuple[Case, Person]](), set[int]()
    for case_id in chance.sample(finished, len(finished)):
        if len(drawn) == wanted:
            break
        case = session.get_one(Case, case_id)
        people = [person for person in who_may_be_asked(session, case) if person.key not in asked]
        if people:
            person = chance.choice(people)
            asked.add(person.key)
            drawn.append((case, person))
    return drawn
