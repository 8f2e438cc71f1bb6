"""What an officer asks or writes to a reporter, with the button to answer: it stays, also where no quick replies show."""

from content.cards.look import BRAND, band, button, card, main_button, quiet, words
from content.case_facts import CaseFacts
from content.messages import Message, flex, link, tap, text
from content.texts import Texts
from models.letters import clip

MOST_UNITS = 1000


def question_card(say: Texts, facts: CaseFacts, question: str) -> Message:
    """The case waits for its reporter: what they are asked."""
    return _card(say, facts, say("answers.question_title"), question, say("answers.question_next"))


def reply_card(say: Texts, facts: CaseFacts, written: str) -> Message:
    """What an officer writes."""
    return _card(say, facts, say("answers.reply_title"), written, say("answers.reply_next"))


def _card(say: Texts, facts: CaseFacts, title: str, written: str, then: str) -> Message:
    header = band(title, BRAND, small=f"{facts.number} {facts.type_name}")
    answer = main_button(tap(say("buttons.answer"), "feedback.answer", case=facts.id))
    see = button(tap(say("buttons.see"), "tracking.show_case", case=facts.id))
    body = [words(clip(written, MOST_UNITS)), quiet(then)]
    return flex(say("answers.alt", number=facts.number, title=title), card(header, body, [answer, see]))


def answer_question(say: Texts, number: str) -> Message:
    """Asks for the answer."""
    offers = [
        {"type": "camera", "label": say("buttons.take_photo")},
        {"type": "cameraRoll", "label": say("buttons.choose_photo")},
        tap(say("buttons.cancel"), "answering.skip"),
    ]
    return text(say("answers.ask", number=number), offers)


def more_question(say: Texts, number: str) -> Message:
    """After a photo: more may follow, or that was all."""
    return text(say("answers.got_photo", number=number), [tap(say("buttons.that_is_all"), "answering.skip")])


def busy_message(say: Texts, page_url: str) -> Message:
    """They are in the middle of something else, which is not to be lost: the page takes the answer meanwhile."""
    return text(say("answers.something_open"), [link(say("buttons.open_page"), page_url)])
