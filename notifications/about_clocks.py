"""What officers, heads and the municipal clerk are told about promises, by the duty roster; and followers, in time."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from content.cards.clocks import new_date_card, sentence_card
from content.cards.desk import division_card, in_hand_card
from content.case_facts import CaseFacts, case_facts
from content.messages import Message, text
from content.office import Office
from content.texts import Texts
from models.case import IN_HAND, Case
from models.duty import heads_on_duty, holder_on_duty, overseers_on_duty, trusted_on_duty
from models.outgoing import Lane
from models.person import Language, Person
from models.staff_group import groups_of_division
from notifications.about_complaints import tell_followers
from notifications.outbox import owe
from notifications.steps import AT_ONCE

log = logging.getLogger(__name__)

TO_THE_DIVISION, TO_THE_HEAD = 1, 2


@dataclass(frozen=True)
class Chat:
    """Where something is said, in which language, and whether those who read it there may change the case."""

    to: str
    say: Texts
    may_act: bool = True


@dataclass(frozen=True)
class Roster:
    """Who is on duty for a case. What is confidential is for those who are trusted with it, whatever the step."""

    session: Session
    office: Office
    case: Case
    now: datetime

    def holder(self) -> list[Chat]:
        """The officer who holds it; while they are away their head; if nobody holds it, its division."""
        if self.case.is_confidential:
            return self._trusted()
        if self.case.officer_id is None:
            return self.division()
        return self._private(holder_on_duty(self.session, self.case.officer_id, self.now)) or self.heads()

    def division(self) -> list[Chat]:
        """The division's groups, and without one its heads."""
        if self.case.is_confidential:
            return self._trusted()
        groups = groups_of_division(self.session, self.case.division)
        say = self.office.says_in(Language.THAI)  # the office works in Thai
        return [Chat(group.line_group_id, say) for group in groups] or self.heads()

    def heads(self) -> list[Chat]:
        """The division's heads; while they are away who oversees; in a town that has nobody else, the heads all the same."""
        if self.case.is_confidential:
            return self._trusted()
        on_duty, all_of_them = (heads_on_duty(self.session, self.case.division, at) for at in (self.now, None))
        return self._private(on_duty) or self.overseers() or self._private(all_of_them)

    def overseers(self) -> list[Chat]:
        """The municipal clerk, or who stands in for them."""
        if self.case.is_confidential:
            return self._trusted()
        return self._private(overseers_on_duty(self.session, self.now), may_act=False)

    def _trusted(self) -> list[Chat]:
        return self._private(trusted_on_duty(self.session, self.case.division, self.now))

    def _private(self, people: Iterable[Person], *, may_act: bool = True) -> list[Chat]:
        return [Chat(str(person.line_user_id), self.office.says_in(person.language), may_act) for person in people]


def remind_holder(session: Session, office: Office, case: Case, now: datetime) -> None:
    """Half of the time has passed: said without a sound, to who holds the case."""

    def message(chat: Chat, facts: CaseFacts) -> Message:
        if case.status not in IN_HAND and chat.may_act:
            return division_card(chat.say, facts, "half")
        return _card_of(office, case, facts, chat, "clocks.half")

    _say(Roster(session, office, case, now).holder(), session, office, case, now, message, is_quiet=True)


def remind_heads(session: Session, office: Office, case: Case, now: datetime) -> None:
    """Most of the time has passed: the heads may give a new date before the town does."""

    def message(chat: Chat, facts: CaseFacts) -> Message:
        if case.status in IN_HAND and chat.may_act:
            sentence = chat.say("clocks.most", **_blanks(chat, facts))
            return new_date_card(chat.say, office, sentence, facts, now)
        return _card_of(office, case, facts, chat, "clocks.most")

    roster = Roster(session, office, case, now)
    _say(roster.heads() or roster.division(), session, office, case, now, message)


def tell_broken(session: Session, office: Office, case: Case, was_promised: datetime, now: datetime) -> None:
    """A promise has ended unkept: heads and overseers are told, and until when the town has moved it."""

    def message(chat: Chat, facts: CaseFacts) -> Message:
        return _card_of(office, case, facts, chat, "clocks.broken", broken=chat.say.moment(was_promised))

    roster = Roster(session, office, case, now)
    _say([*roster.heads(), *roster.overseers()] or roster.division(), session, office, case, now, message)


def tell_unaccepted(session: Session, office: Office, case: Case, rung: int, now: datetime) -> None:
    """Nobody has accepted the case: its division sees it once more, then the heads, then who oversees."""

    def message(chat: Chat, facts: CaseFacts) -> Message:
        if chat.may_act:
            return division_card(chat.say, facts, "waiting")
        return _card_of(office, case, facts, chat, "clocks.unaccepted", filed=chat.say.moment(facts.filed_at))

    roster = Roster(session, office, case, now)
    whom = {TO_THE_DIVISION: roster.division, TO_THE_HEAD: roster.heads}.get(rung, roster.overseers)
    _say(whom(), session, office, case, now, message)


def tell_new_date(session: Session, office: Office, case: Case, now: datetime) -> None:
    """Tell its followers until when the town has moved what it promised: at once, before the promise is broken."""

    def sentence(say: Texts, facts: CaseFacts) -> Message:
        blanks = {"number": facts.number, "type": facts.type_name, "day": say.day(facts.promised_at)}
        return text(say("told.moved_by_the_town", **blanks))

    tell_followers(session, office, case, sentence, now, patience=AT_ONCE)


def _blanks(chat: Chat, facts: CaseFacts) -> dict[str, str]:
    holder = facts.officer or chat.say("clocks.nobody")
    return {
        "number": facts.number,
        "type": facts.type_name,
        "promised": chat.say.moment(facts.promised_at),
        "holder": holder,
    }


def _card_of(office: Office, case: Case, facts: CaseFacts, chat: Chat, key: str, **blanks: str) -> Message:
    """A sentence with what its reader can do: the next steps, or only look."""
    sentence = chat.say(key, **_blanks(chat, facts), **blanks)
    if chat.may_act and case.status in IN_HAND:
        return in_hand_card(chat.say, sentence, case.key, case.status)
    return sentence_card(chat.say, office, sentence, facts, may_accept=chat.may_act and case.status not in IN_HAND)


def _say(
    chats: list[Chat],
    session: Session,
    office: Office,
    case: Case,
    now: datetime,
    message: Callable[[Chat, CaseFacts], Message],
    *,
    is_quiet: bool = False,
) -> None:
    """Each chat once."""
    each = {chat.to: chat for chat in reversed(chats)}
    if not each:
        log.error("nobody is on duty for a case", extra={"case_id": case.key, "division": case.division})
    for chat in reversed(each.values()):
        facts = case_facts(session, case, office, chat.say)
        owe(session, chat.to, [message(chat, facts)], Lane.DUTY, now, case_id=case.key, is_quiet=is_quiet)
