"""Takes kept events: in each person's order, once, one transaction each, the urgent first. No network in here."""

import json
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from bot import router
from bot.event import Event, read_event
from bot.tables import GROUP_EVENTS
from content.messages import text
from content.office import Office
from handlers.turn import Moment, Replies, Turn
from models.bell import wake
from models.conversation import conversation_of
from models.database import Database
from models.lease import one_after_another, one_at_a_time, put_back, still_ours
from models.outgoing import Lane
from models.person import Person, find_person, person_of
from models.webhook_event import EventStatus, WebhookEvent, take_next
from notifications.outbox import ReplyToken, answer_event, owe
from notifications.people import look_up
from notifications.steps import Riders, take_along

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
# LINE takes a reply token for about a minute; what is later is not worth the doubt.
REPLY_WITHIN = timedelta(seconds=50)
REDELIVERED_TOKEN_LIVES = timedelta(minutes=20)


class Inbox:
    """Answers what has been kept. Any number of takers may run at once."""

    def __init__(self, database: Database, office: Office, clock: Callable[[], datetime]) -> None:
        self._database, self._office, self._clock = database, office, clock

    def take_due(self) -> int:
        """Take what is due, one event after the other; returns how many there were."""
        with self._database.begin() as session:
            kept = self._next(session)
        return one_after_another(kept, self._take)

    def _next(self, session: Session) -> WebhookEvent | None:
        return next(iter(take_next(session, self._clock(), 1)), None)

    def _take(self, kept: WebhookEvent, goes_on: bool) -> WebhookEvent | None:
        if kept.attempts > MOST_ATTEMPTS:  # it ended its taker each time
            self._failed(kept, "Crashed")
            return None
        try:
            with self._database.begin() as session:
                one_at_a_time(session, kept.source_key)
                ours = still_ours(session, kept)
                if ours is None or ours.status != EventStatus.KEPT:
                    return None
                self._answer(Moment(session, self._office, self._clock()), ours)
                return self._next(session) if goes_on else None
        except Exception as error:
            log.exception("event failed", extra={"event_row": kept.id, "kind": kept.kind, "attempt": kept.attempts})
            self._failed(kept, type(error).__name__)
            return None

    def _answer(self, moment: Moment, kept: WebhookEvent) -> None:
        answer_event(moment.session, kept.received_at)
        event = read_event(json.loads(kept.body), moment.now)
        if not event.is_standby or event.unsent_id is not None:  # in standby another service answers; deletion is ours
            reply = _reply_token(event, kept)
            replies, is_worth_a_push = _replies(moment, event, reply)
            _owe_answer(moment, event, kept, _Answer(replies, reply, is_worth_a_push))
        kept.status, kept.done_at, kept.leased_until, kept.error = EventStatus.DONE, moment.now, None, None

    def _failed(self, kept: WebhookEvent, error: str) -> None:
        with self._database.begin() as session:
            ours = still_ours(session, kept)
            if ours is None or ours.status != EventStatus.KEPT:
                return
            now = self._clock()
            ours.error = error
            if ours.attempts < MOST_ATTEMPTS:
                put_back(ours, now + timedelta(seconds=2 ** (ours.attempts - 1) * random.uniform(0.75, 1.25)))  # noqa: S311
                return
            ours.status, ours.leased_until = EventStatus.QUARANTINED, None
            wake(session, "inbox")
            if ours.done_at is None:  # else they were apologised to before the replay that has just failed
                ours.done_at = now
                self._try_to_apologise(Moment(session, self._office, now), ours)
        log.error("event quarantined", extra={"event_row": kept.id, "kind": kept.kind, "error": error})

    def _try_to_apologise(self, moment: Moment, kept: WebhookEvent) -> None:
        """What broke the event may break the apology too; it must not keep the event out of quarantine."""
        try:
            with moment.session.begin_nested():
                self._apologise(moment, kept)
        except Exception:
            log.exception("no apology", extra={"event_row": kept.id, "kind": kept.kind})

    def _apologise(self, moment: Moment, kept: WebhookEvent) -> None:
        """Tell the person, once: their later events go on, and this one is run again after the fix."""
        answer_event(moment.session, kept.received_at)
        event = read_event(json.loads(kept.body), moment.now)
        if event.user_id is None or event.group_id is not None or event.is_standby:
            return
        person = find_person(moment.session, event.user_id)
        say = moment.office.says_in(person.language if person else "th")
        sorry = text(say("refused.trouble", phone=moment.office.town.phone))
        lane = Lane.EMERGENCY if kept.is_urgent else Lane.ANSWER
        owe(moment.session, event.user_id, [sorry], lane, moment.now, reply=_reply_token(event, kept))


def _reply_token(event: Event, kept: WebhookEvent) -> ReplyToken | None:
    if event.reply_token is None:
        return None
    until = kept.received_at + REPLY_WITHIN
    if event.is_redelivery:
        until = min(until, datetime.fromtimestamp(kept.occurred_ms / 1000, UTC) + REDELIVERED_TOKEN_LIVES)
    return ReplyToken(event.reply_token, until)


@dataclass(frozen=True)
class _Answer:
    messages: Replies
    reply: ReplyToken | None
    is_worth_a_push: bool

    def is_free(self, now: datetime) -> bool:
        return self.reply is not None and now < self.reply.until


def _owe_answer(moment: Moment, event: Event, kept: WebhookEvent, answer: _Answer) -> None:
    """To the chat where it happened. A free answer in private takes along what waits to be told; an emergency's nothing."""
    to, lane = event.group_id or event.user_id, Lane.EMERGENCY if kept.is_urgent else Lane.ANSWER
    if not answer.messages or to is None:
        return
    rides = event.group_id is None and lane == Lane.ANSWER and answer.is_free(moment.now)
    riders = take_along(moment.session, to, answer.messages) if rides else Riders()
    owe(
        moment.session,
        to,
        [*riders.messages, *answer.messages],
        lane,
        moment.now,
        reply=answer.reply,
        is_worth_a_push=answer.is_worth_a_push or bool(riders.messages),
        case_id=riders.case_id,
    )


def _replies(moment: Moment, event: Event, reply: ReplyToken | None) -> tuple[Replies, bool]:
    """What the event brings about, and whether its answer is worth a paid push."""
    if event.user_id is None or event.kind in GROUP_EVENTS:
        return router.answer_group(moment, event), True
    person = _person(moment, event.user_id, event)
    conversation = conversation_of(moment.session, person.key, event.group_id or "", moment.now)
    turn = Turn(moment.session, moment.office, moment.now, person, conversation, event.group_id, reply)
    replies = router.answer(turn, event)
    conversation.touched_at = moment.now
    return replies, not turn.is_small_talk


def _person(moment: Moment, user_id: str, event: Event) -> Person:
    known = find_person(moment.session, user_id)
    if known is not None:
        return known
    person = person_of(moment.session, user_id, moment.now)
    if event.group_id is None and event.kind != "follow":  # wrote before we knew them: learn their language
        look_up(moment.session, person, moment.now)
    return person
