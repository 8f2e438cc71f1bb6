"""A matter that somebody has told already: it is shown, and one tap follows it instead of filing it twice."""

import json
from datetime import timedelta

import pytest
from sqlmodel import col, select

from models.case import Case
from models.case_note import words_of
from models.follower import Follower, count_followers
from simulator import Group, Person
from tests.handlers.stories import ROAD, cases, files, finishes, number_in, photos_of, said_of, texts_heard, the_case
from tests.towns import TownUnderTest

HERE, ACROSS, FAR = (18.64009991, 99.0402), (18.6402, 99.0403), (18.6501, 99.0302)
SECRET, ADDRESS = "สามีของดิฉันล้มที่หลุมนี้", "บ้านเลขที่ 99/9"
ASKED, SAME, ANOTHER = "เป็นเรื่องเดียวกันไหมคะ", "เรื่องเดียวกัน ติดตามด้วย", "เป็นคนละเรื่อง"


def tells(person: Person, words: str = ROAD, at: tuple[float, float] = HERE, kind: str = "road") -> None:
    """A type, words and a pin: what comes next depends on what others have told."""
    person.says("แจ้งปัญหา")
    person.posts_back(f"do=complaints.choose_type&type={kind}")
    person.says(words)
    person.sends_pin(*at, ADDRESS)


def files_here(person: Person, words: str = ROAD, at: tuple[float, float] = HERE, kind: str = "road") -> str:
    """The same, filed; returns the number."""
    tells(person, words, at, kind)
    if ASKED in person.last_heard.text:
        person.taps(ANOTHER)
    person.taps("ข้าม")
    person.taps("ยืนยัน ส่งเรื่อง")
    return number_in(person.last_heard.text)


def followers(town: TownUnderTest) -> int:
    """How many follow the only case."""
    with town.session() as session:
        return count_followers(session, the_case(town).key)


@pytest.fixture
def somchai(town: TownUnderTest, group: Group) -> Person:
    """Who has reported a hole in the road, with a photo."""
    person = town.resident("somchai", "สมชาย")
    tells(person, SECRET)
    person.sends_photo()
    person.taps("ยืนยัน ส่งเรื่อง")
    return person


@pytest.fixture
def malee(town: TownUnderTest, somchai: Person) -> Person:
    """A neighbour who comes by a day later."""
    town.passes(days=1)
    return town.resident("malee", "มาลี")


@pytest.mark.parametrize(("days", "since"), [(0, "วันนี้"), (1, "เมื่อวานนี้"), (3, "3 วันก่อน")])
def test_since_when_it_is_known_is_said_in_words(town: TownUnderTest, somchai: Person, days: int, since: str) -> None:
    town.passes(days=days)
    malee = town.resident("malee", "มาลี")
    tells(malee)
    assert f"มีผู้แจ้งแล้ว 1 คน {since}" in malee.last_heard.text


def test_who_tells_what_somebody_told_yesterday_is_asked(malee: Person) -> None:
    tells(malee, at=ACROSS)
    asked = malee.last_heard
    assert all(said in asked.text for said in (ASKED, "มีผู้แจ้งแล้ว 1 คน เมื่อวานนี้", "ห่างประมาณ 20 เมตร", "รอเจ้าหน้าที่รับเรื่อง"))
    assert {SAME, ANOTHER, "เปิดแผนที่", "เปลี่ยนสถานที่", "ถ่ายรูป", "ยกเลิก"} <= set(asked.labels)


def test_of_the_other_person_nothing_is_shown(malee: Person) -> None:
    tells(malee, at=ACROSS)
    malee.taps(SAME)
    malee.says("ติดตาม")
    malee.taps("ดูรายละเอียด")
    said = "\n".join(heard.text for heard in malee.heard)
    assert [secret for secret in (SECRET, "สมชาย", ADDRESS) if secret in said] == []
    assert [heard.pictures for heard in malee.heard if heard.pictures] == []


