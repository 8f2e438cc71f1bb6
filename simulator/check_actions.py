"""What LINE accepts as an action, and where: buttons, quick replies, rich menu areas."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, time
from typing import Any
from urllib.parse import urlsplit

from simulator.lengths import graphemes, utf16_units
from simulator.refusals import Json, Problem

QUICK_REPLY_ONLY = ("camera", "cameraRoll", "location")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
PICKER_FORMATS = {
    "date": r"\d{4}-\d{2}-\d{2}",
    "time": r"\d{2}:\d{2}",
    "datetime": r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}",
}
INPUT_OPTIONS = ("closeRichMenu", "openRichMenu", "openKeyboard", "openVoice")

Found = Iterator[Problem]


def text_problems(value: Any, at: str, longest: int, count: Callable[[str], int] = utf16_units) -> Found:
    if value is None or value == "":
        yield Problem(at, "May not be empty")
    elif not isinstance(value, str):
        yield Problem(at, "Must be a string")
    elif count(value) > longest:
        yield Problem(at, f"Length must be between 1 and {longest}")


def optional_text_problems(holder: Json, name: str, at: str, longest: int) -> Found:
    if name in holder:
        yield from text_problems(holder[name], f"{at}.{name}", longest)


def https_problems(value: Any, at: str, longest: int = 2000) -> Found:
    """LINE wants https; loopback hosts may use http here, since no certificate covers them."""
    yield from text_problems(value, at, longest)
    if not isinstance(value, str) or not value:
        return
    address = urlsplit(value)
    is_allowed = address.scheme == "https" or (address.scheme == "http" and address.hostname in LOOPBACK)
    if not (is_allowed and address.hostname):
        yield Problem(at, "Invalid scheme: must be https")


def action_problems(action: Any, at: str, *, label: str, longest: int = 20, quick_reply: bool = False) -> Found:
    """`label` is "required" or "optional", as the place of the action decides."""
    if not isinstance(action, dict):
        yield Problem(at, "May not be empty")
        return
    kind = action.get("type")
    if kind not in CHECKS:
        yield Problem(f"{at}.type", f"Must be one of the following values: [{', '.join(CHECKS)}]")
        return
    if kind in QUICK_REPLY_ONLY and not quick_reply:
        yield Problem(f"{at}.type", "can be set only in quick reply buttons")
    if label == "required" or "label" in action:
        yield from text_problems(action.get("label"), f"{at}.label", longest, graphemes)
    yield from CHECKS[kind](action, at)


def postback_problems(action: Json, at: str) -> Found:
    yield from text_problems(action.get("data"), f"{at}.data", 300)
    for name in ("displayText", "text", "fillInText"):
        yield from optional_text_problems(action, name, at, 300)
    option = action.get("inputOption")
    if option is not None and option not in INPUT_OPTIONS:
        yield Problem(f"{at}.inputOption", f"Must be one of the following values: [{', '.join(INPUT_OPTIONS)}]")
    if "fillInText" in action and option != "openKeyboard":
        yield Problem(f"{at}.fillInText", "can be set only when inputOption is openKeyboard")
    if "displayText" in action and "text" in action:
        yield Problem(f"{at}.text", "cannot be set together with displayText")


def message_problems(action: Json, at: str) -> Found:
    yield from text_problems(action.get("text"), f"{at}.text", 300)


def uri_problems(action: Json, at: str) -> Found:
    uri = action.get("uri")
    yield from text_problems(uri, f"{at}.uri", 1000)
    if isinstance(uri, str) and uri and not re.match(r"(https?|line)://[^\s/]|tel:[+\d*#]", uri):
        yield Problem(f"{at}.uri", "invalid uri scheme")
    elif isinstance(uri, str) and re.search(r"\s", uri):
        yield Problem(f"{at}.uri", "invalid uri")
    if "altUri" in action:
        yield from https_problems((action["altUri"] or {}).get("desktop"), f"{at}.altUri.desktop", 1000)


def picker_problems(action: Json, at: str) -> Found:
    yield from text_problems(action.get("data"), f"{at}.data", 300)
    mode = action.get("mode")
    if mode not in PICKER_FORMATS:
        yield Problem(f"{at}.mode", f"Must be one of the following values: [{', '.join(PICKER_FORMATS)}]")
        return
    misshapen = [name for name in ("initial", "max", "min") if name in action and not is_time(action[name], mode)]
    yield from (Problem(f"{at}.{name}", "invalid date-time format") for name in misshapen)
    if not misshapen:
        yield from window_problems(action, at)


def is_time(value: Any, mode: str) -> bool:
    """Whether it is written as a picker of that mode writes it, and is on the calendar."""
    if not isinstance(value, str) or not re.fullmatch(PICKER_FORMATS[mode], value):
        return False
    try:
        (time if mode == "time" else datetime).fromisoformat(value.upper())
    except ValueError:
        return False
    return True


def window_problems(action: Json, at: str) -> Found:
    """Times of one mode compare as they are written."""
    first, last = action.get("min", ""), action.get("max", "~")
    if first.upper() >= last.upper():
        yield Problem(f"{at}.max", "must be greater than min")
    elif "initial" in action and not first.upper() <= action["initial"].upper() <= last.upper():
        yield Problem(f"{at}.initial", "must be between min and max")


def switch_problems(action: Json, at: str) -> Found:
    yield from text_problems(action.get("richMenuAliasId"), f"{at}.richMenuAliasId", 32)
    yield from text_problems(action.get("data"), f"{at}.data", 300)


def clipboard_problems(action: Json, at: str) -> Found:
    yield from text_problems(action.get("clipboardText"), f"{at}.clipboardText", 1000)


def nothing_more(_action: Json, _at: str) -> Found:
    return iter(())


CHECKS: dict[str, Callable[[Json, str], Found]] = {
    "postback": postback_problems,
    "message": message_problems,
    "uri": uri_problems,
    "datetimepicker": picker_problems,
    "richmenuswitch": switch_problems,
    "clipboard": clipboard_problems,
    "camera": nothing_more,
    "cameraRoll": nothing_more,
    "location": nothing_more,
}
