"""What tests of the outbox do again and again: owe a message, look at its row, count what LINE was asked."""

from typing import Any

from sqlmodel import col, select

from content.messages import Message, text
from models.errand import Errand
from models.outgoing import Lane, Outgoing
from notifications.outbox import owe
from simulator import Accepted, Group, Person
from simulator.server import Call
from tests.towns import TownUnderTest

# What a resident may say to get a plain answer, which is one reply and no state.
HELLO = "สวัสดี"
HELLO_AGAIN = "ติดต่อ"


def owed(town: TownUnderTest, to: Person | Group, words: str, lane: Lane = Lane.STATUS, **more: Any) -> int:
    """Owe a text, as a handler would; returns the row's id. Nothing is sent before `town.settles()`."""
    return owed_messages(town, to.line_id, [text(words)], lane, **more)


def owed_messages(town: TownUnderTest, to: str, messages: list[Message], lane: Lane, **more: Any) -> int:
    """Owe messages to a LINE id."""
    with town.engine.database.begin() as session:
        row = owe(session, to, messages, lane, town.clock(), **more)
        session.flush()
        assert row.id is not None
        return row.id


def row_of(town: TownUnderTest, row_id: int) -> Outgoing:
    """The row as it stands now."""
    with town.session() as session:
        row = session.get(Outgoing, row_id)
    assert row is not None
    return row


def last_row_for(town: TownUnderTest, to: Person | Group) -> Outgoing:
    """The newest message to somebody."""
    with town.session() as session:
        query = select(Outgoing).where(col(Outgoing.to) == to.line_id).order_by(col(Outgoing.id).desc())
        row = session.exec(query.limit(1)).one()
    return row


def errands_of(town: TownUnderTest, kind: str) -> list[Errand]:
    """All errands of a kind, the oldest first."""
    with town.session() as session:
        return list(session.exec(select(Errand).where(col(Errand.kind) == kind).order_by(col(Errand.id))))


def accepted_for(town: TownUnderTest, to: Person | Group) -> list[Accepted]:
    """What LINE has accepted for somebody, oldest first."""
    return [sent for sent in town.line.accepted if sent.to == to.line_id]


def words_to(town: TownUnderTest, to: Person | Group) -> list[str]:
    """The texts that LINE has accepted for somebody."""
    return [message["text"] for sent in accepted_for(town, to) for message in sent.messages if "text" in message]


def calls_of(town: TownUnderTest, end: str) -> list[Call]:
    """The calls whose path ends so."""
    return [call for call in town.line.calls if call.path.endswith(end)]


def keys_of(calls: list[Call]) -> set[str | None]:
    """The retry keys of calls, whatever the case of their header."""
    lowered = [{name.lower(): value for name, value in call.headers.items()} for call in calls]
    return {headers.get("x-line-retry-key") for headers in lowered}
