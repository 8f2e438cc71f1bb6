"""Who hears alarms in tests: a mail server and a webhook on loopback, real sockets both."""

import json
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any


class MailServer(socketserver.TCPServer):
    """Takes what SMTP brings. `is_refusing`: it takes nothing.

    With a `certificate` it speaks TLS: after STARTTLS, or from the first byte if the `scheme` is smtps.
    """

    def __init__(self, certificate: Path | None = None, scheme: str = "smtp") -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.mails: list[EmailMessage] = []
        self.is_refusing = False
        self.scheme, self.port = scheme, self.server_address[1]
        self.url = f"{scheme}://127.0.0.1:{self.port}"
        # What was said in the clear, and what under TLS, line by line without the mails.
        self.said: dict[bool, list[bytes]] = {False: [], True: []}
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificate else None
        if self.tls and certificate:
            self.tls.load_cert_chain(certificate)

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller who hangs up in the middle is no news."""


class _Post(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        """One conversation, line by line."""
        if self.server.scheme == "smtps":
            self._encrypt()
        self.wfile.write(b"220 sink\r\n")
        while line := self.rfile.readline():
            self.server.said[self._is_encrypted].append(line)
            self._answer(line.split()[0].upper())

    @property
    def _is_encrypted(self) -> bool:
        return isinstance(self.connection, ssl.SSLSocket)

    def _encrypt(self) -> None:
        assert self.server.tls is not None
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        self.setup()

    def _answer(self, word: bytes) -> None:
        if word == b"DATA":
            self.wfile.write(b"354 go on\r\n")
            mail = message_from_bytes(b"".join(iter(self.rfile.readline, b".\r\n")), policy=policy.default)
            self.server.mails.append(mail)
        if word == b"EHLO" and self.server.tls and not self._is_encrypted:
            self.wfile.write(b"250-sink\r\n250 STARTTLS\r\n")
        elif word == b"EHLO":
            self.wfile.write(b"250-sink\r\n250 AUTH PLAIN\r\n")
        elif word == b"STARTTLS":
            self.wfile.write(b"220 go on\r\n")
            self._encrypt()
        elif word == b"RCPT" and self.server.is_refusing:
            self.wfile.write(b"451 later\r\n")
        else:
            self.wfile.write({b"QUIT": b"221 bye\r\n", b"AUTH": b"235 welcome\r\n"}.get(word, b"250 fine\r\n"))


class Hook(HTTPServer):
    """Takes JSON, and answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Hooked)
        self.bodies: list[dict[str, Any]] = []
        self.status = 200
        self.url = f"http://127.0.0.1:{self.server_address[1]}/alarms"


class _Hooked(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        """Keep the body."""
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def listening(server: socketserver.TCPServer) -> Iterator[None]:
    """Serve from a thread until the end of the block."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
