"""A case waits, and its promise with it while its reporter has to answer; officers write, reporters answer in the chat."""

from datetime import timedelta

import pytest

from handlers.desk import finishing, handing, promising, replying, steps, waiting
from handlers.erasure import erase
from handlers.turn import Moment
from models.case import BANGKOK, Proof, Status, WaitsFor
from models.case_note import NoteKind, words_of
from models.follower import follow
from models.person import find_person
from simulator import Group, Person
from tests.handlers.at_the_desk import does, is_refused, says, steps_of
from tests.handlers.stories import added_to, files, is_kept, photos_of, the_case
from tests.liff_web.readers import reads, signs_in
from tests.towns import TownUnderTest

QUESTION, ANSWER = "ใกล้บ้านเลขที่เท่าไรคะ", "หน้าบ้าน 12/3 ค่ะ"
SECRET = "ผู้แจ้งรายนี้โทรมาบ่อย"


@pytest.fixture
def somchai(town: TownUnderTest, group: Group) -> Person:
    """Who reported a hole in the road."""
    person = town.resident("somchai", "สมชาย")
    files(person)
    return person


@pytest.fixture
def john(town: TownUnderTest, somchai: Person) -> Person:
    """Who follows it too, and reads English."""
    person = town.resident("john", "John", language="en")
    case = the_case(town)
    with town.engine.database.begin() as session:
        found = find_person(session, person.user_id)
        assert found is not None
        follow(session, case, found.key, town.clock())
    return person


def asks(town: TownUnderTest, officer: Person) -> None:
    does(town, officer, waiting.wait, WaitsFor.REPORTER, says(QUESTION))


def test_the_promise_stands_still_until_the_reporter_answers_and_goes_on_by_itself(
    town: TownUnderTest, somchai: Person, mana: Person, group: Group
) -> None:
    does(town, mana, steps.accept)
    does(town, mana, steps.begin)
    before = the_case(town)
    asks(town, mana)
    assert the_case(town).status == Status.WAITING
    assert QUESTION in somchai.last_heard.text
    town.passes(hours=30)
    somchai.taps("ตอบ")
    somchai.says(ANSWER)
    after = the_case(town)
    assert (after.status, after.waits_for, after.paused_at) == (Status.WORKING, None, None)
    assert after.promised_at == before.promised_at + timedelta(hours=30)
    assert after.first_promised_at == before.first_promised_at + timedelta(hours=30)
    assert ANSWER in added_to(town, after)
    assert ANSWER in group.last_heard.text
    assert any("ทำต่อแล้ว" in heard.text for heard in somchai.heard[-2:])
    assert any("ส่งให้เจ้าหน้าที่" in heard.text for heard in somchai.heard[-2:])
    assert steps_of(town)[-2:] == ["waiting", "resumed"]


def test_the_clock_runs_on_while_it_waits_for_something_else(
    town: TownUnderTest, somchai: Person, mana: Person
) -> None:
    does(town, mana, waiting.wait, WaitsFor.OTHERS, says("ฝนตก"))
    case = the_case(town)
    assert (case.status, case.paused_at) == (Status.WAITING, None)
    assert steps_of(town) == ["filed", "accepted", "waiting"]
    assert "ฝนตก" in somchai.last_heard.text
    town.passes(hours=30)
    somchai.taps("ติดตามเรื่อง")
    does(town, mana, waiting.resume)
    resumed = the_case(town)
    assert (resumed.status, resumed.first_promised_at) == (Status.ACCEPTED, case.first_promised_at)
    assert "ทำต่อแล้ว" in somchai.last_heard.text


def test_what_its_reporter_adds_on_the_page_is_an_answer_too_but_not_what_another_follower_adds(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person
) -> None:
    asks(town, mana)
    for person, status in ((john, Status.WAITING), (somchai, Status.ACCEPTED)):
        signs_in(town, person)
        town.web.post("/liff/cases/1/add", data={"words": ANSWER}, content_type="multipart/form-data")
        assert the_case(town).status == status


def test_others_are_told_that_it_waits_but_not_what_its_reporter_is_asked(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person
) -> None:
    asks(town, mana)
    assert "waits for an answer" in john.last_heard.text
    assert QUESTION not in john.last_heard.text
    signs_in(town, john)
    assert QUESTION not in reads(town, "/liff/cases/1")
    signs_in(town, somchai)
    page = reads(town, "/liff/cases/1")
    assert QUESTION in page
    assert "รอคำตอบจากท่าน" in page


def test_whatever_else_is_done_with_a_case_that_stands_still_starts_its_clock_again(
    town: TownUnderTest, somchai: Person, mana: Person
) -> None:
    asks(town, mana)
    before = the_case(town)
    town.passes(hours=10)
    does(town, mana, handing.hand_over, "finance", None)
    after = the_case(town)
    assert (after.status, after.paused_at, after.waits_for) == (Status.NEW, None, None)
    assert after.promised_at == before.promised_at + timedelta(hours=10)


def test_a_day_that_is_promised_while_it_stands_still_holds_from_then_on(
    town: TownUnderTest, somchai: Person, mana: Person
) -> None:
    asks(town, mana)
    first = the_case(town).first_promised_at
    town.passes(hours=10)
    tomorrow = town.clock().astimezone(BANGKOK).date() + timedelta(days=1)
    does(town, mana, promising.promise, tomorrow, None)
    assert the_case(town).promised_at.astimezone(BANGKOK).date() == tomorrow
    promised = the_case(town).promised_at
    town.passes(hours=5)
    does(town, mana, waiting.resume)
    assert the_case(town).promised_at == promised + timedelta(hours=5)
    assert the_case(town).first_promised_at == first + timedelta(hours=15)


