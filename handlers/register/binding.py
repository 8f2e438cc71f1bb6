"""At the pole: a blank sticker becomes this pole's, by a photo and by where the telephone is. One tap undoes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from content.qr_codes import BadQr
from handlers.register.keeping import add_pole, pole_coded, put
from handlers.register.who import keeper_of_poles
from handlers.streetlights.finding import Scanned, scanned
from handlers.turn import Declined, Moment
from models.asset import Asset, AssetKind, AssetState, NearAsset, assets_near
from models.geography import Point
from models.person import Person
from models.photo import Photo, PhotoStatus, uploads_of
from models.streetlight import PartUsed, RepairVisit, Streetlight
from notifications.photos import let_go

# Nearer than this two poles are hardly two.
SAME_M, MOST_SHOWN = 5.0, 3
# A telephone that knows no better asks its owner to wait or to step out from under the tree; and this is of no use.
ROUGH_M, USELESS_M = 30.0, 100.0
UNDO_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Stand:
    """Where the telephone says that it is, and within how many metres."""

    point: Point
    accuracy_m: float


@dataclass(frozen=True)
class Binding:
    """What an officer at a pole tells: the photo's key, and what else they know."""

    stand: Stand | None
    photo_key: str
    told: Mapping[str, str] = field(default_factory=dict)
    # They were asked, and go on although the position is rough.
    is_rough_enough: bool = False


def read_sticker(moment: Moment, signed: str) -> Scanned:
    """What the sticker says. Raises Declined for one that the town has not printed."""
    try:
        return scanned(moment, signed)
    except BadQr:
        raise Declined("register.bad_sticker") from None


def blank_code(moment: Moment, signed: str) -> str:
    """The code of a sticker that no standing pole has. Raises Declined."""
    sticker = read_sticker(moment, signed)
    if sticker.is_standing:
        raise Declined("register.bound_already", code=sticker.code)
    return sticker.code


def must_be_near_enough(binding: Binding) -> Stand:
    """The position, if it says enough. Raises Declined."""
    stand = binding.stand
    if stand is None:
        raise Declined("register.no_position")
    if stand.accuracy_m > USELESS_M or (stand.accuracy_m > ROUGH_M and not binding.is_rough_enough):
        raise Declined("register.rough_position", metres=round(stand.accuracy_m))
    return stand


def poles_here(session: Session, stand: Stand) -> list[NearAsset]:
    """The poles that stand where somebody wants to put another one, the nearest first."""
    return assets_near(session, AssetKind.POLE, stand.point, SAME_M, MOST_SHOWN)


def bind(moment: Moment, person: Person, signed: str, binding: Binding) -> Asset:
    """A pole where there was none, or again one where a removed one had this code. Raises Declined."""
    officer, code, stand = keeper_of_poles(moment, person), blank_code(moment, signed), must_be_near_enough(binding)
    photo = _photo(moment, person, binding.photo_key)
    place = {"latitude": f"{stand.point.latitude:.6f}", "longitude": f"{stand.point.longitude:.6f}"}
    before = read_sticker(moment, signed).pole
    if before is None:
        told = {name: words for name, words in binding.told.items() if words}
        pole = add_pole(moment, person, {"code": code, "accuracy_m": f"{stand.accuracy_m:.1f}", **told, **place})
    else:
        pole = pole_coded(moment, code, to_change=True)
        there = {"latitude": float(place["latitude"]), "longitude": float(place["longitude"])}
        put(moment, officer, pole, {"state": AssetState.IN_USE, "accuracy_m": stand.accuracy_m, **there})
    _show(moment, pole, photo)
    return pole


def rename(moment: Moment, person: Person, signed: str, old_code: str, photo_key: str) -> Asset:
    """It is a pole that the register knows: it gets the sticker's code, and stays what it was. Raises Declined."""
    officer, code = keeper_of_poles(moment, person), blank_code(moment, signed)
    if read_sticker(moment, signed).pole is not None:
        raise Declined("register.code_taken", code=code)
    photo = _photo(moment, person, photo_key)
    pole = pole_coded(moment, old_code, to_change=True)
    put(moment, officer, pole, {"code": code})
    _show(moment, pole, photo)
    return pole


def undo(moment: Moment, person: Person, code: str, was: str) -> None:
    """As if the sticker had not been bound: `was` is the code that the pole had before, or nothing. Raises Declined."""
    officer = keeper_of_poles(moment, person)
    pole = pole_coded(moment, code, to_change=True)
    photo = moment.session.get(Photo, pole.photo_id) if pole.photo_id is not None else None
    # Bound a moment ago by this officer's own photo: nothing else is undone here.
    is_fresh = photo is not None and photo.person_id == person.key and photo.received_at >= moment.now - UNDO_WITHIN
    if not is_fresh:
        raise Declined("register.undo_too_late", code=code)
    facts: dict[str, Any] = {"photo_id": None}
    if was:
        put(moment, officer, pole, facts | {"code": was})
    elif _is_spoken_of(moment.session, pole):  # its cases keep their pole
        put(moment, officer, pole, facts | {"state": AssetState.REMOVED})
    else:
        moment.session.delete(pole)
    moment.session.flush()
    if photo is not None:
        let_go(moment.session, photo, moment.now)


def _is_spoken_of(session: Session, pole: Asset) -> bool:
    tables = (Streetlight, RepairVisit, PartUsed)
    return any(session.exec(select(one).where(col(one.asset_id) == pole.key).limit(1)).first() for one in tables)


def _photo(moment: Moment, person: Person, key: str) -> Photo:
    photo = next(iter(uploads_of(moment.session, person.key, [key])), None)
    if photo is None:
        raise Declined("register.no_photo")
    return photo


def _show(moment: Moment, pole: Asset, photo: Photo) -> None:
    """The new photo is the pole's; the one before it is let go."""
    before = moment.session.get(Photo, pole.photo_id) if pole.photo_id not in (None, photo.key) else None
    pole.photo_id = photo.key
    moment.session.add(pole)
    moment.session.flush()
    if before is not None and before.status == PhotoStatus.STORED:
        let_go(moment.session, before, moment.now)
