"""Keeps a world in a file, so that tomorrow's start goes on with today's conversations."""

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from simulator.pictures import mime_of
from simulator.refusals import Json
from simulator.rich_menus import RichMenu, RichMenus
from simulator.sending import Sending, UsedKey
from simulator.world import Entry, GroupPhone, PersonPhone, Picture, World

MOST_ENTRIES = 2000


class StateFile:
    """Reads the file at once when there is one; writes it anew after each change, pictures beside it."""

    def __init__(self, path: Path, world: World, sending: Sending, menus: RichMenus) -> None:
        self.path, self.world, self.sending, self.menus = path, world, sending, menus
        self.pictures = path.parent / "pictures"
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.written: set[str] = set()
        if path.exists():
            self.load(json.loads(path.read_text("utf-8")))
        world.on_change = self.save

    def save(self) -> None:
        with self.world.lock:
            self.save_pictures()
            state = json.dumps(self.state(), ensure_ascii=False, default=as_text)
            beside = self.path.with_suffix(".new")
            beside.write_text(state, "utf-8")
            os.replace(beside, self.path)

    def save_pictures(self) -> None:
        for picture_id, picture in self.world.pictures.items():
            if picture_id not in self.written:
                (self.pictures / picture_id).write_bytes(picture.data)
                self.written.add(picture_id)

    def state(self) -> Json:
        world, sending, menus = self.world, self.sending, self.menus
        phones = world.phones.values()
        return {
            "people": [asdict(phone) for phone in phones if isinstance(phone, PersonPhone)],
            "groups": [asdict(phone) for phone in phones if isinstance(phone, GroupPhone)],
            "entries": [asdict(entry) for entry in world.entries[-MOST_ENTRIES:] if not entry.is_change],
            "contents": world.contents,
            "unsent": sorted(world.unsent_ids),
            "seq": world.seq,
            "last_message_id": world.last_message_id,
            "quota_used": sending.quota_used,
            "used_keys": {key: asdict(used) for key, used in sending.used_keys.items()},
            "rich_menus": [asdict(menu) for menu in menus.menus.values()],
            "default_rich_menu": menus.default_id,
            "aliases": menus.aliases,
        }

    def load(self, state: Json) -> None:
        self.load_world(state)
        self.sending.quota_used = state["quota_used"]
        self.sending.used_keys = {key: UsedKey(**timed(used)) for key, used in state["used_keys"].items()}
        self.menus.menus = {menu["id"]: RichMenu(**menu) for menu in state["rich_menus"]}
        self.menus.default_id = state["default_rich_menu"]
        self.menus.aliases = state["aliases"]

    def load_world(self, state: Json) -> None:
        world = self.world
        for phone in [PersonPhone(**one) for one in state["people"]]:
            world.add(phone)
        for group in [GroupPhone(**one) for one in state["groups"]]:
            world.add(group)
        world.entries = [Entry(**timed(entry)) for entry in state["entries"]]
        world.contents, world.unsent_ids = state["contents"], set(state["unsent"])
        world.seq, world.last_message_id = state["seq"], state["last_message_id"]
        for file in self.pictures.iterdir():
            data = file.read_bytes()
            world.pictures[file.name] = Picture(data, mime_of(data))
            self.written.add(file.name)


def as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not kept")


def timed(values: Json) -> Json:
    return values | {"at": datetime.fromisoformat(values["at"])}
