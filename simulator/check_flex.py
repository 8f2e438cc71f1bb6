"""What LINE accepts as a flex message: known components, their properties, their places and sizes."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from simulator.check_actions import Found, action_problems, https_problems
from simulator.lengths import json_bytes
from simulator.refusals import Json, Problem

BUBBLE_BYTES = 30_000
CAROUSEL_BYTES = 50_000
CAROUSEL_BUBBLES = 12
# LINE may show up to 40 on a flex button; 20 is what every place takes and what a narrow phone shows in Thai.
FLEX_LABEL = 20

Rule = Callable[[Any], bool]


def one_of(*allowed: str) -> Rule:
    return lambda value: value in allowed


def pattern(expression: str) -> Rule:
    return lambda value: isinstance(value, str) and re.fullmatch(expression, value) is not None


def a_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def a_truth(value: Any) -> bool:
    return isinstance(value, bool)


def anything(_value: Any) -> bool:
    return True


COLOUR = pattern(r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?")
PIXELS = r"\d+(\.\d+)?px"
SPACE = pattern(rf"none|xs|sm|md|lg|xl|xxl|{PIXELS}")
OFFSET = pattern(rf"none|xs|sm|md|lg|xl|xxl|-?{PIXELS}|-?\d+(\.\d+)?%")
LENGTH = pattern(rf"{PIXELS}|\d+(\.\d+)?%")
SIZE = pattern(rf"xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|{PIXELS}")
IMAGE_SIZE = pattern(rf"xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|full|{PIXELS}|\d+(\.\d+)?%")
RATIO = pattern(r"\d+(\.\d+)?:\d+(\.\d+)?")
GRAVITY = one_of("top", "bottom", "center")
ALIGN = one_of("start", "end", "center")

PLACED: dict[str, Rule] = {"margin": SPACE, "position": one_of("relative", "absolute")} | {
    f"offset{side}": OFFSET for side in ("Top", "Bottom", "Start", "End")
}
LETTERING: dict[str, Rule] = {
    "text": anything,
    "size": SIZE,
    "color": COLOUR,
    "weight": one_of("regular", "bold"),
    "style": one_of("normal", "italic"),
    "decoration": one_of("none", "underline", "line-through"),
}
FLEXED: dict[str, Rule] = {"flex": a_number, "gravity": GRAVITY, "action": anything}

PROPERTIES: dict[str, dict[str, Rule]] = {
    "box": PLACED
    | {f"padding{side}": OFFSET for side in ("All", "Top", "Bottom", "Start", "End")}
    | {name: LENGTH for name in ("width", "maxWidth", "height", "maxHeight")}
    | {
        "layout": one_of("horizontal", "vertical", "baseline"),
        "contents": anything,
        "flex": a_number,
        "spacing": SPACE,
        "backgroundColor": COLOUR,
        "borderColor": COLOUR,
        "borderWidth": pattern(rf"none|light|normal|medium|semi-bold|bold|{PIXELS}"),
        "cornerRadius": SPACE,
        "action": anything,
        "justifyContent": one_of("center", "flex-start", "flex-end", "space-between", "space-around", "space-evenly"),
        "alignItems": one_of("center", "flex-start", "flex-end"),
        "background": anything,
    },
    "button": PLACED
    | FLEXED
    | {
        "color": COLOUR,
        "style": one_of("primary", "secondary", "link"),
        "height": one_of("md", "sm"),
        "adjustMode": one_of("shrink-to-fit"),
        "scaling": a_truth,
    },
    "image": PLACED
    | FLEXED
    | {
        "url": anything,
        "align": ALIGN,
        "size": IMAGE_SIZE,
        "aspectRatio": RATIO,
        "aspectMode": one_of("fit", "cover"),
        "backgroundColor": COLOUR,
        "animated": a_truth,
    },
    "video": {name: anything for name in ("url", "previewUrl", "altContent", "action")} | {"aspectRatio": RATIO},
    "icon": PLACED | {"url": anything, "size": SIZE, "aspectRatio": RATIO, "scaling": a_truth},
    "text": PLACED
    | FLEXED
    | LETTERING
    | {
        "contents": anything,
        "align": ALIGN,
        "wrap": a_truth,
        "lineSpacing": pattern(PIXELS),
        "maxLines": a_number,
        "adjustMode": one_of("shrink-to-fit"),
        "scaling": a_truth,
    },
    "span": LETTERING,
    "separator": {"margin": SPACE, "color": COLOUR},
    "filler": {"flex": a_number},
}
STACKED = ("box", "button", "image", "text", "separator", "filler")
ALLOWED_IN = {"horizontal": STACKED, "vertical": STACKED, "baseline": ("icon", "text", "filler")}
BLOCKS = {"header": ("box",), "hero": ("box", "image", "video"), "body": ("box",), "footer": ("box",)}
BUBBLE: dict[str, Rule] = {
    "type": anything,
    "size": one_of("nano", "micro", "deca", "hecto", "kilo", "mega", "giga"),
    "direction": one_of("ltr", "rtl"),
    "styles": anything,
    "action": anything,
} | {block: anything for block in BLOCKS}
BLOCK_STYLE: dict[str, Rule] = {"backgroundColor": COLOUR, "separator": a_truth, "separatorColor": COLOUR}


def flex_problems(container: Any) -> Found:
    kind = container.get("type") if isinstance(container, dict) else None
    if kind == "bubble":
        yield from bubble_problems(container, "")
    elif kind == "carousel":
        yield from carousel_problems(container)
    else:
        yield Problem("/type", "must be one of the following values: [bubble, carousel]")


def carousel_problems(carousel: Json) -> Found:
    bubbles = carousel.get("contents")
    if not isinstance(bubbles, list) or not 1 <= len(bubbles) <= CAROUSEL_BUBBLES:
        yield Problem("/contents", f"size must be between 1 and {CAROUSEL_BUBBLES}")
        return
    if json_bytes(carousel) > CAROUSEL_BYTES:
        yield Problem("/", f"must be less than or equal to {CAROUSEL_BYTES} bytes")
    for index, bubble in enumerate(bubbles):
        if isinstance(bubble, dict) and bubble.get("type") == "bubble":
            yield from bubble_problems(bubble, f"/contents/{index}")
        else:
            yield Problem(f"/contents/{index}/type", "must be one of the following values: [bubble]")


def bubble_problems(bubble: Json, at: str) -> Found:
    if json_bytes(bubble) > BUBBLE_BYTES:
        yield Problem(at or "/", f"must be less than or equal to {BUBBLE_BYTES} bytes")
    if not any(block in bubble for block in BLOCKS):
        yield Problem(at or "/", "At least one block must be specified")
    yield from property_problems(bubble, BUBBLE, at)
    yield from placed_action_problems(bubble, at)
    for block, kinds in BLOCKS.items():
        if block in bubble:
            yield from component_problems(bubble[block], f"{at}/{block}", kinds)
        style = (bubble.get("styles") or {}).get(block, {})
        yield from property_problems(style, BLOCK_STYLE, f"{at}/styles/{block}")


def component_problems(component: Any, at: str, kinds: tuple[str, ...]) -> Found:
    kind = component.get("type") if isinstance(component, dict) else None
    if kind not in PROPERTIES:
        yield Problem(f"{at}/type", "unknown type")
        return
    if kind not in kinds:
        yield Problem(f"{at}/type", f"must be one of the following values: [{', '.join(kinds)}]")
        return
    yield from property_problems(component, PROPERTIES[kind] | {"type": anything}, at)
    yield from placed_action_problems(component, at)
    if kind in BY_KIND:
        yield from BY_KIND[kind](component, at)


def property_problems(holder: Json, rules: dict[str, Rule], at: str) -> Found:
    for name, value in holder.items():
        if name not in rules:
            yield Problem(f"{at}/{name}", "unknown field")
        elif not rules[name](value):
            yield Problem(f"{at}/{name}", "invalid property")


def placed_action_problems(holder: Json, at: str) -> Found:
    if "action" not in holder and holder.get("type") != "button":
        return
    label = "required" if holder.get("type") == "button" else "optional"
    for problem in action_problems(holder.get("action"), "action", label=label, longest=FLEX_LABEL):
        yield Problem(f"{at}/{problem.property.replace('.', '/')}", problem.message)


def box_problems(box: Json, at: str) -> Found:
    layout, contents = box.get("layout"), box.get("contents")
    if layout not in ALLOWED_IN:
        yield Problem(f"{at}/layout", "invalid property")
        return
    if not isinstance(contents, list):
        yield Problem(f"{at}/contents", "must be specified")
        return
    for index, component in enumerate(contents):
        yield from component_problems(component, f"{at}/contents/{index}", ALLOWED_IN[layout])


def lettering_problems(text: Json, at: str) -> Found:
    if text.get("type") == "text" and text.get("contents"):
        for index, span in enumerate(text["contents"]):
            yield from component_problems(span, f"{at}/contents/{index}", ("span",))
    elif not isinstance(text.get("text"), str) or not text["text"]:
        yield Problem(f"{at}/text", "must be non-empty text")


def picture_problems(image: Json, at: str) -> Found:
    return moved(https_problems(image.get("url"), "url"), at)


def video_problems(video: Json, at: str) -> Found:
    for name in ("url", "previewUrl"):
        yield from moved(https_problems(video.get(name), name), at)
    yield from component_problems(video.get("altContent"), f"{at}/altContent", ("box", "image"))


def moved(problems: Iterator[Problem], at: str) -> Found:
    for problem in problems:
        yield Problem(f"{at}/{problem.property}", problem.message)


BY_KIND: dict[str, Callable[[Json, str], Found]] = {
    "box": box_problems,
    "text": lettering_problems,
    "span": lettering_problems,
    "image": picture_problems,
    "icon": picture_problems,
    "video": video_problems,
}
