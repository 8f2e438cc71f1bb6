"""Small facts learnt from LINE and kept: the account's own id, which menus are published."""

from sqlmodel import Field, Session

from models.columns import Row


class KnownFact(Row, table=True):
    """One fact by its name."""

    __tablename__ = "known_fact"

    name: str = Field(primary_key=True, max_length=60)
    value: str = Field(max_length=400)


OWN_USER_ID = "own_user_id"
# When the sender and the clock last showed that they are alive, as ISO 8601.
WORKER_BEAT = "worker_beat"


def fact(session: Session, name: str) -> str | None:
    """What is known by that name, or None."""
    found = session.get(KnownFact, name)
    return found.value if found else None


def learn(session: Session, name: str, value: str) -> None:
    """Keep a fact, in place of what was known before."""
    session.merge(KnownFact(name=name, value=value))
