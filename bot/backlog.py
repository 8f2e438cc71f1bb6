"""The commands about what did not go through by itself: events in quarantine, and messages that a human decides about."""

import json
import logging
import uuid
from datetime import datetime

import click
from sqlmodel import Session, col, select

from bot.clock import now
from bot.installation import Installation
from models.outgoing import Outgoing, SendStatus
from models.webhook_event import EventStatus, WebhookEvent
from notifications.delivery import RETRY_KEY_LIVES

log = logging.getLogger(__name__)

MOST_ROWS = 200
# Why a message was let go: all others were small talk.
BY_HAND = "LetGoByHand"


@click.group()
def events() -> None:
    """What LINE told us: look at events that failed, run them again, or drop them."""


@events.command("list")
@click.option(
    "--status", type=click.Choice([status.value for status in EventStatus]), default="quarantined", show_default=True
)
def list_events(status: str) -> None:
    """Print events, one JSON line each, without what people wrote."""
    with Installation().database.read() as session:
        query = (
            select(WebhookEvent)
            .where(col(WebhookEvent.status) == status)
            .order_by(col(WebhookEvent.id))
            .limit(MOST_ROWS)
        )
        for event in session.exec(query):
            _print_row(
                id=event.id, kind=event.kind, received_at=event.received_at, attempts=event.attempts, error=event.error
            )


@events.command("replay")
@click.argument("event_id", type=int, required=False)
@click.option("--all", "everything", is_flag=True, help="Every event in quarantine.")
def replay_events(event_id: int | None, everything: bool) -> None:
    """Run the quarantined event EVENT_ID again (its id in `events list`), or --all of them."""
    if (event_id is None) != everything:
        raise click.UsageError("Say either an event's id or --all.")
    with Installation().database.begin() as session:
        query = select(WebhookEvent).where(col(WebhookEvent.status) == EventStatus.QUARANTINED)
        found = list(session.exec(query if everything else query.where(col(WebhookEvent.id) == event_id)))
        if not (found or everything):
            raise click.ClickException(f"No event {event_id} is in quarantine.")
        for event in found:
            event.status, event.attempts, event.due_at, event.leased_until = EventStatus.KEPT, 0, now(), None
    click.echo(f"{len(found)} to be run again; the running town takes them within a second.")


@events.command("drop")
@click.argument("event_id", type=int)
def drop_event(event_id: int) -> None:
    """Never run the quarantined event EVENT_ID: somebody has helped the person otherwise.

    Its error stays in `events list --status done`, and what the person wrote is forgotten like that of other events.
    """
    with Installation().database.begin() as session:
        query = select(WebhookEvent).where(col(WebhookEvent.id) == event_id)
        event = session.exec(query.with_for_update()).one_or_none()
        if event is None or event.status != EventStatus.QUARANTINED:
            raise click.ClickException(f"No event {event_id} is in quarantine.")
        event.status = EventStatus.DONE
    log.warning("a human dropped an event", extra={"event_row": event_id})
    click.echo("Dropped; it is not run again.")


@click.group()
def outbox() -> None:
    """What we owe people: look at messages that did not go, send them again, or let them go."""


@outbox.command("list")
@click.option(
    "--status", type=click.Choice([status.value for status in SendStatus]), default="uncertain", show_default=True
)
def list_outbox(status: str) -> None:
    """Print messages, one JSON line each, without their words and recipients."""
    with Installation().database.read() as session:
        query = select(Outgoing).where(col(Outgoing.status) == status).order_by(col(Outgoing.id)).limit(MOST_ROWS)
        for row in session.exec(query):
            _print_row(
                id=row.id,
                lane=row.lane,
                case_id=row.case_id,
                created_at=row.created_at,
                attempts=row.attempts,
                error=row.error,
            )


@outbox.command("retry")
@click.argument("outbox_id", type=int)
def retry_outbox(outbox_id: int) -> None:
    """Send the message OUTBOX_ID that was refused, held, let go, or is uncertain again, as a push.

    Of an uncertain one the person may then hear twice: that is why a human decides. One that was held waits again
    if there is still no room for it.
    """
    with Installation().database.begin() as session:
        row = _message(session, outbox_id)
        if row is None or row.status in (SendStatus.QUEUED, SendStatus.SENT) or not row.messages:
            raise click.ClickException("There is no message with that id that could be sent again.")
        _start_anew(row, now())
    log.warning("a human sends a message again", extra={"outbox_id": outbox_id})
    click.echo("Queued; the running town sends it within a second.")


@outbox.command("let-go")
@click.argument("outbox_id", type=int)
def let_go(outbox_id: int) -> None:
    """Never send the uncertain or held message OUTBOX_ID: it arrived, is told otherwise, or is not worth a push."""
    with Installation().database.begin() as session:
        row = _message(session, outbox_id)
        if row is None or row.status not in (SendStatus.UNCERTAIN, SendStatus.HELD):
            raise click.ClickException("There is no uncertain or held message with that id.")
        was, row.status, row.error = row.status, SendStatus.LET_GO, BY_HAND
    log.warning("a human let a message go", extra={"outbox_id": outbox_id, "was": was.value})
    click.echo("Let go; it is not sent by itself any more.")


def _message(session: Session, outbox_id: int) -> Outgoing | None:
    """The message, locked: a sender may have it, or a new reading of the month may release it."""
    return session.exec(select(Outgoing).where(col(Outgoing.id) == outbox_id).with_for_update()).one_or_none()


def _start_anew(row: Outgoing, at: datetime) -> None:
    row.status, row.due_at, row.leased_until, row.is_worth_a_push = SendStatus.QUEUED, at, None, True
    row.reply_token, row.reply_is_unheard = None, False
    if row.push_unheard_since is None or at - row.push_unheard_since >= RETRY_KEY_LIVES:
        # Else LINE still knows the key, and takes the message once: a new one would let it be said twice.
        row.retry_key, row.push_unheard_since = str(uuid.uuid4()), None


def _print_row(**facts: object) -> None:
    click.echo(
        json.dumps({name: str(value) if isinstance(value, datetime) else value for name, value in facts.items()})
    )
