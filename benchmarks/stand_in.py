"""In LINE's place, in a process of its own: accepts everything at once, and remembers when it was called for what.

The simulator refuses what LINE refuses and is slower than the town; here only the town's own time shall be seen.
`GET /arrivals` gives what came; after `POST /silence` it goes on accepting connections and never answers again.
"""

import asyncio
import json
import re
import sys
from time import monotonic
from typing import Any

from benchmarks.deliveries import BOT_USER_ID

CASE_NUMBER = re.compile(r"\d\d-\d{6}")
CHAT_MODES = {"chatMode": "bot", "markAsReadMode": "auto"}
ANSWERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/v2/bot/message/quota/consumption", {"totalUsage": 0}),
    ("/v2/bot/message/quota", {"type": "none"}),
    ("/v2/bot/message/", {"sentMessages": [{"id": "1"}]}),
    ("/v2/bot/profile/", {"displayName": "somebody", "userId": "U" + "1" * 32, "language": "th"}),
    (
        "/v2/bot/info",
        {
            "userId": BOT_USER_ID,
            "basicId": "@bench",
            "displayName": "bench",
            "chatMode": "bot",
            "markAsReadMode": "auto",
        },
    ),
    ("/v2/bot/group/", {"count": 5, "groupName": "bench"}),
    ("/v2/bot/richmenu", {"richMenuId": "richmenu-1"}),
)


class StandIn:
    """What has arrived, as (seconds of the monotonic clock, reply token or recipient, case number in it)."""

    def __init__(self) -> None:
        self.arrivals: list[tuple[float, str, str | None]] = []
        self.is_silent = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (head := await reader.readuntil(b"\r\n\r\n")) and not self.is_silent:
                length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
                body = await reader.readexactly(int(length[1])) if length else b""
                answer = json.dumps(self.answer(head.split(b" ", 2)[1].decode(), body)).encode()
                kind = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                writer.write(kind + str(len(answer)).encode() + b"\r\n\r\n" + answer)
            await reader.read()  # silence, until the other side gives up
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def answer(self, path: str, body: bytes) -> Any:
        if path == "/arrivals":
            return self.arrivals
        if path == "/silence":
            self.is_silent = True
        elif path in ("/v2/bot/message/reply", "/v2/bot/message/push"):
            self._arrived(monotonic(), json.loads(body))
        return next((known for beginning, known in ANSWERS if path.startswith(beginning)), {})

    def _arrived(self, at: float, call: dict[str, Any]) -> None:
        number = CASE_NUMBER.search(json.dumps(call["messages"]))
        self.arrivals.append((at, call.get("replyToken") or call["to"], number[0] if number else None))


async def main() -> None:
    """Serve until ended; the first line of the output is the port."""
    server = await asyncio.start_server(StandIn().serve, "127.0.0.1", 0, limit=2**20)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
