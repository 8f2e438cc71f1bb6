"""Is it alive (`/healthz`), and is it ready to serve a town (`/readyz`): database, migrations, sender and clock."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from bot.engine import BEAT_IS_OLD_AFTER
from bot.migrate import is_up_to_date
from models.database import Database
from models.known_fact import WORKER_BEAT, fact


def is_beating(database: Database, now: datetime) -> bool:
    """Whether a worker has shown a sign of life lately."""
    with database.read() as session:
        beat = fact(session, WORKER_BEAT)
    return beat is not None and now - datetime.fromisoformat(beat) < BEAT_IS_OLD_AFTER


def readiness(database: Database, now: datetime) -> dict[str, bool]:
    """Each part that a town needs, and whether it is well."""
    try:
        migrated = is_up_to_date(database.engine)
        return {"database": True, "migrations": migrated, "sender": migrated and is_beating(database, now)}
    except SQLAlchemyError:
        return {"database": False, "migrations": False, "sender": False}


def health_pages(database: Database, clock: Callable[[], datetime]) -> Blueprint:
    """`GET /healthz` and `GET /readyz`."""
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def alive() -> Response:
        return jsonify(alive=True)

    @pages.get("/readyz")
    def ready() -> tuple[Response, int]:
        parts = readiness(database, clock())
        return jsonify(parts), 200 if all(parts.values()) else 503

    return pages
