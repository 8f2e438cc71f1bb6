"""The commands that look after a town that exists: codes, erasure, events and messages that need a human."""

import json
import uuid
from datetime import datetime

import click
from sqlmodel import col, select

from bot.clock import now
from bot.doctor import examine
from bot.engine import office_of
from bot.migrate import upgrade
from bot.settings import Settings, settings_of_this_process
from content.office import Office
from handlers.erasure import erase
from handlers.turn import Moment
from models.case import BANGKOK, Case
from models.database import Database
from models.enrolment import CodeKind, new_code
from models.officer import Role
from models.outgoing import Lane, Outgoing, SendStatus, dearest_cases, held_by_lane, paid_by_lane
from models.person import find_person
from models.webhook_event import EventStatus, WebhookEvent
from notifications.quota import Standing, month_began_at, standing_at

MOST_ROWS = 200
DEAREST_SHOWN = 5


class Installation:
    """What a command works on; opened only when a command needs it, so that `--help` needs no settings."""

    def __init__(self) -> None:
        self.settings: Settings = settings_of_this_process()
        upgrade(self.settings.database_url)
        self.database = Database(self.settings.database_url)
        self.office: Office = office_of(self.settings)

    def must_know(self, division: str) -> None:
        """End with a sentence if the town has no such division."""
        known = self.office.town.by_division
        if division not in known:
            raise click.ClickException(f"{division} is not a division of this town. It has: {', '.join(known)}")


@click.command("group-code")
@click.argument("division")
def group_code(division: str) -> None:
    """Print a one-time code for a staff group of DIVISION, e.g. public_works."""
    here = Installation()
    here.must_know(division)
    with here.database.begin() as session:
        code = new_code(session, CodeKind.GROUP, division, None, here.office.secret, now())
    _show_code(here.office, "enrol_group", "In the LINE group, within 24 hours, type", code)


@click.command("officer-code")
@click.argument("division")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="officer", show_default=True)
def officer_code(division: str, role: str) -> None:
    """Print a one-time code for an officer of DIVISION, e.g. public_works."""
    here = Installation()
    here.must_know(division)
    with here.database.begin() as session:
        code = new_code(session, CodeKind.OFFICER, division, Role(role), here.office.secret, now())
    _show_code(here.office, "enrol", "In the private chat with the account, within 24 hours, type", code)


def _show_code(office: Office, command: str, where: str, code: str) -> None:
    """The whole sentence to type, the code as its last word."""
    spoken = office.says_in("th").words(f"commands.{command}")[0]
    click.echo(f"{where}: {spoken} {code}")


@click.command("erase-person")
@click.argument("line_user_id")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase_person(line_user_id: str, yes: bool) -> None:
    """Forget the person with LINE_USER_ID: their words, photos and identity; the cases' numbers and steps stay."""
    here = Installation()
    with here.database.read() as session:
        person = find_person(session, line_user_id)
    if person is None:
        raise click.ClickException("Nobody with that LINE user id has written to this town.")
    if not yes:
        click.confirm("This can't be undone. Forget this person?", abort=True)
    with here.database.begin() as session:
        found = find_person(session, line_user_id)
        if found is not None:
            erase(Moment(session, here.office, now()), found)
    click.echo("Forgotten. Photos are deleted by the running town within a minute.")


@click.group()
def events() -> None:
    """What LINE told us: look at events that failed, and run them again."""


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


@click.group()
def outbox() -> None:
    """What we owe people: look at messages that did not go, and send them again."""


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
    """Send a message that was refused, held, or is uncertain again, as a push under a new key.

    Of an uncertain one the person may then hear twice: that is why a human decides.
    """
    with Installation().database.begin() as session:
        row = session.get(Outgoing, outbox_id)
        if row is None or row.status in (SendStatus.QUEUED, SendStatus.SENT) or not row.messages:
            raise click.ClickException("There is no message with that id that could be sent again.")
        _start_anew(row, now())
    click.echo("Queued; the running town sends it within a second.")


def _start_anew(row: Outgoing, at: datetime) -> None:
    row.status, row.due_at, row.leased_until, row.is_worth_a_push = SendStatus.QUEUED, at, None, True
    row.retry_key, row.reply_token, row.reply_is_unheard, row.push_unheard_since = str(uuid.uuid4()), None, False, None


@click.command()
def quota() -> None:
    """Tell how many paid messages are left this month, who used them, and what is held for want of them."""
    at = now()
    month = month_began_at(at)
    with Installation().database.read() as session:
        click.echo("\n".join(_standing_in_words(standing_at(session, at))))
        paid, held = paid_by_lane(session, month), held_by_lane(session)
        click.echo(f"Paid this month by our own count: {_by_lane(paid)}.")
        click.echo(f"Held until there is room: {_by_lane(held)}.")
        dearest = dearest_cases(session, month, DEAREST_SHOWN)
        if dearest:
            click.echo("The dearest cases this month:")
        for case_id, messages in dearest:
            click.echo(f"  {session.get_one(Case, case_id).number}  {messages}")


def _standing_in_words(standing: Standing) -> list[str]:
    if standing.read_at is None:
        return ["LINE has not told the quota yet, so nothing is held back for emergencies."]
    read = f"Last read from LINE on {standing.read_at.astimezone(BANGKOK):%Y-%m-%d %H:%M} (Thai time); LINE is roughly right."
    if standing.limit is None:
        return [f"This account has no limit. Used this month: {standing.used}.", read]
    return [
        f"{standing.remaining} of {standing.limit} paid messages are left this month; {standing.used} are used.",
        f"The last {standing.reserve} are kept for emergencies.",
        read,
    ]


def _by_lane(counts: dict[Lane, int]) -> str:
    told = [f"{lane.value} {counts[lane]}" for lane in Lane if counts.get(lane)]
    return ", ".join(told) or "nothing"


def _print_row(**facts: object) -> None:
    click.echo(
        json.dumps({name: str(value) if isinstance(value, datetime) else value for name, value in facts.items()})
    )


@click.command()
def doctor() -> None:
    """Look at everything that the town needs, and say in words what is wrong and what to do; then it exits with 1."""
    findings = []
    for finding in examine(settings_of_this_process(), now):
        findings.append(finding)
        click.echo(finding.line)
    if any(finding.what_to_do for finding in findings):
        raise SystemExit(1)


COMMANDS = (group_code, officer_code, erase_person, events, outbox, doctor, quota)
