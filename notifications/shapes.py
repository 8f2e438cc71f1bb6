"""Whether LINE's SDK knows a message as it is built: each key, each type, each style. Asked once for every shape.

The SDK's models take milliseconds for a card, and what they say depends on how it is built, not on what it says.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from linebot.v3.messaging import Message
from pydantic.v1 import ValidationError

# Where people's words, addresses and numbers stand; everything else of a message is its shape.
_FILLED_IN = {
    "text", "altText", "label", "data", "displayText", "fillInText", "clipboardText", "uri", "desktop", "url",
    "imageUrl", "iconUrl", "previewUrl", "originalContentUrl", "previewImageUrl", "title", "address", "name", "id",
    "latitude", "longitude",
}  # fmt: skip


class UnknownToTheSdk(Exception):
    """The SDK does not take this part of a message, or would drop it. `where` is a path within the message."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where, self.why = where, why


def must_be_known(message: Mapping[str, Any]) -> None:
    """Returns if the SDK knows every part of the message; raises UnknownToTheSdk."""
    try:
        json.dumps(message, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError) as error:
        # Not chained: it quotes the message, and what people write must not reach a log.
        raise UnknownToTheSdk("", f"not a LINE message: {type(error).__name__}") from None
    _must_be_known(json.dumps(_shape(message), sort_keys=True))


def _shape(part: Any, key: str = "") -> Any:
    if isinstance(part, Mapping):
        return {name: _shape(value, name) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [_shape(value) for value in part]
    if key in _FILLED_IN and isinstance(part, str) and part:
        return "x"
    if key in _FILLED_IN and isinstance(part, float):
        return 0.5
    return part


@lru_cache(maxsize=2000)
def _must_be_known(shape: str) -> None:
    """Remembers what it has found good; what is bad raises each time."""
    message = json.loads(shape)
    try:
        arrives = Message.from_dict(message).to_dict()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnknownToTheSdk("", f"not a LINE message: {_fault(error)}") from None
    _nothing_dropped(message, arrives, "")


def _fault(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, fault['loc']))} {fault['msg']}" for fault in error.errors())
    return type(error).__name__


def _nothing_dropped(written: Any, arrives: Any, where: str) -> None:
    """The SDK forgets keys that it does not know without a word."""
    if isinstance(written, Mapping) and isinstance(arrives, Mapping):
        for key, value in written.items():
            if value is None:
                raise UnknownToTheSdk(f"{where}.{key}", "null, where LINE wants the key left out")
            _nothing_dropped(value, arrives.get(key), f"{where}.{key}")
    elif isinstance(written, list) and isinstance(arrives, list) and len(written) == len(arrives):
        for place, (one, other) in enumerate(zip(written, arrives, strict=True)):
            _nothing_dropped(one, other, f"{where}[{place}]")
    elif written != arrives:
        raise UnknownToTheSdk(where, "unknown to LINE's SDK, which would drop or change it")