def test_the_map_shows_others_only_roughly_where_it_is(malee: Person) -> None:
    tells(malee, at=ACROSS)
    assert "18.640%2C99.040" in json.dumps(malee.last_heard.raw)
    assert "18.6401" not in json.dumps(malee.last_heard.raw)


def test_one_tap_follows_it_and_files_nothing(town: TownUnderTest, malee: Person) -> None:
    tells(malee, "ล้อแตกเลย", ACROSS)
    malee.taps(SAME)
    receipt = malee.last_heard.text
    assert all(said in receipt for said in ("ติดตามเรื่องนี้แล้วค่ะ", "70-000001", "กองช่าง", "2 คน"))
    assert (len(cases(town)), followers(town)) == (1, 2)
    malee.says("ขอบคุณค่ะ")
    assert "ยินดีค่ะ" in malee.last_heard.text  # nothing is open any more


def test_what_was_told_goes_there_with_its_author_and_reaches_the_division(
    town: TownUnderTest, malee: Person, group: Group
) -> None:
    malee.says("แจ้งปัญหา")
    malee.sends_photo()
    tells(malee, "ล้อแตกเลย", ACROSS)
    heard = len(group.heard)
    malee.taps(SAME)
    assert said_of(town, the_case(town)) == f"{SECRET}\nล้อแตกเลย"
    assert len(photos_of(town, the_case(town))) == 2
    assert len(group.heard) == heard + 1
    card = group.last_heard.text
    assert all(said in card for said in ("มีผู้แจ้งเพิ่ม 70-000001", "ล้อแตกเลย", "2 คน"))
    assert "มาลี" not in card


def test_of_fifty_who_join_in_an_hour_the_division_sees_a_card_in_ten_minutes(
    town: TownUnderTest, malee: Person, group: Group
) -> None:
    heard = len(group.heard)
    for minute in range(25):
        neighbour = town.resident(f"n{minute}", f"คนที่ {minute}")
        tells(neighbour, f"หลุมใหญ่ {minute}")
        neighbour.taps(SAME)
        town.passes(minutes=1)
    town.passes(minutes=10)
    assert 3 <= len(group.heard) - heard <= 4
    assert "26 คน" in group.last_heard.text


def test_another_matter_goes_on_by_itself_and_is_not_asked_about_again(town: TownUnderTest, malee: Person) -> None:
    tells(malee)
    malee.taps(ANOTHER)
    assert "มีรูปไหมคะ" in malee.last_heard.text
    malee.says("ข้าม")
    malee.says("น้ำขังด้วย")
    malee.taps("ยืนยัน ส่งเรื่อง")
    assert len(cases(town)) == 2


@pytest.mark.parametrize("answer", [SAME, "เรื่องเดียวกันติดตามด้วย", "ใช่ค่ะ"])
def test_on_a_computer_one_types_that_it_is_the_same(town: TownUnderTest, malee: Person, answer: str) -> None:
    tells(malee)
    malee.says(answer)
    assert (len(cases(town)), followers(town)) == (1, 2)


@pytest.mark.parametrize("answer", [ANOTHER, "ข้าม", "ไม่ใช่ค่ะ"])
def test_on_a_computer_one_types_that_it_is_not(malee: Person, answer: str) -> None:
    tells(malee)
    malee.says(answer)
    assert "มีรูปไหมคะ" in malee.last_heard.text


def test_what_is_said_and_shown_at_that_question_is_kept_and_it_is_asked_again(
    town: TownUnderTest, malee: Person
) -> None:
    tells(malee)
    malee.says("เห็นมาสองวันแล้ว")
    assert ASKED in malee.last_heard.text
    malee.sends_photo()
    assert ASKED in malee.last_heard.text
    malee.taps(SAME)
    assert said_of(town, the_case(town)) == f"{SECRET}\n{ROAD}\nเห็นมาสองวันแล้ว"
    assert len(photos_of(town, the_case(town))) == 2


