"""What the page of phones asks for and does: `/`, its files, and the JSON under `/sim/`."""

from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Blueprint, Response, request, send_from_directory

from simulator.messaging_api import json_body
from simulator.page_acts import VERBS
from simulator.refusals import Json, refused
from simulator.world import Entry, GroupPhone, PersonPhone

if TYPE_CHECKING:
    from simulator.line import Line

PAGE = Path(__file__).parent / "page"
LONG_POLL = 25.0
SLOW = 8.0
SWITCHES: dict[str, Json] = {
    "500": {"status": 500},
    "slow": {"slow": SLOW},
    "rate": {"rate_limited": True},
    "month": {"month_spent": True},
}
DELIVERY_SWITCHES = ("duplicate", "reorder")


def page_routes(line: "Line") -> Blueprint:
    routes = Blueprint("page", __name__)
    routes.before_request(require_this_machine)
    routes.after_request(lambda response: guarded(response, line.deliveries.webhook_url))
    add_files(routes, line)
    add_reads(routes, line)
    add_writes(routes, line)
    return routes


def require_this_machine() -> None:
    """Other sites' pages in the same browser must not play with the phones."""
    host = urlsplit(f"//{request.host}").hostname
    if host not in ("127.0.0.1", "localhost", "::1") or request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise refused(403)


def guarded(response: Response, webhook_url: str | None) -> Response:
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        f"img-src 'self' data: blob:{bot_origins(webhook_url)}; frame-src 'self'; base-uri 'none'; form-action 'none'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def bot_origins(webhook_url: str | None) -> str:
    """The bot serves the pictures in its cards, by either name of this machine."""
    address = urlsplit(webhook_url or "")
    if address.hostname not in ("127.0.0.1", "localhost"):
        return ""
    return "".join(f" http://{host}:{address.port or 80}" for host in ("127.0.0.1", "localhost"))


def add_files(routes: Blueprint, line: "Line") -> None:
    @routes.get("/")
    def page() -> Response:
        folder = PAGE / "dist" if (PAGE / "dist" / "index.html").exists() else PAGE
        return send_from_directory(folder, "index.html")

    @routes.get("/sim/assets/<path:name>")
    def asset(name: str) -> Response:
        return send_from_directory(PAGE / "dist", name)

    @routes.get("/sim/pictures/<picture_id>")
    def picture(picture_id: str) -> Response:
        if picture_id not in line.world.pictures:
            raise refused(404)
        kept = line.world.pictures[picture_id]
        return Response(kept.data, mimetype=kept.mime)


def add_reads(routes: Blueprint, line: "Line") -> None:
    @routes.get("/sim/phones")
    def phones() -> Json:
        return {"town": line.town, "phones": [phone_json(line, one) for one in line.world.phones.values()]}

    @routes.get("/sim/entries")
    def entries() -> Json:
        after = request.args.get("after", 0, type=int)
        found = line.world.wait_for_entries(after, LONG_POLL)
        seq = line.world.seq if not found else found[-1].seq
        return {"entries": [entry_json(one) for one in found if is_told(one, after)], "seq": seq}

    @routes.get("/sim/quota")
    def quota() -> Json:
        return {"used": line.sending.quota_used, "limit": line.sending.quota_limit}

    @routes.get("/sim/faults")
    def faults() -> Json:
        return switches(line)


def add_writes(routes: Blueprint, line: "Line") -> None:
    @routes.post("/sim/act")
    def act() -> tuple[str, int]:
        body = json_body()
        verb = VERBS.get(str(body.get("verb")))
        if verb is None:
            raise refused(400, f"no such verb; there are {', '.join(VERBS)}")
        try:
            verb(line, body)
        except AssertionError as error:
            raise refused(409, str(error)) from error
        except (KeyError, TypeError, ValueError) as error:
            raise refused(400, f"this act is missing or mistaking something: {error}") from error
        return "", 204

    @routes.post("/sim/faults")
    def set_faults() -> Json:
        switch(line, json_body())
        return switches(line)


def phone_json(line: "Line", phone: PersonPhone | GroupPhone) -> Json:
    known: Json = {"id": phone.slug, "title": phone.title, "subtitle": phone.subtitle, "avatar": phone.avatar}
    if isinstance(phone, GroupPhone):
        members = [line.world.phones[slug] for slug in phone.members]
        cards = [{"id": one.slug, "title": one.title, "avatar": one.avatar} for one in members]
        return known | {"kind": "group", "botIsIn": phone.bot_is_in, "members": cards}
    person: Json = {"kind": "person", "language": phone.language, "follows": phone.follows}
    menu = line.rich_menus.shown_to(phone)
    shown = menu and {
        "imageUrl": f"/sim/pictures/{menu.picture_id}",
        **menu.content["size"],
        "chatBarText": menu.content["chatBarText"],
        "selected": menu.content["selected"],
        "areas": menu.content["areas"],
    }
    return known | person | {"richMenu": shown}


def is_told(entry: Entry, after: int) -> bool:
    """A page that loads afresh needs no word of what was unsent or of phones that changed since."""
    is_news = entry.is_change or entry.unsent is not None
    return entry.message is not None or (is_news and after > 0)


def entry_json(entry: Entry) -> Json:
    known: Json = {"seq": entry.seq, "phone": entry.phone}
    if entry.is_change:
        return known | {"changed": True}
    if entry.unsent is not None:
        return known | {"unsent": entry.unsent}
    at = entry.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return known | {"at": at, "from": entry.sender, "message": entry.message}


def switches(line: "Line") -> Json:
    flags = line.deliveries
    on = "duplicate" if flags.duplicate else "reorder" if flags.reorder else None
    return {"reply_push": line.switched_fault, "deliveries": on}


def switch(line: "Line", wanted: Json) -> None:
    """Only what is named changes."""
    if "reply_push" in wanted:
        name = wanted["reply_push"]
        if name is not None and name not in SWITCHES:
            raise refused(400, f"no such fault; there are {', '.join(SWITCHES)}")
        line.faults.clear_switches()
        line.switched_fault = name
        for endpoint in ("reply", "push", "multicast") if name else ():
            line.faults.add(endpoint, **SWITCHES[name], is_switch=True)
    if "deliveries" in wanted:
        name = wanted["deliveries"]
        if name is not None and name not in DELIVERY_SWITCHES:
            raise refused(400, f"no such fault; there are {', '.join(DELIVERY_SWITCHES)}")
        line.deliveries.duplicate, line.deliveries.reorder = name == "duplicate", name == "reorder"
