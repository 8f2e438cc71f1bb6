"""What a person is in the middle of, in one chat: the open question and what they have told so far. It survives restarts."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, UniqueConstraint, bindparam
from sqlmodel import Field, Session, col, select

from models.columns import Row, UtcDateTime

# What is told for days and asked about again. Every other open question lapses, so that tomorrow's words are not taken
# for today's answer.
WAITS_FOR_DAYS = {"complaints"}
LAPSES_AFTER = timedelta(hours=12)


class Conversation(Row, table=True):
    """One person in one chat (their own, or a staff group). `service` listens to what comes next; None: nobody does."""

    __table_args__ = (UniqueConstraint("person_id", "chat"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    # A group's LINE id, or "" for the private chat (NULLs would not be unique).
    chat: str = Field(default="", max_length=64)
    service: str | None = Field(default=None, max_length=40)
    question: str | None = Field(default=None, max_length=40)
    draft: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    # Which time round: a timer set for an earlier draft must not speak about this one.
    round: int = 0
    # The set of photos that is arriving, and how many of it are here: LINE sends them as separate events.
    photo_set: str | None = Field(default=None, max_length=64)
    photos_seen: int = 0
    touched_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def key(self) -> int:
        """The id of a conversation that has been kept."""
        assert self.id is not None
        return self.id

    def open(self, service: str, question: str, draft: dict[str, Any]) -> None:
        """Begin anew with `service`; whatever was half-told before is put away."""
        self.service, self.question, self.draft = service, question, draft
        self.round += 1

    def completes_set(self, set_id: str | None, total: int) -> bool:
        """Count one more photo; whether all that were chosen together are here. They come as events, in any order."""
        if set_id is None or total <= 1:
            return True
        if self.photo_set != set_id:
            self.photo_set, self.photos_seen = set_id, 0
        self.photos_seen += 1
        return self.photos_seen >= total

    def has_lapsed(self, now: datetime) -> bool:
        """Nobody has touched the open question for so long that what comes now is about something else."""
        return self.service not in WAITS_FOR_DAYS and now - self.touched_at > LAPSES_AFTER

    def close(self) -> None:
        """Nothing is being asked any more."""
        self.service, self.question, self.draft = None, None, {}


def conversation_of(session: Session, person_id: int, chat: str, now: datetime) -> Conversation:
    """The person's conversation in this chat, kept already or new; a question that has lapsed is closed."""
    conversation = session.exec(_OF, params={"person_id": person_id, "chat": chat}).one_or_none()
    if conversation is None:
        conversation = Conversation(person_id=person_id, chat=chat, touched_at=now)
        session.add(conversation)
        session.flush()
    elif conversation.has_lapsed(now):
        conversation.close()
    return conversation


_OF = select(Conversation).where(
    col(Conversation.person_id) == bindparam("person_id"), col(Conversation.chat) == bindparam("chat")
)
