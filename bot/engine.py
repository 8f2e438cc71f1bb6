"""Puts the parts together: one database, one wire to LINE, and everything that works on rows."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from bot.clock import Clock
from bot.clockwork import Clockwork
from bot.inbox import Inbox
from bot.settings import Settings
from content.catalogue import load_catalogue
from content.dangers import load_dangers
from content.office import Office
from content.poles import load_poles
from content.qr_codes import QrKeys, keys_in
from content.towns import load_town
from handlers import complaints, mornings, sampling, streetlights, uploads
from handlers.turn import Moment
from models.database import Database
from models.figures_read import count_again, make_ready
from models.kept_figures import forget_unread
from models.known_fact import WORKER_BEAT, learn
from models.webhook_event import BODIES_KEPT_FOR, forget_bodies
from notifications import account, groups, people, photos, quota
from notifications.errands import ErrandKind, ErrandRunner
from notifications.geocoder import Geocoder
from notifications.line import Line
from notifications.photos import PhotoStore
from notifications.sender import Sender

log = logging.getLogger(__name__)

MOST_ROUNDS = 1000


@dataclass(frozen=True)
class Engine:
    """All that works on rows. Threads call the parts (`bot.worker`); tests let them work until nothing is due."""

    database: Database
    office: Office
    photos: PhotoStore
    clock: Clock
    inbox: Inbox
    sender: Sender
    emergency_sender: Sender
    errands: ErrandRunner
    timers: Clockwork

    def introduce(self) -> None:
        """What an account does at its start, and what a town does each morning and each week from then on."""
        with self.database.begin() as session:
            account.introduce(session, self.clock())
            moment = Moment(session, self.office, self.clock())
            mornings.set_next(moment)
            sampling.wind(moment)
        self.beat()

    def beat(self) -> None:
        """Show that the sender and the clock are alive."""
        with self.database.begin() as session:
            learn(session, WORKER_BEAT, self.clock().isoformat())

    def tidy(self) -> None:
        """Once an hour: what must not be kept goes, and LINE is asked how the month's quota stands."""
        now = self.clock()
        with self.database.begin() as session:
            forgotten = forget_bodies(session, now - BODIES_KEPT_FOR)
            let_go = uploads.let_go_unfiled(Moment(session, self.office, now))
            quota.owe_reading(session, now)
            forget_unread(session, now)
        log.info("tidied", extra={"bodies_forgotten": forgotten, "photos_let_go": let_go})

    def count_figures_again(self) -> None:
        """Once a minute: figures of many cases that somebody has read since they were counted."""
        count_again(self.database, self.clock())

    def make_figures_ready(self) -> None:
        """Once an hour: those that readers will ask for next."""
        make_ready(self.database, self.clock())

    @cached_property
    def parts(self) -> dict[str, Callable[[], int]]:
        """What works on rows, by the topic that it waits for; each takes what is due and returns how much that was."""
        return {
            "inbox": self.inbox.take_due,
            "timers": self.timers.fire_due,
            "emergency": self.emergency_sender.send_due,
            "errands": self.errands.run_due,
            "outbox": self.sender.send_due,
        }

    def rest(self) -> None:
        """Work until nothing is due. Raises RuntimeError if that never comes."""
        self._work_on(set(self.parts))

    def answer_bell(self) -> None:
        """The same for what was rung; what has become due by time alone stays. Raises RuntimeError if that never ends."""
        self._work_on(self.database.bell.take_rings())

    def _work_on(self, topics: set[str]) -> None:
        for _ in range(MOST_ROUNDS):
            busy = {topic for topic, part in self.parts.items() if topic in topics and part() > 0}
            topics = busy | self.database.bell.take_rings()
            if not topics & self.parts.keys():
                return
        raise RuntimeError("the engine does not come to rest")

    def stop(self) -> None:
        """Close the database."""
        self.database.close()


def build(settings: Settings, clock: Clock) -> Engine:
    """The engine of an installation. Call it after a fork: connections must not be shared between processes."""
    database = Database(settings.database_url)
    office = office_of(settings)
    line = Line(settings.line_channel_access_token.get_secret_value(), settings.line_api_url)
    store = PhotoStore(Path(settings.data_dir))
    kinds: dict[str, ErrandKind] = {
        photos.FETCH: photos.FetchPhoto(store, complaints.locate_by_photo, streetlights.read_sticker),
        photos.DROP: photos.DropPhoto(store),
        complaints.FIND_PLACE: complaints.FindPlace(database, geocoder_of(settings, office)),
        people.LOOK_UP: people.LookUpPerson(database),
        people.SHOW_MENU: people.ShowMenu(database),
        groups.COUNT: groups.CountGroup(),
        groups.LEAVE: groups.LeaveGroup(database),
        account.LEARN_OWN_ID: account.LearnOwnId(),
        account.PUBLISH_MENU: account.PublishMenu(),
        quota.READ: quota.ReadQuota(),
    }
    return Engine(
        database=database,
        office=office,
        photos=store,
        clock=clock,
        inbox=Inbox(database, office, clock),
        sender=Sender(database, line, clock, emergency=False),
        emergency_sender=Sender(database, line, clock, emergency=True),
        errands=ErrandRunner(database, line, office, clock, kinds),
        timers=Clockwork(database, office, clock),
    )


def office_of(settings: Settings) -> Office:
    """The town hall of an installation."""
    return Office(
        town=load_town(settings.town),
        catalogue=load_catalogue(),
        dangers=load_dangers(),
        poles=load_poles(),
        base_url=settings.base_url,
        liff_id=settings.liff_id,
        secret=settings.secret_key.get_secret_value(),
        has_geocoder=settings.geocoder_url is not None,
        patience=timedelta(seconds=settings.steps_join_within_s),
        qr_keys=keys_in(settings.qr_keys.get_secret_value()) if settings.qr_keys else QrKeys(),
        tile_url=settings.tile_url,
        tile_attribution=settings.tile_attribution or "",
    )


def geocoder_of(settings: Settings, office: Office) -> Geocoder | None:
    """The geocoder that the town has set. It is asked for places within the border, so there is none without one."""
    border = office.town.borders.own
    if settings.geocoder_url is None or border is None:
        return None
    return Geocoder(settings.geocoder_url, border, asker=f"baanrao ({settings.base_url})")


# How old a worker's last sign of life may be before the installation is not ready.
BEAT_EVERY = timedelta(seconds=10)
BEAT_IS_OLD_AFTER = timedelta(seconds=45)
