"""Deliveries and states made by hand: what the simulator's well-behaved people never bring about."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlmodel import col, select

from bot.clock import now
from bot.commands import main
from models.database import Database
from models.webhook_event import WebhookEvent
from tests.engines import close_doors, open_doors
from tests.towns import SECRET, TOKEN, TownUnderTest

Event = dict[str, Any]
STRANGER = "U" + "5" * 32


def said(words: str, event_id: str | None, by: str = STRANGER, timestamp: object = 1_795_000_000_000) -> Event:
    """A text message as LINE sends it, but for what a test asks for; without an id if `event_id` is None."""
    event: Event = {
        "type": "message",
        "mode": "active",
        "timestamp": timestamp,
        "source": {"type": "user", "userId": by},
        "deliveryContext": {"isRedelivery": False},
        "message": {"type": "text", "id": "1001", "text": words},
    }
    return event | ({"webhookEventId": event_id} if event_id is not None else {})


def delivery(town: TownUnderTest, *events: object, **instead: object) -> bytes:
    """The body of one webhook call."""
    return json.dumps({"destination": town.line.bot_user_id, "events": list(events), **instead}).encode()


def signed(body: bytes) -> dict[str, str]:
    """The header that LINE would send with these bytes."""
    mac = hmac.new(SECRET.encode(), body, hashlib.sha256).digest()
    return {"X-Line-Signature": base64.b64encode(mac).decode()}


def post(town: TownUnderTest, body: bytes, headers: dict[str, str] | None = None) -> int:
    """The status of a delivery; signed unless other headers are given."""
    return town.web.post("/webhook", data=body, headers=signed(body) if headers is None else headers).status_code


def kept(town: TownUnderTest) -> list[WebhookEvent]:
    """All kept events, in the order in which they came."""
    with town.session() as session:
        return list(session.exec(select(WebhookEvent).order_by(col(WebhookEvent.id))))


def run_sql(database: Database, *statements: str) -> None:
    """Do something to the tables that the town itself never does, such as breaking one."""
    with database.begin() as session:
        for statement in statements:
            session.connection().execute(text(statement))


@dataclass(frozen=True)
class Fault:
    """A table that refuses a write, as a real fault would be: a trigger, in the dialect of the engine."""

    name: str
    table: str
    before: str = "UPDATE"
    when: str = ""
    says: str = "broken"

    def begins(self, database: Database) -> None:
        """From now on the write is refused."""
        when = f"WHEN ({self.when})" if self.when else ""
        head = f"CREATE TRIGGER {self.name} BEFORE {self.before} ON {self.table}"
        if database.is_sqlite:
            run_sql(database, f"{head} {when} BEGIN SELECT RAISE(ABORT, '{self.says}'); END")
            return
        refuse = f"BEGIN RAISE EXCEPTION '{self.says}' USING ERRCODE = 'integrity_constraint_violation'; END"
        run_sql(
            database,
            f"CREATE FUNCTION {self.name}() RETURNS trigger AS $$ {refuse} $$ LANGUAGE plpgsql",
            f"{head} FOR EACH ROW {when} EXECUTE FUNCTION {self.name}()",
        )

    def ends(self, database: Database) -> None:
        """The write is taken again."""
        run_sql(database, f"DROP TRIGGER {self.name}" + ("" if database.is_sqlite else f" ON {self.table}"))


def lose_database(town: TownUnderTest) -> None:
    """The disk is gone, or the server: nothing can be read or written any more."""
    if not town.engine.database.is_sqlite:
        town.engine.database.close()
        close_doors(town.database_url)
        return
    # In one step: between two of them a thread of the town would make an empty file there.
    file, nowhere = town.folder / "town.db", town.folder / "nowhere"
    (town.folder / "elsewhere.db").hardlink_to(file)
    nowhere.symlink_to(town.folder / "no such folder" / "town.db")
    nowhere.replace(file)
    town.engine.database.close()  # only now: a thread might have opened the file again


def find_database(town: TownUnderTest) -> None:
    """The disk is back, as it was, or the server."""
    town.engine.database.close()
    if not town.engine.database.is_sqlite:
        open_doors(town.database_url)
        return
    (town.folder / "elsewhere.db").replace(town.folder / "town.db")


def environ_of(town: TownUnderTest) -> dict[str, str]:
    """The environment of another process on the town's server; a channel's secrets are the tests' own."""
    return {
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        "LINE_LOGIN_CHANNEL_ID": "1234567890",
        "LIFF_ID": "1234567890-AbcdEfgh",
        "BASE_URL": "http://127.0.0.1:9",
        "DATABASE_URL": town.settings.database_url,
        "TOWN": "demo",
        "SECRET_KEY": town.settings.secret_key.get_secret_value(),
        "DATA_DIR": str(town.folder),
    }


def baanrao(town: TownUnderTest, *words: str, typing: str = "") -> Result:
    """A command on the town's server, which shares nothing with the running town but the database."""
    result = CliRunner().invoke(main, words, env=environ_of(town), input=typing)
    town.clock.at = now()  # the command's clock is the real one: the town goes on to it
    return result


class DiesAtSecondLook:
    """A clock that ends whoever asks it twice: a taker looks when it claims, and again when it begins."""

    def __init__(self, town: TownUnderTest) -> None:
        self._town, self._looks = town, 0

    def __call__(self) -> datetime:
        self._looks += 1
        if self._looks == 2:
            raise SystemExit
        return self._town.clock()
