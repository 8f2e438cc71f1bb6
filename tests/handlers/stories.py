"""What happens again and again in these tests, told once: a complaint is filed, a case is repaired."""

import re

from sqlalchemy import inspect
from sqlmodel import col, select

from models.case import Case
from models.case_note import NoteKind, words_of
from models.photo import Photo, PhotoStatus
from simulator import Group, Person
from simulator.seats import Seat
from tests.towns import TownUnderTest

ROAD, PLACE = "ถนนหน้าโรงเรียนเป็นหลุมลึก", "หน้าร้านป้าแดง"


def number_in(text: str) -> str:
    """The case number that a text shows."""
    found = re.search(r"\d\d-\d{6}", text)
    assert found, text
    return found[0]


def tells(person: Person, words: str = ROAD, place: str = PLACE, kind: str = "ถนน") -> None:
    """Everything told but the photo, up to the summary."""
    person.says("แจ้งปัญหา")
    person.taps(kind)
    person.says(words)
    person.says(place)
    person.says("ข้าม")


def files(person: Person, words: str = ROAD, place: str = PLACE, kind: str = "ถนน") -> str:
    """A complaint without a photo, filed; returns its number."""
    tells(person, words, place, kind)
    person.taps("ยืนยัน ส่งเรื่อง")
    return number_in(person.last_heard.text)


def finishes(officer: Seat, outcome: str = "ซ่อมเรียบร้อยแล้ว") -> None:
    """From the newest card: finished, with a photo and a sentence."""
    officer.taps("เสร็จสิ้น")
    officer.sends_photo()
    officer.says(outcome)


def cases(town: TownUnderTest) -> list[Case]:
    """All cases of the town, oldest first."""
    with town.session() as session:
        return list(session.exec(select(Case).order_by(col(Case.id))))


def the_case(town: TownUnderTest) -> Case:
    """The only case."""
    (case,) = cases(town)
    return case


def said_of(town: TownUnderTest, case: Case) -> str:
    """The words with which a case was filed."""
    with town.session() as session:
        return words_of(session, case.key)


def added_to(town: TownUnderTest, case: Case) -> str:
    """What was told of a case since it was filed."""
    with town.session() as session:
        return words_of(session, case.key, NoteKind.ADDED)


def photos_of(town: TownUnderTest, case: Case | None = None) -> list[Photo]:
    """Photos that are here or on their way; with a case, those of the case."""
    with town.session() as session:
        query = select(Photo).where(col(Photo.status).in_([PhotoStatus.STORED, PhotoStatus.WANTED]))
        return list(session.exec(query if case is None else query.where(col(Photo.case_id) == case.key)))


def texts_heard(chat: Person | Group, last: int) -> list[str]:
    """The words of the last few messages, oldest first."""
    return [heard.text for heard in chat.heard[-last:]]


def files_on_disk(town: TownUnderTest) -> list[str]:
    """The photos' files."""
    return [path.name for path in (town.folder / "photos").rglob("*") if path.is_file()]


def is_kept(town: TownUnderTest, words: str) -> list[str]:
    """The tables that still hold these words, as they are or as JSON writes them."""
    spellings = {words, words.encode("unicode_escape").decode()}
    with town.engine.database.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        cells = {
            table: [str(cell) for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"') for cell in row]
            for table in tables
        }
    return [table for table in tables if any(one in cell for one in spellings for cell in cells[table])]
