"""Whoever follows a case is told each step once, in their language, and sees of others nothing but the repair."""

import pytest
from sqlmodel import select

from handlers.complaints.correcting import correct_type
from handlers.erasure import erase
from handlers.turn import Moment
from models.case import Case
from models.follower import Follower
from models.officer import Role
from models.person import find_person
from simulator import Group, Person
from tests.handlers.stories import cases, finishes, is_kept, photos_of, said_of, the_case
from tests.handlers.test_alike_cases import ASKED, HERE, SAME, tells
from tests.towns import TownUnderTest

OWN, JOINED = "หลุมของสมชาย", "หลุมของจอห์น"
NEXT_DOOR = (18.64012222, 99.04021111)


@pytest.fixture
def somchai(town: TownUnderTest, group: Group) -> Person:
    """Who reported it, with a photo."""
    person = town.resident("somchai", "สมชาย")
    tells(person, OWN)
    person.sends_photo()
    person.says("ยืนยัน")
    return person


@pytest.fixture
def john(town: TownUnderTest, somchai: Person) -> Person:
    """Who joined, reads English, and sent a photo too."""
    person = town.resident("john", "John", language="en")
    tells(person, JOINED, NEXT_DOOR)
    person.sends_photo()
    person.says("yes")
    return person


def forgets(town: TownUnderTest, person: Person) -> None:
    with town.engine.database.begin() as session:
        found = find_person(session, person.user_id)
        assert found is not None
        erase(Moment(session, town.engine.office, town.clock()), found)
    town.settles()


def news(town: TownUnderTest, *people: Person) -> list[int]:
    """How many messages each of them has heard so far."""
    return [len(person.heard) for person in people]


