"""What a queue's address asks for. Anybody can write one: what is odd in it asks for nothing, and no page breaks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Self
from urllib.parse import urlencode

from content.office import Office
from content.towns.places import PlaceKind
from models.queue import Place, Tab, Wanted
from models.thai import clean

LONGEST_SEARCH = 80
AGES = (3, 7, 14, 30, 90)
LARGEST_ID = 999_999_999
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Far enough for any promise, and within what dates can be.
LAST_US = 10_000_000_000 * 1_000_000
US = timedelta(microseconds=1)


@dataclass(frozen=True)
class Looking:
    """A list of the queue, what is looked for in it, and behind which case the page begins."""

    tab: Tab
    wanted: Wanted
    after: Place | None = None

    @classmethod
    def read(cls, told: Mapping[str, str], office: Office) -> Self:
        """From an address's query, whatever it says."""
        tab, code, older = told.get("tab", ""), told.get("type", ""), _whole(told.get("older", ""), max(AGES))
        village = office.town.gazetteer.by_code.get(told.get("village", ""))
        wanted = Wanted(
            type_code=code if code in office.catalogue.by_code else None,
            village=village.code if village is not None and village.kind == PlaceKind.VILLAGE else None,
            older_than=older if older in AGES else None,
            words=" ".join(clean(told.get("words", "")).split())[:LONGEST_SEARCH],
        )
        return cls(Tab(tab) if tab in list(Tab) else Tab.NEW, wanted, _place(told.get("after", "")))

    def query(self, **different: str | None) -> str:
        """The query of an address that asks for the same, or for something different in these parts."""
        wanted = self.wanted
        asked = {
            "tab": self.tab.value,
            "type": wanted.type_code,
            "village": wanted.village,
            "older": str(wanted.older_than) if wanted.older_than else None,
            "words": wanted.words,
            "after": written(self.after) if self.after is not None else None,
        }
        return urlencode({name: told for name, told in (asked | different).items() if told})

    def behind(self, place: Place) -> "Looking":
        """The page that goes on there."""
        return replace(self, after=place)


def written(place: Place) -> str:
    """A place in a list, as an address carries it: microseconds since 1970, and the case's id."""
    return f"{(place.promised_at - EPOCH) // US}.{place.id}"


def _place(told: str) -> Place | None:
    promised, _, case = told.partition(".")
    at_us, case_id = _whole(promised, LAST_US), _whole(case, LARGEST_ID)
    return Place(case_id, EPOCH + at_us * US) if at_us is not None and case_id else None


def _whole(told: str, largest: int) -> int | None:
    found = int(told) if told.isascii() and told.isdigit() and len(told) <= len(str(largest)) else None
    return found if found is not None and found <= largest else None
