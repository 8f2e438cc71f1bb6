"""How things stand at a pole: what anybody may read of it, and that one tap more says "I see it too"."""

from dataclasses import dataclass
from datetime import datetime

from content.case_facts import status_name
from handlers.complaints.pace import must_not_be_too_much
from handlers.streetlights.reporting import since_passed_on
from handlers.turn import Declined, Moment
from models.asset import Asset
from models.case import Case, Status
from models.follower import count_followers, follow, since_when_follows
from models.lease import one_at_a_time
from models.person import Person
from models.streetlight import OpenLight, open_lights


@dataclass(frozen=True)
class KnownLight:
    """An open case of a pole as anybody may read it: neither who told it nor in which words. Times are aware UTC."""

    case_id: int
    number: str
    # Code of content/catalogue/poles.toml; None where it was told in words.
    fault: str | None
    people: int
    since: datetime
    status: Status
    status_name: str
    promised_at: datetime
    # The reader follows it; the reader has told it first.
    is_followed: bool
    is_own: bool


def known_at(moment: Moment, pole: Asset, person: Person | None, language: str) -> list[KnownLight]:
    """What is open at the pole, the oldest first. Of a case that has become confidential nothing is said."""
    return [_known(moment, one, person, language) for one in _shown(moment, pole)]


def follow_known(moment: Moment, person: Person, pole: Asset, case_id: int) -> Case:
    """One more who sees it: they follow the open case of this pole. Tapped twice it is once. Raises Declined."""
    one_at_a_time(moment.session, f"person:{person.key}")
    case = next((one.case for one in _shown(moment, pole) if one.case.key == case_id), None)
    if case is None:
        raise Declined("pole_page.no_longer_open")
    if since_when_follows(moment.session, case.key, person.key) is None:
        must_not_be_too_much(moment, person)
        follow(moment.session, case, person.key, moment.now)
    return case


def _shown(moment: Moment, pole: Asset) -> list[OpenLight]:
    return [
        one for one in open_lights(moment.session, [pole.key], since_passed_on(moment)) if not one.case.is_confidential
    ]


def _known(moment: Moment, one: OpenLight, person: Person | None, language: str) -> KnownLight:
    case, say = one.case, moment.office.says_in(language)
    follows = person is not None and since_when_follows(moment.session, case.key, person.key) is not None
    return KnownLight(
        case_id=case.key,
        number=case.number,
        fault=one.streetlight.fault,
        people=count_followers(moment.session, case.key),
        since=case.filed_at,
        status=case.status,
        status_name=status_name(case, say, is_own=False),
        promised_at=case.promised_at,
        is_followed=follows,
        is_own=person is not None and case.reporter_id == person.key,
    )
