"""LINE's door: signature over the raw bytes, raw events kept and committed, then 200; nothing is called between."""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError

from bot import event as events
from bot.keeper import Keeper
from content.texts import command_words
from models.database import Database
from models.known_fact import OWN_USER_ID, fact
from models.webhook_event import EventStatus

log = logging.getLogger(__name__)

LARGEST_BODY = 1024 * 1024
LONGEST_SIGNATURE = 100


class Forged(Exception):
    """The signature is missing, or not LINE's over these bytes."""


class NotOurs(Exception):
    """The body is not what LINE sends, or is meant for another account."""


def signature_of(secret: str, body: bytes) -> str:
    """LINE's signature: base64 of HMAC-SHA256 over the raw body."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


class Webhook:
    """Keeps what LINE delivers."""

    def __init__(self, secret: str, database: Database, clock: Callable[[], datetime]) -> None:
        self._secret, self._database, self._clock = secret, database, clock
        self._keeper = Keeper(database)
        self._own_user_id: str | None = None
        self._emergency_words = frozenset(word for word, name in command_words().items() if name == "emergency")

    def receive(self, body: bytes, signature: str | None) -> None:
        """Keep the events of one delivery, durably. Raises Forged, NotOurs, or SQLAlchemyError if it could not."""
        self._must_be_signed(body, signature)
        delivery = _parsed(body)
        self._must_be_for_us(delivery.get("destination"))
        rows = [self._row(raw) for raw in delivery["events"] if isinstance(raw, dict)]
        if len(rows) < len(delivery["events"]):
            log.warning("entries that are no events", extra={"entries": len(delivery["events"]) - len(rows)})
        if rows:
            self._keeper.keep(rows)

    def _must_be_signed(self, body: bytes, signature: str | None) -> None:
        if signature is None or len(signature) > LONGEST_SIGNATURE or not signature.isascii():
            raise Forged
        if not hmac.compare_digest(signature_of(self._secret, body), signature):
            raise Forged

    def _must_be_for_us(self, destination: object) -> None:
        # Until LINE has told us our own id the signature alone must do: an emergency may be in there.
        if self._own_user_id is None:
            with self._database.read() as session:
                self._own_user_id = fact(session, OWN_USER_ID)
        if self._own_user_id is not None and destination != self._own_user_id:
            log.error("a signed delivery for another account")
            raise NotOurs

    def _row(self, raw: dict[str, Any]) -> dict[str, Any]:
        now = self._clock()
        return {
            "event_id": events.event_id(raw),
            "kind": events.kind_of(raw),
            "source_key": events.source_key(raw),
            "message_id": events.message_id(raw),
            "is_urgent": events.is_urgent(raw, self._emergency_words),
            "occurred_ms": events.occurred_ms(raw, now),
            "received_at": now,
            "body": json.dumps(raw),  # ASCII: NUL and lone surrogates stay escaped, which no database refuses
            "status": EventStatus.KEPT,
            "due_at": now,
            "attempts": 0,
        }


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        delivery = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotOurs from error
    if not isinstance(delivery, dict) or not isinstance(delivery.get("events"), list):
        raise NotOurs
    return delivery


def webhook_pages(webhook: Webhook) -> Blueprint:
    """`POST /webhook`."""
    pages = Blueprint("webhook", __name__)

    @pages.post("/webhook")
    def receive() -> Response:
        # A body that doesn't say how long it is ends here as if it were whole: one byte more tells it from one that is.
        request.max_content_length = LARGEST_BODY + 1
        body = request.get_data(cache=False)
        if len(body) > LARGEST_BODY:
            return Response(status=413)
        try:
            webhook.receive(body, request.headers.get("X-Line-Signature"))
        except Forged:
            return Response(status=401)
        except NotOurs:
            return Response(status=400)
        except SQLAlchemyError:
            log.exception("a delivery could not be kept")
            return Response(status=500)
        return Response(status=200)

    return pages
