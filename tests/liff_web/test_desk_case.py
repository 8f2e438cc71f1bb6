"""A case's page on the desk: what officers read of it, who may, and what its forms do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from sqlmodel import col, update

from content.texts import Texts
from models.case import BANGKOK, Case
from models.officer import Officer, Role
from simulator import Group, Person
from tests.handlers.at_the_desk import role_of, steps_of
from tests.handlers.stories import ROAD, files, the_case
from tests.liff_web.desk_pages import comes_to, hands_in, opens, seen_on
from tests.liff_web.readers import reads, signs_in
from tests.towns import TownUnderTest

SAY = Texts("th")
NOT_HERE = "เรื่องนี้ไม่ได้อยู่กับกองของท่านแล้ว"
PHONE = "+66812345678"
FORMS = {
    "accept": {},
    "begin": {},
    "assign": {"to": "1"},
    "type": {"type": "water_supply"},
    "promise": {"day": "2026-12-01", "words": "x"},
    "wait": {"waits_for": "others", "words": "x"},
    "resume": {},
    "note": {"words": "x"},
    "reply": {"words": "x"},
    "hand-over": {"division": "finance"},
    "pass-on": {"authority": "police"},
    "take-back": {},
    "decline": {"words": "x"},
}


def has_given_a_name_and_a_number(town: TownUnderTest) -> None:
    with town.engine.database.begin() as session:
        session.exec(update(Case).values(is_anonymous=False, contact_phone=PHONE))


def test_an_officer_reads_all_of_a_case(town: TownUnderTest, somchai: Person, mana: Person, group: Group) -> None:
    signs_in(town, mana)
    page = reads(town, "/desk/cases/1")
    assert all(part in page for part in (ROAD, the_case(town).number, "กำหนดเสร็จ", "ผู้แจ้งส่งเรื่องเข้ามา", "ไม่เปิดเผยชื่อ"))
    assert "สมชาย" not in page


def test_the_reporters_name_and_number_are_for_those_who_work_on_it(
    town: TownUnderTest, somchai: Person, mana: Person, group: Group
) -> None:
    has_given_a_name_and_a_number(town)
    signs_in(town, mana)
    page = opens(town)
    assert "สมชาย" in page
    assert f'href="tel:{PHONE}"' in page
    assert "081-234-5678" in page
    assert PHONE not in "".join(heard.text for heard in group.heard)
    for role in (Role.EXECUTIVE, Role.CLERK):
        signs_in(town, town.officer(role, "ผู้อ่าน", role=role))
        page = opens(town)
        assert "สมชาย" not in page
        assert PHONE not in page
        assert ROAD in page


def test_who_only_reads_finds_no_form_and_sends_none(town: TownUnderTest, somchai: Person, mana: Person) -> None:
    for role in (Role.EXECUTIVE, Role.CLERK):
        signs_in(town, town.officer(role, "ผู้อ่าน", role=role))
        assert "<form" not in opens(town)
        for deed, form in FORMS.items():
            answer = town.web.post(f"/desk/cases/1/{deed}", data=form)
            assert answer.status_code == 403, deed
            assert SAY("refused.reads_only") in answer.get_data(as_text=True)
    assert steps_of(town) == ["filed"]


def test_another_divisions_case_is_not_there_and_nothing_is_told_of_it(
    town: TownUnderTest, somchai: Person, mana: Person
) -> None:
    signs_in(town, town.officer("nurse", "หมอ", "public_health"))
    real, none = opens(town, 1, status=404), opens(town, 999, status=404)
    assert NOT_HERE in real
    assert real.replace("/1", "/999") == none, "the same as of a case that was never filed"
    for deed, form in FORMS.items():
        answer = town.web.post(f"/desk/cases/1/{deed}", data=form)
        assert answer.status_code == 404, deed
        assert ROAD not in answer.get_data(as_text=True)
    assert steps_of(town) == ["filed"]


def test_somebody_whose_role_has_ended_reads_and_does_nothing_from_that_moment(
    town: TownUnderTest, somchai: Person, mana: Person
) -> None:
    signs_in(town, mana)
    page = opens(town)
    with town.engine.database.begin() as session:
        session.exec(update(Officer).where(col(Officer.id) == role_of(town, mana).key).values(ended_at=town.clock()))
    assert SAY("refused.role_has_ended") in unescape(opens(town, status=403))
    for deed, form in FORMS.items():
        assert town.web.post(f"/desk/cases/1/{deed}", data={"seen": seen_on(page), **form}).status_code == 403
    assert steps_of(town) == ["filed"]


def test_a_case_is_taken_and_begun_with_one_tap_each(town: TownUnderTest, somchai: Person, mana: Person) -> None:
    signs_in(town, mana)
    assert "รับเรื่องแล้วค่ะ เราบอกผู้แจ้งให้" in comes_to(town, hands_in(town, "accept"))
    assert "รับแล้ว" in somchai.last_heard.text
    hands_in(town, "begin")
    assert the_case(town).status == "working"
    assert "เริ่มลงมือแล้ว" in somchai.last_heard.text


def test_of_two_officers_at_once_the_second_reads_what_the_first_did_and_loses_no_word(
    town: TownUnderTest, somchai: Person, mana: Person
) -> None:
    wichai = town.officer("wichai", "ช่างวิชัย")
    signs_in(town, wichai)
    stale = opens(town)
    signs_in(town, mana)
    hands_in(town, "accept")
    signs_in(town, wichai)
    answer = hands_in(town, "decline", page=stale, words="เป็นที่ดินเอกชน <b>")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "ยังไม่ได้บันทึกค่ะ ระหว่างที่ท่านเปิดหน้านี้ ช่างมานะ (กองช่าง)" in page
    assert "เป็นที่ดินเอกชน &lt;b&gt;</textarea>" in page
    assert steps_of(town) == ["filed", "accepted"]
    assert the_case(town).officer_id == role_of(town, mana).key
    again = hands_in(town, "decline", page=page, words="เป็นที่ดินเอกชน")
    assert again.status_code == 303, "having read it, they may"


@pytest.mark.parametrize(
    ("deed", "form", "sentence"),
    [
        ("decline", {"words": "  "}, "กรุณาบอกเหตุผลที่ไม่รับ"),
        ("wait", {"words": ""}, "กรุณาบอกว่ารออะไร"),
        ("reply", {"words": "\u202e"}, "กรุณาพิมพ์ข้อความก่อน"),
        ("note", {}, "กรุณาพิมพ์ข้อความก่อน"),
        ("note", {"words": "ก" * 1001}, "1000"),
        ("type", {}, "กรุณาเลือกประเภท"),
        ("type", {"type": "no_such"}, "ปุ่มนี้"),
        ("hand-over", {"division": "moon"}, "ปุ่มนี้"),
        ("hand-over", {"division": "public_works"}, "อยู่แล้ว"),
        ("pass-on", {"authority": ""}, "กรุณาเลือกหน่วยงาน"),
        ("assign", {"to": "x"}, "ปุ่มนี้"),
        ("assign", {"to": "99999"}, "กรุณาเลือกคนในกอง"),
        ("promise", {"day": "whenever"}, "อ่านวันที่ไม่ออก"),
        ("promise", {"day": "2026-12-01"}, "รับเรื่อง"),
        ("resume", {}, "ไม่ได้พักอยู่"),
        ("take-back", {}, "ทำขั้นนี้ไม่ได้"),
    ],
)
def test_what_cannot_be_done_is_said_on_the_page_and_nothing_changes(
    town: TownUnderTest, somchai: Person, mana: Person, deed: str, form: dict[str, str], sentence: str
) -> None:
    signs_in(town, mana)
    answer = hands_in(town, deed, **form)
    assert answer.status_code == 409
    assert sentence in answer.get_data(as_text=True)
    assert steps_of(town) == ["filed"]


def test_each_form_does_its_deed_and_leads_back(town: TownUnderTest, somchai: Person, mana: Person) -> None:
    signs_in(town, mana)
    tomorrow = (town.clock().astimezone(BANGKOK) + timedelta(days=1)).date()
    mine = str(role_of(town, mana).key)
    for deed, form in {
        "assign": {"to": mine},
        "accept": {},
        "promise": {"day": tomorrow.isoformat()},
        "wait": {"waits_for": "reporter", "words": "ตรงไหนคะ"},
        "resume": {},
        "begin": {},
        "type": {"type": "footpath"},
        "note": {"words": "ต้องใช้รถเครน"},
        "reply": {"words": "กำลังไปค่ะ"},
        "pass-on": {"authority": "police"},
        "take-back": {},
        "decline": {"words": "เป็นที่ดินเอกชน"},
    }.items():
        answer = hands_in(town, deed, **form)
        assert "ต้องใช้รถเครน" in comes_to(town, answer) or deed not in ("note", "reply"), deed
    assert steps_of(town)[1:] == [
        "assigned",
        "accepted",
        "promised",
        "waiting",
        "resumed",
        "begun",
        "retyped",
        "passed_on",
        "taken_back",
        "declined",
    ]
    page = reads(town, "/desk/cases/1")
    assert "แก้ประเภทเป็น ทางเท้า" in page
    assert "มอบหมายให้ ช่างมานะ" in page
    assert "ส่งต่อให้ สถานีตำรวจภูธร (โทร 053-000-402)" in page


def test_whoever_hands_a_case_over_is_led_back_to_the_queue(town: TownUnderTest, somchai: Person, mana: Person) -> None:
    signs_in(town, mana)
    answer = hands_in(town, "hand-over", division="finance", words="เกี่ยวกับภาษี")
    assert answer.headers["Location"] == "../../../desk?said=case_hand_over"
    assert NOT_HERE in opens(town, status=404)


def test_a_ready_made_reply_is_filled_in_and_may_be_changed_before_it_is_sent(
    town: TownUnderTest, somchai: Person, mana: Person
) -> None:
    signs_in(town, mana)
    page = town.web.get("/desk/cases/1?reply=on_our_way").get_data(as_text=True)
    number = the_case(town).number
    assert f"เรื่อง {number} ช่างมานะ (กองช่าง) จะเข้าไปดูสถานที่" in page
    assert "{" not in page.split("<textarea")[1].split("</textarea>")[0]
    assert town.web.get("/desk/cases/1?reply=%00nothing").status_code == 200
    hands_in(town, "reply", words="กำลังไปค่ะ <b>")
    assert "กำลังไปค่ะ <b>" in somchai.last_heard.text
    assert "กำลังไปค่ะ &lt;b&gt;" in opens(town)


def test_other_cases_that_may_belong_together_are_linked_as_far_as_the_officer_may_see_them(
    town: TownUnderTest, somchai: Person, mana: Person
) -> None:
    files(somchai, "ฝาท่อแตก", "หน้าวัด", "ท่อ")
    files(somchai, "ขยะเต็ม", "หน้าวัด", "ขยะ")
    files(town.resident("malee", "มาลี"), "หลุมเดียวกัน", "หน้าวัด", "ถนน")
    with town.engine.database.begin() as session:
        at = {"latitude": 18.64, "longitude": 99.04, "accuracy_m": 10.0, "type_code": "road"}
        session.exec(update(Case).where(col(Case.id).in_([1, 4])).values(**at, place_source="pin"))
    signs_in(town, mana)
    page = opens(town)
    assert 'href="../../desk/cases/2"' in page, "of the same reporter"
    assert 'href="../../desk/cases/3"' not in page, "another division's"
    near = page.index('href="../../desk/cases/4"')
    assert "0 ม." in page[near : near + 200] or "0 เมตร" in page[near : near + 200]
    assert 'href="../../desk/cases/1"' not in page.replace('action="../../desk/cases/1', "")


def test_the_way_in_leads_strangers_through_line_and_back(town: TownUnderTest) -> None:
    assert town.web.get("/desk/cases/1").headers["Location"] == "../../liff/desk/cases/1"
    assert town.web.post("/desk/cases/1/accept").headers["Location"] == "../../../liff/desk/cases/1"


def test_of_two_who_tap_in_the_same_moment_one_has_the_case(town: TownUnderTest, somchai: Person, mana: Person) -> None:
    wichai = town.officer("wichai", "ช่างวิชัย")
    hands, start = [], Barrier(2)
    for person in (mana, wichai):
        signs_in(town, person)
        hands.append((town.web, seen_on(opens(town))))
        town.web = town.web.application.test_client()
        town.web.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"

    def taps(hand: tuple[FlaskClient, str]) -> int:
        web, seen = hand
        start.wait()
        return web.post("/desk/cases/1/accept", data={"seen": seen}).status_code

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(taps, hands)) == [303, 409]
    town.settles()
    assert steps_of(town) == ["filed", "accepted"]
    assert [heard.text for heard in somchai.heard if "รับแล้ว" in heard.text] == [somchai.last_heard.text]
