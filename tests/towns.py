"""A whole town for a test: the real app, database, migrations and SDK; only LINE is played, by the simulator."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from bot.app import create_app
from bot.engine import Engine, build
from bot.settings import Settings
from bot.webhook import Webhook, webhook_pages
from models.enrolment import CodeKind, new_code
from models.officer import Officer, Role
from models.person import person_of
from simulator import Group, Line, Person
from tests.clock import Clock
from tests.engines import give_back, new_database

SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
TOKEN = "test-access-token"


def _front_door(settings: Settings, engine: Engine, clock: Clock) -> FlaskClient:
    """Where LINE knocks, as `bot.app` mounts it, without the pages."""
    app = Flask("front_door")
    webhook = Webhook(settings.line_channel_secret.get_secret_value(), engine.database, clock)
    app.register_blueprint(webhook_pages(webhook))
    return app.test_client()


class TownUnderTest:
    """The town with its phones: what people do is delivered at once, and the engine works until nothing is due."""

    def __init__(self, folder: Path, clock: Clock, engine: str = "sqlite") -> None:
        self.clock, self.folder = clock, folder
        self.line = Line(clock=clock, deliver=self._deliver, secret=SECRET, token=TOKEN, login_channel_id="1234567890")
        self.line.start()
        self.database_url = new_database(engine, folder)
        self.settings = Settings.from_environment(
            {
                "LINE_CHANNEL_SECRET": SECRET,
                "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
                "LINE_API_URL": self.line.url,
                "LINE_LOGIN_CHANNEL_ID": "1234567890",
                "LIFF_ID": "1234567890-AbcdEfgh",
                "BASE_URL": "http://127.0.0.1:9",
                "DATABASE_URL": self.database_url,
                "TOWN": "demo",
                "STEPS_JOIN_WITHIN_S": "0",
                "SECRET_KEY": "0123456789abcdef" * 4,
                "QR_KEYS": "1:" + "0123456789abcdef" * 4,
                "DATA_DIR": str(folder),
            }
        )
        self.statuses: list[int] = []
        self.engine: Engine
        self.starts()
        self.line.after_delivery = self.settles

    def starts(self) -> None:
        """Start the bot, or start it again as after a crash: nothing but the database is left of the last one."""
        if hasattr(self, "engine"):
            self.engine.stop()
        self.engine = build(self.settings, self.clock)
        self.__dict__.pop("web", None)
        self._door = _front_door(self.settings, self.engine, self.clock)
        self.engine.introduce()
        self.engine.rest()
        self._settled_at = self.clock()

    @cached_property
    def web(self) -> FlaskClient:
        """The whole web, made when a test first opens a page: its hundreds of routes take longer to make than a chat."""
        web = create_app(self.settings, self.engine, self.clock).test_client()
        web.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"  # as a browser on one of our own pages
        return web

    def is_patient(self, minutes: float = 10) -> None:
        """From now on steps of cases wait so long for each other, as in a real town; else tests need not wait."""
        self.settings = self.settings.model_copy(update={"steps_join_within_s": int(minutes * 60)})
        self.starts()

    def _deliver(self, body: bytes, headers: dict[str, str]) -> int:
        status = self._door.post("/webhook", data=body, headers=headers).status_code
        self.statuses.append(status)
        return status

    def settles(self) -> None:
        """Let the bot work until nothing is due: what was rung, and if time has passed, what that has made due."""
        if self._settled_at == self.clock():
            self.engine.answer_bell()
        else:
            self.engine.rest()
        self._settled_at = self.clock()

    def passes(self, **time: float) -> None:
        """Let time pass, and the bot do what has become due."""
        self.clock.passes(**time)
        self.settles()

    def session(self) -> Session:
        """A look at the tables; close it by `with`."""
        return Session(self.engine.database.engine)

    def code(self, kind: CodeKind, division: str, role: Role | None = None) -> str:
        """A one-time code, as `baanrao group-code` and `officer-code` print it."""
        with self.engine.database.begin() as session:
            return new_code(session, kind, division, role, self.engine.office.secret, self.clock())

    def resident(self, slug: str, name: str, language: str = "th") -> Person:
        """Somebody who has added the account."""
        person = self.line.person(slug, name, language=language)
        person.adds()
        return person

    def officer(self, slug: str, name: str, division: str = "public_works", role: Role = Role.OFFICER) -> Person:
        """Somebody who has the role, as if they had enrolled, and whom residents know by `name`."""
        person = self.resident(slug, name)
        with self.engine.database.begin() as session:
            who, now = person_of(session, person.user_id, self.clock()), self.clock()
            session.add(Officer(person_id=who.key, division=division, role=role, public_name=name, enrolled_at=now))
        return person

    def enrols(self, slug: str, name: str, division: str, role: Role) -> Person:
        """The same by a code, in the chat."""
        person = self.resident(slug, name)
        person.says(f"ลงทะเบียน {self.code(CodeKind.OFFICER, division, role)}")
        person.says(name)
        return person

    def staff_group(self, title: str, members: list[Person], division: str = "public_works") -> Group:
        """An enrolled group of a division."""
        group = self.line.group(title, members=members)
        group.invites_bot(by=members[0])
        members[0].within(group).says(f"ลงทะเบียนกลุ่ม {self.code(CodeKind.GROUP, division)}")
        return group

    def closes(self) -> None:
        """Stop everything that was started."""
        self.engine.stop()
        self.line.stop()
        give_back(self.database_url)


@contextmanager
def a_town(folder: Path, engine: str = "sqlite") -> Iterator[TownUnderTest]:
    """A town in `folder` on that database engine, closed at the end."""
    town = TownUnderTest(folder, Clock(), engine)
    try:
        yield town
    finally:
        town.closes()
