"""Between the form's fields and what a handler reads, in both directions."""

from typing import Any

from werkzeug.datastructures import MultiDict

from content.cards.complaints import MOST_LIKELY
from content.office import Office
from content.texts import Texts
from handlers.complaints.after_page import new_form
from handlers.complaints.by_page import MOST_PHOTOS, Form
from handlers.turn import Asked, Declined
from liff_web.uploads import key_in
from models.thai import clean, compact

# Tiles that are seen without asking for all of them.
FIRST_TILES = 3 * MOST_LIKELY


def form_in(fields: MultiDict[str, str]) -> Form:
    """What somebody filled in, cleaned of what no database or reader can bear."""

    def told(name: str) -> str:
        said = clean(fields.get(name, "")).strip()
        return said if compact(said) else ""

    keys = (key_in(told_key) for told_key in fields.getlist("photo"))
    return Form(
        key=key_in(told("key")) or new_form().key,
        type_code=told("type"),
        words=told("words"),
        place=told("place"),
        latitude=told("latitude"),
        longitude=told("longitude"),
        accuracy=told("accuracy"),
        source=told("source"),
        where=told("where"),
        phone=told("phone"),
        is_anonymous=told("named") != "yes",
        photo_keys=tuple(key for key in keys if key is not None),
        same=_id(told("same")),
        apart=_id(told("apart")),
        decided=frozenset(clean(one) for one in fields.getlist("decided")),
    )


def _id(told: str) -> int | None:
    try:
        return Asked(id=told).whole("id")
    except Declined:
        return None


def view_of(office: Office, say: Texts, form: Form) -> dict[str, Any]:
    """What the page shows of it."""
    kinds = [kind for kind in office.catalogue.offered if not kind.is_fallback]
    first = [*kinds[: FIRST_TILES - 1], office.catalogue.fallback]
    return {
        "form": form,
        "first_kinds": first,
        "other_kinds": kinds[FIRST_TILES - 1 :],
        "place_names": [place.name.in_(say.language) for place in office.town.gazetteer.places],
        "most_photos": MOST_PHOTOS,
    }
