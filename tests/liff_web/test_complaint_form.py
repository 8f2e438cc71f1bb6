"""The form: the same case as by chat, once however often it is sent, refused with sentences, nothing lost meanwhile."""

import io
import re
from pathlib import Path
from uuid import uuid4

import pytest

from content.texts import Texts
from handlers.erasure import erase
from handlers.turn import Moment
from models.case import PlaceSource
from models.person import find_person
from simulator import Person
from tests.handlers.stories import cases, files, is_kept, number_in, photos_of, said_of, the_case
from tests.handlers.test_filing_too_much import has_filed
from tests.liff_web.forms import INSIDE, OUTSIDE, ROAD, a_picture, a_reader, at, opens, sends, uploaded
from tests.towns import TownUnderTest

SAY = Texts("th")
HALL = "ศาลาอเนกประสงค์"
WIRE = "สายไฟขาดห้อยลงกลางถนน"


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    """A resident with the form open."""
    return a_reader(town)


def the_form(town: TownUnderTest, query: str = "") -> str:
    return town.web.get(f"/liff/complaint{query}").get_data(as_text=True)


def test_it_is_a_shell_without_a_session(town: TownUnderTest) -> None:
    page = the_form(town)
    assert "data-session-wait" in page
    assert "<form" not in page
    answer = sends(town)
    assert (answer.status_code, "data-session-wait" in answer.get_data(as_text=True)) == (401, True)
    assert cases(town) == []


def test_every_type_and_every_place_of_the_town_is_on_it(town: TownUnderTest, somchai: Person) -> None:
    page = the_form(town)
    office = town.engine.office
    assert set(re.findall(r'name="type" value="(\w+)"', page)) == {kind.code for kind in office.catalogue.offered}
    assert all(place.name.th in page for place in office.town.gazetteer.places)


def test_english_readers_get_it_in_english(town: TownUnderTest) -> None:
    a_reader(town, "emma", "Emma", "en")
    page = the_form(town)
    assert "What happened?" in page
    assert "Suan Dok Market" in page
    assert "เกิดอะไรขึ้น" not in page


def test_it_files_the_same_case_as_the_chat(town: TownUnderTest, somchai: Person) -> None:
    files(somchai, place="หน้าตลาดสดสวนดอก")
    answer = sends(town, place="หน้าตลาดสดสวนดอก", apart="1")
    assert answer.status_code == 303
    by_chat, by_page = (case.model_dump(exclude={"id", "number", "filed_under"}) for case in cases(town))
    assert by_chat == by_page
    assert said_of(town, cases(town)[1]) == ROAD


def test_the_division_gets_the_same_card(town: TownUnderTest) -> None:
    group = town.staff_group("กองช่าง", [town.officer("mana", "ช่างมานะ")])
    a_reader(town)
    sends(town, photo=uploaded(town), phone="081 234 5678")
    town.settles()
    assert ROAD in group.heard[-1].text
    assert "812345678" not in group.heard[-1].text.replace(" ", ""), "a group is no place for a telephone number"
    assert town.engine.office.photo_url(photos_of(town)[0].token) in str(group.heard[-1].raw)


def test_the_receipt_says_the_number_who_has_it_and_by_when(town: TownUnderTest, somchai: Person) -> None:
    page = town.web.get(sends(town).headers["Location"]).get_data(as_text=True)
    case = the_case(town)
    assert case.number in page
    assert "กองช่าง" in page
    assert SAY.moment(case.promised_at) in page
    assert "1586" in page, "whose it is if it is a highway"
    assert "/cases" in page


def test_sent_twice_it_is_one_case_with_one_receipt(town: TownUnderTest, somchai: Person) -> None:
    key, photo = str(uuid4()), uploaded(town)
    first, second = (sends(town, key=key, photo=photo, words=words) for words in (ROAD, "อะไรก็ได้"))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert said_of(town, the_case(town)) == ROAD


def test_two_people_may_send_under_the_same_name(town: TownUnderTest, somchai: Person) -> None:
    key = str(uuid4())
    sends(town, key=key)
    a_reader(town, "malee", "มาลี")
    sends(town, key=key)
    assert len({case.reporter_id for case in cases(town)}) == 2


