"""The look that all cards share: sizes that old eyes read in the sun, one colour a meaning and never the colour alone."""

from collections.abc import Sequence
from typing import Any

from content.messages import Action, Message
from content.office import thumbnail

INK, QUIET, LINE_GREY = "#1F2933", "#52606D", "#D5DAE1"
TILE = "#EEF1F4"
BRAND, ALARM, GOOD, PAPER = "#0B5C4A", "#B3261E", "#1B6E3C", "#FFFFFF"


def words(text: str, **style: Any) -> Message:
    """A text that wraps. LINE refuses an empty one."""
    return {"type": "text", "text": text or "–", "wrap": True, "size": "md", "color": INK, **style}


def heading(text: str) -> Message:
    """The one line that says what a card is."""
    return words(text, weight="bold", size="lg")


def quiet(text: str, **style: Any) -> Message:
    """What is good to know but not the point."""
    return words(text, color=QUIET, size="sm", **style)


def row(label: str, value: str) -> Message:
    """A fact with its name, side by side."""
    return {
        "type": "box",
        "layout": "horizontal",
        "spacing": "md",
        "contents": [quiet(label, flex=2), words(value, flex=5, size="sm")],
    }


def column(contents: Sequence[Message], **style: Any) -> Message:
    """Things below each other."""
    return {"type": "box", "layout": "vertical", "spacing": "md", "contents": list(contents), **style}


def side_by_side(contents: Sequence[Message], **style: Any) -> Message:
    """Things beside each other."""
    return {"type": "box", "layout": "horizontal", "spacing": "sm", "contents": list(contents), **style}


def band(text: str, color: str = BRAND, small: str | None = None) -> Message:
    """The coloured top of a card."""
    lines = [words(text, color=PAPER, weight="bold", size="lg")]
    if small:
        lines.insert(0, words(small, color=PAPER, size="sm"))
    return column(lines, backgroundColor=color, paddingAll="16px", spacing="xs")


def button(action: Action, *, style: str = "secondary", color: str | None = None) -> Message:
    """A button a thumb can hit."""
    made = {"type": "button", "action": action, "style": style, "height": "md"}
    return made | ({"color": color} if color else {})


def tile(sign: str, name: str, action: Action) -> Message:
    """A choice with a picture above its name; the name may take two lines, which a button's label cannot."""
    shown = [words(sign, size="xxl", align="center", wrap=False), words(name, size="sm", align="center", maxLines=2)]
    return column(shown, spacing="xs", paddingAll="8px", cornerRadius="8px", backgroundColor=TILE, action=action)


def main_button(action: Action) -> Message:
    """The button that most people want."""
    return button(action, style="primary", color=BRAND)


def picture(url: str, ratio: str = "4:3") -> Message:
    """A photo that fills the width and opens when tapped."""
    opens = {"type": "uri", "uri": url}
    return {"type": "image", "url": url, "size": "full", "aspectRatio": ratio, "aspectMode": "cover", "action": opens}


def small_picture(url: str) -> Message:
    """A photo that shares its row with others: square, of few bytes, and whole when tapped."""
    return {**picture(url, "1:1"), "url": thumbnail(url)}


def divider() -> Message:
    """A thin line."""
    return {"type": "separator", "color": LINE_GREY}


def card(
    header: Message | None, body: Sequence[Message], footer: Sequence[Message] = (), hero: str | None = None
) -> Message:
    """A bubble: coloured top, photo, facts, buttons."""
    bubble: Message = {"type": "bubble", "size": "mega", "body": column(body, paddingAll="16px")}
    if header is not None:
        bubble["header"] = {**header}
    if hero is not None:
        bubble["hero"] = picture(hero, "20:13")
    if footer:
        bubble["footer"] = column(footer, spacing="sm", paddingAll="12px")
    return bubble
