"""Line: the whole stand-in, put together; what tests and `python -m simulator` start."""

import hashlib
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from simulator import webhooks
from simulator.deliveries import Deliver, Deliveries
from simulator.faults import Faults
from simulator.liff_mount import liff_routes
from simulator.login_api import Login, login_routes
from simulator.messaging_api import account_routes, message_routes
from simulator.page_api import page_routes
from simulator.people_api import people_routes
from simulator.persons import Group, Person
from simulator.refusals import Json
from simulator.reply_tokens import ReplyTokens
from simulator.rich_menu_api import rich_menu_routes
from simulator.rich_menus import RichMenus
from simulator.sending import Accepted, Sending
from simulator.server import Call, Door
from simulator.state import StateFile
from simulator.world import Clock, GroupPhone, PersonPhone, World


def now() -> datetime:
    return datetime.now(UTC)


def line_id(letter: str, name: str) -> str:
    """An id of LINE's form, the same for the same name in every run."""
    return letter + hashlib.md5(f"simulated {letter} {name}".encode(), usedforsecurity=False).hexdigest()


class Line:
    def __init__(
        self,
        *,
        clock: Clock = now,
        deliver: Deliver | None = None,
        webhook_url: str | None = None,
        secret: str = "simulated-channel-secret",
        token: str = "simulated-channel-access-token",
        login_channel_id: str = "2000000001",
        town: str = "Town",
        host: str = "127.0.0.1",
        port: int = 0,
        state_file: Path | str | None = None,
        dice: random.Random | None = None,
    ) -> None:
        self.clock, self.town, self.host, self.port = clock, town, host, port
        self.secret, self.token, self.login_channel_id = secret, token, login_channel_id
        self.bot_user_id = line_id("U", "bot")
        self.world = World(clock)
        self.faults = Faults(dice)
        self.login = Login(clock, login_channel_id, secret)
        self.tokens = ReplyTokens(clock)
        self.deliveries = Deliveries(self.world, self.tokens, secret, self.bot_user_id, deliver, self.faults.happens)
        self.deliveries.webhook_url = webhook_url
        self.sending = Sending(self.world, self.tokens)
        self.rich_menus = RichMenus(self.world)
        self.tapped_quick_replies: set[int] = set()
        self.switched_fault: str | None = None
        self.opened_by: dict[str, list[str]] = {}
        self.people: dict[str, Person] = {}
        self.photos = 0
        self.door = Door(self.world, self.tokens, self.faults, token)
        self.register_routes()
        self.state = StateFile(Path(state_file), self.world, self.sending, self.rich_menus) if state_file else None

    def register_routes(self) -> None:
        for routes in (
            message_routes(self.sending, self.world),
            account_routes(self),
            people_routes(self.world, self.deliveries),
            rich_menu_routes(self.rich_menus),
            login_routes(self.login),
            page_routes(self),
            liff_routes(self),
        ):
            self.door.app.register_blueprint(routes)

    def start(self) -> Self:
        self.world.open()
        self.port = self.door.start(self.host, self.port)
        self.deliveries.start()
        return self

    def stop(self) -> None:
        """Bot and page are cut off; `start` again continues on the same port."""
        self.world.close()
        self.door.stop()
        self.deliveries.stop()
        if self.state:
            self.state.save()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The one address that stands for both of LINE's hosts."""
        return f"http://{self.host}:{self.port}"

    def person(
        self, slug: str, title: str = "", *, language: str = "th", subtitle: str = "", avatar: str = ""
    ) -> Person:
        """The person of this slug, made when they aren't there yet."""
        if slug not in self.people:
            phone = self.world.person(slug) or PersonPhone(
                slug, line_id("U", slug), title or slug, subtitle, avatar, language
            )
            self.world.add(phone)
            self.people[slug] = Person(self, phone)
        return self.people[slug]

    def group(
        self, title: str, members: list[Person] | None = None, *, slug: str = "", subtitle: str = "", avatar: str = ""
    ) -> Group:
        slug = slug or title
        phone = self.world.group(slug) or GroupPhone(slug, line_id("C", slug), title, subtitle, avatar)
        self.world.add(phone)
        known = [member.person.slug for member in members or []]
        phone.members += [member for member in known if member not in phone.members]
        return Group(self, phone)

    @property
    def accepted(self) -> list[Accepted]:
        return self.sending.accepted

    @property
    def calls(self) -> list[Call]:
        return self.door.calls

    @property
    def after_delivery(self) -> object:
        return self.deliveries.after_delivery

    @after_delivery.setter
    def after_delivery(self, settle: object) -> None:
        if not callable(settle):
            raise TypeError("after_delivery is a callable without arguments")
        self.deliveries.after_delivery = settle

    @property
    def bot(self) -> Json:
        return {
            "userId": self.bot_user_id,
            "basicId": "@000baanr",
            "displayName": self.town,
            "chatMode": "bot",
            "markAsReadMode": "auto",
        }

    def opened(self, slug: str) -> list[str]:
        return self.opened_by.setdefault(slug, [])

    def next_photo(self) -> int:
        self.photos += 1
        return self.photos

    def id_token(self, person: Person, nonce: str | None = None) -> str:
        return self.login.id_token(person.user_id, person.person.title, nonce)

    def tests_webhook(self, url: str) -> int:
        """The connection test: an empty list of events; the status, or 0."""
        raw = webhooks.body(self.bot_user_id, [])
        return self.deliveries.answer_to(raw, webhooks.headers(self.secret, raw), url)
