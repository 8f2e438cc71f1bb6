"""Citizens' pages inside LINE. Every one carries the bootstrap and is a shell until there is a session."""

from flask import Blueprint, Response

from liff_web.frame import Frame
from liff_web.identity import reader


def citizen_pages(frame: Frame) -> Blueprint:
    """`GET /liff/`."""
    pages = Blueprint("citizen", __name__, template_folder="templates")

    @pages.get("/liff/")
    def home() -> Response:
        return frame.page("home.html", reader(frame.database))

    return pages
