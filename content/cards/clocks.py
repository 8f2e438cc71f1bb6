"""What those are shown who have to see to it that promises are kept: a sentence, and what can be done about it at once."""

from datetime import datetime

from content.cards.desk import day_buttons
from content.cards.look import button, card, main_button, words
from content.case_facts import CaseFacts
from content.messages import Action, Message, flex, link, tap
from content.office import Office
from content.texts import Texts


def sentence_card(say: Texts, office: Office, sentence: str, facts: CaseFacts, *, may_accept: bool) -> Message:
    """A sentence about a case with the way to its page; whoever may is offered to accept it."""
    look = _look(say, office, facts)
    accept = tap(say("buttons.accept"), "casework.accept", case=facts.id)
    buttons = [main_button(accept), button(look)] if may_accept else [main_button(look)]
    return flex(sentence, card(None, [words(sentence)], buttons))


def new_date_card(say: Texts, office: Office, sentence: str, facts: CaseFacts, now: datetime) -> Message:
    """A sentence about a case whose promise ends soon, with the days that it may be moved to."""
    days = [button(action) for action in day_buttons(say, facts.id, *office.new_days(now))]
    return flex(sentence, card(None, [words(sentence)], [*days, button(_look(say, office, facts), style="link")]))


def _look(say: Texts, office: Office, facts: CaseFacts) -> Action:
    return link(say("clocks.see_case"), office.liff_url(f"desk/cases/{facts.id}"))
