"""The account's rich menus: what LINE accepts as one, which image it has, and whose phone shows it."""

import io
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, UnidentifiedImageError

from simulator.check_actions import Found, action_problems, text_problems
from simulator.check_templates import listed, sized
from simulator.lengths import graphemes
from simulator.refusals import Json, Problem, Refused, body_refused, refused
from simulator.world import PersonPhone, World

MOST_IMAGE_BYTES = 1024 * 1024
MOST_AREAS = 20
MOST_MENUS = 1000
NEEDS_IMAGE = "must upload richmenu image before applying it to user"


@dataclass
class RichMenu:
    id: str
    content: Json
    picture_id: str | None = None

    def as_json(self) -> Json:
        return {"richMenuId": self.id} | {
            name: self.content[name] for name in ("size", "selected", "name", "chatBarText", "areas")
        }


@dataclass
class RichMenus:
    world: World
    menus: dict[str, RichMenu] = field(default_factory=dict)
    default_id: str | None = None
    aliases: dict[str, str] = field(default_factory=dict)

    def create(self, content: Any) -> str:
        check_rich_menu(content)
        if len(self.menus) >= MOST_MENUS:
            raise refused(400, "The maximum number of rich menus is reached")
        menu = RichMenu(f"richmenu-{secrets.token_hex(16)}", content)
        self.menus[menu.id] = menu
        return menu.id

    def get(self, menu_id: str) -> RichMenu:
        if menu_id not in self.menus:
            raise refused(404)
        return self.menus[menu_id]

    def upload(self, menu_id: str, data: bytes, mime: str) -> None:
        menu = self.get(menu_id)
        if menu.picture_id:
            raise refused(400, "An image has already been uploaded to the richmenu")
        check_image(data, mime, menu.content["size"])
        menu.picture_id = self.world.keep_picture(data, mime)

    def delete(self, menu_id: str) -> None:
        self.get(menu_id)
        del self.menus[menu_id]
        self.default_id = None if self.default_id == menu_id else self.default_id
        for phone in self.people():
            if phone.rich_menu_id == menu_id:
                phone.rich_menu_id = None
        self.tell_phones()

    def set_default(self, menu_id: str | None) -> None:
        if menu_id is not None:
            self.require_image(menu_id)
        self.default_id = menu_id
        self.tell_phones()

    def link(self, phone: PersonPhone, menu_id: str | None) -> None:
        if menu_id is not None:
            self.require_image(menu_id)
        phone.rich_menu_id = menu_id
        self.world.changed(phone)

    def require_image(self, menu_id: str) -> None:
        if self.get(menu_id).picture_id is None:
            raise refused(400, NEEDS_IMAGE)

    def shown_to(self, phone: PersonPhone) -> RichMenu | None:
        menu_id = phone.rich_menu_id or self.default_id
        return self.menus.get(menu_id) if menu_id and phone.follows and not phone.blocks else None

    def people(self) -> list[PersonPhone]:
        return [phone for phone in self.world.phones.values() if isinstance(phone, PersonPhone)]

    def tell_phones(self) -> None:
        for phone in self.people():
            self.world.changed(phone)


def check_rich_menu(content: Any) -> None:
    if not isinstance(content, dict):
        raise body_refused([Problem("", "May not be empty")])
    try:
        problems = list(rich_menu_problems(content))
    except (AttributeError, TypeError) as error:
        raise refused(400, f"The request body has a value of the wrong type: {error}") from error
    if problems:
        raise body_refused(problems)


def rich_menu_problems(menu: Json) -> Found:
    size = menu.get("size") or {}
    yield from size_problems(size)
    if not isinstance(menu.get("selected"), bool):
        yield Problem("selected", "May not be empty")
    yield from text_problems(menu.get("name"), "name", 300)
    yield from text_problems(menu.get("chatBarText"), "chatBarText", 14, graphemes)
    yield from sized(menu.get("areas"), "areas", 0, MOST_AREAS)
    for index, area in enumerate(listed(menu.get("areas"))):
        yield from bounds_problems(area.get("bounds") or {}, size, f"areas[{index}].bounds")
        yield from action_problems(area.get("action"), f"areas[{index}].action", label="optional")


def is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def size_problems(size: Json) -> Found:
    width, height = size.get("width"), size.get("height")
    if not isinstance(width, int) or not 800 <= width <= 2500:
        yield Problem("size.width", "Must be between 800 and 2500")
    elif not isinstance(height, int) or height < 250 or width / height < 1.45:
        yield Problem("size.height", "Must be at least 250, and width / height at least 1.45")


def bounds_problems(bounds: Json, size: Json, at: str) -> Found:
    sides = [bounds.get(name) for name in ("x", "y", "width", "height")]
    if not all(is_count(side) for side in sides):
        yield Problem(at, "x, y, width and height must be integers from 0")
        return
    x, y, width, height = (int(side or 0) for side in sides)
    if not width or not height or x + width > size.get("width", 0) or y + height > size.get("height", 0):
        yield Problem(at, "must be within the rich menu")


def check_image(data: bytes, mime: str, size: Json) -> None:
    if not re.fullmatch(r"image/(png|jpeg)", mime):
        raise refused(415, f"The content type, {mime}, is not supported")
    if len(data) > MOST_IMAGE_BYTES:
        raise refused(413, "Request Entity Too Large")
    try:
        with Image.open(io.BytesIO(data)) as image:
            measured = image.size
    except (UnidentifiedImageError, OSError) as error:
        raise refused(400, "The image could not be read") from error
    if measured != (size["width"], size["height"]):
        raise Refused(400, {"message": "The image size does not match the size of the rich menu"})
