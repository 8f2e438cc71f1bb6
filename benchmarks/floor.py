"""The least that an acknowledgement can cost: signature, one durable insert, 200. No framework, no rules, nobody answers.

Served by the town's own server settings (`bot/gunicorn.py`), so that only the work in between differs.
"""

import base64
import hashlib
import hmac
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

import psycopg

SECRET = os.environ.get("LINE_CHANNEL_SECRET", "").encode()
DATABASE_URL = os.environ.get("DATABASE_URL", "")
_own = threading.local()  # a connection for each thread of the server
_turn = threading.Lock()  # SQLite has one writer, and waiting here is quicker than in its own busy loop


def _sqlite() -> sqlite3.Connection:
    connection = sqlite3.connect(urlsplit(DATABASE_URL).path[1:], isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS event (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    return connection


def _keep_in_sqlite(body: str) -> None:
    with _turn:
        if not hasattr(_own, "connection"):
            _own.connection = _sqlite()
        _own.connection.execute("INSERT INTO event (body) VALUES (?)", (body,))


def _postgresql() -> "psycopg.Connection[Any]":
    connection = psycopg.connect(DATABASE_URL.replace("+psycopg", "", 1), autocommit=True)
    with _turn:
        connection.execute("CREATE TABLE IF NOT EXISTS event (id BIGSERIAL PRIMARY KEY, body TEXT NOT NULL)")
    return connection


def _keep_in_postgresql(body: str) -> None:
    if not hasattr(_own, "connection"):
        _own.connection = _postgresql()
    _own.connection.execute("INSERT INTO event (body) VALUES (%s)", (body,))


_keep = _keep_in_sqlite if DATABASE_URL.startswith("sqlite") else _keep_in_postgresql


def app(environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]) -> Iterable[bytes]:
    """`POST` an event; whatever is not signed gets 401."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    signature = base64.b64encode(hmac.new(SECRET, body, hashlib.sha256).digest()).decode()
    status = "401 Unauthorized"
    if hmac.compare_digest(signature, environ.get("HTTP_X_LINE_SIGNATURE", "")):
        _keep(body.decode())
        status = "200 OK"
    start_response(status, [("Content-Length", "0")])
    return []
