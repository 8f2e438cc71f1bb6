"""Complaints: told in any order, one question at a time, filed as cases."""

from handlers.complaints.adding import add_to_case
from handlers.complaints.asking import ask_whether_to_go_on, asked_again
from handlers.complaints.correcting import correct_type
from handlers.complaints.deciding import cancel, change, confirm, go_on, skip, start, start_over
from handlers.complaints.filing import TIMER_ANNOUNCE, announce_now, file
from handlers.complaints.joining import join, keep_apart
from handlers.complaints.keeping import TIMER_STILL_THERE
from handlers.complaints.locating import FIND_PLACE, FindPlace, locate_by_photo
from handlers.complaints.second import tell_second
from handlers.complaints.telling import attach_photo, choose_type, hear_words, place
from handlers.complaints.typed import show_all_types
from handlers.complaints.whereabouts import choose_place, keep_here, pass_on
from handlers.showing import TIMER_SHOW_JOINED, show_joined

__all__ = [
    "FIND_PLACE",
    "TIMER_ANNOUNCE",
    "TIMER_SHOW_JOINED",
    "TIMER_STILL_THERE",
    "FindPlace",
    "add_to_case",
    "announce_now",
    "ask_whether_to_go_on",
    "asked_again",
    "attach_photo",
    "cancel",
    "change",
    "choose_place",
    "choose_type",
    "confirm",
    "correct_type",
    "file",
    "go_on",
    "hear_words",
    "join",
    "keep_apart",
    "keep_here",
    "locate_by_photo",
    "pass_on",
    "place",
    "show_all_types",
    "show_joined",
    "skip",
    "start",
    "start_over",
    "tell_second",
]
