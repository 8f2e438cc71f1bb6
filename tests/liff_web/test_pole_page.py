"""The page of a pole: opens for everybody, takes a report in one picture, and says what comes next."""

import io
from uuid import uuid4

from sqlmodel import select

from liff_web.static_files import asset
from models.case import Case, Status
from models.geography import Point
from models.person import Person as Row
from models.photo import Photo
from tests.handlers.poles import a_pole
from tests.house.tree import ROOT
from tests.liff_web.forms import a_picture, a_reader, opens
from tests.liff_web.pole_page import cases, leaves, page_of, people, reads, receipt, sends
from tests.towns import TownUnderTest


def test_it_opens_for_anybody_and_shows_the_pole(town: TownUnderTest) -> None:
    a_pole(town, "A-0012", road="ถนนสุขใจ")
    answer = town.web.get(page_of(town, "A-0012"))
    page = reads(answer)
    assert answer.status_code == 200
    assert "A-0012" in page
    assert "ถนนสุขใจ" in page
    assert answer.get_data(as_text=True).count('name="fault"') == len(town.engine.office.poles.faults)
    assert "Set-Cookie" not in answer.headers, "who only looks is not remembered"


def test_every_fault_has_its_picture(town: TownUnderTest) -> None:
    icons = ROOT / "liff_web/templates/icons"
    assert {fault.code for fault in town.engine.office.poles.faults} <= {file.stem for file in icons.glob("*.svg")}


def test_a_pole_with_a_thai_code_has_a_page_too(town: TownUnderTest) -> None:
    pole = a_pole(town, "ม3-012")
    assert "ม3-012" in receipt(town, sends(town, pole))


def test_it_is_read_in_english_by_who_asks_for_it(town: TownUnderTest) -> None:
    a_pole(town, "A-0012")
    assert "Tap a picture" in reads(town.web.get(page_of(town, "A-0012"), headers={"Accept-Language": "en-GB"}))
    assert "Tap a picture" in reads(town.web.get(page_of(town, "A-0012") + "?lang=en"))
    assert "Tap a picture" in reads(town.web.get(page_of(town, "A-0012"))), "it holds for the visit"


def test_a_passer_by_reports_with_a_phone_number_and_keeps_the_case_number(town: TownUnderTest) -> None:
    pole = a_pole(town, "A-0012")
    page = receipt(town, sends(town, pole, phone="081 234 5678"))
    (case,) = cases(town)
    assert case.number in page
    assert "เก็บเลขนี้ไว้" in page
    assert case.contact_phone == "+66812345678"
    with town.session() as session:
        assert session.get_one(Row, case.reporter_id).line_user_id is None


def test_a_passer_by_gets_into_nothing_else(town: TownUnderTest) -> None:
    sends(town, a_pole(town, "A-0012"))
    (case,) = cases(town)
    for path in ("/liff/cases", f"/liff/cases/{case.key}", f"/liff/complaint/filed/{case.key}", "/liff/complaint"):
        assert case.number not in reads(town.web.get(path)), path
    town.web.post(f"/liff/cases/{case.key}/withdraw")
    assert cases(town)[0].status == Status.NEW
    assert town.web.post("/liff/photos", data={"key": str(uuid4())}).status_code == 401


def test_somebody_in_line_is_told_where_the_case_is(town: TownUnderTest) -> None:
    a_reader(town)
    answer = sends(town, a_pole(town, "A-0012"))
    (case,) = cases(town)
    assert f"liff/cases/{case.key}" in town.web.get(answer.headers["Location"]).get_data(as_text=True)


def test_whoever_logs_in_after_reporting_is_told_in_line_and_counted_once(town: TownUnderTest) -> None:
    chang = town.officer("chang", "ช่าง")
    group = town.staff_group("กองช่าง", [chang])
    malee = town.resident("malee", "มาลี")
    answer = sends(town, a_pole(town, "A-0012"))
    opens(town, malee)
    (case,) = cases(town)
    assert case.number in reads(town.web.get(answer.headers["Location"]))
    assert people(town, case) == 1
    assert town.web.post(f"/liff/cases/{case.key}/withdraw").status_code in (303, 404)
    assert cases(town)[0].status == Status.NEW, "the report stays the passer-by's"
    chang.within(group).taps("รับเรื่อง")
    malee.says("สวัสดี")  # what waits to be told of a lamp rides along with the next free answer
    assert any(case.number in heard.text for heard in malee.heard)


