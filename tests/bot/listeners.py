"""Who hears alarms in tests: a mail server and a webhook on loopback, real sockets both."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class MailServer(socketserver.TCPServer):
    """Takes what SMTP brings. `is_refusing`: it takes nothing."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.mails: list[EmailMessage] = []
        self.is_refusing = False
        self.url = f"smtp://127.0.0.1:{self.server_address[1]}"


class _Post(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        """One conversation, line by line."""
        self.wfile.write(b"220 sink\r\n")
        for line in self.rfile:
            word = line.split()[0].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                mail = message_from_bytes(b"".join(iter(self.rfile.readline, b".\r\n")), policy=policy.default)
                self.server.mails.append(mail)
            if word == b"RCPT" and self.server.is_refusing:
                self.wfile.write(b"451 later\r\n")
            else:
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")


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
