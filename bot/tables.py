"""Which handler belongs to what: tables for postbacks, typed commands, open questions, events and timers."""

from collections.abc import Callable
from dataclasses import dataclass

from content.messages import Message
from handlers import (
    answering,
    casework,
    clocks,
    closing,
    complaints,
    contact,
    emergencies,
    enrolment,
    feedback,
    groups,
    handovers,
    mornings,
    people,
    progress,
    repairs,
    sampling,
    showing,
    streetlights,
    tracking,
    welfare,
)
from handlers.desk import finishing, way_in
from handlers.guards import anyone, officers_only
from handlers.turn import Asked, Moment, Picture, Pin, Replies, Turn, Words
from models.timer import Timer

Handler = Callable[[Turn, Asked], Replies]
Guard = Callable[[Turn], None]


@dataclass(frozen=True)
class Postback:
    """A handler that a button calls, with the guard that is asked first."""

    handler: Handler
    guard: Guard


def _named(guard: Guard, *handlers: Handler) -> dict[str, Postback]:
    """`handlers.complaints.telling.choose_type` is called by `do=complaints.choose_type`."""
    return {f"{handler.__module__.split('.')[1]}.{handler.__name__}": Postback(handler, guard) for handler in handlers}


POSTBACKS: dict[str, Postback] = {
    **_named(
        anyone,
        complaints.start,
        complaints.go_on,
        complaints.start_over,
        complaints.choose_type,
        complaints.show_all_types,
        complaints.tell_second,
        complaints.choose_place,
        complaints.keep_here,
        complaints.pass_on,
        complaints.skip,
        complaints.change,
        complaints.cancel,
        complaints.confirm,
        complaints.add_to_case,
        complaints.join,
        complaints.keep_apart,
        tracking.list_cases,
        tracking.show_case,
        tracking.unfollow,
        tracking.follow_again,
        feedback.rate,
        feedback.reopen,
        feedback.confirm,
        feedback.confirm_repair,
        feedback.doubt_repair,
        feedback.ask_withdraw,
        feedback.withdraw,
        feedback.skip,
        feedback.answer,
        answering.skip,
        contact.show,
        emergencies.start,
        streetlights.start,
        streetlights.ask_number,
        streetlights.choose_pole,
        streetlights.choose_fault,
        streetlights.tell_in_words,
        streetlights.cancel,
        welfare.start,
        enrolment.skip,
    ),
    **_named(
        officers_only,
        casework.accept,
        progress.begin,
        progress.delay,
        progress.choose_day,
        progress.skip,
        progress.cancel,
        repairs.finish,
        repairs.skip,
        repairs.cancel,
        handovers.hand_over,
        handovers.choose_division,
        handovers.decline,
        handovers.skip,
        handovers.cancel,
    ),
}

# Commands that are typed, by the names in content/texts [commands].
COMMANDS: dict[str, Handler] = {
    "report": complaints.start,
    "track": tracking.list_cases,
    "emergency": emergencies.start,
    "street_light": streetlights.start,
    "welfare": welfare.start,
    "contact": contact.show,
    "desk": way_in.open_desk,
    "greet": contact.greet,
    "thanks": contact.thank,
}
# Said in passing, while something else is being asked: the question is put again.
SMALL_TALK = {"greet", "thanks"}
# A natural answer to what happened: while something is being asked, they are words like others.
ALSO_WORDS = {"street_light", "welfare"}
# Commands that belong to the open question, whichever service asked it.
ANSWERS = {"cancel", "skip", "confirm"}


@dataclass(frozen=True)
class Listener:
    """What a service does with what a person sends while its question is open. None: it is not listening for that."""

    words: Callable[[Turn, Words], Replies]
    picture: Callable[[Turn, Picture], Replies] | None = None
    pin: Callable[[Turn, Pin], Replies] | None = None
    skip: Handler | None = None
    cancel: Handler | None = None
    confirm: Handler | None = None
    again: Handler | None = None


COMPLAINTS = Listener(
    complaints.hear_words,
    complaints.attach_photo,
    complaints.place,
    complaints.skip,
    complaints.cancel,
    complaints.confirm,
    complaints.go_on,
)
LISTENERS: dict[str, Listener] = {
    "complaints": COMPLAINTS,
    "repairs": Listener(repairs.hear_words, repairs.attach_photo, skip=repairs.skip, cancel=repairs.cancel),
    "handovers": Listener(handovers.hear_words, skip=handovers.skip, cancel=handovers.cancel),
    "progress": Listener(progress.hear_words, skip=progress.skip, cancel=progress.cancel),
    "feedback": Listener(feedback.hear_words, feedback.attach_photo, skip=feedback.skip, cancel=feedback.skip),
    "answering": Listener(answering.hear_words, answering.attach_photo, skip=answering.skip, cancel=answering.skip),
    "streetlights": Listener(
        streetlights.hear_words,
        streetlights.attach_photo,
        streetlights.place,
        cancel=streetlights.cancel,
        again=streetlights.again,
    ),
    "officers": Listener(enrolment.hear_words, skip=enrolment.skip, cancel=enrolment.skip),
}

EVENTS: dict[str, Callable[[Turn], Replies]] = {
    "follow": people.follow,
    "unfollow": people.unfollow,
    "message.sticker": contact.see_sticker,
    "message.video": contact.see_something_else,
    "message.audio": contact.see_something_else,
    "message.file": contact.see_something_else,
    "message.image": contact.see_something_else,
    "message.location": contact.see_something_else,
}
GROUP_EVENTS: dict[str, Callable[[Moment, str], list[Message]]] = {
    "join": groups.join,
    "leave": groups.leave,
    "memberJoined": groups.count_again,
    "memberLeft": groups.count_again,
}

TIMERS: dict[str, Callable[[Moment, Timer], None]] = {
    complaints.TIMER_ANNOUNCE: complaints.announce_now,
    complaints.TIMER_SHOW_JOINED: complaints.show_joined,
    complaints.TIMER_STILL_THERE: complaints.ask_whether_to_go_on,
    showing.TIMER_SHOW_ADDED: showing.show_added,
    finishing.TIMER_TELL: finishing.tell_now,
    closing.TIMER_CLOSE: closing.close,
    sampling.TIMER_ASK: sampling.ask_followers,
    groups.TIMER_LEAVE: groups.leave_strangers,
    clocks.TIMER_HALF: clocks.half,
    clocks.TIMER_MOST: clocks.most,
    clocks.TIMER_LAST: clocks.last,
    clocks.TIMER_BROKEN: clocks.broken,
    clocks.TIMER_UNACCEPTED: clocks.unaccepted,
    mornings.TIMER_MORNING: mornings.begin,
    mornings.TIMER_GROUP: mornings.group,
    mornings.TIMER_DIGEST: mornings.digest,
}