@pytest.mark.parametrize("change", ["place", "type"])
def test_another_place_or_type_is_asked_about_anew(town: TownUnderTest, malee: Person, change: str) -> None:
    files_here(
        town.resident("somsri", "สมศรี"),
        "ท่อตัน",
        FAR if change == "place" else HERE,
        "road" if change == "place" else "drain",
    )
    tells(malee)
    malee.taps(ANOTHER)
    if change == "place":
        malee.sends_pin(*FAR)
    else:
        malee.posts_back("do=complaints.choose_type&type=drain")
    assert ASKED in malee.last_heard.text
    assert "วันนี้" in malee.last_heard.text


def test_changing_the_place_away_from_it_asks_no_more(malee: Person) -> None:
    tells(malee)
    malee.taps("เปลี่ยนสถานที่")
    malee.sends_pin(*FAR)
    assert "มีรูปไหมคะ" in malee.last_heard.text


@pytest.mark.parametrize(
    ("at", "kind", "days"),
    [(FAR, "road", 0), (HERE, "street_light", 0), (HERE, "road", 31)],
    ids=["elsewhere", "another type", "long ago"],
)
def test_who_tells_something_else_is_asked_nothing(
    town: TownUnderTest, malee: Person, at: tuple[float, float], kind: str, days: int
) -> None:
    town.passes(days=days)
    tells(malee, at=at, kind=kind)
    assert "มีรูปไหมคะ" in malee.last_heard.text


@pytest.mark.parametrize("kind", ["misconduct", "crime", "other", "suggestion"])
def test_of_some_matters_neighbours_never_learn(town: TownUnderTest, group: Group, kind: str) -> None:
    for slug in ("first", "second"):
        person = town.resident(slug, slug)
        tells(person, kind=kind)
        assert "มีรูปไหมคะ" in person.last_heard.text
        person.says("ข้าม")
        person.says("ยืนยัน")


def test_somewhere_in_the_same_village_is_not_the_same_place(town: TownUnderTest, group: Group) -> None:
    for slug in ("first", "second"):
        files(town.resident(slug, slug), place="แถวหมู่ 5")
    assert len(cases(town)) == 2


def test_at_the_same_listed_place_it_is_asked_and_the_place_is_named(town: TownUnderTest, group: Group) -> None:
    files(town.resident("first", "หนึ่ง"), place="ข้างตลาดสดบ้านสวนดอกเยื้องบ้านป้า")
    second = town.resident("second", "สอง")
    second.says("แจ้งปัญหา")
    second.taps("ถนน")
    second.says(ROAD)
    second.says("ตลาดสดบ้านสวนดอก ฝั่งโรงเรียน")
    assert ASKED in second.last_heard.text
    assert "ตลาดสดบ้านสวนดอก · " in second.last_heard.text
    assert "บ้านป้า" not in second.last_heard.text
    second.taps(SAME)
    assert said_of(town, the_case(town)).endswith("ตลาดสดบ้านสวนดอก ฝั่งโรงเรียน")  # nothing that was told is lost


def test_ones_own_case_is_said_to_be_ones_own(
    town: TownUnderTest, malee: Person, somchai: Person, group: Group
) -> None:
    tells(somchai, "หลุมลึกกว่าเดิม")
    asked = somchai.last_heard
    assert "ท่านแจ้งเรื่อง 70-000001 ไว้แล้ว เมื่อวานนี้" in asked.text
    assert {"เพิ่มในเรื่องเดิม", ANOTHER} <= set(asked.labels)
    somchai.taps("เพิ่มในเรื่องเดิม")
    assert "เพิ่มในเรื่อง 70-000001" in somchai.last_heard.text
    assert (len(cases(town)), followers(town)) == (1, 1)
    assert "ผู้แจ้งส่งเพิ่ม 70-000001" in group.last_heard.text


def test_a_case_finished_meanwhile_is_said_to_be_gone_and_the_complaint_goes_on(
    town: TownUnderTest, malee: Person, mana: Person, group: Group
) -> None:
    tells(malee)
    finishes(mana.within(group))
    malee.taps(SAME)
    gone, goes_on = texts_heard(malee, 2)
    assert "เปลี่ยนไปแล้ว" in gone
    assert "มีรูปไหมคะ" in goes_on
    malee.says("ข้าม")
    malee.says("ยืนยัน")
    assert [said_of(town, case) for case in cases(town)] == [SECRET, ROAD]