def test_a_strangers_receipt_is_nobody_elses(town: TownUnderTest) -> None:
    answer = sends(town, a_pole(town, "A-0012"))
    leaves(town)
    other = town.web.get(answer.headers["Location"])
    assert other.status_code == 404
    assert cases(town)[0].number not in reads(other)


def test_what_is_known_is_followed_with_one_tap(town: TownUnderTest) -> None:
    pole = a_pole(town, "A-0012")
    sends(town, pole)
    leaves(town)
    town.passes(days=1)
    (case,) = cases(town)
    page = reads(town.web.get(page_of(town, "A-0012")))
    assert "แจ้งแล้วเมื่อวานนี้ 1 คน" in page
    followed = town.web.post(f"{page_of(town, 'A-0012')}/follow", data={"case": str(case.key)})
    assert case.number in receipt(town, followed)
    assert people(town, case) == 2
    assert "ท่านติดตามเรื่องนี้อยู่" in reads(town.web.get(page_of(town, "A-0012")))


def test_only_an_open_case_of_this_very_pole_is_followed(town: TownUnderTest) -> None:
    sends(town, a_pole(town, "A-0012"))
    a_pole(town, "B-0001", Point(18.65, 99.05))
    leaves(town)
    for told in (str(cases(town)[0].key), "999", "x", ""):
        answer = town.web.post(f"{page_of(town, 'B-0001')}/follow", data={"case": told})
        assert answer.status_code in (409, 422), told
    assert people(town, cases(town)[0]) == 1


def test_of_a_confidential_case_the_page_says_nothing(town: TownUnderTest) -> None:
    sends(town, a_pole(town, "A-0012"))
    with town.engine.database.begin() as session:
        session.exec(select(Case)).one().is_confidential = True
    leaves(town)
    assert "แจ้งแล้ว" not in reads(town.web.get(page_of(town, "A-0012")))


def test_danger_is_answered_first_and_honestly(town: TownUnderTest) -> None:
    pole = a_pole(town, "A-0012")
    alone = receipt(town, sends(town, pole, "wire"))
    assert alone.index("อยู่ห่างอย่างน้อย 10 เมตร") < alone.index(cases(town)[0].number)
    assert "1129" in alone
    assert "ได้รับแจ้งแล้ว" not in alone, "no group was there to be told"
    town.staff_group("กองช่าง", [town.officer("chang", "ช่าง")])
    leaves(town)
    assert "ได้รับแจ้งแล้ว" in receipt(town, sends(town, a_pole(town, "A-0013"), "wire"))


def test_a_pole_of_another_authority_says_whose_it_is_and_is_filed_all_the_same(town: TownUnderTest) -> None:
    pole = a_pole(town, "H-0001", owner="electricity")
    opened = reads(town.web.get(page_of(town, "H-0001")))
    filed = receipt(town, sends(town, pole))
    assert "เสานี้เป็นของการไฟฟ้าส่วนภูมิภาค" in opened
    assert "ผู้ที่มาซ่อมคือการไฟฟ้าส่วนภูมิภาค" in filed
    assert len(cases(town)) == 1


def test_sent_twice_it_is_one_case_of_one_person_even_if_the_first_answer_was_lost(town: TownUnderTest) -> None:
    pole, key = a_pole(town, "A-0012"), str(uuid4())
    first = sends(town, pole, key=key)
    assert sends(town, pole, key=key).headers["Location"] == first.headers["Location"]
    leaves(town)  # the cookie came with the answer
    assert sends(town, pole, key=key).headers["Location"] == first.headers["Location"]
    (case,) = cases(town)
    assert people(town, case) == 1


def test_fifty_reports_of_one_pole_in_a_minute_are_one_case(town: TownUnderTest) -> None:
    pole = a_pole(town, "A-0012")
    for _ in range(50):
        assert sends(town, pole).status_code == 303
        leaves(town)
    (case,) = cases(town)
    assert people(town, case) == 50


