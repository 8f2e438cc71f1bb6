"""Decides which handler answers an event, by the tables in `bot.tables`. Nothing else decides."""

import logging

from bot.event import Event
from bot.tables import (
    ALSO_WORDS,
    ANSWERS,
    COMMANDS,
    COMPLAINTS,
    EVENTS,
    GROUP_EVENTS,
    LISTENERS,
    POSTBACKS,
    SMALL_TALK,
    Handler,
    Listener,
)
from bot.typed import command_in
from content.messages import Message
from handlers import complaints, contact, enrolment, people, quotes, shortage
from handlers.turn import Asked, Declined, Moment, Over, Replies, Turn, Words
from models.staff_group import is_active_group

log = logging.getLogger(__name__)


def answer(turn: Turn, event: Event) -> Replies:
    """Everything that one event of a person brings about, and what they are answered."""
    return shortage.told_to_officers(turn, _answer_or_refusal(turn, event))


def _answer_or_refusal(turn: Turn, event: Event) -> Replies:
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
    command, rest = command_in(words.text)
    if command == "enrol_group":
        return enrolment.enrol_group(turn, rest)
    if command == "enrol":
        return enrolment.enrol_officer(turn, rest)
    noted = quotes.note_quoted(turn, words)
    if noted is not None:
        return noted
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
    command, code = command_in(event.words.text) if event.words else ("", "")
    return enrolment.enrol_group(turn, code) if command == "enrol_group" else []


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