def test_each_step_is_told_to_each_once_and_in_their_language(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    before = news(town, somchai, john)
    mana.within(group).taps("รับเรื่อง")
    assert news(town, somchai, john) == [count + 1 for count in before]
    assert "เจ้าหน้าที่รับแล้ว" in somchai.last_heard.text
    assert "has been accepted" in john.last_heard.text
    mana.within(group).taps("ส่งต่อ")
    mana.within(group).taps("กองคลัง")
    mana.within(group).taps("ข้าม")
    assert news(town, somchai, john) == [count + 2 for count in before]
    assert "Finance" in john.last_heard.text


def test_a_refusal_reaches_everybody(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    mana.within(group).posts_back("do=handovers.decline&case=1")
    mana.within(group).says("เป็นที่ดินเอกชน")
    for person in (somchai, john):
        assert "เป็นที่ดินเอกชน" in person.last_heard.text


def test_the_repair_is_shown_to_both_and_judged_by_its_reporter(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    before = news(town, somchai, john)
    finishes(mana.within(group), "เทยางแล้ว")
    assert news(town, somchai, john) == [count + 1 for count in before]
    assert "★ 5" in somchai.last_heard.labels
    assert [label for label in john.last_heard.labels if "★" in label or "Not fixed" in label] == []
    assert "เทยางแล้ว" in john.last_heard.text
    first, second, _ = sorted(photos_of(town, the_case(town)), key=lambda photo: photo.key)
    assert first.token in somchai.last_heard.pictures[0]
    assert second.token in john.last_heard.pictures[0]
    assert somchai.last_heard.pictures[1] == john.last_heard.pictures[1]
    john.taps("Report a problem")
    assert "What is the problem?" in john.last_heard.text
    for button in (
        "feedback.rate&case=1&stars=1",
        "feedback.reopen&case=1",
        "complaints.tell_second&case=1&type=flood",
    ):
        john.posts_back(f"do={button}")
        assert "cannot find this case" in "".join(heard.text for heard in john.heard[-2:])


def test_that_it_is_open_again_is_told_to_those_who_did_not_say_so(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    finishes(mana.within(group))
    before = len(john.heard)
    somchai.taps("ยังไม่เรียบร้อย")
    assert len(john.heard) == before + 1
    assert "is open again" in john.last_heard.text
    assert "ที่ท่านติดตาม" not in somchai.last_heard.text


def test_who_joined_sees_the_case_with_their_own_words_and_photos_alone(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    mana.within(group).taps("รับเรื่อง")
    john.says("my cases")
    assert JOINED in john.last_heard.text
    john.taps("See details")
    shown = john.last_heard
    steps = ["Somebody reported this", "You started to follow this case", "ช่างมานะ"]
    assert all(said in shown.text for said in [*steps, JOINED, "Accepted by an officer", "People: 2"])
    assert OWN not in shown.text
    assert len(shown.pictures) == 1
    somchai.says("ติดตาม")
    somchai.taps("ดูรายละเอียด")
    assert OWN in somchai.last_heard.text
    assert JOINED not in somchai.last_heard.text
    assert len(somchai.last_heard.pictures) == 1
    assert "เลิกติดตาม" not in somchai.last_heard.labels


def test_who_unfollows_hears_no_more_and_can_come_back(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    john.says("my cases")
    john.taps("See details")
    john.taps("Stop following")
    before = len(john.heard)
    mana.within(group).taps("รับเรื่อง")
    assert len(john.heard) == before
    john.says("my cases")
    assert "not reported anything" in john.last_heard.text
    for _ in range(2):
        john.posts_back("do=tracking.follow_again&case=1")
        assert "You follow case 70-000001 again" in john.last_heard.text
    finishes(mana.within(group))
    assert "The work is done" in john.last_heard.text


def test_nobody_comes_back_to_what_they_never_joined(town: TownUnderTest, john: Person) -> None:
    malee = town.resident("malee", "มาลี")
    for button in ("follow_again", "unfollow", "show_case"):
        malee.posts_back(f"do=tracking.{button}&case=1")
        assert "ไม่พบเรื่องนี้" in malee.last_heard.text


def test_its_reporter_does_not_unfollow_it(town: TownUnderTest, somchai: Person) -> None:
    somchai.posts_back("do=tracking.unfollow&case=1")
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in somchai.last_heard.text


def test_who_blocks_the_account_costs_no_message_and_hears_again_when_they_are_back(
    town: TownUnderTest, john: Person, mana: Person, group: Group
) -> None:
    john.happens("unfollow")
    before = len(john.heard)
    mana.within(group).taps("รับเรื่อง")
    assert len(john.heard) == before
    john.adds()
    finishes(mana.within(group))
    assert "The work is done" in john.last_heard.text


def test_a_case_that_becomes_confidential_is_its_reporters_alone(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    head = town.officer("head", "หัวหน้า", role=Role.HEAD)
    with town.engine.database.begin() as session:
        correct_type(Moment(session, town.engine.office, town.clock()), session.get_one(Case, 1), "misconduct")
    john.posts_back("do=tracking.show_case&case=1")
    assert "cannot find this case" in john.last_heard.text
    before = news(town, somchai, john)
    head.posts_back("do=casework.accept&case=1")
    assert news(town, somchai, john) == [before[0] + 1, before[1]]


def test_when_its_reporter_is_forgotten_it_goes_on_for_who_joined(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    secrets = (OWN, "สมชาย", somchai.user_id, str(HERE[0]))
    forgets(town, somchai)
    assert {secret: is_kept(town, secret) for secret in secrets if is_kept(town, secret)} == {}
    case = the_case(town)
    assert (case.latitude, case.longitude) == NEXT_DOOR
    assert case.address is None
    assert said_of(town, case).endswith(JOINED)
    finishes(mana.within(group))
    assert "The work is done" in john.last_heard.text


def test_when_who_joined_is_forgotten_nothing_changes_for_its_reporter(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    secrets = (JOINED, "John", john.user_id, str(NEXT_DOOR[0]))
    assert all(is_kept(town, secret) for secret in secrets)
    forgets(town, john)
    assert {secret: is_kept(town, secret) for secret in secrets if is_kept(town, secret)} == {}
    assert (the_case(town).latitude, said_of(town, the_case(town)).split("\n")[0]) == (HERE[0], OWN)
    with town.session() as session:
        assert len(session.exec(select(Follower)).all()) == 1
    finishes(mana.within(group))
    assert "★ 5" in somchai.last_heard.labels


def test_a_card_that_had_not_reached_the_division_is_shown_without_what_was_erased(
    town: TownUnderTest, somchai: Person, john: Person, group: Group
) -> None:
    town.line.faults.add("push", status=500, times=1)
    tells(somchai, "ความลับเพิ่มเติม")
    somchai.says("ใช่")
    forgets(town, somchai)
    town.passes(minutes=5)
    assert "ความลับเพิ่มเติม" not in group.last_heard.text
    assert JOINED in group.last_heard.text


def test_messages_on_their_way_to_others_are_not_lost_when_one_is_forgotten(
    town: TownUnderTest, somchai: Person, john: Person, mana: Person, group: Group
) -> None:
    town.line.faults.add("push", status=500, times=2)
    mana.within(group).taps("รับเรื่อง")
    forgets(town, somchai)
    town.passes(minutes=5)
    assert "has been accepted" in john.last_heard.text


def test_what_who_joined_takes_back_is_gone_and_the_case_stays(town: TownUnderTest, somchai: Person) -> None:
    john = town.resident("john", "John", language="en")
    tells(john, JOINED, NEXT_DOOR)
    told = [entry for entry in town.line.world.entries if (entry.message or {}).get("text") == JOINED]
    pin = next(e for e in reversed(town.line.world.entries) if (e.message or {}).get("type") == "location")
    john.sends_photo()
    photo = john.last_said
    john.says("yes")
    for message in (told[-1], pin, photo):
        john.unsends(message)
    assert is_kept(town, JOINED) == []
    assert is_kept(town, str(NEXT_DOOR[0])) == []
    assert len(photos_of(town, the_case(town))) == 1
    assert (the_case(town).latitude, OWN in said_of(town, the_case(town))) == (HERE[0], True)


def test_a_pin_that_its_reporter_takes_back_leaves_the_case_where_the_next_says(
    town: TownUnderTest, somchai: Person, john: Person
) -> None:
    pins = [entry for entry in town.line.world.entries if (entry.message or {}).get("type") == "location"]
    somchai.unsends(pins[0])
    assert is_kept(town, str(HERE[0])) == []
    assert (the_case(town).latitude, the_case(town).accuracy_m) == (NEXT_DOOR[0], 30)
    john.unsends(pins[1])
    assert is_kept(town, str(NEXT_DOOR[0])) == []
    assert (the_case(town).latitude, the_case(town).place_source) == (None, None)


def test_finished_cases_are_alike_to_none(town: TownUnderTest, john: Person, mana: Person, group: Group) -> None:
    finishes(mana.within(group))
    tells(john, "ยังเป็นหลุม")
    assert ASKED not in john.last_heard.text
    assert SAME not in john.last_heard.labels
    john.says("skip")
    john.says("confirm")
    assert len(cases(town)) == 2
