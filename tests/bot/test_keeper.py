"""Deliveries at the same moment share a commit, and nobody suffers for another's rows."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from bot.keeper import Keeper
from models.database import Database
from models.webhook_event import EventStatus, WebhookEvent
from tests.clock import Clock
from tests.town_process import until


def row(event_id: str) -> dict[str, Any]:
    now = Clock().at
    return {
        "event_id": event_id,
        "kind": "message",
        "source_key": "U1",
        "message_id": None,
        "is_urgent": False,
        "occurred_ms": 1,
        "received_at": now,
        "body": "{}",
        "status": EventStatus.KEPT,
        "due_at": now,
        "attempts": 0,
    }


def kept(database: Database) -> set[str]:
    with database.read() as session:
        return set(session.exec(select(col(WebhookEvent.event_id))))


def kept_at_once(keeper: Keeper, *deliveries: list[dict[str, Any]]) -> list[BaseException | None]:
    """What each delivery's thread raised, all having waited while another delivery was being written."""
    with ThreadPoolExecutor(max_workers=len(deliveries)) as threads:
        with keeper._turn:
            results: list[Future[None]] = [threads.submit(keeper.keep, rows) for rows in deliveries]
            until(lambda: len(keeper._waiting) == len(deliveries))
        return [result.exception(timeout=30) for result in results]


def test_what_waits_together_is_committed_together(database: Database) -> None:
    commits: list[object] = []
    event.listen(database.engine, "commit", lambda connection: commits.append(connection))
    assert kept_at_once(Keeper(database), [row("1")], [row("2"), row("3")], [row("4")]) == [None] * 3
    assert len(commits) == 1
    assert kept(database) == {"1", "2", "3", "4"}


def test_the_same_event_in_two_of_them_is_kept_once(database: Database) -> None:
    assert kept_at_once(Keeper(database), [row("1")], [row("1")]) == [None, None]
    assert kept(database) == {"1"}


def test_only_the_delivery_that_the_database_refuses_is_refused(database: Database) -> None:
    broken = row("2") | {"kind": None}
    raised = kept_at_once(Keeper(database), [row("1")], [broken], [row("3")])
    assert [isinstance(error, SQLAlchemyError) for error in raised] == [False, True, False]
    assert kept(database) == {"1", "3"}


def test_what_follows_a_refused_delivery_is_kept(database: Database) -> None:
    keeper = Keeper(database)
    with pytest.raises(SQLAlchemyError):
        keeper.keep([row("1") | {"kind": None}])
    keeper.keep([row("2")])
    assert kept(database) == {"2"}


def test_the_inbox_is_rung_once_they_are_kept(database: Database) -> None:
    heard: list[set[str]] = []

    def listen() -> None:
        database.bell.wait("inbox", 30)
        heard.append(kept(database))

    listening = threading.Thread(target=listen)
    listening.start()
    Keeper(database).keep([row("1")])
    listening.join(30)
    assert heard == [{"1"}]
