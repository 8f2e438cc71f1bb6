"""What a person sees of a message, read from the message itself: its words, its buttons, its pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.refusals import Json

Action = Json
QUOTABLE = ("text", "textV2", "sticker", "image", "video", "template", "flex")


@dataclass(frozen=True)
class Heard:
    """A message that reached a chat. `text` is what can be read, buttons included, altText left out."""

    raw: Json
    how: str
    at: datetime
    message_id: str | None = None

    @property
    def text(self) -> str:
        return "\n".join(words_in(self.raw))

    @property
    def labels(self) -> list[str]:
        """Everything that can be tapped in this message, its quick replies last."""
        actions = [*actions_in(self.raw), *quick_replies_of(self.raw)]
        return [label for label, _ in actions]

    @property
    def pictures(self) -> list[str]:
        return list(pictures_in(self.raw))


def components_of(node: Json) -> Iterator[Json]:
    """A flex container's components from top to bottom, in the order of reading."""
    if node.get("type") == "bubble":
        for block in ("header", "hero", "body", "footer"):
            if block in node:
                yield from components_of(node[block])
        return
    yield node
    if node.get("type") == "video":
        yield from components_of(node.get("altContent", {}))
    contents = node.get("contents")
    for child in contents if isinstance(contents, list) and node.get("type") != "text" else ():
        yield from components_of(child)


def words_in(message: Json) -> Iterator[str]:
    match message.get("type"):
        case "text" | "textV2":
            yield message["text"]
        case "location":
            yield message["title"]
            yield message["address"]
        case "template":
            yield from template_words(message["template"])
        case "flex":
            yield from flex_words(message["contents"])


def flex_words(container: Json) -> Iterator[str]:
    for component in components_of(container):
        if component.get("type") == "text":
            spans = component.get("contents") or []
            yield "".join(span["text"] for span in spans) or component.get("text", "")
        elif component.get("type") == "button":
            yield component["action"]["label"]


def template_words(template: Json) -> Iterator[str]:
    for panel in template.get("columns", [template]):
        yield from (panel[name] for name in ("title", "text") if panel.get(name))
        actions = panel.get("actions") or [panel.get("action") or {}]
        yield from (action["label"] for action in actions if action.get("label"))


def label_of(action: Action, beneath: str = "") -> str:
    """What a person would call this button; areas and pictures may have no label of their own."""
    names = ("label", "displayText", "text")
    return next((str(action[name]) for name in names if action.get(name)), beneath)


def actions_in(message: Json) -> Iterator[tuple[str, Action]]:
    """Label and action of what can be tapped in the message itself, in the order of reading."""
    match message.get("type"):
        case "flex":
            yield from flex_actions(message["contents"])
        case "template":
            yield from template_actions(message["template"])
        case "imagemap":
            for action in message["actions"]:
                yield label_of(action), imagemap_action(action)


def imagemap_action(action: Action) -> Action:
    return action | ({"uri": action["linkUri"]} if "linkUri" in action else {})


def flex_actions(container: Json) -> Iterator[tuple[str, Action]]:
    for bubble in container["contents"] if container["type"] == "carousel" else [container]:
        for node in [*components_of(bubble), bubble]:
            if node.get("action"):
                yield label_of(node["action"], " ".join(flex_words(node))), node["action"]


def template_actions(template: Json) -> Iterator[tuple[str, Action]]:
    for panel in template.get("columns", [template]):
        single = [panel[name] for name in ("action", "defaultAction") if panel.get(name)]
        for action in [*panel.get("actions", []), *single]:
            yield label_of(action, panel.get("text", "")), action


def quick_replies_of(message: Json) -> list[tuple[str, Action]]:
    items = (message.get("quickReply") or {}).get("items", [])
    return [(item["action"]["label"], item["action"]) for item in items]


def pictures_in(message: Json) -> Iterator[str]:
    if message.get("type") == "image":
        yield message["originalContentUrl"]
    elif message.get("type") == "flex":
        components: Iterator[dict[str, Any]] = components_of(message["contents"])
        yield from (one["url"] for one in components if one.get("type") == "image")
    elif message.get("type") == "template":
        panels = message["template"].get("columns", [message["template"]])
        addresses = (panel.get("thumbnailImageUrl") or panel.get("imageUrl") for panel in panels)
        yield from (address for address in addresses if address)
