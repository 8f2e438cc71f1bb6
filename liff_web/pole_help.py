"""Beside the page of a pole: which poles stand near by, and a sticker that the town may not have printed."""

from flask import Blueprint, Response, request

from handlers.streetlights.suspecting import suspect
from handlers.turn import Declined
from liff_web.passers_by import visitor
from liff_web.pole_form import new_form, seen_in
from liff_web.pole_view import PoleFrame
from liff_web.uploads import key_in

LARGEST_BODY = 16 * 1024


def pole_help_pages(frame: PoleFrame) -> Blueprint:
    """`POST /liff/poles/near` (`latitude`, `longitude`, `accuracy`) and `POST /liff/poles/suspicious` (`key`)."""
    pages = Blueprint("pole_help", __name__, template_folder="templates")

    @pages.post("/liff/poles/near")
    def near() -> Response:
        request.max_content_length = LARGEST_BODY
        seen = seen_in(request.form)
        return Response(status=400) if seen is None else frame.near_answer(seen.point)

    @pages.post("/liff/poles/suspicious")
    def suspicious() -> Response:
        request.max_content_length = LARGEST_BODY
        key = key_in(request.form.get("key")) or new_form().key
        person = visitor(frame, frame.language())
        try:
            with frame.database.begin() as session:
                number = suspect(frame.moment(session), person, key).number
        except Declined as declined:
            return frame.refusal_page(declined, 429)
        return frame.for_all("pole_suspected.html", number=number)

    return pages
