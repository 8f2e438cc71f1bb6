"""Complaints: told in any order, one question at a time, filed as cases."""

from handlers.complaints.adding import add_to_case
from handlers.complaints.asking import ask_whether_to_go_on, asked_again
from handlers.complaints.deciding import cancel, change, confirm, go_on, skip, start, start_over
from handlers.complaints.filing import TIMER_ANNOUNCE, announce_now, file
from handlers.complaints.keeping import TIMER_STILL_THERE
from handlers.complaints.telling import attach_photo, choose_type, hear_words, place

__all__ = [
    "TIMER_ANNOUNCE",
    "TIMER_STILL_THERE",
    "add_to_case",
    "announce_now",
    "ask_whether_to_go_on",
    "asked_again",
    "attach_photo",
    "cancel",
    "change",
    "choose_type",
    "confirm",
    "file",
    "go_on",
    "hear_words",
    "place",
    "skip",
    "start",
    "start_over",
]
