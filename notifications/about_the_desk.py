"""What followers and officers are told of the desk's own steps: a day, a wait, another authority, an officer's words."""

from datetime import datetime

from sqlmodel import Session

from content.cards.answers import question_card, reply_card
from content.cards.desk import division_card
from content.case_facts import CaseFacts, case_facts
from content.messages import Message, text
from content.office import Office
from content.texts import Texts
from models.case import Case, WaitsFor
from models.follower import people_to_tell
from models.letters import clip
from models.outgoing import Lane
from models.person import Person
from notifications.about_complaints import MOST_UNITS_OF_A_REASON, tell_followers
from notifications.outbox import owe
from notifications.steps import AT_ONCE, tell


def _clipped(reason: str) -> str:
    return clip(reason, MOST_UNITS_OF_A_REASON)


def tell_promised(session: Session, office: Office, case: Case, reason: str | None, now: datetime) -> None:
    """Tell its followers that it will be done sooner, and why if the officer said so."""

    def sentence(say: Texts, facts: CaseFacts) -> Message:
        blanks = {"number": facts.number, "type": facts.type_name, "day": say.day(facts.promised_at)}
        if not reason:
            return text(say("told.promised", **blanks))
        return text(say("told.promised_because", **blanks, reason=_clipped(reason)))

    tell_followers(session, office, case, sentence, now)


def tell_waiting(session: Session, office: Office, case: Case, reason: str, now: datetime) -> None:
    """Tell its followers why it stands still; its reporter, if it is them, what they are asked, with a way to answer."""

    def message(say: Texts, facts: CaseFacts) -> Message:
        blanks = {"number": facts.number, "type": facts.type_name}
        if case.waits_for != WaitsFor.REPORTER:
            day = say.day(facts.promised_at)
            return text(say("told.waiting", **blanks, day=day, reason=_clipped(reason)))
        return question_card(say, facts, reason) if facts.is_own else text(say("told.waiting_for_another", **blanks))

    tell_followers(session, office, case, message, now)


def tell_resumed(session: Session, office: Office, case: Case, now: datetime) -> None:
    """Tell its followers that it goes on, and the day that is promised now."""

    def sentence(say: Texts, facts: CaseFacts) -> Message:
        return text(say("told.resumed", number=facts.number, type=facts.type_name, day=say.day(facts.promised_at)))

    tell_followers(session, office, case, sentence, now)


def tell_passed_on(session: Session, office: Office, case: Case, reason: str | None, now: datetime) -> None:
    """Tell its followers which authority has it now and where to call it, and why if the officer said so."""

    def sentence(say: Texts, facts: CaseFacts) -> Message:
        blanks = {"number": facts.number, "type": facts.type_name, "phone": office.town.phone}
        blanks["authority"] = office.authority_name(case.authority, say)
        if not reason:
            return text(say("told.passed_on", **blanks))
        return text(say("told.passed_on_because", **blanks, reason=_clipped(reason)))

    tell_followers(session, office, case, sentence, now)


def tell_taken_back(session: Session, office: Office, case: Case, now: datetime) -> None:
    """Tell its followers that the town sees to it again."""

    def sentence(say: Texts, facts: CaseFacts) -> Message:
        blanks = {"number": facts.number, "type": facts.type_name, "division": facts.division}
        return text(say("told.taken_back", **blanks, day=say.day(facts.promised_at)))

    tell_followers(session, office, case, sentence, now)


def reporter_to_tell(session: Session, case: Case) -> Person | None:
    """Its reporter, if they can be told anything: neither erased, nor gone, nor blocking the account."""
    return next((person for person in people_to_tell(session, case) if person.key == case.reporter_id), None)


def tell_reply(session: Session, office: Office, case: Case, reporter: Person, words: str, now: datetime) -> None:
    """Show its reporter at once what an officer writes to them, with a way to answer."""
    say = office.says_in(reporter.language)
    facts = case_facts(session, case, office, say, reader=reporter.key)
    card = reply_card(say, facts, words)
    tell(session, str(reporter.line_user_id), card, now, patience=AT_ONCE, case_id=case.key)


def tell_assigned(session: Session, office: Office, case: Case, colleague: Person, now: datetime) -> None:
    """Show a colleague in private the case that they have been given."""
    say = office.says_in("th")  # the office works in Thai
    card = division_card(say, case_facts(session, case, office, say), "assigned")
    owe(session, str(colleague.line_user_id), [card], Lane.DUTY, now, case_id=case.key)