def test_photos_are_the_cases_and_only_once(town: TownUnderTest, somchai: Person) -> None:
    photos = [uploaded(town, a_picture(green)) for green in (10, 20)]
    assert sends(town, words="", photo=[*photos, photos[0]]).status_code == 303
    assert len(photos_of(town, the_case(town))) == 2
    answer = sends(town, photo=photos[0])
    assert answer.status_code == 422, "it is with a case already"


def test_a_plain_form_brings_its_photos_along_and_a_refusal_loses_none(town: TownUnderTest, somchai: Person) -> None:
    file = (io.BytesIO(a_picture(taken_there=True)), "photo.jpg")
    page = sends(town, files=file, phone="12").get_data(as_text=True)
    kept = re.findall(r'name="photo" value="([0-9a-f-]{36})"', page)
    assert len(kept) == 1
    assert ROAD in page
    assert sends(town, photo=kept).status_code == 303
    assert len(photos_of(town, the_case(town))) == 1


def test_where_a_photo_was_taken_is_the_place_if_none_is_told(town: TownUnderTest, somchai: Person) -> None:
    sends(town, files=(io.BytesIO(a_picture(taken_there=True)), "photo.jpg"))
    case = the_case(town)
    assert (case.place_source, case.latitude, case.longitude) == (PlaceSource.PHOTO, 18.64575, 99.03675)
    sends(town, files=(io.BytesIO(a_picture(91, taken_there=True)), "photo.jpg"), place="หน้าร้านป้าแดง")
    assert cases(town)[1].place_source == PlaceSource.WORDS


def test_a_pin_has_the_exactness_that_the_phone_says(town: TownUnderTest, somchai: Person) -> None:
    told = {"12.4": 12.4, "": 30, "0.1": 5, "999999": 10_000, "nonsense": 30, "nan": 30}
    for accuracy in told:
        sends(town, type="other", **at(INSIDE, accuracy=accuracy))
    assert [case.accuracy_m for case in cases(town)] == list(told.values())
    assert {(case.place_source, case.latitude, case.village) for case in cases(town)} == {
        (PlaceSource.PAGE_MAP, INSIDE[0], "m1")
    }


def test_words_and_a_pin_are_kept_together(town: TownUnderTest, somchai: Person) -> None:
    sends(town, **at(INSIDE, place="หน้าร้านป้าแดง"))
    case = the_case(town)
    assert (case.place_source, case.address, case.latitude) == (PlaceSource.PAGE_MAP, "หน้าร้านป้าแดง", INSIDE[0])


def test_a_listed_place_in_words_has_its_point(town: TownUnderTest, somchai: Person) -> None:
    sends(town, place="ตลาดสดบ้านสวนดอก")
    case = the_case(town)
    assert (case.place_source, case.latitude) == (PlaceSource.WORDS, 18.6477)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"type": ""}, "form.choose_type"),
        ({"type": "dragons"}, "form.choose_type"),
        ({"words": " \u200b"}, "form.need_something"),
        ({"words": "ก" * 10_001}, "form.too_long"),
        ({"phone": "12345"}, "form.not_a_phone"),
        ({"phone": "โทรมาเลย"}, "form.not_a_phone"),
        (at((91, 99)), "form.odd_place"),
        (at((18, 181)), "form.odd_place"),
        (at((float("nan"), 99)), "form.odd_place"),
        ({"latitude": "18.6"}, "form.odd_place"),
        ({"photo": [str(uuid4()) for _ in range(6)]}, "form.too_many_photos"),
        ({"photo": str(uuid4())}, "form.photo_missing"),
    ],
)
def test_what_cannot_be_filed_is_refused_with_a_sentence_and_all_that_was_filled_in(
    town: TownUnderTest, somchai: Person, told: dict[str, object], sentence: str
) -> None:
    answer = sends(town, **{"place": "หน้าร้านป้าแดง"} | told)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert SAY(sentence, limit=5 if "photos" in sentence else 10_000) in page
    assert "หน้าร้านป้าแดง" in page
    assert cases(town) == []


def test_a_telephone_number_is_kept_as_the_world_writes_it_for_officers_only(
    town: TownUnderTest, somchai: Person
) -> None:
    for number in ("081 234 5678", "๐๘๑-๒๓๔-๕๖๗๘", "+66812345678", "(081) 2345678", "053-000-111", ""):
        assert sends(town, phone=number).status_code == 303, number
    assert [case.contact_phone for case in cases(town)] == ["+66812345678"] * 4 + ["+6653000111", None]


