"""Steps that come within ten minutes of each other are told in one message, which is paid once; none is lost or doubled."""

import threading
from datetime import timedelta

import pytest
from sqlmodel import col, select

from content.messages import Message, tap, text
from models.outgoing import Lane, Outgoing, SendStatus
from models.waiting import everything_that_waits
from notifications.limits import LONGEST_TEXT, check
from notifications.steps import joined, tell
from simulator import Person
from tests.handlers.stories import files, finishes
from tests.notifications.owed import accepted_for, owed, row_of, words_to
from tests.notifications.test_quota import reads
from tests.towns import TownUnderTest

TEN_MINUTES = timedelta(minutes=10)
STEPS = 12
CARD: Message = {
    "type": "flex",
    "altText": "ก",
    "contents": {
        "type": "bubble",
        "body": {"type": "box", "layout": "vertical", "contents": [{"type": "text", "text": "ก"}]},
    },
}


def tells(town: TownUnderTest, to: Person, message: Message | str, patience: timedelta = TEN_MINUTES) -> None:
    """Tell of a step, as `about_complaints` does."""
    told = text(message) if isinstance(message, str) else message
    with town.engine.database.begin() as session:
        tell(session, to.line_id, told, town.clock(), patience=patience)


def rows_for(town: TownUnderTest, person: Person) -> list[Outgoing]:
    """The status messages for somebody, oldest first."""
    with town.session() as session:
        query = select(Outgoing).where(col(Outgoing.to) == person.line_id, col(Outgoing.lane) == Lane.STATUS)
        return list(session.exec(query.order_by(col(Outgoing.id))))


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    return town.resident("somchai", "สมชาย")


def test_taken_and_passed_on_within_ten_minutes_is_one_message(town: TownUnderTest) -> None:
    town.is_patient()
    mana = town.officer("mana", "ช่างมานะ")
    group = town.staff_group("กองช่าง", [mana])
    somchai = town.resident("somchai", "สมชาย")
    files(somchai)
    heard = len(somchai.heard)
    mana.within(group).taps("รับเรื่อง")
    town.passes(minutes=4)
    for button in ("ส่งต่อ", "กองคลัง", "ข้าม"):
        mana.within(group).taps(button)
    town.passes(minutes=5)
    assert len(somchai.heard) == heard
    paid = town.line.sending.quota_used
    town.passes(minutes=1)
    assert len(somchai.heard) == heard + 1
    assert somchai.last_heard.text.index("ช่างมานะ") < somchai.last_heard.text.index("ส่งต่อให้กองคลัง")
    assert town.line.sending.quota_used == paid + 1


def test_a_step_alone_is_told_after_ten_minutes(town: TownUnderTest, somchai: Person) -> None:
    heard = len(somchai.heard)
    tells(town, somchai, "มีผู้รับเรื่องแล้ว")
    town.passes(minutes=9, seconds=59)
    assert len(somchai.heard) == heard
    town.passes(seconds=1)
    assert somchai.last_heard.text == "มีผู้รับเรื่องแล้ว"


def test_that_it_is_done_is_told_at_once_and_takes_along_what_waits(town: TownUnderTest) -> None:
    town.is_patient()
    mana = town.officer("mana", "ช่างมานะ")
    group = town.staff_group("กองช่าง", [mana])
    somchai = town.resident("somchai", "สมชาย")
    files(somchai)
    mana.within(group).taps("รับเรื่อง")
    finishes(mana.within(group))
    assert [message["type"] for message in accepted_for(town, somchai)[-1].messages] == ["text", "flex"]
    assert "★5" in somchai.last_heard.text
    heard = len(somchai.heard)
    town.passes(minutes=30)
    assert len(somchai.heard) == heard


def test_a_later_step_does_not_make_the_first_wait_longer(town: TownUnderTest, somchai: Person) -> None:
    tells(town, somchai, "หนึ่ง")
    town.passes(minutes=9)
    tells(town, somchai, "สอง")
    town.passes(minutes=1)
    assert somchai.last_heard.text == "หนึ่ง\n\nสอง"


def test_steps_of_two_cases_of_one_person_go_together_and_of_two_people_apart(town: TownUnderTest) -> None:
    somchai, malee = town.resident("somchai", "สมชาย"), town.resident("malee", "มาลี")
    for person, words in ((somchai, "เรื่องแรก"), (malee, "เรื่องของมาลี"), (somchai, "เรื่องที่สอง")):
        tells(town, person, words)
    town.passes(minutes=10)
    assert somchai.last_heard.text == "เรื่องแรก\n\nเรื่องที่สอง"
    assert malee.last_heard.text == "เรื่องของมาลี"


def test_what_does_not_fit_into_one_message_goes_in_a_second_in_its_order(town: TownUnderTest, somchai: Person) -> None:
    for number in range(7):
        tells(town, somchai, {**CARD, "altText": str(number)})
    assert [len(row.messages) for row in rows_for(town, somchai)] == [5, 2]
    town.passes(minutes=9)
    tells(town, somchai, "เสร็จแล้ว", timedelta())
    town.settles()
    sent = [message for one in accepted_for(town, somchai)[1:] for message in one.messages]
    assert [message.get("altText") or message["text"] for message in sent] == [*"0123456", "เสร็จแล้ว"]


