"""Which case a message of ours was about, by LINE's id of it: so that an officer can answer to a card by quoting it."""

from datetime import datetime

from sqlmodel import Field, Session, col, select

from models.columns import Row, UtcDateTime


class ShownCard(Row, table=True):
    """A message about a case that LINE has shown to officers. It holds ids alone."""

    __tablename__ = "shown_card"

    line_message_id: str = Field(primary_key=True, max_length=64)
    case_id: int = Field(foreign_key="case.id")
    shown_at: datetime = Field(sa_type=UtcDateTime)


def case_shown_by(session: Session, line_message_id: str) -> int | None:
    """The id of the case that the message was about, if it is one of ours that officers have seen."""
    return session.exec(
        select(ShownCard.case_id).where(col(ShownCard.line_message_id) == line_message_id)
    ).one_or_none()
