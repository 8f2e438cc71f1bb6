"""The town hall that a handler works for: the town, what it offers, and where its pages are. Read once, passed along."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import quote

from content.catalogue import Catalogue, ComplaintType
from content.dangers import Dangers
from content.poles import Poles
from content.qr_codes import QrKeys, QrKind
from content.texts import Texts
from content.towns import Town
from models.case import BANGKOK

# A choice of divisions is one set of quick replies: LINE allows 13, one of which is the way back.
MOST_DIVISIONS = 13
# How far an officer may move a promise, and the days that are offered besides tomorrow.
LONGEST_DELAY, A_WEEK, SOME_WORKING_DAYS = timedelta(days=90), timedelta(days=7), 3


class TownDoesNotFit(ValueError):
    """The town's divisions and what the catalogue or LINE expects of them do not go together."""


def must_fit(town: Town, catalogue: Catalogue, dangers: Dangers) -> None:
    """Raise TownDoesNotFit if something could be told that has no division, or a choice would break LINE's limit."""
    wanted = {kind.division for kind in catalogue.offered} | {danger.division for danger in dangers.dangers}
    missing = sorted(wanted - set(town.by_division))
    if missing:
        raise TownDoesNotFit(f"lacks divisions that complaint types or dangers go to: {', '.join(missing)}")
    if len(town.divisions) > MOST_DIVISIONS:
        raise TownDoesNotFit(f"has {len(town.divisions)} divisions; LINE can offer {MOST_DIVISIONS} at the most")


def thumbnail(photo_url: str) -> str:
    """Where the same photo is in a size that does in lists: at most 480 pixels a side."""
    return photo_url.removesuffix(".jpg") + ".small.jpg"


@dataclass(frozen=True)
class Office:
    """Everything about this installation that handlers may know. `secret` keys the hashes of one-time codes."""

    town: Town
    catalogue: Catalogue
    dangers: Dangers
    poles: Poles
    base_url: str
    liff_id: str
    secret: str
    has_geocoder: bool = False
    # How long a step of a case may wait for the next one, so that both are told in one message.
    patience: timedelta = timedelta()
    # Where a map gets its pictures, with {z}, {x} and {y} in it, and whom to thank for them. Without: a plain map.
    tile_url: str | None = None
    tile_attribution: str = ""
    qr_keys: QrKeys = field(default_factory=QrKeys)

    def says_in(self, language: str) -> Texts:
        """The texts for a reader of that language."""
        return Texts(language)

    def liff_url(self, page: str) -> str:
        """The link that opens one of our pages in LINE, or by LINE Login in any other browser."""
        return f"https://liff.line.me/{self.liff_id}/{page}"

    def photo_url(self, token: str) -> str:
        """Where LINE and people fetch a photo."""
        return f"{self.base_url}/photos/{token}.jpg"

    def page_url(self, path: str) -> str:
        """A link that opens one of our pages inside LINE; `path` is what comes after /liff/."""
        return f"https://liff.line.me/{self.liff_id}/{path}"

    def pole_url(self, code: str) -> str:
        """What stands in the QR code on a pole; Thai letters as links have them. Raises content.qr_codes.NoQrKey."""
        return self.liff_url(f"p/{quote(self.qr_keys.sign(QrKind.POLE, code))}")

    def owner_name(self, code: str | None, language: str) -> str:
        """Whose a pole is: the authority's name, or the town's."""
        authority = self.town.by_authority.get(code or "")
        return (authority or self.town).name.in_(language)

    def promise(self, kind: ComplaintType, now: datetime) -> datetime:
        """By when the town promises to have seen to a case of this type that it learns of now."""
        if kind.promise.hours is not None:
            return now + timedelta(hours=kind.promise.hours)
        return self.town.hours.working_days_after(now, kind.promise.working_days or 1)

    def new_days(self, now: datetime) -> tuple[tuple[date, date, date], date]:
        """Days that a promise may be moved to: tomorrow, some working days on, a week on; and the last one possible."""
        today = now.astimezone(BANGKOK).date()
        some_days = self.town.hours.working_days_after(now, SOME_WORKING_DAYS).astimezone(BANGKOK).date()
        return (today + timedelta(days=1), some_days, today + A_WEEK), today + LONGEST_DELAY

    def division_name(self, code: str, language: str) -> str:
        """What residents call the division."""
        return self.town.by_division[code].name.in_(language)

    def neighbour_name(self, code: str | None, say: Texts) -> str | None:
        """What the neighbouring town is called, with its telephone if we have it; None for one that is not known."""
        neighbour = self.town.borders.by_code.get(code or "")
        if neighbour is None:
            return None
        name = neighbour.name.in_(say.language)
        return name if neighbour.phone is None else say("case.with_phone", name=name, phone=neighbour.phone)

    def authority_name(self, code: str | None, say: Texts) -> str:
        """What the authority that has a case is called, with its telephone if we have it; nothing if it is not known."""
        authority = self.town.by_authority.get(code or "")
        if authority is None:
            return ""
        name = authority.name.in_(say.language)
        return name if authority.phone is None else say("case.with_phone", name=name, phone=authority.phone)
