"""A cheap load generator: keep-alive sockets on loopback, requests made beforehand, and when each was answered."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

from benchmarks.deliveries import Delivery

PATIENCE_S = 20
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Answered:
    """One delivery: when it was due (seconds of this machine's monotonic clock), how long it took; status 0: no answer."""

    delivery: Delivery
    due_at: float
    took_s: float
    status: int


@dataclass(frozen=True)
class Load:
    """What came of a run."""

    answers: list[Answered]
    took_s: float

    @property
    def refused(self) -> int:
        """How many were not told 200."""
        return sum(answer.status != 200 for answer in self.answers)

    @property
    def took_ms(self) -> list[float]:
        """How long each was waited for."""
        return [answer.took_s * 1000 for answer in self.answers]

    @property
    def accepted_per_second(self) -> float:
        return (len(self.answers) - self.refused) / self.took_s


@dataclass
class _Socket(asyncio.Protocol):
    """One keep-alive connection with at most one request on it."""

    transport: asyncio.Transport | None = None
    heard: bytearray = field(default_factory=bytearray)
    waiting: asyncio.Future[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.heard += data
        head, end, body = self.heard.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if end and len(body) >= (int(length[1]) if length else 0):
            self._end(int(head[9:12]))

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        self._end(0)

    def _end(self, status: int) -> None:
        self.heard.clear()
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_result(status)

    async def ask(self, request: bytes) -> int:
        assert self.transport is not None
        self.waiting = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await self.waiting


class _Client:
    """A connection that is made anew when the server has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = _Socket()

    async def deliver(self, delivery: Delivery, due_at: float | None = None) -> Answered:
        began = monotonic() if due_at is None else due_at
        try:
            async with asyncio.timeout(PATIENCE_S):
                status = await self._ask(delivery.request)
        except (OSError, TimeoutError):
            status = 0
        return Answered(delivery, began, monotonic() - began, status)

    async def _ask(self, request: bytes) -> int:
        if self._socket.transport is None:
            loop = asyncio.get_running_loop()
            _, self._socket = await loop.create_connection(_Socket, "127.0.0.1", self._port)
        return await self._socket.ask(request)

    def close(self) -> None:
        if self._socket.transport is not None:
            self._socket.transport.close()


def back_to_back(port: int, deliveries: Sequence[Sequence[Delivery]], seconds: float) -> Load:
    """One connection for each list of deliveries; each sends its next as soon as it is answered, for so long at most."""

    async def one(client: _Client, mine: Sequence[Delivery], until: float) -> list[Answered]:
        answers = []
        for delivery in mine:
            if monotonic() >= until:
                break
            answers.append(await client.deliver(delivery))
        client.close()
        return answers

    async def all_of_them() -> Load:
        began = monotonic()
        each = await asyncio.gather(*(one(_Client(port), mine, began + seconds) for mine in deliveries))
        return Load([answer for answers in each for answer in answers], monotonic() - began)

    return asyncio.run(all_of_them())


def at_a_rate(port: int, deliveries: Sequence[Delivery], per_second: float, connections: int = 64) -> Load:
    """As many a second, whether the town keeps up or not. Each is timed from when it was due, so waiting is not hidden."""

    async def one(free: asyncio.LifoQueue[_Client], delivery: Delivery, due_at: float) -> Answered:
        await asyncio.sleep(due_at - monotonic())
        client = await free.get()
        try:
            return await client.deliver(delivery, due_at)
        finally:
            free.put_nowait(client)

    async def all_of_them() -> Load:
        free: asyncio.LifoQueue[_Client] = asyncio.LifoQueue()
        for _ in range(connections):
            free.put_nowait(_Client(port))
        began = monotonic()
        due = (began + number / per_second for number in range(len(deliveries)))
        answers = await asyncio.gather(*(one(free, *each) for each in zip(deliveries, due, strict=False)))
        took_s = monotonic() - began
        while not free.empty():
            free.get_nowait().close()
        return Load(list(answers), took_s)

    return asyncio.run(all_of_them())
