"""Remembers which case a message was about that officers have been shown, by the id that LINE gave it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from content.messages import case_tapped_in
from models.inserting import insert_new
from models.outgoing import Lane, Outgoing
from models.shown_card import ShownCard

PERSON = "U"  # LINE's ids begin so; a group's or a room's do not


def remember_cards(session: Session, row: Outgoing, message_ids: Sequence[str], now: datetime) -> None:
    """Of what went to a group or to an officer on duty, keep what was about a case."""
    if row.lane != Lane.DUTY and row.to.startswith(PERSON):
        return
    shown = [
        {"line_message_id": message_id, "case_id": case_id, "shown_at": now}
        for message_id, message in zip(message_ids, row.messages, strict=False)
        if (case_id := _case_of(row, message)) is not None
    ]
    if shown:
        insert_new(session, ShownCard, "line_message_id", shown)


def _case_of(row: Outgoing, message: dict[str, Any]) -> int | None:
    case_id = case_tapped_in(message)
    return case_id if case_id is not None or row.lane != Lane.DUTY else row.case_id
