"""What a handler is given when it is somebody's turn, and how it refuses."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from content.messages import Message
from content.office import Office
from content.texts import Texts
from models.conversation import Conversation
from models.person import Language, Person
from notifications.outbox import ReplyToken

Replies = list[Message]


class Declined(Exception):
    """A request that is refused with a sentence: a text's key and its blanks. Nothing of the request happens."""

    def __init__(self, key: str, **blanks: object) -> None:
        super().__init__(key)
        self.key, self.blanks = key, blanks


class NotYet(Exception):
    """What a timer is to do can't be done now; it fires again at `at`. Nothing else of this firing happens."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


class Over(Declined):
    """A refusal after which the open question makes no sense any more (the case has moved on): it is closed."""


@dataclass
class Moment:
    """A transaction at a time, for this town: what timers and group events are given."""

    session: Session
    office: Office
    now: datetime


@dataclass
class Turn(Moment):
    """A person's turn in a chat: their own (`group_id` is None) or a staff group's."""

    person: Person
    conversation: Conversation
    group_id: str | None = None
    # LINE's permission to answer this event for nothing; kept by those who answer later.
    reply: ReplyToken | None = None
    # Set by handlers whose answer is not worth a paid push when the free reply fails.
    is_small_talk: bool = False
    say: Texts = field(init=False)

    def __post_init__(self) -> None:
        # What is said in a staff group is read by all of it, and the office works in Thai.
        self.say = self.office.says_in(self.person.language if self.group_id is None else Language.THAI)

    def answer(self, key: str, **blanks: object) -> Replies:
        """One text message, by key."""
        return [{"type": "text", "text": self.say(key, **blanks)}]


@dataclass(frozen=True)
class Words:
    """Text that somebody wrote, cleaned of what no database or reader can bear; `message_id` is LINE's.

    `quoted_id` is the id of the message that it quotes, if it quotes one.
    """

    message_id: str | None
    text: str
    quoted_id: str | None = None


@dataclass(frozen=True)
class Pin:
    """A place on earth in degrees (WGS 84), with the address that LINE showed, if any."""

    message_id: str | None
    latitude: float
    longitude: float
    address: str | None


@dataclass(frozen=True)
class Picture:
    """A photo that LINE holds for us; `set_index` of `set_total` when several were chosen at once."""

    message_id: str
    set_id: str | None = None
    set_total: int = 1


class Asked(dict[str, str]):
    """The facts of a postback. Old buttons live for ever in people's chats, so whatever is missing or odd is refused."""

    def word(self, name: str) -> str:
        """A code. Raises Declined."""
        if name not in self:
            raise Declined("refused.old_button")
        return self[name]

    def whole(self, name: str) -> int:
        """An id or a number within what databases hold. Raises Declined."""
        digits = self.word(name)
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            raise Declined("refused.old_button")
        return int(digits)

    def day(self, name: str) -> date:
        """A date of the common calendar, written 2026-12-25. Raises Declined."""
        written = self.word(name)
        try:
            found = date.fromisoformat(written)
        except ValueError:
            found = None
        if found is None or found.isoformat() != written:
            raise Declined("refused.old_button")
        return found
