"""Stickers from the desk: which poles, which size, and the sheets to be printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, make_response, request
from werkzeug.datastructures import MultiDict

from content.towns.places import PlaceKind
from handlers.stickers import Wanted, blank_codes, circuits, codes_of
from handlers.turn import Declined
from liff_web.desk.frame import HEADS, Desk, desk_blueprint
from liff_web.desk.sticker_sheets import GRIDS, StickerSize, sticker_file
from models.officer import Role

# One file is drawn while others wait for the town: a larger order comes in parts of some two seconds each.
MOST_IN_A_FILE = 270
ALLOWED = frozenset({Role.OFFICER, *HEADS})
FIELDS = ("which", "village", "circuit", "codes", "prefix", "first", "count", "size")
MOST_LETTERS = 4000


@dataclass(frozen=True)
class Order:
    """What the form asks for, whatever somebody has written into an address."""

    told: dict[str, str]

    @property
    def which(self) -> str:
        """By what poles are chosen; nothing as long as nobody has."""
        return self.told["which"]

    @property
    def size(self) -> StickerSize:
        """The size of the stickers."""
        return StickerSize(self.told["size"]) if self.told["size"] in list(StickerSize) else StickerSize.SMALL

    @property
    def wanted(self) -> Wanted | None:
        """The poles of the register that it means; None if it names none."""
        by = {
            "village": Wanted(village=self.told["village"]),
            "circuit": Wanted(circuit=self.told["circuit"]),
            "codes": Wanted(codes=tuple(self.told["codes"].replace(",", " ").split())),
        }
        found = by.get(self.which, Wanted())
        return found if found != Wanted() else None

    def query(self, part: int) -> str:
        """The address of one of its files."""
        return urlencode({**{name: told for name, told in self.told.items() if told}, "part": part})


def order_in(fields: MultiDict[str, str]) -> Order:
    """The order in an address."""
    return Order({name: fields.get(name, "").strip()[:MOST_LETTERS] for name in FIELDS})


def sticker_pages(desk: Desk) -> Blueprint:
    """`/desk/poles/stickers`: for those who look after the poles, heads and administrators."""
    pages = desk_blueprint("desk_stickers", desk, ALLOWED)

    @pages.before_request
    def must_look_after_poles() -> Response | None:
        theirs = g.officer.division == desk.office.catalogue.for_poles.division
        return None if theirs or g.officer.role in HEADS else desk.refusal(Declined("stickers.not_yours"))

    @pages.get("/desk/poles/stickers")
    def choose() -> Response:
        order = order_in(request.args)
        try:
            return desk.shown("desk/stickers.html", **_choices(desk, order), codes=_ordered(desk, order))
        except Declined as refusal:
            refused = desk.office.says_in(g.person.language)(refusal.key, **refusal.blanks)
            return desk.shown("desk/stickers.html", 409, **_choices(desk, order), codes=[], refused=refused)

    @pages.get("/desk/poles/stickers.pdf")
    def take() -> Response:
        order, part = order_in(request.args), request.args.get("part", "1")
        codes = _parts(_ordered(desk, order))
        if not (part.isascii() and part.isdigit() and 1 <= int(part[:4]) <= len(codes)):
            raise Declined("stickers.nothing")
        answer = make_response(sticker_file(desk.office, codes[int(part[:4]) - 1], order.size))
        answer.mimetype = "application/pdf"
        answer.headers["Content-Disposition"] = f'inline; filename="stickers-{order.size}-{part}.pdf"'
        return answer

    return pages


def _choices(desk: Desk, order: Order) -> dict[str, Any]:
    with desk.database.read() as session:
        known = circuits(session)
    places = desk.office.town.gazetteer.places
    return {
        "order": order,
        "villages": [place for place in places if place.kind == PlaceKind.VILLAGE],
        "circuits": known,
        "sizes": GRIDS,
        "parts": _parts,
    }


def _parts(codes: Sequence[str]) -> list[Sequence[str]]:
    return [codes[start : start + MOST_IN_A_FILE] for start in range(0, len(codes), MOST_IN_A_FILE)]


def _ordered(desk: Desk, order: Order) -> list[str]:
    """The codes of the order; none as long as nothing is chosen. Raises Declined."""
    if not desk.office.qr_keys.by_version:
        raise Declined("stickers.no_key")
    with desk.database.read() as session:
        if order.which == "blank":
            return blank_codes(session, order.told["prefix"], _number(order, "first"), _number(order, "count"))
        if order.wanted is None and order.which:
            raise Declined("stickers.nothing")
        return codes_of(session, desk.office, order.wanted) if order.wanted else []


def _number(order: Order, name: str) -> int:
    told = order.told[name]
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 6 else -1
