"""The way in: LIFF only works below its endpoint, so a desk's page is first opened there and then by its own address."""

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from liff_web.desk.frame import root
from liff_web.frame import Frame
from liff_web.identity import reader


def door_pages(frame: Frame) -> Blueprint:
    """`/liff/desk` and whatever is below: a shell for strangers, and on to `/desk` for whoever has a session."""
    pages = Blueprint("desk_door", __name__, template_folder="../templates")

    @pages.get("/liff/desk")
    @pages.get("/liff/desk/<path:page>")
    def enter(page: str = "") -> Response | Answer:
        if reader(frame.database) is None:
            return frame.page("home.html", None)
        query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
        return redirect(f"{root()}desk{'/' if page else ''}{page}{query}", 303)

    return pages
