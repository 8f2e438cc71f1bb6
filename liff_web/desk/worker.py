"""The service worker of the desk: it has to lie where its pages do, and is asked for anew each time."""

from flask import Blueprint, Response, send_file

from liff_web.static_files import DIST


def worker_pages() -> Blueprint:
    """`GET /desk/worker.js`: a script for anybody, which keeps the page of a crew for when there is no signal."""
    pages = Blueprint("desk_worker", __name__)

    @pages.get("/desk/worker.js")
    def worker() -> Response:
        answer = send_file(DIST / "worker.js", mimetype="text/javascript", conditional=True)
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    return pages
