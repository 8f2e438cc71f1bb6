"""What stands in the town's QR codes: a code, and the proof that the town itself has printed it.

`A-0123.1k7w2…` is the code, a dot, the version of the key that signed it, and 80 bits of HMAC-SHA256 over both, in base32.
Keys are added, never changed: a sticker stays good while the key of its version is kept.
"""

import hmac
import re
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

MAC_BYTES, MAC_LETTERS = 10, 16
SHAPE = re.compile(rf"([^.\s/]{{1,20}})[.]([1-9][0-9]{{0,2}})([a-z2-7]{{{MAC_LETTERS}}})", re.IGNORECASE)


class QrKind(StrEnum):
    """What a code is stuck on; a pole's signature is good for no other thing."""

    POLE = "pole"


class BadQr(Exception):
    """It is not one of ours, or cut, or of a key that the town keeps no more."""


class NoQrKey(Exception):
    """The town has no key to sign with yet."""


@dataclass(frozen=True)
class QrKeys:
    """The keys of a town by version; the newest signs."""

    by_version: Mapping[int, bytes] = field(default_factory=dict)

    def sign(self, kind: QrKind, code: str) -> str:
        """What stands in the QR code for this code. Raises NoQrKey."""
        if not self.by_version:
            raise NoQrKey
        version = max(self.by_version)
        return f"{code}.{version}{self._mac(version, kind, code)}"

    def read(self, kind: QrKind, signed: str) -> str:
        """The code that the town has signed. Raises BadQr."""
        found = SHAPE.fullmatch(signed)
        if found is None or int(found[2]) not in self.by_version:
            raise BadQr
        if not hmac.compare_digest(self._mac(int(found[2]), kind, found[1]), found[3].lower()):
            raise BadQr
        return found[1]

    def _mac(self, version: int, kind: QrKind, code: str) -> str:
        told = f"{kind}:{version}:{code}".encode()
        return b32encode(hmac.digest(self.by_version[version], told, sha256)[:MAC_BYTES]).decode().lower()


def keys_in(told: str) -> QrKeys:
    """Keys as settings hold them: `1:<64 hex digits>`, several parted by commas. Raises ValueError."""
    by_version: dict[int, bytes] = {}
    for one in told.split(","):
        found = re.fullmatch(r"([1-9][0-9]{0,2}):([0-9a-fA-F]{64})", one.strip())
        if found is None or int(found[1]) in by_version:
            raise ValueError("must be like 1:<64 characters 0-9 and a-f>; a newer key follows after a comma as 2:...")
        by_version[int(found[1])] = bytes.fromhex(found[2])
    return QrKeys(by_version)