def test_all_without_line_may_file_so_many_in_an_hour_and_danger_is_never_refused(town: TownUnderTest) -> None:
    most = town.engine.office.town.lights.most_reports_without_line_an_hour
    poles = [a_pole(town, f"A-{n:04}") for n in range(most + 3)]
    for pole in poles[:most]:
        sends(town, pole)
        leaves(town)
    refused = sends(town, poles[most])
    assert refused.status_code == 429
    assert 'value="dark" checked' in refused.get_data(as_text=True), "what was tapped is kept"
    assert sends(town, poles[0]).status_code == 303, "one more follows"
    assert sends(town, poles[most], "wire").status_code == 303
    a_reader(town)
    assert sends(town, poles[most + 1]).status_code == 303, "in LINE it goes on"
    leaves(town)
    town.passes(minutes=61)
    assert sends(town, poles[most + 2]).status_code == 303


def test_what_cannot_be_taken_is_said_and_nothing_is_filed(town: TownUnderTest) -> None:
    pole = a_pole(town, "A-0012")
    for told, words in (
        ({"fault": ""}, "กรุณาแตะรูป"),
        ({"fault": "no such fault"}, "กรุณาแตะรูป"),
        ({"phone": "12"}, "เบอร์โทรศัพท์ไม่ถูกต้อง"),
        ({"photos": [(io.BytesIO(a_picture(n)), f"{n}.jpg") for n in range(4)]}, "ไม่เกิน 3 รูป"),
        ({"photos": (io.BytesIO(b"no picture"), "1.jpg")}, "เปิดไม่ได้"),
    ):
        answer = sends(town, pole, **told)
        assert answer.status_code == 422, told
        assert words in reads(answer)
    assert cases(town) == []


def test_odd_fields_do_no_harm(town: TownUnderTest) -> None:
    pole = a_pole(town, "A-0012")
    odd = {"key": "\x00'; DROP", "latitude": "nan", "longitude": "1e999", "accuracy": "x", "more": "y" * 1000}
    assert sends(town, pole, **odd).status_code == 303
    assert sends(town, pole, latitude="91", longitude="0", accuracy="-5").status_code == 303


def test_a_body_that_is_far_too_large_is_refused_kindly(town: TownUnderTest) -> None:
    pole = a_pole(town, "A-0012")
    answer = sends(town, pole, photos=(io.BytesIO(b"x" * (25 * 1024 * 1024)), "huge.jpg"))
    assert answer.status_code == 413
    assert "A-0012" in reads(answer)


def test_photos_come_along(town: TownUnderTest) -> None:
    photos = [(io.BytesIO(a_picture(n)), f"{n}.jpg") for n in (10, 90)]
    assert sends(town, a_pole(town, "A-0012"), photos=photos).status_code == 303
    with town.session() as session:
        assert [photo.case_id for photo in session.exec(select(Photo))] == [cases(town)[0].key] * 2


def test_a_danger_is_filed_without_a_photo_that_cannot_be_opened(town: TownUnderTest) -> None:
    answer = sends(town, a_pole(town, "A-0012"), "wire", photos=(io.BytesIO(b"no picture"), "1.jpg"))
    assert answer.status_code == 303


def test_another_sites_form_is_refused(town: TownUnderTest) -> None:
    a_pole(town, "A-0012")
    answer = town.web.post(page_of(town, "A-0012"), data={"fault": "dark"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert cases(town) == []


def test_no_page_carries_a_script_or_style_of_its_own(town: TownUnderTest) -> None:
    pole = a_pole(town, "A-0012")
    filed = sends(town, pole).headers["Location"]
    for path in (page_of(town, "A-0012"), filed, "/liff/p/wrong", page_of(town, "B-0001")):
        page = town.web.get(path).get_data(as_text=True)
        assert "<style" not in page
        assert " style=" not in page
        assert all("src=" in tag.split(">")[0] for tag in page.split("<script")[1:])
        assert asset("pole-style.css") in page
