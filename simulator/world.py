"""What exists on this LINE Platform: phones, what was said in them, pictures, and what time it is."""

import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from simulator.refusals import Json

Clock = Callable[[], datetime]
BOT, SYSTEM = "bot", "system"
FIRST_MESSAGE_ID = 530_000_000_000_000_000


@dataclass
class Phone:
    """One chat with the account as the page shows it: a person's, or a group's."""

    slug: str
    line_id: str
    title: str
    subtitle: str = ""
    avatar: str = ""


@dataclass
class PersonPhone(Phone):
    language: str = "th"
    follows: bool = False
    blocks: bool = False
    is_gone: bool = False
    has_talked: bool = False
    rich_menu_id: str | None = None

    @property
    def is_reached(self) -> bool:
        """LINE delivers to friends and to whoever wrote first, never to who blocked the account or left LINE."""
        return not self.is_gone and not self.blocks and (self.follows or self.has_talked)


@dataclass
class GroupPhone(Phone):
    members: list[str] = field(default_factory=list)
    bot_is_in: bool = False


@dataclass
class Entry:
    """One line in one phone. `how` tells by which call the bot's messages came."""

    seq: int
    phone: str
    at: datetime
    sender: str = SYSTEM
    message: Json | None = None
    message_id: str | None = None
    how: str | None = None
    unsent: int | None = None
    is_change: bool = False


@dataclass(frozen=True)
class Picture:
    data: bytes
    mime: str


class World:
    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.lock = threading.Condition(threading.RLock())
        self.is_closing = False
        self.phones: dict[str, PersonPhone | GroupPhone] = {}
        self.entries: list[Entry] = []
        self.pictures: dict[str, Picture] = {}
        self.contents: dict[str, str] = {}  # message id → picture id
        self.unsent_ids: set[str] = set()
        self.seq = 0
        self.last_message_id = FIRST_MESSAGE_ID
        self.on_change: Callable[[], None] = lambda: None

    def add(self, phone: PersonPhone | GroupPhone) -> None:
        with self.lock:
            self.phones[phone.slug] = phone

    def person(self, slug: str) -> PersonPhone | None:
        phone = self.phones.get(slug)
        return phone if isinstance(phone, PersonPhone) else None

    def group(self, slug: str) -> GroupPhone | None:
        phone = self.phones.get(slug)
        return phone if isinstance(phone, GroupPhone) else None

    def phone_of(self, line_id: object) -> PersonPhone | GroupPhone | None:
        return next((phone for phone in self.phones.values() if phone.line_id == line_id), None)

    def person_of(self, line_id: object) -> PersonPhone | None:
        phone = self.phone_of(line_id)
        return phone if isinstance(phone, PersonPhone) else None

    def group_of(self, line_id: object) -> GroupPhone | None:
        phone = self.phone_of(line_id)
        return phone if isinstance(phone, GroupPhone) else None

    def new_message_id(self) -> str:
        with self.lock:
            self.last_message_id += 1 + secrets.randbelow(1000)
            return str(self.last_message_id)

    def keep_picture(self, data: bytes, mime: str) -> str:
        picture_id = hashlib.sha256(data).hexdigest()[:32]
        with self.lock:
            self.pictures[picture_id] = Picture(data, mime)
        return picture_id

    def show(
        self, phone: Phone, sender: str, message: Json, message_id: str | None = None, how: str | None = None
    ) -> Entry:
        return self.append(phone, sender=sender, message=message, message_id=message_id, how=how)

    def note(self, phone: Phone, text: str) -> Entry:
        return self.append(phone, message={"type": "text", "text": text})

    def changed(self, phone: Phone) -> None:
        self.append(phone, is_change=True)

    def unsend(self, entry: Entry) -> None:
        """The words and the picture go; the line that says so stays."""
        with self.lock:
            entry.message = None
            if entry.message_id:
                self.unsent_ids.add(entry.message_id)
                self.contents.pop(entry.message_id, None)
            self.append_unsent(entry)

    def append_unsent(self, entry: Entry) -> None:
        self.append(self.phones[entry.phone], sender=entry.sender, unsent=entry.seq)

    def append(
        self,
        phone: Phone,
        *,
        sender: str = SYSTEM,
        message: Json | None = None,
        message_id: str | None = None,
        how: str | None = None,
        unsent: int | None = None,
        is_change: bool = False,
    ) -> Entry:
        with self.lock:
            self.seq += 1
            entry = Entry(self.seq, phone.slug, self.clock(), sender, message, message_id, how, unsent, is_change)
            self.entries.append(entry)
            self.lock.notify_all()
            self.on_change()
            return entry

    def entries_after(self, seq: int) -> list[Entry]:
        with self.lock:
            return [entry for entry in self.entries if entry.seq > seq]

    def entries_of(self, phone: Phone) -> list[Entry]:
        with self.lock:
            return [entry for entry in self.entries if entry.phone == phone.slug]

    def wait_for_entries(self, seq: int, timeout: float) -> list[Entry]:
        """Also returns at once for a number from the future: that reader knew another life of this world."""
        with self.lock:
            self.lock.wait_for(lambda: self.seq != seq or self.is_closing, timeout)
            return self.entries_after(seq)

    def close(self) -> None:
        """Lets go of everybody who waits for entries."""
        with self.lock:
            self.is_closing = True
            self.lock.notify_all()

    def open(self) -> None:
        self.is_closing = False