def test_joining_twice_is_joining_once(town: TownUnderTest, malee: Person) -> None:
    tells(malee)
    malee.taps(SAME)
    malee.posts_back("do=complaints.join&case=1")
    assert "ท่านติดตามเรื่อง 70-000001 อยู่แล้วค่ะ" in malee.last_heard.text
    tells(malee)
    malee.taps("เพิ่มในเรื่องเดิม")
    assert followers(town) == 2


def test_no_id_whatever_joins_a_case_that_is_elsewhere(town: TownUnderTest, malee: Person) -> None:
    tells(malee, at=FAR)
    for case_id in (0, 1, 2, 999_999_999):
        malee.posts_back(f"do=complaints.join&case={case_id}")
        assert "มีรูปไหมคะ" in malee.last_heard.text
    assert followers(town) == 1


def test_a_photo_sent_right_after_joining_can_be_added(town: TownUnderTest, malee: Person, group: Group) -> None:
    tells(malee)
    malee.taps(SAME)
    assert {"ถ่ายรูป", "เลือกรูป"} <= set(malee.last_heard.labels)
    town.passes(minutes=20)
    malee.sends_photo()
    malee.taps("เพิ่มในเรื่องเดิม")
    assert "เพิ่มในเรื่อง 70-000001" in malee.last_heard.text
    assert len(photos_of(town, the_case(town))) == 2
    assert "มีผู้แจ้งเพิ่ม 70-000001" in group.last_heard.text
    town.passes(minutes=31)
    malee.sends_photo()
    assert "เพิ่มในเรื่องเดิม" not in malee.last_heard.labels


def test_where_the_first_card_is_still_to_come_it_shows_everything_and_no_second_follows(
    town: TownUnderTest, group: Group
) -> None:
    town.line.faults.add("content", status=202)  # the photo stays on its way
    first, second = town.resident("first", "หนึ่ง"), town.resident("second", "สอง")
    tells(first)
    first.sends_photo()
    heard = len(group.heard)
    first.says("ยืนยัน")
    tells(second, "ล้อแตกเลย")
    second.taps(SAME)
    town.passes(seconds=16)
    assert len(group.heard) == heard + 1
    assert "ล้อแตกเลย" in group.last_heard.text


def test_joining_counts_like_filing_where_somebody_tells_too_much(town: TownUnderTest, malee: Person) -> None:
    with town.engine.database.begin() as session:
        first = session.get_one(Case, 1)
        person_id = session.exec(select(col(Follower.person_id))).one() + 1  # hers: she came next
        for number in range(10):
            more = first.model_dump(exclude={"id", "number", "latitude", "longitude", "accuracy_m", "place_source"})
            session.add(copy := Case(**more, number=f"70-1{number:05}"))
            session.flush()
            session.add(
                Follower(case_id=copy.key, person_id=person_id, followed_at=town.clock() + timedelta(minutes=number))
            )
    town.passes(minutes=10)
    tells(malee, "เรื่องที่สิบเอ็ด")
    malee.taps(SAME)
    assert "เก็บไว้ครบ" in malee.last_heard.text
    assert f"“{SAME}”" in malee.last_heard.text
    town.passes(minutes=51)
    malee.taps(SAME)
    assert "ติดตามเรื่องนี้แล้วค่ะ" in malee.last_heard.text
    with town.session() as session:
        assert "เรื่องที่สิบเอ็ด" in words_of(session, 1)


def test_an_english_reader_is_asked_in_english(town: TownUnderTest, malee: Person) -> None:
    john = town.resident("john", "John", language="en")
    john.says("report")
    john.taps("Road")
    john.says("deep hole")
    john.sends_pin(*ACROSS)
    assert "Somebody reported this yesterday. People so far: 1" in john.last_heard.text
    john.says("same: follow it")
    assert "You follow this case now" in john.last_heard.text
