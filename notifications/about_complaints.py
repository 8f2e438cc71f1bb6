"""What followers (the reporter among them) and divisions are told about complaints unasked."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from content.cards.cases import clipped, finished_card, repair_question
from content.cards.desk import division_card
from content.case_facts import CaseFacts, case_facts
from content.dangers import Danger
from content.messages import Message, text
from content.office import Office
from content.texts import Texts
from models.case import Case, Status
from models.follower import people_to_tell
from models.letters import clip
from models.officer import heads_over, trusted_with
from models.outgoing import Lane
from models.person import Person
from models.staff_group import groups_of_division
from notifications.outbox import owe
from notifications.steps import AT_ONCE, tell

log = logging.getLogger(__name__)

# LINE takes 5,000 in a text; what somebody types may be as long, and our sentence stands around it.
MOST_UNITS_OF_A_REASON = 1000
Composer = Callable[[Texts, CaseFacts], Message]


def announce(session: Session, office: Office, case: Case, now: datetime) -> None:
    """Show a new case to its division, once: the second call does nothing, nor does one after it was withdrawn or merged."""
    if case.announced_at is not None or case.status in (Status.WITHDRAWN, Status.MERGED):
        return
    case.announced_at = now
    show_to_division(session, office, case, "new", now)


def show_to_division(session: Session, office: Office, case: Case, why: str, now: datetime) -> None:
    """Put the case's card before the division; `why` as in `division_card`."""
    say = office.says_in("th")  # the office works in Thai
    card = division_card(say, case_facts(session, case, office, say), why)
    desk = _desk_of(session, case)
    if not desk:  # the oldest are shown when a group or a head enrols; until then only a human can help
        log.error("a case has no group to go to", extra={"case_id": case.key, "division": case.division})
    for chat in desk:
        owe(session, chat, [card], Lane.DUTY, now, case_id=case.key)


def show_reopened(session: Session, office: Office, case: Case, now: datetime) -> None:
    """Put what was not in order before the division again, and before whoever answers for it."""
    show_to_division(session, office, case, "reopened", now)
    say = office.says_in("th")
    card = division_card(say, case_facts(session, case, office, say), "reopened")
    for chat in _heads_besides_the_desk(session, case):
        owe(session, chat, [card], Lane.DUTY, now, case_id=case.key)


def _heads_besides_the_desk(session: Session, case: Case) -> list[str]:
    desk = _desk_of(session, case)
    return [head for head in _heads_of(session, case) if head not in desk]


def _heads_of(session: Session, case: Case) -> list[str]:
    """Who answers for a case's division; of a confidential one, whoever has it already and nobody else."""
    return _desk_of(session, case) if case.is_confidential else heads_over(session, case.division)


def _desk_of(session: Session, case: Case) -> list[str]:
    """The chats in which a case is worked on: the division's groups; if it is confidential, its heads in private."""
    if case.is_confidential:
        return trusted_with(session, case.division)
    return [group.line_group_id for group in groups_of_division(session, case.division)]


def tell_of_danger(session: Session, office: Office, danger: Danger, now: datetime) -> bool:
    """Tell the division now that somebody is writing of a danger; whether there was anybody to be told.

    Without the person's words: they may still be taken back. What and where follows with the case's card.
    """
    say = office.says_in("th")
    message = text(say("desk.danger", what=danger.name.th, numbers=", ".join(danger.numbers)))
    groups = groups_of_division(session, danger.division)
    if not groups:
        log.error("a danger has no group to go to", extra={"danger": danger.code, "division": danger.division})
    for group in groups:
        owe(session, group.line_group_id, [message], Lane.DUTY, now)
    return bool(groups)


def tell_not_fixed(session: Session, office: Office, case: Case, words: str, now: datetime) -> None:
    """Pass on to the division, and to whoever answers for it, what the reporter says is still missing."""
    say = office.says_in("th")
    message = text(say("desk.not_fixed_because", number=case.number, words=clipped(words)))
    for chat in [*_desk_of(session, case), *_heads_besides_the_desk(session, case)]:
        owe(session, chat, [message], Lane.DUTY, now, case_id=case.key)


def tell_doubted(session: Session, office: Office, case: Case, now: datetime) -> None:
    """Tell whoever answers for the division that a repair is said not to be in order, though it is closed for good."""
    say = office.says_in("th")
    name = office.catalogue.by_code[case.type_code].name.in_(say.language)
    for head in _heads_of(session, case):
        owe(session, head, [text(say("desk.doubted", number=case.number, type=name))], Lane.DUTY, now, case_id=case.key)


