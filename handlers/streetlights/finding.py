"""Which pole is meant: by what its sticker says, by the number that somebody typed, or by where they stand."""

from dataclasses import dataclass

from sqlmodel import Session

from content.qr_codes import QrKind
from handlers.turn import Moment
from models.asset import Asset, AssetKind, AssetState, NearAsset, asset_coded, assets_near, code_in
from models.geography import Point

# Whoever stands at a lamp sends a pin that is at most so far off; more than these are no choice but a riddle.
NEAR_M, MOST_NEAR = 60.0, 5


@dataclass(frozen=True)
class Scanned:
    """What a sticker says, and what is known of it: a sticker that hangs nowhere yet has no pole."""

    code: str
    pole: Asset | None

    @property
    def is_standing(self) -> bool:
        """Whether there is a pole with this code today."""
        return self.pole is not None and self.pole.state == AssetState.IN_USE


def scanned(moment: Moment, signed: str) -> Scanned:
    """The pole of a sticker. Raises content.qr_codes.BadQr if the town has not printed it, or keeps its key no more."""
    code = moment.office.qr_keys.read(QrKind.POLE, signed)
    return Scanned(code, asset_coded(moment.session, AssetKind.POLE, code))


def pole_numbered(session: Session, told: str) -> Asset | None:
    """The pole that stands there with this number, as somebody typed it."""
    code = code_in(told)
    pole = asset_coded(session, AssetKind.POLE, code) if code is not None else None
    return pole if pole is not None and pole.state == AssetState.IN_USE else None


def poles_around(session: Session, point: Point) -> list[NearAsset]:
    """The poles that somebody who stands at this point may mean, the nearest first."""
    return assets_near(session, AssetKind.POLE, point, NEAR_M, MOST_NEAR)
