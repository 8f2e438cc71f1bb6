"""The form asks whether it is the same as what somebody has told already, and joins that case, once, instead of filing."""

import io
import re
from uuid import uuid4

import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from content.texts import Texts
from handlers.complaints.correcting import correct_type
from handlers.turn import Moment
from models.case import Case
from models.follower import Follower, count_followers
from simulator import Group, Person
from tests.handlers.stories import added_to, cases, finishes, photos_of, said_of, the_case
from tests.handlers.test_filing_too_much import has_filed
from tests.liff_web.forms import INSIDE, ROAD, a_picture, a_reader, at, opens, sends, uploaded
from tests.liff_web.readers import reads
from tests.towns import TownUnderTest

SAY = Texts("th")
SECRET, WHEEL, WIRE = "สามีของดิฉันล้มที่หลุมนี้", "ล้อแตกเลย", "สายไฟขาดห้อยลงกลางถนน"
JOINED = "/liff/cases/1?said=joined"
ACROSS, FAR = (INSIDE[0] + 0.0002, INSIDE[1]), (INSIDE[0] - 0.01, INSIDE[1] - 0.01)


@pytest.fixture
def somchai(town: TownUnderTest, group: Group) -> Person:
    """Who has told of a hole, with a photo; his is the first case."""
    person = a_reader(town)
    sends(town, words=SECRET, photo=uploaded(town), place="หน้าบ้านเลขที่ 99/9", phone="081 234 5678", **at(INSIDE))
    town.settles()
    return person


@pytest.fixture
def malee(town: TownUnderTest, somchai: Person) -> Person:
    """A neighbour who has the form open a day later."""
    town.passes(days=1)
    return a_reader(town, "malee", "มาลี")


def tells(town: TownUnderTest, **told: object) -> TestResponse:
    """The form, with another's words for the same hole."""
    answer = sends(town, **at(ACROSS) | {"words": WHEEL} | told)
    town.settles()
    return answer


def followers(town: TownUnderTest) -> int:
    """How many follow the first case."""
    with town.session() as session:
        return count_followers(session, 1)


def test_it_asks_with_what_anybody_may_know_of_that_case(town: TownUnderTest, malee: Person) -> None:
    answer = tells(town)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    promised = SAY("tracking.promised", day=SAY.day(the_case(town).promised_at))
    shown = (SAY("alike.title"), "มีผู้แจ้งแล้ว 1 คน เมื่อวานนี้", "ห่างประมาณ 20 เมตร", SAY("status.new"), promised)
    assert [sentence for sentence in shown if sentence not in page] == []
    assert [secret for secret in (SECRET, "สมชาย", "99/9", "81234", "/photos/") if secret in page] == []
    assert re.findall(r'<button name="(\w+)" value="1"', page) == ["same", "apart"]
    assert WHEEL in page, "nothing that was filled in is lost"
    assert (len(cases(town)), followers(town)) == (1, 1)


def test_an_english_reader_is_asked_in_english(town: TownUnderTest, somchai: Person) -> None:
    a_reader(town, "emma", "Emma", "en")
    page = tells(town).get_data(as_text=True)
    assert "Somebody reported this today. People so far: 1" in page
    assert "Same: follow it" in page


def test_the_same_is_followed_with_the_words_and_photos_and_leads_to_that_case(
    town: TownUnderTest, malee: Person, group: Group
) -> None:
    heard = len(group.heard)
    answer = tells(town, same="1", photo=uploaded(town, a_picture(20)), place="ตรงข้ามร้านป้าแดง")
    assert (answer.status_code, answer.headers["Location"]) == (303, JOINED)
    assert (len(cases(town)), followers(town)) == (1, 2)
    assert said_of(town, the_case(town)) == f"{SECRET}\n{WHEEL}\nตรงข้ามร้านป้าแดง"
    assert len(photos_of(town, the_case(town))) == 2
    assert (the_case(town).latitude, the_case(town).contact_phone) == (INSIDE[0], "+66812345678")
    with town.session() as session:
        spots = [follower.spot for follower in session.exec(select(Follower).order_by(Follower.id))]  # type: ignore[arg-type]
    assert spots[1] is not None
    assert spots[1].point.latitude == ACROSS[0]
    assert len(group.heard) == heard + 1
    assert "มีผู้แจ้งเพิ่ม 70-000001" in group.last_heard.text
    page = reads(town, JOINED)
    assert SAY("cases.said_joined") in page
    assert WHEEL in page
    assert SECRET not in page


@pytest.mark.parametrize("photos", [0, 2])
@pytest.mark.parametrize("words", [WHEEL, ""])
def test_sent_twice_it_is_joined_once(
    town: TownUnderTest, malee: Person, group: Group, mana: Person, words: str, photos: int
) -> None:
    if not words and not photos:
        return
    told = {"key": str(uuid4()), "words": words, "place": "ตรงข้ามร้านป้าแดง", "same": "1"}
    told["photo"] = [uploaded(town, a_picture(green)) for green in range(photos)]  # type: ignore[assignment]
    answers = [tells(town, **told) for _ in range(2)]
    finishes(mana.within(group))
    answers.append(tells(town, **told))
    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [(303, JOINED)] * 3
    assert said_of(town, the_case(town)) == "\n".join(filter(None, [SECRET, words, "ตรงข้ามร้านป้าแดง"]))
    assert added_to(town, the_case(town)) == ""
    assert len([photo for photo in photos_of(town, the_case(town)) if photo.kind == "before"]) == 1 + photos
    assert sum("มีผู้แจ้งเพิ่ม" in heard.text for heard in group.heard) == 1


