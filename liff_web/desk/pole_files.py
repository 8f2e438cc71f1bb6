"""A file of poles on the desk: first what it would do, then one button that does it."""

import base64
import binascii
import zlib

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from handlers.register.importing import Plan, carry_out, plan_import
from handlers.register.reading import LARGEST, read_file
from handlers.register.who import keeper_of_poles
from handlers.turn import Declined
from liff_web.desk.frame import Desk, go_to
from liff_web.desk.poles import register_blueprint

LARGEST_FORM = 40 * 1024 * 1024
SHOWN = 50


def pole_file_pages(desk: Desk) -> Blueprint:
    """`/desk/poles/import`. The file goes to the page and back, packed: nothing of it is kept until it is done."""
    pages = register_blueprint("desk_pole_files", desk)

    @pages.get("/desk/poles/import")
    def show() -> Response:
        return desk.shown("desk/poles_import.html", plan=None)

    @pages.post("/desk/poles/import")
    def look() -> Response:
        request.max_content_length = LARGEST_FORM
        try:
            file = request.files.get("file")
            source = file.read(LARGEST + 1) if file is not None else b""
            with desk.database.read() as session:
                moment = desk.moment(session)
                keeper_of_poles(moment, g.person)
                plan = plan_import(moment, read_file(source))
        except RequestEntityTooLarge:
            return _refused(desk, Declined("register.too_large", limit=LARGEST // 1_000_000), 413)
        except Declined as refusal:
            return _refused(desk, refusal)
        return _shown(desk, plan, _packed(source) if plan.does_something else "")

    @pages.post("/desk/poles/import/do")
    def do() -> Answer:
        request.max_content_length = request.max_form_memory_size = LARGEST_FORM
        try:
            with desk.database.begin() as session:
                moment = desk.moment(session)
                officer = keeper_of_poles(moment, g.person)
                plan = plan_import(moment, read_file(_unpacked(request.form.get("content", ""))))
                if plan.problems:  # the register has changed meanwhile
                    return _shown(desk, plan, "")
                carry_out(moment, plan, officer)
        except Declined as refusal:
            return _refused(desk, refusal)
        return go_to("desk/poles", said="poles_imported")

    return pages


def _shown(desk: Desk, plan: Plan, content: str) -> Response:
    return desk.shown(
        "desk/poles_import.html", 422 if plan.problems else 200, plan=plan, content=content, most_shown=SHOWN
    )


def _refused(desk: Desk, refusal: Declined, status: int = 422) -> Response:
    if refusal.key.startswith("refused."):
        raise refusal
    sentence = desk.office.says_in(g.person.language)(refusal.key, **refusal.blanks)
    return desk.shown("desk/poles_import.html", status, plan=None, refused=sentence)


def _packed(source: bytes) -> str:
    return base64.b64encode(zlib.compress(source, 9)).decode("ascii")


def _unpacked(told: str) -> bytes:
    """What a page has carried. Raises Declined for anything else."""
    try:
        packer = zlib.decompressobj()
        source = packer.decompress(base64.b64decode(told, validate=True), LARGEST)
    except (binascii.Error, ValueError, zlib.error):
        raise Declined("register.unreadable") from None
    if packer.unconsumed_tail:
        raise Declined("register.too_large", limit=LARGEST // 1_000_000)
    return source