def test_nobody_is_named_in_public_who_has_not_said_so(town: TownUnderTest, somchai: Person) -> None:
    sends(town)
    sends(town, named="yes")
    assert [case.is_anonymous for case in cases(town)] == [True, False]


def test_outside_the_border_it_asks_first_and_takes_either_answer(town: TownUnderTest, somchai: Person) -> None:
    told = at(OUTSIDE)
    answer = sends(town, **told)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, cases(town)) == (422, [])
    assert "อยู่นอกเขต" in page
    assert set(re.findall(r'<button name="decided" value="(\w+)"', page)) == {"pass_on", "keep_here"}
    assert sends(town, **told, decided="pass_on").status_code == 303
    assert sends(town, **told, decided="keep_here", apart="1").status_code == 303
    assert [case.wants_passing_on for case in cases(town)] == [True, False]
    assert {case.border_side for case in cases(town)} == {"outside"}


def test_several_places_of_one_name_are_asked_apart(town: TownUnderTest, somchai: Person) -> None:
    page = sends(town, place=HALL).get_data(as_text=True)
    choices = re.findall(r'<button name="where" value="(\w+)"', page)
    assert len(choices) > 1
    assert sends(town, place=HALL, where=choices[0]).status_code == 303
    assert sends(town, place=HALL, decided="none_of_these").status_code == 303
    first, second = cases(town)
    assert (first.latitude is not None, second.latitude) == (True, None)
    assert sends(town, place="หน้าร้านป้าแดง", where=choices[0]).status_code == 303
    assert cases(town).pop().latitude is None, "chosen for other words"
    assert {first.address, second.address} == {HALL}


def test_what_was_decided_first_stays_decided_while_the_next_thing_is_asked(
    town: TownUnderTest, somchai: Person
) -> None:
    page = sends(town, **at(OUTSIDE), phone="1", decided="pass_on").get_data(as_text=True)
    assert '<input type="hidden" name="decided" value="pass_on">' in page


