"""Buttons live for ever in people's chats: an old one says so clearly, and loses nothing."""

from dataclasses import replace
from datetime import date

import pytest

from content.catalogue import Catalogue
from handlers.complaints import choose_type
from handlers.turn import Asked, Declined, Turn
from models.conversation import conversation_of
from models.person import person_of
from simulator import Person
from tests.handlers.stories import ROAD, cases, files, tells, the_case
from tests.towns import TownUnderTest


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    return town.resident("somchai", "สมชาย")


ODD = [
    "do=complaints.choose_type&type=no_such_type",
    "do=complaints.choose_type",
    "do=complaints.change&what=round",
    "do=complaints.change&what=photo",
    "do=complaints.confirm&round=99",
    "do=complaints.confirm&round=" + "9" * 280,
    "do=complaints.confirm&round=-1",
    "do=complaints.add_to_case&case=77",
    "do=complaints.file",
    "do=tracking.show_case&case=" + "1" * 280,
    "do=tracking.show_case&case=๑",
    "do=tracking.show_case&case=0x1",
    "do=feedback.rate&case=1&stars=6",
    "do=os.system&case=1",
    "do=",
    "",
    "&&&===",
    "do=complaints.__init__",
    "\x00\x01",
]


def test_an_odd_button_is_answered_and_the_half_told_complaint_stays(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    for data in ODD:
        heard = len(somchai.heard)
        somchai.posts_back(data)
        assert len(somchai.heard) > heard + 1, data
        assert ROAD in somchai.last_heard.text, data  # again, as its quick replies were gone from the screen
    somchai.taps("ยืนยัน ส่งเรื่อง")
    assert len(cases(town)) == 1


def test_a_double_tap_makes_one_case_and_says_which(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    button = somchai.find("ยืนยัน ส่งเรื่อง")["data"]
    somchai.posts_back(button)
    somchai.posts_back(button)
    assert the_case(town).number in somchai.last_heard.text


def test_typing_yes_twice_makes_one_case(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    somchai.says("ยืนยัน")
    somchai.says("ยืนยัน")
    assert len(cases(town)) == 1
    assert "ยินดีค่ะ" in somchai.last_heard.text


def test_the_summary_of_an_earlier_complaint_does_not_file_a_later_one(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    old = somchai.find("ยืนยัน ส่งเรื่อง")["data"]
    somchai.posts_back(old)
    tells(somchai, words="ไฟดับสามต้น")
    somchai.posts_back(old)
    assert len(cases(town)) == 1
    assert "ไฟดับสามต้น" in somchai.last_heard.text
    somchai.taps("ยืนยัน ส่งเรื่อง")
    assert len(cases(town)) == 2


def test_confirming_what_was_cancelled_files_nothing(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    old = somchai.find("ยืนยัน ส่งเรื่อง")["data"]
    somchai.says("ยกเลิก")
    somchai.posts_back(old)
    assert cases(town) == []
    assert "แจ้งปัญหา" in somchai.last_heard.text


def test_a_retired_type_can_no_longer_be_chosen(town: TownUnderTest, somchai: Person) -> None:
    kinds = town.engine.office.catalogue.complaints
    retired = [kind.model_copy(update={"retired_on": date(2026, 1, 1)}) for kind in kinds if kind.code == "road"]
    kept = [kind for kind in kinds if kind.code != "road"]
    office = replace(town.engine.office, catalogue=Catalogue(complaints=(*retired, *kept)))
    with town.session() as session:
        person = person_of(session, somchai.user_id, town.clock())
        conversation = conversation_of(session, person.key, "", town.clock())
        turn = Turn(session, office, town.clock(), person, conversation)
        assert choose_type(turn, Asked(type="noise"))
        with pytest.raises(Declined, match="old_button"):
            choose_type(turn, Asked(type="road"))


def test_a_type_on_an_older_card_changes_the_type_of_what_is_being_told(somchai: Person) -> None:
    tells(somchai)
    somchai.taps("ไฟส่องสว่าง")
    assert "ไฟฟ้าสาธารณะดับหรือชำรุด" in somchai.last_heard.text
    assert ROAD in somchai.last_heard.text


def test_buttons_for_nothing_that_is_open_say_how_to_begin(somchai: Person) -> None:
    for button in ("skip", "go_on", "cancel", "change&what=type"):
        somchai.posts_back(f"do=complaints.{button}")
        assert "แตะ “แจ้งปัญหา”" in somchai.last_heard.text


def test_an_officers_button_in_a_residents_hand_does_nothing(town: TownUnderTest, somchai: Person) -> None:
    files(somchai)
    for step in ("casework.accept", "repairs.finish", "handovers.hand_over", "handovers.decline"):
        somchai.posts_back(f"do={step}&case=1")
        assert "สำหรับเจ้าหน้าที่" in somchai.last_heard.text
    assert the_case(town).status == "new"
