"""Street lights: told by the sticker on the pole, its number or a pin, filed as cases of that pole."""

from handlers.streetlights.choosing import choose_fault, choose_pole
from handlers.streetlights.numbered import again, hear_words
from handlers.streetlights.photographed import attach_photo, read_sticker
from handlers.streetlights.pinned import place
from handlers.streetlights.starting import ask_number, cancel, start, tell_in_words

__all__ = [
    "again",
    "ask_number",
    "attach_photo",
    "cancel",
    "choose_fault",
    "choose_pole",
    "hear_words",
    "place",
    "read_sticker",
    "start",
    "tell_in_words",
]
