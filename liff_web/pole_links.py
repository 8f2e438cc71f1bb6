"""Which pole a page's address means: what stands on its sticker, or a link of ours to a pole near by, good for an hour.

Only a sticker proves that somebody was there: what we hand out to be tapped has a signature of its own, and it ends.
"""

from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadSignature, TimestampSigner

from content.qr_codes import BadQr
from handlers.streetlights.finding import Scanned, scanned
from handlers.turn import Moment
from models.asset import AssetKind, asset_coded

# No code of a pole begins so.
MARK, LIVES_S = "~", 3600


@dataclass(frozen=True)
class PoleLinks:
    """Makes and reads them. `secret`: the town's own."""

    secret: str

    def near(self, code: str, now: datetime) -> str:
        """The last part of the address for a pole that was offered as one near by."""
        return MARK + self._signer(now).sign(code).decode()

    def meant(self, moment: Moment, told: str) -> Scanned:
        """The pole of an address's last part. Raises BadQr."""
        if not told.startswith(MARK):
            return scanned(moment, told)
        try:
            code = self._signer(moment.now).unsign(told.removeprefix(MARK).encode("utf-8", "replace"), LIVES_S).decode()
        except BadSignature:
            raise BadQr from None
        return Scanned(code, asset_coded(moment.session, AssetKind.POLE, code))

    def _signer(self, now: datetime) -> "_Signer":
        signer = _Signer(self.secret, salt="pole near by")
        signer.now = now
        return signer


class _Signer(TimestampSigner):
    """Signs with the time that it is told."""

    now: datetime

    def get_timestamp(self) -> int:
        return int(self.now.timestamp())
