"""Carries webhooks to the bot: in order, signed, and on request twice, swapped, late or again."""

import queue
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator import webhooks
from simulator.refusals import Json
from simulator.reply_tokens import ReplyTokens
from simulator.world import World

Deliver = Callable[[bytes, dict[str, str]], int]
MOST_REDELIVERIES = 3


@dataclass(frozen=True)
class Delivery:
    at: datetime
    events: list[Json]
    status: int
    is_redelivery: bool


class Deliveries:
    """With `deliver`, everything happens in the caller's thread; with a URL, in one thread of its own."""

    def __init__(
        self,
        world: World,
        tokens: ReplyTokens,
        secret: str,
        bot_user_id: str,
        deliver: Deliver | None,
        happens: Callable[[float], bool],
    ) -> None:
        self.world, self.tokens, self.secret, self.bot_user_id = world, tokens, secret, bot_user_id
        self.deliver, self.happens = deliver, happens
        self.webhook_url: str | None = None
        self.webhook_is_active = True  # False: "Use webhook" is off in the console, and nothing is sent
        self.after_delivery: Callable[[], object] = lambda: None
        self.duplicate: float = False  # True, False, or how probable it is
        self.reorder: float = False
        self.redeliver = False
        self.delay = 0.0  # seconds before each delivery
        self.late = 0.0  # hours by which the first delivery is lost and the redelivery comes
        self.redelivery_wait = 1.0  # seconds, over HTTP only
        self.answer_within = 2.0
        self.log: list[Delivery] = []
        self.unanswered: list[list[Json]] = []
        self.held: list[list[Json]] = []
        self.delayed: list[tuple[datetime, list[Json]]] = []
        self.waiting: queue.Queue[list[Json]] = queue.Queue()
        self.gathered: list[Json] | None = None
        self.is_delivering = threading.RLock()
        self.is_stopped = threading.Event()
        self.thread: threading.Thread | None = None

    def send(self, *events: Json) -> None:
        """Events of one webhook call."""
        if self.gathered is not None:
            self.gathered += events
            return
        self.waiting.put(list(events))
        if self.deliver:
            self.flush()

    def later(self, *events: Json) -> None:
        """For what the bot itself causes: carried after the call that the bot is making."""
        self.waiting.put(list(events))

    @contextmanager
    def together(self) -> Iterator[None]:
        """What happens inside goes out as one webhook call, whoever says it."""
        self.gathered = []
        try:
            yield
        finally:
            events, self.gathered = self.gathered, None
            self.send(*events)

    def flush(self) -> None:
        """Carry everything that waits, in this thread."""
        with self.is_delivering:
            self.bring_late_ones()
            while not self.waiting.empty():
                events = self.waiting.get()
                self.waiting.task_done()
                self.carry(events)

    def carry(self, events: list[Json]) -> None:
        if self.late:
            self.delayed.append((self.world.clock() + timedelta(hours=self.late), events))
            return
        is_swapped = self.happens(self.reorder)
        if is_swapped and not self.held and len(events) == 1:
            self.held.append(events)
            return
        self.hand_over(events[::-1] if is_swapped else events)
        self.release()

    def bring_late_ones(self) -> None:
        """What was lost hours ago comes now if its time has come: as a redelivery, with its own timestamp."""
        now = self.world.clock()
        due = [events for at, events in self.delayed if at <= now]
        self.delayed = [(at, events) for at, events in self.delayed if at > now]
        for events in due:
            self.hand_over([webhooks.redelivered(event) for event in events], is_redelivery=True)

    def release(self) -> None:
        """Let go of what `reorder` held back."""
        held, self.held = self.held, []
        for events in held:
            self.hand_over(events)

    def hand_over(self, events: list[Json], is_redelivery: bool = False) -> None:
        if not self.webhook_is_active:
            return
        if self.delay:
            self.is_stopped.wait(self.delay)
        status = self.post(events, is_redelivery)
        if self.happens(self.duplicate):
            self.post(events, is_redelivery)
        if status != 200:
            self.unanswered.append(events)
            if self.redeliver:
                self.redeliver_unanswered(times=MOST_REDELIVERIES)

    def redeliver_unanswered(self, times: int = 1) -> None:
        """The same events again, `isRedelivery` true, until answered or given up."""
        for _ in range(times):
            unanswered, self.unanswered = self.unanswered, []
            for events in unanswered:
                self.pause_before_redelivery()
                if self.post([webhooks.redelivered(event) for event in events], is_redelivery=True) != 200:
                    self.unanswered.append(events)

    def pause_before_redelivery(self) -> None:
        if self.deliver is None:
            self.is_stopped.wait(self.redelivery_wait)

    def post(self, events: list[Json], is_redelivery: bool = False) -> int:
        for event in events:
            self.tokens.delivered(event)
        raw = webhooks.body(self.bot_user_id, events)
        at = self.world.clock()
        status = self.answer_to(raw, webhooks.headers(self.secret, raw))
        self.log.append(Delivery(at, events, status, is_redelivery))
        self.after_delivery()
        return status

    def answer_to(self, raw: bytes, headers: dict[str, str], url: str | None = None) -> int:
        """The bot's status; 0 when nobody answered in time."""
        if self.deliver:
            return self.deliver(raw, headers)
        address = url or self.webhook_url
        if not address:
            return 0
        request = urllib.request.Request(address, raw, headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=self.answer_within) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def start(self) -> None:
        self.is_stopped.clear()
        if self.deliver is None:
            self.thread = threading.Thread(target=self.run, name="line-deliveries", daemon=True)
            self.thread.start()

    def run(self) -> None:
        while not self.is_stopped.is_set():
            try:
                events = self.waiting.get(timeout=1.0 if self.held else 0.2)
            except queue.Empty:
                self.release()
                self.bring_late_ones()
                continue
            self.carry(events)
            self.waiting.task_done()

    def stop(self) -> None:
        self.is_stopped.set()
        if self.thread:
            self.thread.join(timeout=self.answer_within + 1)
            self.thread = None

    def wait_until_idle(self, timeout: float = 10.0) -> None:
        """Over HTTP: returns when everything sent so far was answered."""
        with self.waiting.all_tasks_done:
            self.waiting.all_tasks_done.wait_for(lambda: not self.waiting.unfinished_tasks, timeout)
