"""The menu under the chat: what LINE is told about it and its picture, by language.

`menu.toml` says what there is; scripts/draw_rich_menu.py draws the pictures from it.
"""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

HERE = Path(__file__).parent
CONTENT_TYPE = "image/png"


@dataclass(frozen=True)
class RichMenu:
    """One language's menu. `definition` is LINE's RichMenuRequest; the digest changes whenever what a person sees or
    taps does."""

    definition: dict[str, Any]
    image: bytes
    content_type: str
    digest: str


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Size(_Part):
    width: Annotated[int, Field(ge=800, le=2500)]
    height: Annotated[int, Field(ge=250)]


class Bounds(_Part):
    x: int
    y: int
    width: int
    height: int


class Area(_Part):
    icon: str
    data: Annotated[str, Field(min_length=1, max_length=300)]
    bounds: Bounds


class Words(_Part):
    label: Annotated[str, Field(min_length=1, max_length=20)]
    lines: Annotated[tuple[str, ...], Field(min_length=1, max_length=2)]


class Language(_Part):
    bar: Annotated[str, Field(min_length=1, max_length=14)]
    words: dict[str, Words]


class Menu(_Part):
    """menu.toml as it is read."""

    size: Size
    areas: tuple[Area, ...]
    languages: dict[str, Language]


def read_menu() -> Menu:
    return Menu.model_validate(tomllib.loads((HERE / "menu.toml").read_text(encoding="utf-8")))


def rich_menus() -> dict[str, RichMenu]:
    """The menu in every language that it speaks: `th`, `en`."""
    menu = read_menu()
    return {language: _rich_menu(menu, language) for language in menu.languages}


def _rich_menu(menu: Menu, language: str) -> RichMenu:
    definition = {
        "size": menu.size.model_dump(),
        "selected": True,
        "name": f"baanrao-{language}",
        "chatBarText": menu.languages[language].bar,
        "areas": [_area(area, menu.languages[language].words[area.icon].label) for area in menu.areas],
    }
    image = (HERE / f"{language}.png").read_bytes()
    told = json.dumps(definition, sort_keys=True).encode()
    return RichMenu(definition, image, CONTENT_TYPE, hashlib.sha256(told + b"\0" + image).hexdigest())


def _area(area: Area, label: str) -> dict[str, Any]:
    """The tap shows its words in the chat, so that people see what they did."""
    return {
        "bounds": area.bounds.model_dump(),
        "action": {"type": "postback", "label": label, "data": area.data, "displayText": label},
    }
