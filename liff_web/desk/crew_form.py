"""What the forms of the crew's page tell, and how they are answered: a page for a form, JSON for what was kept on a telephone."""

from collections.abc import Mapping
from datetime import timedelta

from flask import request

from content.office import Office
from handlers.crew.stocking import MOST_OF_A_PART
from handlers.turn import Declined
from liff_web.desk.finish_form import number_told
from liff_web.uploads import key_in
from models.geography import Point

PART = "part."


def asks_for_json() -> bool:
    """Whether a script sends what was kept on the telephone, and reads the answer."""
    return request.accept_mimetypes.best == "application/json"


def key_told() -> str:
    """The page's own name for what it sends. Raises Declined for one that is none."""
    key = key_in(request.form.get("key"))
    if key is None:
        raise Declined("refused.old_button")
    return key


def held_for() -> timedelta | None:
    """How long ago it was tapped, where the telephone had no signal then."""
    seconds = number_told("held_s")
    return timedelta(seconds=seconds) if seconds is not None and 0 <= seconds < 86_400 else None


def place_told() -> tuple[Point | None, float]:
    """Where the telephone was, and within how many metres it knew that; None for what is no place on earth."""
    latitude, longitude, accuracy = (number_told(name) for name in ("latitude", "longitude", "accuracy"))
    if latitude is None or longitude is None or accuracy is None or accuracy < 0:
        return None, 0.0
    return (Point(latitude, longitude), accuracy) if abs(latitude) <= 90 and abs(longitude) <= 180 else (None, 0.0)


def parts_told(office: Office) -> Mapping[str, int]:
    """How many of each part, by code; empty fields are none. Raises Declined for what is no number of parts."""
    told = {part.code: request.form.get(f"{PART}{part.code}", "").strip() for part in office.poles.parts}
    if not all(count.isascii() and count.isdigit() and len(count) <= 4 for count in told.values() if count):
        raise Declined("crew.too_many_parts", limit=MOST_OF_A_PART)
    return {code: int(count) for code, count in told.items() if count}
