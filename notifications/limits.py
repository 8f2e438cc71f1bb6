"""LINE's limits, checked before a message enters the outbox: whatever breaks one is a fault of ours, told at once to
the code that wrote it, instead of being refused by LINE when nobody listens any more."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import SplitResult, urlsplit

from models.letters import clip as clip
from models.letters import clip_label as clip_label
from models.letters import graphemes, utf16_units
from notifications.shapes import UnknownToTheSdk, must_be_known

Part = Mapping[str, Any]

MOST_MESSAGES = 5
LONGEST_TEXT = 5000
# LINE says "30 KB" and "50 KB" without saying which thousand: the smaller one.
BUBBLE_BYTES, CAROUSEL_BYTES = 30_000, 50_000
# Labels are counted in graphemes, everything else in UTF-16 units.
QUICK_REPLY_LABEL, FLEX_LABEL = 20, 40
_ACTION_TEXTS: dict[str, dict[str, int]] = {
    "message": {"text": 300},
    "postback": {"data": 300, "displayText": 300, "text": 300, "fillInText": 300},
    "uri": {"uri": 1000},
    "datetimepicker": {"data": 300},
    "clipboard": {"clipboardText": 1000},
}
_ONLY_IN_QUICK_REPLIES = frozenset({"location", "camera", "cameraRoll"})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class BreaksLineLimit(Exception):
    """A message that LINE would refuse, or that would arrive without a part of what was written."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


def check(messages: Sequence[Part]) -> None:
    """Returns if LINE takes these messages in one call; raises BreaksLineLimit for the first thing amiss."""
    _count(messages, "messages", MOST_MESSAGES)
    for place, message in enumerate(messages):
        where = f"messages[{place}]"
        _must_be_known(message, where)
        check_kind = _KINDS.get(message["type"])
        if check_kind is None:
            raise BreaksLineLimit(where, f"we know no limits for messages of type {message['type']}")
        check_kind(message, where)
        _check_sender(message.get("sender") or {}, f"{where}.sender")
        _check_quick_reply(message, f"{where}.quickReply")


def _must_be_known(message: Part, where: str) -> None:
    try:
        must_be_known(message)
    except UnknownToTheSdk as error:
        raise BreaksLineLimit(where + error.where, error.why) from None


def _check_text(message: Part, where: str) -> None:
    _length(message["text"], f"{where}.text", LONGEST_TEXT)
    if not message["text"].strip():
        raise BreaksLineLimit(f"{where}.text", "nothing to read")


def _check_image(message: Part, where: str) -> None:
    for key in ("originalContentUrl", "previewImageUrl"):
        _check_image_url(message[key], f"{where}.{key}")


def _check_location(message: Part, where: str) -> None:
    for key in ("title", "address"):
        _length(message[key], f"{where}.{key}", 100)


def _check_sticker(message: Part, where: str) -> None:
    for key in ("packageId", "stickerId"):
        _length(message[key], f"{where}.{key}", 20)


def _check_flex(message: Part, where: str) -> None:
    _length(message["altText"], f"{where}.altText", 1500)
    contents, where = message["contents"], f"{where}.contents"
    bubbles = contents["contents"] if contents["type"] == "carousel" else [contents]
    if contents["type"] == "carousel":
        _count(bubbles, f"{where}.contents", 12)
        _weight(contents, where, CAROUSEL_BYTES)
        if len({bubble.get("size") or "mega" for bubble in bubbles}) > 1:
            raise BreaksLineLimit(where, "bubbles of one carousel must have one size")
    for bubble in bubbles:
        _weight(bubble, where, BUBBLE_BYTES)
    for path, part in _parts(contents, where):
        _check_flex_part(part, path)


def _check_flex_part(part: Part, where: str) -> None:
    kind = part.get("type")
    if kind in ("text", "span") and not part.get("text") and not part.get("contents"):
        raise BreaksLineLimit(where, "an empty text")
    if kind in ("image", "icon", "video"):
        _check_image_url(part["url"], f"{where}.url")
    if kind == "video":
        _check_image_url(part["previewUrl"], f"{where}.previewUrl")
    if part.get("action"):
        _check_action(part["action"], f"{where}.action", FLEX_LABEL, needs_label=kind == "button")
        if part["action"]["type"] in _ONLY_IN_QUICK_REPLIES:
            raise BreaksLineLimit(f"{where}.action", f"{part['action']['type']} exists only as a quick reply")


