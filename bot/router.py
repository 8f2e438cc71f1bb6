"""Which handler answers: tables for postbacks, typed commands, open questions and events. Nothing else decides."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.event import Event
from content.messages import Message
from content.texts import command_words, polite_endings
from handlers import (
    casework,
    complaints,
    contact,
    emergencies,
    enrolment,
    feedback,
    groups,
    handovers,
    people,
    repairs,
    streetlights,
    tracking,
    welfare,
)
from handlers.guards import anyone, officers_only
from handlers.turn import Asked, Declined, Moment, Over, Picture, Pin, Replies, Turn, Words
from models.staff_group import is_active_group
from models.thai import canon
from models.timer import Timer

log = logging.getLogger(__name__)

Handler = Callable[[Turn, Asked], Replies]
Guard = Callable[[Turn], None]
LONGEST_COMMAND = 40
PUNCTUATION = "!?. \"'\u201c\u201d"
ENROLLING = ("enrol", "enrol_group")
WITH_CODE = re.compile(r"(.*?) ?(\d[\d ]*)")  # also where the code is glued to the word, or has too few digits


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
        complaints.skip,
        complaints.change,
        complaints.cancel,
        complaints.confirm,
        complaints.add_to_case,
        tracking.list_cases,
        tracking.show_case,
        feedback.rate,
        feedback.reopen,
        feedback.skip,
        contact.show,
        emergencies.start,
        streetlights.start,
        welfare.start,
        enrolment.skip,
    ),
    **_named(
        officers_only,
        casework.accept,
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
    "greet": contact.greet,
    "thanks": contact.thank,
}
# Said in passing, while something else is being asked: the question is put again.
SMALL_TALK = {"greet", "thanks"}
# Not open yet, and a natural answer to what happened: while something is being asked, they are words like others.
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
    "feedback": Listener(feedback.hear_words, feedback.attach_photo, skip=feedback.skip, cancel=feedback.skip),
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
GROUP_EVENTS: dict[str, Callable[[Moment, str], list[Message]]] = {"join": groups.join, "leave": groups.leave}

TIMERS: dict[str, Callable[[Moment, Timer], None]] = {
    complaints.TIMER_ANNOUNCE: complaints.announce_now,
    complaints.TIMER_STILL_THERE: complaints.ask_whether_to_go_on,
    repairs.TIMER_TELL: repairs.tell_now,
    groups.TIMER_LEAVE: groups.leave_strangers,
}


def answer(turn: Turn, event: Event) -> Replies:
    """Everything that one event of a person brings about, and what they are answered. A refusal is an answer."""
    try:
        with turn.session.begin_nested():
            return _answer(turn, event)
    except Declined as refusal:
        if isinstance(refusal, Over):
            turn.conversation.close()
        return [*turn.answer(refusal.key, **refusal.blanks), *complaints.asked_again(turn)]


def _answer(turn: Turn, event: Event) -> Replies:
    if event.unsent_id is not None:
        return people.take_back(turn, event.unsent_id)
    if turn.group_id is not None and not is_active_group(turn.session, turn.group_id):
        return _enrol(turn, event)  # a stranger's group: nothing but a code is heard there
    if event.asked is not None:
        return _press(turn, event.asked)
    if event.words is not None:
        return _hear(turn, event.words)
    return _see(turn, event)


def _press(turn: Turn, asked: Asked) -> Replies:
    postback = POSTBACKS.get(asked.get("do", ""))
    if postback is None:
        raise Declined("refused.old_button")
    postback.guard(turn)
    return postback.handler(turn, asked)


def _hear(turn: Turn, words: Words) -> Replies:
    command, rest = _command(words.text)
    if command == "enrol_group":
        return enrolment.enrol_group(turn, rest)
    if command == "enrol":
        return enrolment.enrol_officer(turn, rest)
    listener = _listener(turn)
    if command in ANSWERS:
        return _answer_open_question(turn, listener, command, words)
    if turn.group_id is not None:
        # People talking among themselves; and a group is no place for anybody's own cases.
        return listener.words(turn, words) if listener is not None and not command else []
    if command in SMALL_TALK and listener is not None:
        return listener.again(turn, Asked()) if listener.again else listener.words(turn, words)
    if command in COMMANDS and not (listener is not None and command in ALSO_WORDS):
        return COMMANDS[command](turn, Asked())
    return (listener or COMPLAINTS).words(turn, words)


def _enrol(turn: Turn, event: Event) -> Replies:
    command, code = _command(event.words.text) if event.words else ("", "")
    return enrolment.enrol_group(turn, code) if command == "enrol_group" else []


def _command(text: str) -> tuple[str, str]:
    """The typed command's name and what follows it; ("", "") for ordinary words."""
    if len(text) > LONGEST_COMMAND:
        return "", ""
    named, spoken = command_words(), canon(text).strip(PUNCTUATION)
    plain = _without_politeness(spoken)
    if spoken in named or plain in named:
        return named.get(spoken) or named[plain], ""
    with_code = WITH_CODE.fullmatch(spoken)
    name = named.get(with_code[1]) if with_code else None
    return (name, with_code[2].replace(" ", "")) if with_code and name in ENROLLING else ("", "")


def _without_politeness(spoken: str) -> str:
    ending = next((ending for ending in polite_endings() if spoken.endswith(ending)), "")
    return spoken.removesuffix(ending).strip()


def _listener(turn: Turn) -> Listener | None:
    return LISTENERS.get(turn.conversation.service or "")


def _answer_open_question(turn: Turn, listener: Listener | None, command: str, words: Words) -> Replies:
    if listener is None:
        return _nothing_open(turn, command)
    handler: Handler | None = getattr(listener, command)
    if handler is not None:
        return handler(turn, Asked())
    if command == "skip":
        raise Declined("complaints.nothing_to_skip")
    return listener.words(turn, words)


def _nothing_open(turn: Turn, command: str) -> Replies:
    if turn.group_id is not None:
        return []  # people talking among themselves
    if command == "confirm":  # said to be polite: yes, all right
        return contact.thank(turn, Asked())
    raise Declined("refused.nothing_open")


def _see(turn: Turn, event: Event) -> Replies:
    """A photo, a pin, or an event that carries neither."""
    listener = _listener(turn) or (COMPLAINTS if turn.group_id is None else None)
    if event.picture is not None and listener is not None and listener.picture is not None:
        return listener.picture(turn, event.picture)
    if event.pin is not None and listener is not None and listener.pin is not None:
        return listener.pin(turn, event.pin)
    handler = EVENTS.get(event.kind)
    if handler is None:
        log.warning("event kept, not understood", extra={"kind": event.kind})
        return []
    return handler(turn) if turn.group_id is None else []


def answer_group(moment: Moment, event: Event) -> list[Message]:
    """An event of a group as a whole, or of a member whom LINE does not name."""
    if event.unsent_id is not None:
        people.forget_message(moment, event.unsent_id)
        return []
    handler = GROUP_EVENTS.get(event.kind)
    if handler is not None and event.group_id is not None:
        return handler(moment, event.group_id)
    log.warning("event kept, not understood", extra={"kind": event.kind})
    return []
