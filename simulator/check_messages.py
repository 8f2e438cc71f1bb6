"""What LINE accepts as the messages of one request; everything else is refused with its error bodies."""

import re
from collections.abc import Callable
from typing import Any

from simulator.check_actions import Found, action_problems, https_problems, text_problems
from simulator.check_flex import flex_problems
from simulator.check_templates import imagemap_problems, listed, sized, template_problems
from simulator.lengths import graphemes
from simulator.refusals import Json, Problem, body_refused, flex_refused, refused

MOST_MESSAGES = 5
MOST_QUICK_REPLIES = 13


def check_messages(messages: Any) -> list[Json]:
    """The messages themselves, or Refused with every problem found."""
    try:
        return checked(messages)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise refused(400, f"The request body has a value of the wrong type: {error}") from error


def checked(messages: Any) -> list[Json]:
    if problems := list(sized(messages, "messages", 1, MOST_MESSAGES)):
        raise body_refused(problems)
    for index, message in enumerate(messages):
        problems += message_problems(message, f"messages[{index}]")
    if problems:
        raise body_refused(problems)
    for index, message in enumerate(messages):
        if message["type"] == "flex" and (inside := list(flex_problems(message.get("contents")))):
            raise flex_refused(index, inside)
    return list(messages)


def message_problems(message: Any, at: str) -> Found:
    kind = message.get("type") if isinstance(message, dict) else None
    if kind not in KINDS:
        yield Problem(f"{at}.type", f"Must be one of the following values: [{', '.join(KINDS)}]")
        return
    yield from KINDS[kind](message, at)
    if message.get("quickReply") is not None:
        yield from quick_reply_problems(message["quickReply"], f"{at}.quickReply")
    if message.get("sender") is not None:
        yield from sender_problems(message["sender"], f"{at}.sender")


def quick_reply_problems(quick_reply: Json, at: str) -> Found:
    items = quick_reply.get("items")
    yield from sized(items, f"{at}.items", 1, MOST_QUICK_REPLIES)
    for index, item in enumerate(listed(items)):
        here = f"{at}.items[{index}]"
        if item.get("type", "action") != "action":
            yield Problem(f"{here}.type", "Must be one of the following values: [action]")
        if "imageUrl" in item:
            yield from https_problems(item["imageUrl"], f"{here}.imageUrl")
        yield from action_problems(item.get("action"), f"{here}.action", label="required", quick_reply=True)


def sender_problems(sender: Json, at: str) -> Found:
    if "name" in sender:
        yield from text_problems(sender["name"], f"{at}.name", 20, graphemes)
    if "iconUrl" in sender:
        yield from https_problems(sender["iconUrl"], f"{at}.iconUrl")


def plain_text_problems(message: Json, at: str) -> Found:
    text = message.get("text")
    yield from text_problems(text, f"{at}.text", 5000)
    if isinstance(text, str) and text and not text.strip():
        yield Problem(f"{at}.text", "May not be empty")
    for index, emoji in enumerate(listed(message.get("emojis"))):
        units = str(text).encode("utf-16-le")[2 * int(emoji.get("index", -1)) :][:2]
        if units != "$".encode("utf-16-le"):
            yield Problem(f"{at}.emojis[{index}].index", "must point to a $")


def templated_text_problems(message: Json, at: str) -> Found:
    """textV2: `{name}` must be substituted, a literal brace is written twice."""
    text = message.get("text")
    yield from text_problems(text, f"{at}.text", 5000)
    substitution = message.get("substitution") or {}
    rest = str(text or "").replace("{{", "").replace("}}", "")
    for name in re.findall(r"\{(\w{1,20})\}", rest):
        if name not in substitution:
            yield Problem(f"{at}.substitution.{name}", "is not defined in substitution")
    if re.search(r"[{}]", re.sub(r"\{\w{1,20}\}", "", rest)):
        yield Problem(f"{at}.text", "Invalid format: braces must be escaped")
    for name, value in substitution.items():
        yield from substitution_problems(value, f"{at}.substitution.{name}")


def substitution_problems(value: Json, at: str) -> Found:
    kind = value.get("type")
    mentionee = value.get("mentionee") or {}
    if kind == "mention" and mentionee.get("type") not in ("user", "all"):
        yield Problem(f"{at}.mentionee.type", "Must be one of the following values: [user, all]")
    elif kind == "mention" and mentionee["type"] == "user":
        yield from text_problems(mentionee.get("userId"), f"{at}.mentionee.userId", 33)
    elif kind == "emoji":
        for name in ("productId", "emojiId"):
            yield from text_problems(value.get(name), f"{at}.{name}", 100)
    elif kind != "mention":
        yield Problem(f"{at}.type", "Must be one of the following values: [mention, emoji]")


def sticker_problems(message: Json, at: str) -> Found:
    for name in ("packageId", "stickerId"):
        yield from text_problems(message.get(name), f"{at}.{name}", 20)


def picture_problems(message: Json, at: str) -> Found:
    for name in ("originalContentUrl", "previewImageUrl"):
        yield from https_problems(message.get(name), f"{at}.{name}")


def audio_problems(message: Json, at: str) -> Found:
    yield from https_problems(message.get("originalContentUrl"), f"{at}.originalContentUrl")
    if not isinstance(message.get("duration"), int):
        yield Problem(f"{at}.duration", "May not be empty")


def location_problems(message: Json, at: str) -> Found:
    for name in ("title", "address"):
        yield from text_problems(message.get(name), f"{at}.{name}", 100)
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = message.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > most:
            yield Problem(f"{at}.{name}", f"Must be between -{most} and {most}")


def template_message_problems(message: Json, at: str) -> Found:
    yield from text_problems(message.get("altText"), f"{at}.altText", 1500)
    yield from template_problems(message.get("template"), f"{at}.template")


def flex_message_problems(message: Json, at: str) -> Found:
    """The outside only: what is inside a flex message is refused with a body of its own."""
    yield from text_problems(message.get("altText"), f"{at}.altText", 1500)
    if not isinstance(message.get("contents"), dict):
        yield Problem(f"{at}.contents", "May not be empty")


KINDS: dict[str, Callable[[Json, str], Found]] = {
    "text": plain_text_problems,
    "textV2": templated_text_problems,
    "sticker": sticker_problems,
    "image": picture_problems,
    "video": picture_problems,
    "audio": audio_problems,
    "location": location_problems,
    "imagemap": imagemap_problems,
    "template": template_message_problems,
    "flex": flex_message_problems,
}