def test_it_waits_once_and_goes_on_once(town: TownUnderTest, somchai: Person, mana: Person) -> None:
    assert is_refused(town, mana, waiting.resume) == "desk_deeds.waits_not"
    asks(town, mana)
    assert is_refused(town, mana, waiting.wait, WaitsFor.OTHERS, says("x")) == "desk_deeds.waits_already"
    does(town, mana, waiting.resume)
    assert is_refused(town, mana, waiting.resume) == "desk_deeds.waits_not"


def test_a_reply_is_told_at_once_to_the_reporter_alone_who_answers_with_photos_and_words(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    town.is_patient()
    heard, others = len(somchai.heard), len(john.heard)
    does(town, mana, replying.reply, says(QUESTION))
    assert QUESTION in somchai.heard[heard].text
    assert len(john.heard) == others
    cards = len(group.heard)
    somchai.taps("ตอบ")
    somchai.sends_photos(2)
    town.passes(seconds=20)
    assert len(photos_of(town, the_case(town))) == 2
    assert len(group.heard) == cards + 1, "one card for all photos"
    somchai.says(ANSWER)
    assert ANSWER in added_to(town, the_case(town))
    assert ANSWER in group.last_heard.text
    with town.session() as session:
        assert words_of(session, 1, NoteKind.REPLY) == QUESTION
    somchai.says("ถนนอีกเส้นก็เป็นหลุม")
    assert "อีกเส้น" not in added_to(town, the_case(town)), "what comes after the answer is something else"


def test_the_reply_stands_in_the_reporters_time_line_and_in_no_other(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person
) -> None:
    does(town, mana, replying.reply, says(QUESTION))
    signs_in(town, somchai)
    assert "ช่างมานะ (กองช่าง) เขียนถึงท่าน" in reads(town, "/liff/cases/1")
    assert QUESTION in reads(town, "/liff/cases/1")
    signs_in(town, john)
    assert QUESTION not in reads(town, "/liff/cases/1")


def test_an_answer_does_not_put_away_what_was_half_told_before(
    town: TownUnderTest, somchai: Person, mana: Person
) -> None:
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    does(town, mana, replying.reply, says(QUESTION))
    somchai.taps("ตอบ")
    assert "แจ้งเรื่องอื่นค้างอยู่" in somchai.last_heard.text
    assert added_to(town, the_case(town)) == ""


def test_whoever_changes_their_mind_says_nothing(town: TownUnderTest, somchai: Person, mana: Person) -> None:
    asks(town, mana)
    somchai.taps("ตอบ")
    somchai.taps("ยกเลิก")
    assert the_case(town).status == Status.WAITING
    somchai.taps("ตอบ")
    somchai.sends_photo()
    assert the_case(town).status == Status.ACCEPTED
    somchai.taps("เท่านี้")
    assert "ส่งให้เจ้าหน้าที่" in somchai.last_heard.text


def test_an_answer_to_a_case_that_has_ended_is_refused_with_a_sentence(
    town: TownUnderTest, somchai: Person, mana: Person
) -> None:
    does(town, mana, replying.reply, says(QUESTION))
    somchai.taps("ตอบ")
    does(town, mana, handing.decline, says("เป็นที่ดินเอกชน"))
    somchai.says(ANSWER)
    assert "เพิ่ม" in somchai.last_heard.text
    somchai.taps("ตอบ")
    assert added_to(town, the_case(town)) == ""


def test_whoever_cannot_be_reached_is_written_nothing(town: TownUnderTest, somchai: Person, mana: Person) -> None:
    somchai.blocks()
    assert is_refused(town, mana, replying.reply, says(QUESTION)) == "desk_deeds.cannot_be_reached"
    with town.session() as session:
        assert words_of(session, 1, NoteKind.REPLY) == ""


def test_an_internal_note_reaches_no_page_and_no_chat_of_a_resident(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    heard = [len(chat.heard) for chat in (somchai, john, group)]
    does(town, mana, replying.add_note, says(SECRET))
    assert [len(chat.heard) for chat in (somchai, john, group)] == heard, "nobody is told"
    does(town, mana, steps.accept)
    does(town, mana, finishing.finish, says("ซ่อมแล้ว"), Proof.NO_PHOTO)
    for person in (somchai, john):
        person.posts_back("do=tracking.list_cases")
        person.posts_back("do=tracking.show_case&case=1")
        assert SECRET not in "".join(message.text for message in person.heard)
        signs_in(town, person)
        for path in ("/liff/cases", "/liff/cases?ended", "/liff/cases/1"):
            assert SECRET not in reads(town, path)
    somchai.posts_back("do=feedback.reopen&case=1")
    assert is_kept(town, SECRET) == ["case_note"]


def test_who_is_forgotten_is_forgotten_in_what_officers_wrote_to_them_and_about_them(
    town: TownUnderTest, somchai: Person, mana: Person
) -> None:
    does(town, mana, replying.reply, says(f"คุณสมชาย {QUESTION}"))
    does(town, mana, replying.add_note, says(SECRET))
    with town.engine.database.begin() as session:
        found = find_person(session, somchai.user_id)
        assert found is not None
        erase(Moment(session, town.engine.office, town.clock()), found)
    town.settles()
    assert {words: is_kept(town, words) for words in (QUESTION, SECRET)} == {QUESTION: [], SECRET: []}
