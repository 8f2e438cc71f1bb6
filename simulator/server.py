"""The HTTP door: one loopback socket for both LINE hosts, with bearer check, call log and faults."""

import re
import secrets
import select
import socket
import struct
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from simulator.faults import Faults, Trouble
from simulator.refusals import Refused, refused
from simulator.reply_tokens import ReplyTokens
from simulator.world import World

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_SILENCE = 30.0  # seconds
ENDPOINTS = (
    (r"/v2/bot/message/reply", "reply"),
    (r"/v2/bot/message/push", "push"),
    (r"/v2/bot/message/multicast", "multicast"),
    (r"/v2/bot/message/\d+/content", "content"),
    (r"/v2/bot/message/quota", "quota"),
    (r"/v2/bot/(richmenu|user/)", "richmenu"),
    (r"/v2/bot/profile/", "profile"),
    (r"/v2/bot/(group|room)/", "group"),
    (r"/v2/bot/info", "info"),
    (r"/oauth2/", "verify"),
)


@dataclass(frozen=True)
class Call:
    """One HTTP call to LINE's endpoints. `status` is 0 when the connection was cut before an answer."""

    method: str
    path: str
    status: int
    body: Any
    headers: dict[str, str]
    at: datetime


class NotLoopback(Exception):
    """The simulator believes whoever speaks to it, so it listens to this machine alone."""


class QuietHandler(WSGIRequestHandler):
    # Headers and body leave in one packet: else Nagle and delayed ACK add 40 ms that LINE doesn't have.
    wbufsize = -1
    disable_nagle_algorithm = True

    def finish(self) -> None:
        """Whoever hung up, or was cut off, needs no farewell."""
        with suppress(ConnectionError):
            super().finish()

    def log(self, type: str, message: str, *args: Any) -> None:
        """The call log is `Line.calls`."""


class Door:
    def __init__(self, world: World, tokens: ReplyTokens, faults: Faults, token: str) -> None:
        self.world, self.tokens, self.faults, self.token = world, tokens, faults, token
        self.calls: list[Call] = []
        self.is_stopping = threading.Event()
        self.server: BaseWSGIServer | None = None
        self.app = Flask(__name__, static_folder=None)
        self.app.before_request(self.receive)
        self.app.after_request(self.send_off)
        self.app.register_error_handler(Refused, self.refuse)
        self.app.register_error_handler(HTTPException, self.not_understood)

    def start(self, host: str, port: int) -> int:
        if host not in LOOPBACK:
            raise NotLoopback(f"{host} is not a loopback address")
        self.is_stopping.clear()
        self.server = make_server(host, port, self.app, threaded=True, request_handler=QuietHandler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), name="line-door", daemon=True).start()
        return self.server.server_port

    def stop(self) -> None:
        self.is_stopping.set()
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def receive(self) -> Response | None:
        g.request_id = str(uuid.uuid4())
        g.fault = None
        if self.is_stopping.is_set():
            return self.cut()
        if not is_line(request.path):
            return None
        g.fault = self.faults.take(endpoint_of(request.path), self.recipients())
        if g.fault and (broken := self.suffer(g.fault)):
            return broken
        self.require_bearer()
        return None

    def suffer(self, trouble: Trouble) -> Response | None:
        """What goes wrong before anything is accepted."""
        if trouble.slow:
            self.is_stopping.wait(trouble.slow)
        if trouble.is_before_acceptance:
            return self.break_off(trouble)
        if trouble.refusal:
            raise trouble.refusal
        return None

    def break_off(self, trouble: Trouble) -> Response:
        self.keep_call(0)
        if trouble.is_silence:
            self.keep_silent()
        return self.cut()

    def keep_silent(self) -> None:
        """Holds the line without a word until the caller hangs up: no caller of ours waits for ever, nor does this."""
        connection: socket.socket = request.environ["werkzeug.socket"]
        end = time.monotonic() + LONGEST_SILENCE
        while not self.is_stopping.is_set() and time.monotonic() < end:
            if select.select([connection], [], [], 0.05)[0]:
                return

    def require_bearer(self) -> None:
        if request.path.startswith("/oauth2/"):
            return
        given = request.headers.get("Authorization", "")
        if not secrets.compare_digest(given.encode(), f"Bearer {self.token}".encode()):
            raise refused(401)

    def recipients(self) -> list[str]:
        """Whom the call is about, so that a fault can hit one person only."""
        body = request.get_json(silent=True) if request.is_json else None
        named = body if isinstance(body, dict) else {}
        to = named.get("to") or self.tokens.chat_of(named.get("replyToken"))
        return [*(to if isinstance(to, list) else [str(to)]), *request.path.split("/")]

    def send_off(self, response: Response) -> Response:
        response.headers["X-Line-Request-Id"] = g.get("request_id", "")
        if not is_line(request.path) or g.get("is_cut"):
            return response
        if g.get("fault") and g.fault.is_after_acceptance:
            return self.break_off(g.fault)
        self.keep_call(response.status_code)
        return response

    def keep_call(self, status: int) -> None:
        body = request.get_json(silent=True) if request.is_json else request.get_data() or None
        self.calls.append(Call(request.method, request.path, status, body, dict(request.headers), self.world.clock()))

    def cut(self) -> Response:
        """Ends the connection with a reset, as a broken network would."""
        g.is_cut = True
        connection: socket.socket = request.environ["werkzeug.socket"]
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RDWR)
        return Response(status=503)

    def refuse(self, error: Refused) -> Response:
        response = jsonify(error.body)
        response.status_code = error.status
        response.headers.update(error.headers)
        return response

    def not_understood(self, error: HTTPException) -> Response:
        return self.refuse(Refused(error.code or 500, {"message": error.name}))


def is_line(path: str) -> bool:
    return path.startswith(("/v2/", "/oauth2/"))


def endpoint_of(path: str) -> str:
    return next((name for expression, name in ENDPOINTS if re.match(expression, path)), "any")
