"""Errands about people: who they are to LINE, in which language they read, and the menu in that language."""

from datetime import datetime

from sqlmodel import Session, col, select

from content.cards.welcome import greeting
from models.database import Database
from models.errand import send_on_errand
from models.known_fact import fact
from models.outgoing import Lane
from models.person import Language, Person
from models.thai import clean
from notifications.errands import Desk, Facts, seconds
from notifications.line import Line, LineRefused, LineUnavailable, Profile
from notifications.outbox import ReplyToken, owe

LOOK_UP, SHOW_MENU = "people.look_up", "people.show_menu"


def look_up(session: Session, person: Person, now: datetime, greet_with: ReplyToken | None = None) -> None:
    """Learn a person's name and language; with a reply token, greet them as soon as the language is known."""
    facts: dict[str, object] = {"person_id": person.key}
    if greet_with is not None:
        facts |= {"reply_token": greet_with.token, "reply_until": greet_with.until.isoformat()}
    send_on_errand(session, LOOK_UP, facts, now)


def _line_user_id(database: Database, person_id: int) -> str:
    with database.read() as session:
        person = session.get(Person, person_id)
    if person is None or person.line_user_id is None:
        raise LineRefused(404, "erased")
    return person.line_user_id


class LookUpPerson:
    """The errand. When LINE does not answer within seconds, the greeting goes out in Thai."""

    waits = seconds(0.5, 1.5)

    def __init__(self, database: Database) -> None:
        self._database = database

    def go(self, line: Line, facts: Facts) -> Profile:
        """Ask LINE for the profile."""
        return line.profile(_line_user_id(self._database, facts["person_id"]))

    def settle(self, desk: Desk, facts: Facts, outcome: Profile) -> None:
        """Keep name and language; greet; give readers of English their menu."""
        person = desk.session.get(Person, facts["person_id"])
        if person is None or person.line_user_id is None:
            return
        person.display_name, person.looked_up_at = clean(outcome.display_name)[:200], desk.now
        before, person.language = person.language, _language(outcome.language)
        if Language.THAI != person.language or before != person.language:  # the menu in Thai is everybody's already
            _show_menu(desk, person)
        _greet(desk, person, facts)

    def give_up(self, desk: Desk, facts: Facts) -> None:
        """Greet all the same."""
        person = desk.session.get(Person, facts["person_id"])
        if person is not None and person.line_user_id is not None:
            _greet(desk, person, facts)


def _language(tag: str | None) -> Language:
    # LINE leaves the language out unless the person shares it; a town's default is Thai.
    return Language.ENGLISH if tag is not None and not tag.lower().startswith("th") else Language.THAI


def _show_menu(desk: Desk, person: Person) -> None:
    menu = {"person_id": person.key, "language": person.language.value}
    send_on_errand(desk.session, SHOW_MENU, menu, desk.now)


def show_menu_to_readers(desk: Desk, language: str) -> None:
    """Give everybody who reads a language its menu, after it was published anew."""
    theirs = (col(Person.language) == language, col(Person.follows), col(Person.line_user_id).is_not(None))
    for person in desk.session.exec(select(Person).where(*theirs)):
        _show_menu(desk, person)


def _greet(desk: Desk, person: Person, facts: Facts) -> None:
    if "reply_token" not in facts:
        return
    reply = ReplyToken(facts["reply_token"], datetime.fromisoformat(facts["reply_until"]))
    say = desk.office.says_in(person.language)
    person.notice_version, person.notice_shown_at = desk.office.town.notice_version, desk.now
    owe(desk.session, str(person.line_user_id), greeting(say, desk.office), Lane.ANSWER, desk.now, reply=reply)


class ShowMenu:
    """The errand: give somebody the rich menu of their language, once it is published."""

    waits = seconds(2, 10, 60, 600)

    def __init__(self, database: Database) -> None:
        self._database = database

    def go(self, line: Line, facts: Facts) -> None:
        """Link the menu; not yet published is like not ready."""
        with self._database.read() as session:
            menu_id = fact(session, menu_fact(facts["language"]))
        if menu_id is None:
            raise LineUnavailable("menu not published yet", may_have_arrived=False)
        line.show_rich_menu_to(_line_user_id(self._database, facts["person_id"]), menu_id)

    def settle(self, desk: Desk, facts: Facts, outcome: None) -> None:
        """Nothing to write down: LINE remembers."""

    def give_up(self, desk: Desk, facts: Facts) -> None:
        """They keep the menu in Thai, whose buttons work all the same."""


def menu_fact(language: str) -> str:
    """The name under which the id of a language's published menu is kept."""
    return f"rich_menu.{language}"
