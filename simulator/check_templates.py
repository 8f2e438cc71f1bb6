"""What LINE accepts as a template or an imagemap: the older kinds of buttons."""

from collections.abc import Callable
from typing import Any

from simulator.check_actions import Found, action_problems, https_problems, optional_text_problems, text_problems
from simulator.refusals import Json, Problem


def sized(value: Any, at: str, least: int, most: int) -> Found:
    if not isinstance(value, list) or not least <= len(value) <= most:
        yield Problem(at, f"Size must be between {least} and {most}")


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def template_problems(template: Any, at: str) -> Found:
    kind = template.get("type") if isinstance(template, dict) else None
    if kind not in TEMPLATES:
        yield Problem(f"{at}.type", f"Must be one of the following values: [{', '.join(TEMPLATES)}]")
        return
    yield from TEMPLATES[kind](template, at)


def actions_problems(holder: Json, at: str, least: int, most: int) -> Found:
    yield from sized(holder.get("actions"), f"{at}.actions", least, most)
    for index, action in enumerate(listed(holder.get("actions"))):
        yield from action_problems(action, f"{at}.actions[{index}]", label="required")


def panel_problems(panel: Json, at: str, *, bare: int, dressed: int, actions: int) -> Found:
    """Text may be `bare` long, or `dressed` when there is a title or an image above it."""
    has_more = "title" in panel or "thumbnailImageUrl" in panel
    yield from text_problems(panel.get("text"), f"{at}.text", dressed if has_more else bare)
    yield from optional_text_problems(panel, "title", at, 40)
    if "thumbnailImageUrl" in panel:
        yield from https_problems(panel["thumbnailImageUrl"], f"{at}.thumbnailImageUrl")
    if "defaultAction" in panel:
        yield from action_problems(panel["defaultAction"], f"{at}.defaultAction", label="optional")
    yield from actions_problems(panel, at, 1, actions)


def buttons_problems(template: Json, at: str) -> Found:
    return panel_problems(template, at, bare=160, dressed=60, actions=4)


def confirm_problems(template: Json, at: str) -> Found:
    yield from text_problems(template.get("text"), f"{at}.text", 240)
    yield from actions_problems(template, at, 2, 2)


def carousel_problems(template: Json, at: str) -> Found:
    columns = listed(template.get("columns"))
    yield from sized(template.get("columns"), f"{at}.columns", 1, 10)
    for index, column in enumerate(columns):
        yield from panel_problems(column, f"{at}.columns[{index}]", bare=120, dressed=60, actions=3)
    if len({len(listed(column.get("actions"))) for column in columns}) > 1:
        yield Problem(f"{at}.columns", "All columns must have the same number of actions")


def image_carousel_problems(template: Json, at: str) -> Found:
    yield from sized(template.get("columns"), f"{at}.columns", 1, 10)
    for index, column in enumerate(listed(template.get("columns"))):
        here = f"{at}.columns[{index}]"
        yield from https_problems(column.get("imageUrl"), f"{here}.imageUrl")
        yield from action_problems(column.get("action"), f"{here}.action", label="optional", longest=12)


TEMPLATES: dict[str, Callable[[Json, str], Found]] = {
    "buttons": buttons_problems,
    "confirm": confirm_problems,
    "carousel": carousel_problems,
    "image_carousel": image_carousel_problems,
}


def imagemap_problems(message: Json, at: str) -> Found:
    yield from https_problems(message.get("baseUrl"), f"{at}.baseUrl")
    yield from text_problems(message.get("altText"), f"{at}.altText", 1500)
    size = message.get("baseSize") or {}
    if size.get("width") != 1040 or not isinstance(size.get("height"), int):
        yield Problem(f"{at}.baseSize", "width must be 1040 and height must be set")
    yield from sized(message.get("actions"), f"{at}.actions", 0, 50)
    for index, action in enumerate(listed(message.get("actions"))):
        yield from imagemap_action_problems(action, f"{at}.actions[{index}]")


def imagemap_action_problems(action: Json, at: str) -> Found:
    content = {"message": ("text", 400), "uri": ("linkUri", 1000), "clipboard": ("clipboardText", 1000)}
    kind = action.get("type")
    if kind not in content:
        yield Problem(f"{at}.type", f"Must be one of the following values: [{', '.join(content)}]")
        return
    name, longest = content[kind]
    yield from text_problems(action.get(name), f"{at}.{name}", longest)
    area = action.get("area") or {}
    if not all(isinstance(area.get(side), int) for side in ("x", "y", "width", "height")):
        yield Problem(f"{at}.area", "May not be empty")
