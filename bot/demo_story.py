"""The first day of the demo town: officers, their head, the mayor and a group enrol, and neighbours have told of three problems.

What people say in it stands in content/towns/demo/story.toml; it happens over HTTP like everything on the phones.
"""

import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import requests

from content.towns import HERE
from models.database import Database
from models.enrolment import CodeKind, new_code
from models.officer import Role

PATIENCE_S = 15
Json = dict[str, Any]


class Phones:
    """The simulator's page API, used as a person uses the page."""

    def __init__(self, url: str) -> None:
        self._url, self._seen = url, 0

    def act(self, phone: str, verb: str, **more: Any) -> None:
        """Do something on a phone."""
        requests.post(
            f"{self._url}/sim/act", json={"phone": phone, "verb": verb, **more}, timeout=10
        ).raise_for_status()

    def act_and_hear(self, phone: str, verb: str, *, heard_on: str | None = None, **more: Any) -> Json:
        """Do something, and wait for what the bot says on `heard_on` (the same phone unless told otherwise)."""
        self.act(phone, verb, **more)
        return self._answer(phone, heard_on or phone)

    def _answer(self, acted_on: str, heard_on: str) -> Json:
        """The bot's first message on `heard_on` after the newest thing that a person did on `acted_on`."""
        end, has_acted = time.monotonic() + PATIENCE_S, False
        while time.monotonic() < end:
            for entry in self._new_entries():
                is_bots = entry.get("from") == "bot"
                has_acted = has_acted or (entry["phone"] == acted_on and not is_bots)
                if has_acted and is_bots and entry["phone"] == heard_on:
                    return dict(entry["message"])
        raise TimeoutError(f"the bot said nothing on the phone {heard_on}")

    def _new_entries(self) -> list[Json]:
        answer = requests.get(f"{self._url}/sim/entries", params={"after": self._seen}, timeout=40).json()
        self._seen = answer["seq"]
        entries: list[Json] = answer["entries"]
        return entries


def data_of(message: Json, label: str) -> str:
    """The postback data behind the button that carries `label`."""
    for action in _actions(message):
        if action.get("label") == label and "data" in action:
            return str(action["data"])
    raise LookupError(label)


def _actions(node: Any) -> Iterator[Json]:
    if isinstance(node, dict):
        if isinstance(node.get("action"), dict):
            yield node["action"]
        for value in node.values():
            yield from _actions(value)
    elif isinstance(node, list):
        for value in node:
            yield from _actions(value)


def tell(url: str, database: Database, secret: str) -> Iterator[str]:
    """Let the first day happen; yields a sentence for each thing that has."""
    story = tomllib.loads((HERE / "demo" / "story.toml").read_text("utf-8"))
    phones = Phones(url)

    def code(kind: CodeKind, division: str = story["division"], role: Role | None = None) -> str:
        with database.begin() as session:
            return new_code(session, kind, division, role, secret, datetime.now(UTC))

    yield from _enrol(phones, story, code)
    for told in story["complaints"]:
        yield _complain(phones, story, told)


def _enrol(phones: Phones, story: Json, code: Callable[..., str]) -> Iterator[str]:
    for officer in story["officers"]:
        phones.act_and_hear(officer["phone"], "adds")
        role = Role(officer.get("role", Role.OFFICER))
        enrol = f"{story['enrol']} {code(CodeKind.OFFICER, officer.get('division', story['division']), role)}"
        phones.act_and_hear(officer["phone"], "says", text=enrol)
        phones.act_and_hear(officer["phone"], "says", text=officer["name"])
        yield f"{officer['name']} has enrolled as {role.value}"
    group, first = story["group"], story["officers"][0]["phone"]
    phones.act_and_hear(group, "invites", **{"as": first})
    enrol = f"{story['enrol_group']} {code(CodeKind.GROUP)}"
    phones.act_and_hear(group, "says", text=enrol, **{"as": first})
    yield "their group has enrolled"


def _complain(phones: Phones, story: Json, told: Json) -> str:
    """Tell one complaint as far as it goes: filed, accepted, or repaired."""
    phone, group = told["phone"], story["group"]
    if told.get("adds"):
        phones.act_and_hear(phone, "adds")
    phones.act_and_hear(phone, "says", text=told["words"])
    phones.act_and_hear(phone, "says", text=told["type"])
    phones.act_and_hear(phone, "pin", latitude=told["latitude"], longitude=told["longitude"], address=told["address"])
    phones.act_and_hear(phone, "photo")
    card = phones.act_and_hear(phone, "says", heard_on=group, text=story["confirm"])
    if "officer" in told:
        officer = {"as": told["officer"]}
        _press(phones, group, card, story["accept"], officer)
        if "outcome" in told:
            _press(phones, group, card, story["finish"], officer)
            phones.act_and_hear(group, "photo", **officer)
            phones.act_and_hear(group, "says", heard_on=phone, text=told["outcome"], **officer)
    return f"{told['phone']} has told of a problem"


def _press(phones: Phones, group: str, card: Json, label: str, officer: Json) -> None:
    phones.act_and_hear(group, "postback", data=data_of(card, label), displayText=label, **officer)
