"""While the month's messages run out: officers read it under their answers, which are replies and cost nothing."""

from datetime import datetime

from content.messages import Message, text
from handlers.turn import Replies, Turn
from models.officer import officer_of
from models.outgoing import Lane, held_since
from notifications.limits import MOST_MESSAGES
from notifications.quota import standing_at


def told_to_officers(turn: Turn, replies: Replies) -> Replies:
    """The replies and, for an officer who has just finished something, what no longer goes out and what to do.

    Quick replies are shown under the last message alone: one that has some stays the last.
    """
    if not 0 < len(replies) < MOST_MESSAGES or turn.conversation.service is not None:
        return replies
    if officer_of(turn.session, turn.person.key) is None:
        return replies
    place = len(replies) - 1 if "quickReply" in replies[-1] else len(replies)
    return [*replies[:place], *_warning(turn), *replies[place:]]


def _warning(turn: Turn) -> list[Message]:
    since = _short_since(turn)
    if Lane.DUTY in since:
        return [text(turn.say("shortage.everybody", since=turn.say.moment(min(since.values()))))]
    if since:
        return [text(turn.say("shortage.reporters", since=turn.say.moment(min(since.values()))))]
    return []


def _short_since(turn: Turn) -> dict[Lane, datetime]:
    """Lanes that are needed for cases and may not push, with the time of the first message that waits; now if none does."""
    standing, held = standing_at(turn.session, turn.now), held_since(turn.session)
    lanes = (Lane.DUTY, Lane.ANSWER, Lane.STATUS)
    return {lane: held.get(lane, turn.now) for lane in lanes if lane in held or not standing.has_room(lane, 1)}