def tell_withdrawn(session: Session, office: Office, case: Case, now: datetime) -> None:
    """Tell the division that its reporter has withdrawn a case: whoever is on the way can turn round."""
    say = office.says_in("th")
    name = office.catalogue.by_code[case.type_code].name.in_(say.language)
    for chat in _desk_of(session, case):
        owe(
            session,
            chat,
            [text(say("desk.withdrawn", number=case.number, type=name))],
            Lane.DUTY,
            now,
            case_id=case.key,
        )


def tell_accepted(session: Session, office: Office, case: Case, now: datetime) -> None:
    """Tell its followers who took it and by when."""
    patience = _until_something_happens(office, case, now)
    tell_followers(session, office, case, _who_and_when("told.accepted"), now, patience=patience)


def tell_begun(session: Session, office: Office, case: Case, now: datetime) -> None:
    """Tell its followers that work has begun, and by whom."""
    patience = _until_something_happens(office, case, now)
    tell_followers(session, office, case, _who_and_when("told.begun"), now, patience=patience)


def _until_something_happens(office: Office, case: Case, now: datetime) -> timedelta | None:
    """Whoever reports a lamp waits for its light: what comes before rides with a free answer or the repair, or is told
    when the promise ends."""
    if office.catalogue.by_code[case.type_code].asset is None:
        return None
    return max(office.patience, case.promised_at - now)


def _who_and_when(key: str) -> Composer:
    def sentence(say: Texts, facts: CaseFacts) -> Message:
        blanks = {"number": facts.number, "type": facts.type_name, "officer": facts.officer}
        return text(say(key, **blanks, promised=say.moment(facts.promised_at)))

    return sentence


def tell_delayed(session: Session, office: Office, case: Case, reason: str, now: datetime) -> None:
    """Tell the reporter the new date and why."""

    def sentence(say: Texts, facts: CaseFacts) -> Message:
        blanks = {"number": facts.number, "type": facts.type_name, "day": say.day(facts.promised_at)}
        return text(say("told.delayed", **blanks, reason=clip(reason, MOST_UNITS_OF_A_REASON)))

    tell_followers(session, office, case, sentence, now)


def tell_handed_over(session: Session, office: Office, case: Case, reason: str | None, now: datetime) -> None:
    """Tell its followers who has it now, and why if the officer said so."""

    def sentence(say: Texts, facts: CaseFacts) -> Message:
        blanks = {"number": facts.number, "type": facts.type_name, "division": facts.division}
        if reason is None:
            return text(say("told.handed_over", **blanks))
        return text(say("told.handed_over_because", **blanks, reason=clip(reason, MOST_UNITS_OF_A_REASON)))

    tell_followers(session, office, case, sentence, now)


def tell_declined(session: Session, office: Office, case: Case, reason: str, now: datetime) -> None:
    """Tell its followers that the town can't take it, why, and where to ask."""

    def sentence(say: Texts, facts: CaseFacts) -> Message:
        blanks = {"number": facts.number, "type": facts.type_name, "phone": office.town.phone}
        return text(say("told.declined", **blanks, reason=clip(reason, MOST_UNITS_OF_A_REASON)))

    tell_followers(session, office, case, sentence, now)


def tell_finished(session: Session, office: Office, case: Case, now: datetime) -> None:
    """Show its followers the repair and ask its reporter how it was: at once, with what still waits to be told."""
    tell_followers(session, office, case, finished_card, now, patience=AT_ONCE)


def tell_reopened(session: Session, office: Office, case: Case, now: datetime, by: Person) -> None:
    """Tell those who follow it that its reporter, or another whom we asked, finds it not in order."""
    is_reporter = by.key == case.reporter_id

    def sentence(say: Texts, facts: CaseFacts) -> Message:
        blanks = {"number": facts.number, "type": facts.type_name}
        return text(say("told.reopened", **blanks) if is_reporter else say("told.reopened_when_asked", **blanks))

    tell_followers(session, office, case, sentence, now, but=by.key)


def ask_about_repair(
    session: Session, office: Office, case: Case, person: Person, check_id: int, now: datetime
) -> None:
    """Ask one follower whether it has really been repaired, with before and after."""
    say = office.says_in(person.language)
    card = repair_question(say, case_facts(session, case, office, say, reader=person.key), check_id)
    tell(session, str(person.line_user_id), card, now, patience=office.patience, case_id=case.key)


def tell_followers(
    session: Session,
    office: Office,
    case: Case,
    message: Composer,
    now: datetime,
    *,
    but: int | None = None,
    patience: timedelta | None = None,
) -> None:
    """Each once, in their own language, with what they may see; `but` (a person) is the one who did it."""
    patience = office.patience if patience is None else patience
    for person in people_to_tell(session, case):
        if person.key != but:
            say = office.says_in(person.language)
            facts = case_facts(session, case, office, say, reader=person.key)
            tell(session, str(person.line_user_id), message(say, facts), now, patience=patience, case_id=case.key)
