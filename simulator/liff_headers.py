"""Headers on their way through a phone's mount: what the bot says of its own paths must hold below another path."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

Headers = list[tuple[str, str]]
OF_ONE_CONNECTION = {
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
    "trailers", "transfer-encoding", "upgrade", "content-length",
}  # fmt: skip
NOT_TO_THE_BOT = OF_ONE_CONNECTION | {"host", "accept-encoding"}
# LINE opens pages in a window of its own, not in a frame: what forbids frames means other sites, not the phone.
NOT_TO_THE_PAGE = OF_ONE_CONNECTION | {"date", "server", "x-frame-options"}
FRAMED_BY_PHONE = "frame-ancestors 'self'"


@dataclass(frozen=True)
class Mount:
    """One phone's view of the bot: `path` (`/sim/as/somchai`) on the `phones` origin stands for the root of `bot`."""

    path: str
    bot: str
    phones: str

    def to_bot(self, given: Iterable[tuple[str, str]]) -> Headers:
        kept = [(name, value) for name, value in given if name.lower() not in NOT_TO_THE_BOT]
        return [(name, self.seen_by_bot(value) if name.lower() == "origin" else value) for name, value in kept]

    def seen_by_bot(self, origin: str) -> str:
        """The bot's forms are posted from the bot's pages, as far as it knows."""
        return self.bot if origin == self.phones else origin

    def to_page(self, given: Iterable[tuple[str, str]]) -> Headers:
        kept = [(name, value) for name, value in given if name.lower() not in NOT_TO_THE_PAGE]
        changed = [(name, self.rewritten(name.lower(), value)) for name, value in kept]
        has_policy = any(name.lower() == "content-security-policy" for name, _ in kept)
        return changed if has_policy else [*changed, ("Content-Security-Policy", FRAMED_BY_PHONE)]

    def rewritten(self, name: str, value: str) -> str:
        if name in ("location", "content-location"):
            return self.location(value)
        if name == "set-cookie":
            return self.cookie(value)
        return framed_by_phone(value) if name == "content-security-policy" else value

    def location(self, value: str) -> str:
        """Paths of the bot's move below the mount; other sites' addresses and relative ones stay."""
        to = urlsplit(value)
        if to.netloc and to.netloc not in self.bots_names():
            return value
        if not to.netloc and (to.scheme or not to.path.startswith("/")):
            return value
        return self.path + to._replace(scheme="", netloc="", path=to.path or "/").geturl()

    def bots_names(self) -> list[str]:
        return [f"{host}:{urlsplit(self.bot).port}" for host in ("127.0.0.1", "localhost", "[::1]")]

    def cookie(self, value: str) -> str:
        """Kept for this phone alone: other phones live in the same browser, under the same host name."""
        parts = [part.strip() for part in value.split(";")]
        # The bot's host and its https are not the ones that the browser sees.
        kept = [part for part in parts[1:] if not re.match(r"(domain|path|secure)\b", part, re.IGNORECASE)]
        paths = [part[5:] for part in parts[1:] if part.lower().startswith("path=")]
        below = paths[-1] if paths and paths[-1].startswith("/") else "/"
        return "; ".join([parts[0], *kept, f"Path={self.path}{below}"])


def framed_by_phone(policy: str) -> str:
    """The bot's policy, except that the phone's page may frame it."""
    kept = [part.strip() for part in policy.split(";")]
    others = [part for part in kept if part and not part.lower().startswith("frame-ancestors")]
    return "; ".join([*others, FRAMED_BY_PHONE])