def test_what_waits_for_company_raises_no_alarm(town: TownUnderTest, somchai: Person) -> None:
    tells(town, somchai, "มีผู้รับเรื่องแล้ว")
    town.clock.passes(minutes=10, seconds=3)
    with town.session() as session:
        ages = [one.oldest_s for one in everything_that_waits(session, town.clock()) if one.state == "outbox_queued"]
    assert max(ages) == 3


def test_nothing_joins_a_message_that_line_may_have(town: TownUnderTest, somchai: Person) -> None:
    row_id = owed(town, somchai, "หนึ่ง")
    town.line.faults.add("push", lost_answer=True, times=1)
    town.settles()
    tells(town, somchai, "สอง", timedelta())
    assert row_of(town, row_id).messages == [text("หนึ่ง")]
    town.passes(minutes=1)
    assert words_to(town, somchai)[-2:] == ["หนึ่ง", "สอง"]


def test_what_line_has_refused_for_its_rate_takes_company_under_a_new_key(town: TownUnderTest, somchai: Person) -> None:
    row_id = owed(town, somchai, "หนึ่ง")
    town.line.faults.add("push", rate_limited=True, times=1)
    town.settles()
    key = row_of(town, row_id).retry_key
    tells(town, somchai, "สอง", timedelta())
    town.settles()
    assert somchai.last_heard.text == "หนึ่ง\n\nสอง"
    assert row_of(town, row_id).retry_key != key


def test_what_is_held_takes_company_and_goes_with_it_once_there_is_room(town: TownUnderTest, somchai: Person) -> None:
    reads(town, 300, 300)
    row_id = owed(town, somchai, "หนึ่ง")
    town.settles()
    tells(town, somchai, "สอง")
    town.passes(minutes=10)
    assert row_of(town, row_id).status == SendStatus.HELD
    reads(town, 300, 0)
    town.settles()
    assert accepted_for(town, somchai)[-1].messages == [text("หนึ่ง\n\nสอง")]


def test_what_may_go_now_does_not_wait_with_what_is_held(town: TownUnderTest, somchai: Person) -> None:
    row_id = owed(town, somchai, "หนึ่ง")
    town.line.faults.add("push", month_spent=True, times=1)
    town.settles()
    tells(town, somchai, "สอง", timedelta())
    town.settles()
    assert row_of(town, row_id).status == SendStatus.HELD
    assert somchai.last_heard.text == "สอง"


def test_texts_become_one_only_as_long_as_line_takes_it() -> None:
    half = "ก" * (LONGEST_TEXT // 2 - 1)
    assert joined([text(half)], [text(half)]) == [text(f"{half}\n\n{half}")]
    check(joined([text(half)], [text(half)]))
    assert joined([text(half + "ก")], [text(half)]) == [text(half + "ก"), text(half)]
    assert joined([text("😀" * 1250)], [text("😀" * 1250)]) == [text("😀" * 1250)] * 2


def test_a_question_stays_the_last_where_its_buttons_are_shown() -> None:
    asked = text("ทำต่อไหมคะ", [tap("ทำต่อ", "complaints.go_on")])
    assert joined([asked], [text("หนึ่ง")]) == [text("หนึ่ง"), asked]
    assert joined([text("หนึ่ง"), asked], [text("สอง")]) == [text("หนึ่ง\n\nสอง"), asked]
    assert joined([text("หนึ่ง")], [asked]) == [text("หนึ่ง"), asked]


def test_who_joins_and_who_sends_at_the_same_time_lose_and_double_nothing(town: TownUnderTest) -> None:
    people = [town.resident(f"person-{number}", "สมชาย") for number in range(3)]
    at_once = threading.Barrier(4)
    speakers = [threading.Thread(target=speak, args=(town, people, name, at_once)) for name in "กข"]
    senders = [threading.Thread(target=send, args=(town, at_once)) for _ in range(2)]
    for hand in speakers + senders:
        hand.start()
    for hand in speakers + senders:
        hand.join()
    town.settles()
    for person in people:
        said = [word for words in words_to(town, person)[1:] for word in words.split("\n\n")]
        for name in "กข":
            assert [word for word in said if word[0] == name] == [f"{name}{number}" for number in range(STEPS)]


def speak(town: TownUnderTest, people: list[Person], name: str, at_once: threading.Barrier) -> None:
    """Tell everybody of one step after the other."""
    at_once.wait()
    for number in range(STEPS):
        for person in people:
            tells(town, person, f"{name}{number}", timedelta())


def send(town: TownUnderTest, at_once: threading.Barrier) -> None:
    """Send whatever is due, again and again."""
    at_once.wait()
    for _ in range(2 * STEPS):
        town.engine.sender.send_due()
