"""Building blocks of LINE messages: plain dicts in LINE's own shape. `notifications.limits` checks them before they are owed.

Labels are cut to LINE's 20 letters here: names and numbers of a town are data, and a message refused for one long label
is a message that nobody gets.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

from models.letters import clip_label

Message = dict[str, Any]
Action = dict[str, Any]


def do(handler: str, **facts: object) -> str:
    """Postback data: grep for the value of `do` lands on the handler. Facts are ids and codes, never words."""
    return urlencode({"do": handler, **{name: str(value) for name, value in facts.items()}})


def tap(label: str, handler: str, **facts: object) -> Action:
    """A button that calls a handler; what was tapped is shown in the chat."""
    return {"type": "postback", "label": clip_label(label), "data": do(handler, **facts), "displayText": label}


def case_tapped_in(message: Message) -> int | None:
    """The id of the case that a card's own buttons are about; None if there is no card, or it shows several cases."""
    cases = {int(case) for data in _data_in(message.get("contents")) for case in parse_qs(data).get("case", ())}
    return cases.pop() if len(cases) == 1 else None


def _data_in(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") in ("postback", "datetimepicker"):
            yield part["data"]
        part = list(part.values())
    for inner in part if isinstance(part, list) else ():
        yield from _data_in(inner)


def pick_day(label: str, handler: str, earliest: date, latest: date, **facts: object) -> Action:
    """A button that opens a calendar and calls a handler with the day, in Bangkok, as the fact `date`."""
    window = {"mode": "date", "initial": earliest.isoformat(), "min": earliest.isoformat(), "max": latest.isoformat()}
    return {"type": "datetimepicker", "label": clip_label(label), "data": do(handler, **facts), **window}


def type_out(label: str) -> Action:
    """A button that says its label for the person, as if typed."""
    return {"type": "message", "label": clip_label(label), "text": label}


def link(label: str, uri: str) -> Action:
    """A button that opens an address or a telephone number (tel:)."""
    return {"type": "uri", "label": clip_label(label), "uri": uri}


def phone_uri(number: str) -> str:
    """A telephone number, as a link that calls it."""
    return "tel:" + "".join(digit for digit in number if digit.isdigit() or digit == "+")


def text(words: str, offers: Sequence[Action] = ()) -> Message:
    """A text message, with quick replies if there are any."""
    return with_offers({"type": "text", "text": words}, offers)


def with_offers(message: Message, offers: Sequence[Action]) -> Message:
    """The same message with quick replies; LINE shows those of the last message only."""
    if not offers:
        return message
    return {**message, "quickReply": {"items": [{"type": "action", "action": action} for action in offers]}}


def flex(alt: str, contents: Message, offers: Sequence[Action] = ()) -> Message:
    """A flex message; `alt` is what the chat list and the notification show."""
    return with_offers({"type": "flex", "altText": alt, "contents": contents}, offers)


def carousel(bubbles: Sequence[Message]) -> Message:
    """Several bubbles side by side."""
    return {"type": "carousel", "contents": list(bubbles)}
