"""An officer answers to a card in the group by quoting it: that is kept with the case, for officers alone."""

import pytest
from sqlmodel import col, select

from models.case import Case
from models.case_note import CaseNote, NoteKind
from models.officer import Role
from models.outgoing import Outgoing, SendStatus
from simulator import Group, Person
from tests.handlers.stories import files, is_kept
from tests.towns import TownUnderTest

WORDS = "ไปดูแล้ว ต้องใช้ยางสองคัน"


@pytest.fixture
def somchai(town: TownUnderTest, group: Group) -> Person:
    """Who reported the case whose card the group has seen."""
    person = town.resident("somchai", "สมชาย")
    files(person)
    return person


def notes(town: TownUnderTest) -> list[tuple[int, str]]:
    """Case and words of what officers have noted."""
    with town.session() as session:
        query = select(CaseNote).where(col(CaseNote.kind) == NoteKind.INTERNAL).order_by(col(CaseNote.id))
        return [(note.case_id, note.words) for note in session.exec(query)]


def test_what_an_officer_answers_to_the_card_is_noted_and_confirmed_for_nothing(
    town: TownUnderTest, somchai: Person, mana: Person, group: Group
) -> None:
    paid, heard = town.line.sending.quota_used, len(somchai.heard)
    mana.within(group).quotes(group.last_heard, WORDS)
    assert notes(town) == [(1, WORDS)]
    assert group.last_heard.text == "จดไว้กับเรื่อง 70-000001 แล้วค่ะ เห็นเฉพาะเจ้าหน้าที่"
    assert (town.line.sending.quota_used, len(somchai.heard)) == (paid, heard)
    somchai.posts_back("do=tracking.show_case&case=1")
    assert WORDS not in somchai.last_heard.text


def test_every_card_of_a_case_may_be_answered_to(
    town: TownUnderTest, somchai: Person, mana: Person, group: Group
) -> None:
    files(town.resident("malee", "มาลี"), "ถนนทรุด")
    first, second = group.heard[-2:]
    mana.within(group).taps("รับเรื่อง")
    in_hand = group.last_heard
    for card, words in ((first, "หนึ่ง"), (second, "สอง"), (in_hand, "สาม")):
        mana.within(group).quotes(card, words)
    assert notes(town) == [(1, "หนึ่ง"), (2, "สอง"), (2, "สาม")]


def test_who_is_no_officer_here_or_only_reads_is_just_talking(
    town: TownUnderTest, somchai: Person, mana: Person, group: Group
) -> None:
    mayor = town.officer("mayor", "นายก", role=Role.EXECUTIVE)
    card, heard = group.last_heard, len(group.heard)
    for person in (somchai, mayor):
        group.gains(person)
        person.within(group).quotes(card, WORDS)
    assert (notes(town), len(group.heard)) == ([], heard)


def test_an_officer_of_another_division_is_told_that_it_was_not_kept(
    town: TownUnderTest, somchai: Person, group: Group
) -> None:
    card = group.last_heard
    nurse = town.officer("nurse", "หมอมาลี", "public_health")
    group.gains(nurse)
    nurse.within(group).quotes(card, WORDS)
    assert "ไม่ได้อยู่กับกองของท่าน" in group.last_heard.text
    assert notes(town) == []


def test_quoting_anything_else_is_talk(town: TownUnderTest, somchai: Person, mana: Person, group: Group) -> None:
    mana.within(group).taps("ส่งต่อ")  # asks for a division: no card
    question, heard = group.last_heard, len(group.heard)
    mana.within(group).quotes(question, "ใครรู้บ้าง")
    mana.within(group).says("คุยกันเอง")
    assert (notes(town), len(group.heard)) == ([], heard)


def test_who_is_asked_about_the_case_and_quotes_its_card_answers_the_question(
    town: TownUnderTest, somchai: Person, mana: Person, group: Group
) -> None:
    card = group.last_heard
    files(town.resident("malee", "มาลี"), "ถนนทรุด")
    other = group.last_heard
    mana.within(group).posts_back("do=handovers.decline&case=1")
    mana.within(group).quotes(other, WORDS)
    mana.within(group).quotes(card, "เป็นที่ดินเอกชน")
    assert notes(town) == [(2, WORDS)]
    assert "เป็นที่ดินเอกชน" in somchai.last_heard.text


def test_a_head_answers_to_a_confidential_case_in_private(town: TownUnderTest, somchai: Person) -> None:
    head = town.officer("head", "หัวหน้า", "public_health", role=Role.HEAD)
    with town.engine.database.begin() as session:
        session.get_one(Case, 1).is_confidential = True
    admin = town.officer("admin", "ผู้ดูแล", role=Role.ADMIN)
    admin.posts_back("do=handovers.choose_division&case=1&division=public_health")
    admin.says("ข้าม")
    head.quotes(head.last_heard, WORDS)
    assert notes(town) == [(1, WORDS)]
    assert "จดไว้กับเรื่อง 70-000001" in head.last_heard.text


def test_a_note_that_is_taken_back_is_gone(town: TownUnderTest, somchai: Person, mana: Person, group: Group) -> None:
    seat = mana.within(group)
    seat.quotes(group.last_heard, WORDS)
    seat.unsends()
    assert len(notes(town)) == 1
    assert "case_note" not in is_kept(town, WORDS)


def test_a_confirmation_that_can_not_be_free_is_let_go(
    town: TownUnderTest, somchai: Person, mana: Person, group: Group
) -> None:
    card = group.last_heard
    mana.within(group).taps("รับเรื่อง")  # else it would be shown once more meanwhile
    town.line.deliveries.late = 1
    mana.within(group).quotes(card, WORDS)
    town.line.deliveries.late = 0
    town.clock.passes(hours=2)
    paid = town.line.sending.quota_used
    mana.within(group).says("คุยกันเอง")
    assert notes(town) == [(1, WORDS)]
    assert town.line.sending.quota_used == paid
    with town.session() as session:
        assert session.exec(select(Outgoing).where(col(Outgoing.status) == SendStatus.LET_GO)).first() is not None