def test_who_follows_it_already_adds_to_it(town: TownUnderTest, malee: Person, group: Group) -> None:
    tells(town, same="1")
    page = tells(town, words="ลึกกว่าเดิม").get_data(as_text=True)
    assert "ท่านแจ้งเรื่อง 70-000001 ไว้แล้ว เมื่อวานนี้" in page
    assert SAY("buttons.add_to_case") in page
    assert tells(town, words="ลึกกว่าเดิม", same="1").headers["Location"] == JOINED
    assert added_to(town, the_case(town)) == "ลึกกว่าเดิม"
    assert followers(town) == 2


def test_ones_own_case_is_said_to_be_ones_own_and_gets_what_is_told(
    town: TownUnderTest, somchai: Person, group: Group
) -> None:
    assert "ท่านแจ้งเรื่อง 70-000001 ไว้แล้ว วันนี้" in tells(town).get_data(as_text=True)
    for _ in range(2):
        assert tells(town, same="1").headers["Location"] == "/liff/cases/1?said=added"
    assert (added_to(town, the_case(town)), followers(town)) == (WHEEL, 1)
    assert "ผู้แจ้งส่งเพิ่ม 70-000001" in group.last_heard.text


def test_another_matter_is_filed_and_only_that_case_is_not_asked_about_again(
    town: TownUnderTest, malee: Person
) -> None:
    assert tells(town, apart="1").status_code == 303
    assert len(cases(town)) == 2
    assert tells(town, type="drain", apart="1").status_code == 303
    page = tells(town, type="drain", apart="1").get_data(as_text=True)
    assert re.findall(r'<button name="same" value="(\d+)"', page) == ["3"], "another type, another case"


def test_what_was_said_to_be_another_matter_stays_said_while_something_else_is_refused(
    town: TownUnderTest, malee: Person
) -> None:
    assert '<input type="hidden" name="apart" value="1">' in tells(town, apart="1", phone="1").get_data(as_text=True)


def test_a_case_that_is_finished_meanwhile_is_said_to_be_gone_and_the_form_goes_on(
    town: TownUnderTest, malee: Person, mana: Person, group: Group
) -> None:
    photo = uploaded(town, a_picture(30))
    assert tells(town, photo=photo).status_code == 422
    finishes(mana.within(group))
    answer = tells(town, photo=photo, same="1")
    assert answer.status_code == 409
    assert SAY("alike.gone") in answer.get_data(as_text=True)
    assert 'name="same"' not in answer.get_data(as_text=True)
    assert tells(town, photo=photo).status_code == 303
    assert [said_of(town, case) for case in cases(town)] == [SECRET, WHEEL]


@pytest.mark.parametrize("same", ["0", "2", "999999999", "-1", "x", "9" * 30])
def test_no_id_whatever_joins_a_case_that_is_elsewhere_or_not_there(
    town: TownUnderTest, malee: Person, same: str
) -> None:
    assert tells(town, **at(FAR), same=same).status_code in (303, 409)
    assert tells(town, **at(FAR), same="1").status_code == 409
    assert followers(town) == 1


def test_a_case_that_has_become_confidential_is_neither_shown_nor_joined(town: TownUnderTest, malee: Person) -> None:
    assert tells(town).status_code == 422
    with town.engine.database.begin() as session:
        correct_type(Moment(session, town.engine.office, town.clock()), session.get_one(Case, 1), "misconduct")
    assert tells(town, same="1").status_code == 409
    assert tells(town).status_code == 303
    assert followers(town) == 1


def test_joining_counts_like_filing_where_somebody_tells_too_much(town: TownUnderTest) -> None:
    malee = town.resident("malee", "มาลี")
    has_filed(town, malee, 10)
    a_reader(town)
    sends(town, words=SECRET, **at(INSIDE))
    opens(town, malee)
    answer = tells(town, same="11")
    assert answer.status_code == 429
    assert WHEEL in answer.get_data(as_text=True)
    town.passes(minutes=51)
    opens(town, malee)
    assert tells(town, same="11").headers["Location"] == "/liff/cases/11?said=joined"


def test_danger_to_life_is_told_to_officers_when_it_joins_too_and_once(
    town: TownUnderTest, malee: Person, group: Group
) -> None:
    assert "tel:1129" in tells(town, words=WIRE).get_data(as_text=True)
    for _ in range(2):
        assert tells(town, words=WIRE, same="1").status_code == 303
    assert len([heard for heard in group.heard if "ไฟฟ้าที่อาจดูดคน" in heard.text]) == 1


def test_another_persons_photo_is_not_brought_along(town: TownUnderTest, malee: Person, somchai: Person) -> None:
    opens(town, somchai)
    his = uploaded(town, a_picture(40))
    opens(town, malee)
    answer = tells(town, photo=his, same="1")
    assert (answer.status_code, followers(town)) == (422, 1)
    assert SAY("form.photo_missing") in answer.get_data(as_text=True)


def test_a_plain_forms_photo_says_where_it_is_also_after_the_question(town: TownUnderTest, group: Group) -> None:
    a_reader(town)
    sends(town, files=(io.BytesIO(a_picture(taken_there=True)), "photo.jpg"))
    a_reader(town, "malee", "มาลี")
    page = sends(town, words=WHEEL, files=(io.BytesIO(a_picture(91, taken_there=True)), "p.jpg")).get_data(as_text=True)
    assert SAY("alike.title") in page
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert sends(town, **fields, words=WHEEL, same="1").status_code == 303
    assert (said_of(town, the_case(town)), len(photos_of(town, the_case(town)))) == (f"{ROAD}\n{WHEEL}", 2)
