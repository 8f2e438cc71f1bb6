"""What a tap on the page makes a person do."""

import base64
import binascii
from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.heard import Heard
from simulator.persons import Group, Person
from simulator.refusals import Json, refused
from simulator.seats import Seat

if TYPE_CHECKING:
    from simulator.line import Line


def group_of(line: "Line", act: Json) -> Group:
    phone = line.world.group(act["phone"])
    if phone is None:
        raise refused(400, "no such group")
    return Group(line, phone)


def person_of(line: "Line", slug: str) -> Person:
    if line.world.person(slug) is None:
        raise refused(400, "no such person")
    return line.person(slug)


def seat_of(line: "Line", act: Json) -> Seat:
    if line.world.group(act["phone"]) is None:
        return person_of(line, act["phone"])
    return person_of(line, act["as"]).within(group_of(line, act))


def who_acts(line: "Line", act: Json) -> Person:
    return person_of(line, act.get("as") or group_of(line, act).phone.members[0])


def sends_photo(line: "Line", act: Json) -> None:
    given = act.get("data")
    try:
        data = base64.b64decode(given.partition("base64,")[2] or given, validate=True) if given else None
    except binascii.Error as error:
        raise refused(400, "data is not base64") from error
    if data is not None and not data.startswith((b"\xff\xd8", b"\x89PNG")):
        raise refused(400, "a photo is a JPEG or a PNG")
    seat_of(line, act).sends_photo(data)


def sends_pin(line: "Line", act: Json) -> None:
    place = float(act["latitude"]), float(act["longitude"])
    seat_of(line, act).sends_pin(*place, act.get("address") or None)


def unsends(line: "Line", act: Json) -> None:
    entries = {entry.seq: entry for entry in line.world.entries_of(line.world.phones[act["phone"]])}
    seat_of(line, act).unsends(entries[int(act["seq"])])


def switches_menu(line: "Line", act: Json) -> None:
    seat_of(line, act).switches_menu({"richMenuAliasId": act["alias"], "data": act["data"]})


def says(line: "Line", act: Json) -> None:
    """`quotes` is the seq of the message that is answered to, if one is."""
    seat, text = seat_of(line, act), str(act["text"])
    if act.get("quotes") is None:
        return seat.says(text)
    entries = {entry.seq: entry for entry in line.world.entries_of(line.world.phones[act["phone"]])}
    entry = entries[int(act["quotes"])]
    seat.quotes(Heard(entry.message or {}, entry.how or "", entry.at, entry.message_id), text)


VERBS: dict[str, Callable[["Line", Json], None]] = {
    "adds": lambda line, act: person_of(line, act["phone"]).adds(),
    "blocks": lambda line, act: person_of(line, act["phone"]).blocks(),
    "says": says,
    "photo": sends_photo,
    "pin": sends_pin,
    "sticker": lambda line, act: seat_of(line, act).sends_sticker(),
    "postback": lambda line, act: seat_of(line, act).posts_back(str(act["data"]), act.get("displayText")),
    "datetime": lambda line, act: seat_of(line, act).posts_back(str(act["data"]), params=dict(act["params"])),
    "richmenuswitch": switches_menu,
    "unsend": unsends,
    "invites": lambda line, act: group_of(line, act).invites_bot(who_acts(line, act)),
    "removes": lambda line, act: group_of(line, act).removes_bot(who_acts(line, act)),
}
