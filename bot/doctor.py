"""`baanrao doctor`: looks at everything that a town needs and says in words what is well and what needs attention."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.alarm_channels import channels_of
from bot.alarms import LOOK_AT_LOGS, NEW_TOKEN, stuck
from bot.clock import Clock
from bot.health import is_beating
from bot.migrate import is_up_to_date
from bot.settings import Settings
from content.catalogue import Catalogue, load_catalogue
from content.towns import Town, load_town
from models.database import Database
from models.known_fact import OWN_USER_ID, fact
from models.officer import trusted_with
from models.staff_group import groups_of_division
from models.waiting import Waiting, everything_that_waits
from notifications.line import Line, LineLocksUsOut, LineRefused, LineUnavailable, Month, RateLimited, Webhook

SKEW_ALLOWED = timedelta(seconds=5)
DISK_NEEDED = 1e9
QUOTA_NEEDED = 0.1


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `what_to_do` is empty where all is well."""

    words: str
    what_to_do: str = ""

    @property
    def line(self) -> str:
        """As it is printed."""
        return (
            f"ATTENTION  {self.words}\n           -> {self.what_to_do}"
            if self.what_to_do
            else f"ok         {self.words}"
        )


def examine(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Look at everything, one part after the other; a part that fails does not keep back the next."""
    yield from _database(settings, clock)
    yield from _line(settings, clock)
    yield from _disk(settings.data_dir)
    if channels_of(settings):
        yield Finding("alarms have a way out")
    else:
        yield Finding(
            "alarms have no way out", "Set SMTP_URL and ALARM_EMAIL_TO, or ALARM_WEBHOOK_URL (docs/running.md)."
        )


def _database(settings: Settings, clock: Clock) -> Iterator[Finding]:
    try:
        database = Database(settings.database_url)
        if not is_up_to_date(database.engine):
            yield Finding("the database is not of this version", "Say `baanrao migrate`.")
            return
        yield Finding("the database answers and is up to date")
        yield from _rows(database, load_town(settings.town), clock)
        database.close()
    except (SQLAlchemyError, OSError) as error:
        yield Finding(f"the database does not answer ({type(error).__name__})", "Start it; look at DATABASE_URL.")


def _rows(database: Database, town: Town, clock: Clock) -> Iterator[Finding]:
    if is_beating(database, clock()):
        yield Finding("sender and clock run")
    else:
        yield Finding("sender and clock do not run", f"Start `baanrao serve` or `baanrao worker`. {LOOK_AT_LOGS}")
    with database.read() as session:
        yield from _waiting(everything_that_waits(session, clock()))
        yield from _groups(session, town)
        yield from _heads(session, load_catalogue())


def _waiting(waiting: list[Waiting]) -> Iterator[Finding]:
    for state in waiting:
        name = " ".join(filter(None, (state.state.replace("_", " "), state.lane)))
        words = (
            f"{name}: {state.count}, the oldest for {_for_people(state.oldest_s)}" if state.count else f"{name}: none"
        )
        yield Finding(words, next((f"{rule.what}. {rule.what_to_do}" for rule, _ in stuck([state])), ""))


def _for_people(seconds: float) -> str:
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size:.0f} {unit}"
    return f"{seconds:.0f} seconds"


def _groups(session: Session, town: Town) -> Iterator[Finding]:
    missing = [code for code in town.by_division if not groups_of_division(session, code)]
    if missing:
        yield Finding(
            f"divisions without a LINE group, so nobody gets their alerts: {', '.join(missing)}",
            f"Say `baanrao group-code {missing[0]}` and type what it prints in their group (docs/running.md, 5).",
        )
    else:
        yield Finding("every division has a LINE group")


def _heads(session: Session, catalogue: Catalogue) -> Iterator[Finding]:
    wanted = {kind.division for kind in catalogue.offered if kind.is_confidential}
    missing = sorted(division for division in wanted if not trusted_with(session, division))
    if missing:
        yield Finding(
            f"divisions without a head, so nobody reads their confidential complaints: {', '.join(missing)}",
            f"Say `baanrao officer-code {missing[0]} --role head` and give the code to the head (docs/running.md, 5).",
        )
    else:
        yield Finding("confidential complaints have somebody to read them")


def _line(settings: Settings, clock: Clock) -> Iterator[Finding]:
    line = Line(settings.line_channel_access_token.get_secret_value(), settings.line_api_url)
    try:
        findings = [
            _identity(settings, line.own_user_id()),
            _webhook(settings, line.webhook()),
            _quota(line.month()),
            _skew(line.says_it_is(), clock),
        ]
    except LineLocksUsOut:
        yield Finding("LINE refuses our access token", NEW_TOKEN)
    except (LineUnavailable, LineRefused, RateLimited) as error:
        yield Finding(
            f"LINE can't be reached ({error})", "Look at the network of this server, and at LINE's status page."
        )
    else:
        yield Finding("LINE can be reached, and takes our access token")
        yield from findings


def _identity(settings: Settings, user_id: str) -> Finding:
    known = _known_id(settings)
    if known is None or known == user_id:
        return Finding("the access token is this account's")
    return Finding(
        "the access token is another account's than the one this database belongs to",
        "Use the database, LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN of one and the same channel.",
    )


def _known_id(settings: Settings) -> str | None:
    """Our own id as it was learnt once; None if it was not, or the database is away (which has been said)."""
    try:
        database = Database(settings.database_url)
        with database.read() as session:
            known = fact(session, OWN_USER_ID)
        database.close()
    except (SQLAlchemyError, OSError):
        return None
    return known


def _webhook(settings: Settings, webhook: Webhook) -> Finding:
    ours = f"{settings.base_url}/webhook"
    if webhook.url == ours and webhook.is_active:
        return Finding("LINE sends what people write here")
    if webhook.url == ours:
        return Finding(
            "LINE knows this webhook and does not use it",
            "LINE Developers console, Messaging API: turn Use webhook on.",
        )
    return Finding(
        f"LINE sends what people write to {webhook.url or 'nobody'}",
        f"LINE Developers console, Messaging API: set the webhook URL to {ours}.",
    )


def _quota(month: Month) -> Finding:
    if month.limit is None:
        return Finding(f"messages this month: {month.used}, no limit")
    words = f"messages this month: {month.used} of {month.limit}"
    if month.limit - month.used < month.limit * QUOTA_NEEDED:
        return Finding(words, "LINE Official Account Manager: choose a larger plan, or allow more messages.")
    return Finding(words)


def _skew(said_at: datetime | None, clock: Clock) -> Finding:
    if said_at is None:
        return Finding("LINE did not tell the time")
    skew = (clock() - said_at).total_seconds()
    if abs(skew) > SKEW_ALLOWED.total_seconds():
        where = "ahead of" if skew > 0 else "behind"
        return Finding(f"this server's clock is {abs(skew):.0f} s {where} LINE's", "Say `timedatectl set-ntp true`.")
    return Finding("this server's clock is right")


def _disk(data_dir: Path) -> Iterator[Finding]:
    folder = data_dir / "photos"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
    except OSError as error:
        yield Finding(f"photos can't be written ({type(error).__name__})", f"Let this user write to {folder}.")
        return
    yield Finding("photos can be written")
    yield room(shutil.disk_usage(folder).free)


def room(free: float) -> Finding:
    """What so many free bytes of disk mean."""
    to_do = "" if free >= DISK_NEEDED else "Make room: a full disk stops everything."
    return Finding(f"disk: {free / 1e9:.1f} GB free", to_do)
