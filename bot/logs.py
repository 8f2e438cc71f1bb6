"""Logs: one JSON line an event, a static message and plain facts beside it. Nothing of what people are or say.

`configure` is called once by whatever starts a process; everybody else says `logging.getLogger(__name__)`.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, TextIO

from gunicorn.glogging import Logger

from bot.redaction import redacted

OURS = ("bot", "liff_web", "handlers", "notifications", "content", "models", "migrations")
# What logging itself puts on a record; the rest came in by `extra=`.
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
# Facts about people by their names: whatever is in them stays out.
PRIVATE = frozenset({"words", "text", "address", "phone", "latitude", "longitude", "display_name", "national_id"})
TERMINAL_COLOUR = re.compile(r"\x1b\[[\d;]*m")
# Their messages say nothing without the arguments that are left out.
CHATTY = ("apscheduler", "alembic", "urllib3")
WEB_SERVERS = ("werkzeug", "gunicorn.access", "gunicorn.error")

log = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """A record as one line of JSON. The message is `record.msg` as written in the code, its arguments left out."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, in ASCII, so that nothing in it can break a terminal or a log collector."""
        line: dict[str, Any] = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **(_request(record) or {"event": _message(record.msg)}),
        }
        for name, value in vars(record).items():
            if name not in STANDARD:
                line[f"{name}_" if name in line else name] = "[private]" if name in PRIVATE else _plain(value)
        if record.exc_info and record.exc_info[1]:
            line |= _what_was_raised(record.exc_info[1])
        return json.dumps(line)


def configure(stream: TextIO, level: int | str = logging.INFO) -> None:
    """Send every log of this process to `stream`, those of the web servers and of dying threads too."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in WEB_SERVERS:
        server = logging.getLogger(name)
        server.handlers.clear()
        server.propagate = True
    sys.excepthook = _log_what_ended_the_process
    threading.excepthook = _log_what_ended_the_thread


class GunicornLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's logs, in the one place and shape that all others have: its `logger_class`."""

    def setup(self, cfg: Any) -> None:
        """Called by gunicorn before it starts and when it reloads its configuration."""
        super().setup(cfg)
        configure(sys.stdout)


def _message(written: object) -> str:
    """The first line only: some libraries put a whole traceback, messages and all, into theirs."""
    return str(_plain(written)).partition("\n")[0]


def _plain(value: object) -> str | int | float | bool | None:
    """A primitive as it is, without what is nobody's business; of an object only the name of its type."""
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, int) and redacted(str(value)) != str(value):
        return redacted(str(value))
    if value is None or isinstance(value, bool | int | float):
        return value
    return type(value).__name__


def _request(record: logging.LogRecord) -> dict[str, Any] | None:
    """What a web server's access log says, without the query: it may carry an access token."""
    if record.name == "gunicorn.access" and isinstance(record.args, dict):
        method, target, status = (str(record.args.get(atom) or "") for atom in ("m", "U", "s"))
    elif record.name == "werkzeug" and isinstance(record.args, tuple) and len(record.args) == 3:
        # The request line may be coloured for a terminal, and may be anything at all.
        words = TERMINAL_COLOUR.sub("", str(record.args[0])).split()
        method, target = (*words, "", "")[:2]
        status = str(record.args[1])
    else:
        return None
    path = redacted(target.partition("?")[0])
    return {"event": "request answered", "method": redacted(method), "path": path, "status": redacted(status)}


def _what_was_raised(error: BaseException) -> dict[str, Any]:
    """Types and our own lines. Never the message: it quotes what people wrote, or a statement with its values."""
    return {
        "exception": _type_name(error),
        "because_of": [_type_name(cause) for cause in _causes(error)],
        "frames": _our_frames(error.__traceback__),
    }


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield cause
        yield from _causes(cause)


def _type_name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def _our_frames(trace: TracebackType | None) -> list[str]:
    """`package/file.py:line` from the outermost call to where it was raised, other people's code left out."""
    frames = [(frame, number) for frame, number in traceback.walk_tb(trace) if _module(frame).split(".")[0] in OURS]
    return [f"{_file(frame)}:{number}" for frame, number in frames]


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _file(frame: FrameType) -> str:
    path = Path(frame.f_code.co_filename)
    depth = len(_module(frame).split(".")) + (path.stem == "__init__")
    return "/".join(path.parts[-depth:])


def _log_what_ended_the_process(_: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.critical("process ended by an exception", exc_info=(type(error), error, trace))


def _log_what_ended_the_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and args.exc_type is not SystemExit:
        log.critical("thread ended by an exception", exc_info=(args.exc_type, args.exc_value, args.exc_traceback))
