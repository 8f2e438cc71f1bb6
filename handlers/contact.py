"""How the town is reached, and small talk: what a person behind a counter would answer too."""

from content.cards.welcome import contact_card, greeting, menu_offers
from content.messages import text
from handlers import complaints
from handlers.turn import Asked, Replies, Turn


def show(turn: Turn, asked: Asked) -> Replies:
    """Telephone, hours and emergency numbers."""
    return [contact_card(turn.say, turn.office)]


def greet(turn: Turn, asked: Asked) -> Replies:
    """Somebody says hello, or asks for the menu."""
    return [greeting(turn.say, turn.office)[0], text(turn.say("welcome.how"), menu_offers(turn.say))]


def thank(turn: Turn, asked: Asked) -> Replies:
    """Somebody says thank you."""
    turn.is_small_talk = True
    return [text(turn.say("welcome.thanks"), menu_offers(turn.say))]


def see_sticker(turn: Turn) -> Replies:
    """A sticker; in the middle of a complaint its question is asked again."""
    turn.is_small_talk = True
    return complaints.asked_again(turn) or [text(turn.say("welcome.sticker"), menu_offers(turn.say))]


def see_something_else(turn: Turn) -> Replies:
    """A video, a voice message, a file: said clearly that it isn't taken, and what is."""
    sorry = turn.say("refused.not_understood", phone=turn.office.town.phone)
    open_question = complaints.asked_again(turn)
    return [text(sorry), *open_question] if open_question else [text(sorry, menu_offers(turn.say))]