def _check_quick_reply(message: Part, where: str) -> None:
    if message.get("quickReply") is None:
        return
    items = message["quickReply"].get("items") or []
    _count(items, f"{where}.items", 13)
    for place, item in enumerate(items):
        path = f"{where}.items[{place}]"
        if not item.get("action"):
            raise BreaksLineLimit(path, "a quick reply without an action")
        _check_action(item["action"], f"{path}.action", QUICK_REPLY_LABEL, needs_label=True)
        if item.get("imageUrl"):
            _check_image_url(item["imageUrl"], f"{path}.imageUrl")


def _check_sender(sender: Part, where: str) -> None:
    if sender.get("name") is not None:
        _length(sender["name"], f"{where}.name", 20)
    if sender.get("iconUrl"):
        _check_image_url(sender["iconUrl"], f"{where}.iconUrl")


def _check_action(action: Part, where: str, most_letters: int, *, needs_label: bool) -> None:
    label, kind = action.get("label"), action["type"]
    if needs_label and not (label and label.strip()):
        raise BreaksLineLimit(f"{where}.label", "a button without a label")
    if label and len(label) > most_letters and len(graphemes(label)) > most_letters:  # the first is quick, and enough
        raise BreaksLineLimit(f"{where}.label", f"{len(graphemes(label))} letters; LINE takes {most_letters}")
    if kind not in _ACTION_TEXTS and kind not in _ONLY_IN_QUICK_REPLIES:
        raise BreaksLineLimit(where, f"an action of type {kind} does not belong into a message")
    for key, most in _ACTION_TEXTS.get(kind, {}).items():
        if action.get(key) is not None or key in ("data", "uri", "clipboardText") or kind == "message":
            _length(action.get(key) or "", f"{where}.{key}", most)
    if kind == "uri":
        _check_link(action["uri"], f"{where}.uri")
        desktop = (action.get("altUri") or {}).get("desktop")
        if desktop is not None:
            _length(desktop, f"{where}.altUri.desktop", 1000)
            _check_link(desktop, f"{where}.altUri.desktop")


def _check_link(uri: str, where: str) -> None:
    address = _address(uri, where)
    opens = address.path if address.scheme in ("line", "tel") else address.hostname
    if address.scheme not in ("http", "https", "line", "tel") or not (opens or address.hostname):
        raise BreaksLineLimit(where, "LINE opens http, https, line and tel only")


def _check_image_url(url: str, where: str) -> None:
    _length(url, where, 2000)
    address = _address(url, where)
    is_ours = address.scheme == "http" and address.hostname in _LOOPBACK
    if not address.hostname or not (address.scheme == "https" or is_ours):
        raise BreaksLineLimit(where, "LINE fetches pictures over https only")


def _address(url: str, where: str) -> SplitResult:
    if not url.isascii() or any(letter <= " " for letter in url):
        raise BreaksLineLimit(where, "an address must be percent-encoded")
    try:
        return urlsplit(url)
    except ValueError:
        raise BreaksLineLimit(where, "not an address") from None


def _parts(node: Any, where: str) -> Iterator[tuple[str, Part]]:
    """Every object of a flex tree with its path; actions are checked with the part that carries them."""
    if isinstance(node, Mapping):
        yield where, node
        for key, value in node.items():
            if key != "action":
                yield from _parts(value, f"{where}.{key}")
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from _parts(value, f"{where}[{place}]")


def _length(text: str, where: str, most: int) -> None:
    if not 1 <= utf16_units(text) <= most:
        raise BreaksLineLimit(where, f"{utf16_units(text)} UTF-16 units; LINE takes 1 to {most}")


def _count(things: Sequence[Any], where: str, most: int) -> None:
    if not 1 <= len(things) <= most:
        raise BreaksLineLimit(where, f"{len(things)} of them; LINE takes 1 to {most}")


def _weight(part: Part, where: str, most: int) -> None:
    weight = len(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode())
    if weight > most:
        raise BreaksLineLimit(where, f"{weight} bytes; LINE takes {most}")


_KINDS: dict[str, Callable[[Part, str], None]] = {
    "text": _check_text,
    "image": _check_image,
    "location": _check_location,
    "sticker": _check_sticker,
    "flex": _check_flex,
}
