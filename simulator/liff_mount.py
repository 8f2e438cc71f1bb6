"""LIFF pages inside the phones: the bot's own pages under `/sim/as/<person>/`, and who that person is."""

import http.client
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from flask import Blueprint, Response, make_response, redirect, request
from markupsafe import escape

from simulator.liff_headers import FRAMED_BY_PHONE, Headers, Mount
from simulator.page_api import require_this_machine
from simulator.refusals import Json, refused
from simulator.server import LOOPBACK
from simulator.world import PersonPhone

if TYPE_CHECKING:
    from simulator.line import Line

PATIENCE = 15.0  # seconds for each step of the bot's answer
IN_A_PATH = "/:@!$&'()*+,;=~"
NO_ANSWER = """<!doctype html>
<html lang="th"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>ยังติดต่อบอตไม่ได้</title>
<style>body { margin: 0; padding: 30vh 24px 0; font: 19px/1.6 sans-serif; text-align: center; color: #16202b }</style>
<h1 style="font-size: 22px">ยังติดต่อบอตไม่ได้</h1>
<p>บอตอาจกำลังเริ่มทำงาน ปิดหน้านี้แล้วลองเปิดใหม่อีกครั้ง</p>
"""


# A browser that is not LINE's own remembers whether somebody has logged in.
OUTSIDE, NOT_LOGGED_IN = "sim_outside", "not yet"
LOGIN = """<!doctype html>
<html lang="th"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>LINE Login</title>
<style>body {{ margin: 0; padding: 30vh 24px 0; font: 19px/1.6 sans-serif; text-align: center }}
a {{ display: block; padding: 14px; border-radius: 8px; background: #06704a; color: #fff }}</style>
<h1>LINE Login</h1>
<a href="{to}">เข้าสู่ระบบเป็น {name}</a>
"""


class BotSilent(Exception):
    """Nothing on this machine answered as the bot."""


def liff_routes(line: "Line") -> Blueprint:
    routes = Blueprint("liff", __name__)
    routes.before_request(require_this_machine)

    @routes.get("/sim/as/<slug>/sim-id-token")
    def id_token(slug: str) -> Json:
        person, outside = somebody(line, slug), request.cookies.get(OUTSIDE)
        token = None if outside == NOT_LOGGED_IN else line.login.id_token(person.line_id, person.title)
        return {"id_token": token, "in_client": outside is None}

    @routes.get("/sim/as/<slug>/sim-outside/<path:path>")
    def outside_line(slug: str, path: str) -> Response:
        """The same page as in another browser than LINE's, where nobody is logged in."""
        somebody(line, slug)
        page = make_response(redirect(f"{mount_path(slug)}/{quote(path, safe=IN_A_PATH)}"))
        return remembering(page, slug, NOT_LOGGED_IN)

    @routes.get("/sim/as/<slug>/sim-login")
    def log_in(slug: str) -> Response:
        """LINE Login, which brings people back to where they were; nowhere but to this phone's pages."""
        back = urlsplit(request.args.get("to", "")).path
        home = f"{mount_path(slug)}/"
        person = somebody(line, slug)
        page = LOGIN.format(name=escape(person.title), to=escape(back if back.startswith(home) else home))
        answer = remembering(Response(page, mimetype="text/html"), slug, "logged in")
        answer.headers["Content-Security-Policy"] = f"default-src 'none'; style-src 'unsafe-inline'; {FRAMED_BY_PHONE}"
        return answer

    @routes.route("/sim/as/<slug>/", methods=["GET", "POST"], defaults={"path": ""})
    @routes.route("/sim/as/<slug>/<path:path>", methods=["GET", "POST"])
    def bots_page(slug: str, path: str) -> Response:
        somebody(line, slug)
        try:
            mount = Mount(mount_path(slug), bot_origin(line.deliveries.webhook_url), request.host_url.rstrip("/"))
            return answer_of_bot(mount, path)
        except BotSilent:
            return no_answer()

    return routes


def remembering(answer: Response, slug: str, what: str) -> Response:
    answer.set_cookie(OUTSIDE, what, path=mount_path(slug), httponly=True, samesite="Lax")
    return answer


def somebody(line: "Line", slug: str) -> PersonPhone:
    person = line.world.person(slug)
    if person is None:
        raise refused(404)
    return person


def mount_path(slug: str) -> str:
    """As the browser writes it (encodeURIComponent), since cookies are matched letter by letter."""
    return "/sim/as/" + quote(slug, safe="!'()*")


def bot_origin(webhook_url: str | None) -> str:
    """The bot is where its webhook is, on this machine or nowhere. Raises BotSilent."""
    address = urlsplit(webhook_url or "")
    if address.scheme != "http" or address.hostname not in LOOPBACK:
        raise BotSilent
    return f"http://{address.netloc}"


def answer_of_bot(mount: Mount, path: str) -> Response:
    query = request.query_string.decode("latin-1")
    target = f"/{quote(path, safe=IN_A_PATH)}" + (f"?{query}" if query else "")
    status, headers, body = asked(mount.bot, target, mount.to_bot(request.headers.items()))
    response = Response(body, status=status)
    response.headers.clear()
    response.headers.extend(mount.to_page(headers))
    return response


def asked(bot: str, target: str, headers: Headers) -> tuple[int, Headers, bytes]:
    """One exchange with the bot, redirects not followed. Raises BotSilent."""
    connection = http.client.HTTPConnection(urlsplit(bot).netloc, timeout=PATIENCE)
    try:
        connection.request(request.method, target, request.get_data() or None, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    except (OSError, http.client.HTTPException) as silence:
        raise BotSilent from silence
    finally:
        connection.close()


def no_answer() -> Response:
    response = Response(NO_ANSWER, status=502, mimetype="text/html")
    response.headers["Content-Security-Policy"] = f"default-src 'none'; style-src 'unsafe-inline'; {FRAMED_BY_PHONE}"
    response.headers["Cache-Control"] = "no-store"
    return response