def test_after_ten_in_an_hour_it_is_asked_to_wait_and_keeps_everything(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    has_filed(town, somchai, 10)
    opens(town, somchai)
    answer = sends(town, words="เรื่องที่สิบเอ็ด")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 429
    assert "เรื่องที่สิบเอ็ด" in page
    assert town.engine.office.town.phone in page
    town.passes(minutes=51)
    assert sends(town).status_code == 303


def test_danger_to_life_shows_whom_to_call_and_officers_hear_of_it_and_it_is_taken(town: TownUnderTest) -> None:
    group = town.staff_group("กองช่าง", [town.officer("mana", "ช่างมานะ")])
    a_reader(town)
    key = str(uuid4())
    answers = [sends(town, key=key, words=WIRE) for _ in range(2)]
    town.settles()
    page = town.web.get(answers[0].headers["Location"]).get_data(as_text=True)
    assert page.index("tel:1129") < page.index("tel:1669") < page.index("tel:199")
    assert "เราบอกเจ้าหน้าที่แล้ว" in page
    alarms = [heard.text for heard in group.heard if "ไฟฟ้าที่อาจดูดคน" in heard.text]
    assert len(alarms) == 1, "told once, though sent twice"
    assert the_case(town).type_code == "road"


def test_whom_to_call_is_shown_with_a_refusal_too(town: TownUnderTest, somchai: Person) -> None:
    assert "tel:1129" in sends(town, words=WIRE, phone="1").get_data(as_text=True)
    assert "tel:1129" in sends(town, words=WIRE, **at(OUTSIDE)).get_data(as_text=True)


def test_likely_types_and_whom_to_call_come_as_the_words_are_typed(town: TownUnderTest, somchai: Person) -> None:
    answer = town.web.post("/liff/complaint/likely", data={"words": "ไฟถนนดับ"}).get_json()
    assert answer["types"][0] == "street_light"
    assert len(answer["types"]) <= 3
    assert answer["calls"] == ""
    assert "tel:1129" in town.web.post("/liff/complaint/likely", data={"words": WIRE}).get_json()["calls"]
    assert town.web.post("/liff/complaint/likely", data={}).get_json() == {"types": [], "calls": ""}
    assert is_kept(town, WIRE) == []


def test_a_second_matter_begins_filled_in_at_the_same_place(town: TownUnderTest, somchai: Person) -> None:
    words = f"{ROAD} และไฟถนนดับด้วย"
    receipt = sends(town, words=words, **at(INSIDE)).headers["Location"]
    page = town.web.get(receipt).get_data(as_text=True)
    (link,) = re.findall(r'href="\.\./\.\./complaint(\?after=\d+)"', page)
    form = the_form(town, link)
    assert re.search(r'value="street_light" checked', form)
    assert f'name="latitude" value="{INSIDE[0]}"' in form
    assert "ไฟถนนดับ" in form


def test_nobody_sees_anothers_receipt_or_second_matter(town: TownUnderTest, somchai: Person) -> None:
    receipt = sends(town, words=f"{ROAD} และไฟถนนดับด้วย").headers["Location"]
    case = the_case(town)
    a_reader(town, "malee", "มาลี")
    assert town.web.get(receipt).status_code == 404
    assert ROAD not in the_form(town, f"?after={case.id}")
    for path in ("/liff/complaint/filed/999999", "/liff/complaint/filed/99999999999999999999"):
        assert town.web.get(path).status_code == 404
    town.web.delete_cookie("session")
    assert case.number not in town.web.get(receipt).get_data(as_text=True)


def test_the_map_shows_the_border_and_places(town: TownUnderTest) -> None:
    assert town.web.get("/liff/complaint/map").status_code == 200, "a pole's page shows it to everybody"
    a_reader(town)
    drawn = town.web.get("/liff/complaint/map").get_json()
    assert drawn["border"]["type"] == "Polygon"
    assert "บ้านสวนดอก" in {place["name"] for place in drawn["places"]}
    assert drawn["tiles"] is None


def test_markup_stays_text_wherever_it_is_shown(town: TownUnderTest, somchai: Person) -> None:
    nasty = '"><script>alert(1)</script>'
    page = sends(town, words=nasty, place=nasty, phone=nasty, key=nasty, latitude=nasty).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_what_no_database_can_bear_is_cleaned_first(town: TownUnderTest, somchai: Person) -> None:
    assert sends(town, words="หลุม\0ลึก\u202e", place="หน้า\0วัด").status_code == 303
    assert said_of(town, the_case(town)) == "หลุมลึก"


def test_who_is_forgotten_leaves_no_number_and_no_photo(town: TownUnderTest, somchai: Person) -> None:
    sends(town, phone="081 234 5678", photo=uploaded(town), named="yes")
    uploaded(town, a_picture(120))
    key = the_case(town).filed_under
    with town.engine.database.begin() as session:
        person = find_person(session, somchai.user_id)
        assert person is not None
        erase(Moment(session, town.engine.office, town.clock()), person)
    town.settles()
    assert is_kept(town, "+66812345678") == is_kept(town, str(key)) == []
    assert (the_case(town).is_anonymous, photos_of(town)) == (True, [])
    assert sends(town).status_code == 401


def test_a_form_of_another_site_files_nothing(town: TownUnderTest, somchai: Person) -> None:
    for path in ("/liff/complaint", "/liff/complaint/likely", "/liff/photos", "/liff/photos/remove"):
        answer = town.web.post(path, data={"words": ROAD}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403, path
    assert cases(town) == []


def test_there_is_a_way_to_it_from_the_chats_first_question(town: TownUnderTest, somchai: Person) -> None:
    somchai.says("แจ้งปัญหา")
    assert "https://liff.line.me/1234567890-AbcdEfgh/complaint" in str(somchai.last_heard.raw)


def test_a_form_that_is_far_too_large_is_refused_with_a_sentence(town: TownUnderTest, somchai: Person) -> None:
    answer = sends(town, files=(io.BytesIO(b"0" * 42_000_000), "photo.jpg"))
    assert answer.status_code == 413
    assert SAY("form.too_large") in answer.get_data(as_text=True)


def test_a_photo_of_a_plain_form_that_cannot_be_opened_is_named(town: TownUnderTest, somchai: Person) -> None:
    answer = sends(town, files=(io.BytesIO(b"no picture"), "photo.jpg"))
    assert answer.status_code == 422
    assert SAY("form.unreadable") in answer.get_data(as_text=True)
    assert ROAD in answer.get_data(as_text=True)


def test_the_receipts_number_can_be_followed_in_the_chat(town: TownUnderTest, somchai: Person, tmp_path: Path) -> None:
    sends(town)
    somchai.says("ติดตาม")
    assert number_in(somchai.last_heard.text) == the_case(town).number
