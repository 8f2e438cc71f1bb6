"""What the account learns about itself from LINE and keeps: its own user id, and which rich menus it has published."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from content.rich_menu import RichMenu, rich_menus
from models.errand import Errand, ErrandStatus, send_on_errand
from models.known_fact import OWN_USER_ID, fact, learn
from notifications.errands import Desk, Facts, seconds
from notifications.line import Line, LineRefused, LineUnavailable, RateLimited
from notifications.people import menu_fact, show_menu_to_readers
from notifications.quota import owe_reading

LEARN_OWN_ID, PUBLISH_MENU = "account.learn_own_id", "account.publish_menu"
# The menu of everybody who has not been given another.
DEFAULT_LANGUAGE = "th"


def introduce(session: Session, now: datetime) -> None:
    """Owe what an account needs at its start: its own id, how the month stands, and the menus that have changed."""
    owe_reading(session, now)
    waiting = {errand.kind for errand in session.exec(select(Errand).where(col(Errand.status) == ErrandStatus.WAITING))}
    if LEARN_OWN_ID not in waiting:
        send_on_errand(session, LEARN_OWN_ID, {}, now)
    for language, menu in rich_menus().items():
        if fact(session, _digest_fact(language)) != menu.digest and PUBLISH_MENU not in waiting:
            facts = {"language": language, "replaces": fact(session, menu_fact(language))}
            send_on_errand(session, PUBLISH_MENU, facts, now)


def _digest_fact(language: str) -> str:
    return f"rich_menu_digest.{language}"


class LearnOwnId:
    """The errand. It goes on trying for ever: without it a delivery for another account can't be told apart."""

    waits = seconds(1, 2, 5, 10, *[60] * 60 * 24)

    def go(self, line: Line, facts: Facts) -> str:
        """Ask LINE."""
        return line.own_user_id()

    def settle(self, desk: Desk, facts: Facts, outcome: str) -> None:
        """Keep it."""
        learn(desk.session, OWN_USER_ID, outcome)

    def give_up(self, desk: Desk, facts: Facts) -> None:
        """After a day of trying: the next start tries again, and until then the signature alone must do."""


@dataclass(frozen=True)
class Published:
    """A menu as LINE knows it now."""

    menu_id: str
    digest: str


class PublishMenu:
    """The errand: create a language's menu with its picture, show it."""

    waits = seconds(2, 10, 60, 600, 3600)

    def go(self, line: Line, facts: Facts) -> Published:
        """Create the menu and, for the default language, show it to everybody."""
        language = facts["language"]
        menu: RichMenu = rich_menus()[language]
        menu_id = line.publish_rich_menu(menu.definition, menu.image, menu.content_type)
        if language == DEFAULT_LANGUAGE:
            line.show_rich_menu_to_all(menu_id)
        if facts["replaces"] is not None:
            with suppress(LineRefused, LineUnavailable, RateLimited):  # an old menu that stays does no harm
                line.delete_rich_menu(facts["replaces"])
        return Published(menu_id, menu.digest)

    def settle(self, desk: Desk, facts: Facts, outcome: Published) -> None:
        """Keep its id and what it looked like, so that it is published again only when it changes."""
        learn(desk.session, menu_fact(facts["language"]), outcome.menu_id)
        learn(desk.session, _digest_fact(facts["language"]), outcome.digest)
        if facts["language"] != DEFAULT_LANGUAGE:
            show_menu_to_readers(desk, facts["language"])

    def give_up(self, desk: Desk, facts: Facts) -> None:
        """People keep the menu that they have, and can type every word of it; the next start tries again."""
