"""The columns that a file of poles may have, and what their heads may be called: the texts' own lists, in any language."""

import re
from functools import cache

from content.texts import LANGUAGES, texts_in
from models.thai import compact

# In the order of an export; the code alone has to be there.
FIELDS = (
    "code", "latitude", "longitude", "accuracy_m", "village", "road", "lamp", "watts", "owner", "circuit",
    "installed_on", "state",
)  # fmt: skip
_NOISE = re.compile(r"[.,:*_()\[\]/-]+")


def field_of(head: object) -> str | None:
    """The field that a column's head names, or None."""
    return _fields().get(_bare(str(head))) if head is not None else None


@cache
def _fields() -> dict[str, str]:
    return {
        _bare(head): field
        for language in LANGUAGES
        for field in FIELDS
        for head in (field, *texts_in(language)[f"register.head_{field}"])
    }


def _bare(head: str) -> str:
    return compact(_NOISE.sub(" ", head))
