"""What LINE does on a bad day, on request: errors, slowness, silence, cut connections, spent quotas and tokens."""

import random
import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from simulator.refusals import INVALID_REPLY_TOKEN, MONTH_SPENT, RATE_LIMITED, Refused, refused

ENDPOINTS = (
    "reply", "push", "multicast", "content", "profile", "quota", "richmenu", "verify", "info", "group", "any",
)  # fmt: skip
# One call's part of a script: None is a good one, a number is a status, a word is a kind, a mapping is kinds in full.
Step = int | str | Mapping[str, Any] | None


class Kinds(TypedDict, total=False):
    """What `Faults.add` takes by name."""

    status: int | None
    slow: float
    rate_limited: bool
    month_spent: bool
    token_expired: bool
    reset: bool
    timeout_before: bool
    timeout_after: bool
    lost_answer: bool


@dataclass(frozen=True)
class Trouble:
    """What happens to one call. A time-out is silence: `before` LINE has accepted anything, or `after` it has."""

    status: int | None = None
    slow: float = 0.0
    rate_limited: bool = False
    month_spent: bool = False
    token_expired: bool = False
    reset: bool = False
    timeout_before: bool = False
    timeout_after: bool = False
    lost_answer: bool = False

    @property
    def is_before_acceptance(self) -> bool:
        return self.reset or self.timeout_before

    @property
    def is_after_acceptance(self) -> bool:
        return self.lost_answer or self.timeout_after

    @property
    def is_silence(self) -> bool:
        return self.timeout_before or self.timeout_after

    @property
    def refusal(self) -> Refused | None:
        if self.rate_limited:
            return refused(429, RATE_LIMITED)
        if self.month_spent:
            return refused(429, MONTH_SPENT)
        if self.token_expired:
            return refused(400, INVALID_REPLY_TOKEN)
        if self.status == 202:
            return Refused(202, {})
        return refused(self.status) if self.status else None


@dataclass
class Fault:
    """When trouble comes: where, to whom, how often; `script` has the coming calls' parts, last first."""

    endpoint: str
    trouble: Trouble
    script: list[Trouble | None] | None = None
    chance: float = 1.0
    times: int | None = None
    to: str | None = None
    is_switch: bool = False

    def meets(self, endpoint: str, recipients: Collection[str]) -> bool:
        is_there = self.endpoint in (endpoint, "any") and (self.to is None or self.to in recipients)
        return is_there and (not self.trouble.token_expired or endpoint == "reply")

    def next_trouble(self) -> Trouble | None:
        return self.trouble if self.script is None else self.script.pop()

    @property
    def is_used_up(self) -> bool:
        return self.script == [] or self.times == 0


class Faults:
    def __init__(self, dice: random.Random | None = None) -> None:
        self.dice = dice or random.Random()  # noqa: S311
        self.lock = threading.Lock()
        self.active: list[Fault] = []

    def add(
        self,
        endpoint: str,
        *,
        times: int | None = None,
        to: object = None,
        chance: float = 1.0,
        script: Iterable[Step] | None = None,
        is_switch: bool = False,
        **kinds: Unpack[Kinds],
    ) -> None:
        """`to` is a user or group id, or the person or group itself; `times` None lasts until cleared.

        A script is used up call by call, and then the fault is over.
        """
        if endpoint not in ENDPOINTS:
            raise ValueError(f"no endpoint {endpoint!r}; there are {', '.join(ENDPOINTS)}")
        line_id = None if to is None else str(getattr(to, "line_id", to))
        steps = None if script is None else [step_of(one) for one in script][::-1]
        if steps == []:
            raise ValueError("a script without steps")
        with self.lock:
            self.active.append(Fault(endpoint, Trouble(**kinds), steps, chance, times, line_id, is_switch))

    def take(self, endpoint: str, recipients: Collection[str] = ()) -> Trouble | None:
        """What the oldest fault that fits does to this call; a fault that chance spares passes the call on."""
        with self.lock:
            for fault in self.active:
                if fault.meets(endpoint, recipients) and self.happens(fault.chance):
                    return self.use(fault)
        return None

    def happens(self, chance: float) -> bool:
        return self.dice.random() < chance

    def use(self, fault: Fault) -> Trouble | None:
        trouble = fault.next_trouble()
        if fault.times is not None:
            fault.times -= 1
        if fault.is_used_up:
            self.active.remove(fault)
        return trouble

    def clear(self) -> None:
        with self.lock:
            self.active.clear()

    def clear_switches(self) -> None:
        with self.lock:
            self.active = [fault for fault in self.active if not fault.is_switch]


def step_of(step: Step) -> Trouble | None:
    if step is None:
        return None
    if isinstance(step, int):
        return Trouble(status=step)
    return Trouble(**({step: True} if isinstance(step, str) else step))
