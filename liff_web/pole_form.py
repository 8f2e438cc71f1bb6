"""Between the fields of a pole's page and what a handler reads: everything is text of a stranger."""

from dataclasses import dataclass
from math import isfinite
from uuid import uuid4

from flask import session
from werkzeug.datastructures import MultiDict

from handlers.streetlights.reporting import LightReport, Seen
from handlers.turn import Asked
from liff_web.uploads import key_in
from models.geography import Point
from models.thai import clean

# What a telephone says of its own exactness, in metres, is believed between these.
MOST_EXACT_M, LEAST_EXACT_M = 5.0, 10_000.0
LONGEST_CODE = 40
# Where the telephone was when it sent: in the sender's own cookie until the doubt is settled, never in an address.
SEEN = "seen_at"


@dataclass(frozen=True)
class PoleForm:
    """What was tapped and filled in."""

    key: str
    fault: str = ""
    phone: str = ""
    seen: Seen | None = None


def new_form() -> PoleForm:
    """An empty one."""
    return PoleForm(key=str(uuid4()))


def form_in(fields: MultiDict[str, str]) -> PoleForm:
    """The form as it came, odd keys and places left out."""
    return PoleForm(
        key=key_in(fields.get("key")) or new_form().key,
        fault=clean(fields.get("fault", ""))[:LONGEST_CODE],
        phone=clean(fields.get("phone", "")).strip()[:LONGEST_CODE],
        seen=seen_in(fields),
    )


def report_of(form: PoleForm, pole_id: int, phone: str | None, photo_keys: tuple[str, ...]) -> LightReport:
    """The same for the handler."""
    return LightReport(pole_id, form.fault, form.key, photo_keys=photo_keys, phone=phone, seen=form.seen)


def seen_in(fields: MultiDict[str, str]) -> Seen | None:
    """Where the telephone says that it is, if that is a place on earth."""
    try:
        numbers = [float(fields[name]) for name in ("latitude", "longitude", "accuracy")]
    except (KeyError, ValueError):
        return None
    latitude, longitude, accuracy = numbers
    if not all(map(isfinite, numbers)) or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Seen(Point(latitude, longitude), min(max(accuracy, MOST_EXACT_M), LEAST_EXACT_M))


def remember_seen(seen: Seen | None) -> None:
    """Keep it for the question on the receipt."""
    session.pop(SEEN, None)
    if seen is not None:
        session[SEEN] = [seen.point.latitude, seen.point.longitude, seen.accuracy_m]


def remembered_seen() -> Seen | None:
    """Where they were when they sent it, on this visit."""
    kept = session.get(SEEN)
    return Seen(Point(kept[0], kept[1]), kept[2]) if isinstance(kept, list) and len(kept) == 3 else None


def id_in(told: str) -> int:
    """The id of a case in a form. Raises Declined."""
    return Asked(id=told).whole("id")
