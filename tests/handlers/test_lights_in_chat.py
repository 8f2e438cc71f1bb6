"""A lamp is reported in the chat: by its number, a pin or a sticker, and one tap on what is wrong with it."""

import pytest
from sqlmodel import select

from models.asset import AssetState
from models.case import Case, PlaceSource
from models.follower import count_followers
from models.geography import Point
from models.streetlight import Streetlight
from simulator import Person
from tests.handlers.poles import HERE, a_pole
from tests.towns import TownUnderTest


@pytest.fixture
def malee(town: TownUnderTest) -> Person:
    """A resident."""
    return town.resident("malee", "มาลี")


def cases(town: TownUnderTest) -> list[Case]:
    """All of them, the oldest first."""
    with town.session() as session:
        return list(session.exec(select(Case).order_by(Case.id)))  # type: ignore[arg-type]


def light(town: TownUnderTest) -> Streetlight:
    """What the only case knows of its lamp."""
    with town.session() as session:
        return session.exec(select(Streetlight)).one()


def metres_north(metres: float, point: Point = HERE) -> Point:
    """A point so far north."""
    return Point(point.latitude + metres / 110_690, point.longitude)


def test_the_number_is_typed_and_one_tap_files_it(town: TownUnderTest, malee: Person) -> None:
    pole = a_pole(town, "A-0012", road="ถนนสุขใจ")
    malee.says("ไฟดับ")
    assert {"สแกนสติกเกอร์", "พิมพ์เลขเสา", "อธิบายเอง", "ส่งตำแหน่ง"} <= set(malee.last_heard.labels)
    malee.says("A-0012")
    assert "เสา A-0012" in malee.last_heard.text
    assert "ถนนสุขใจ" in malee.last_heard.text
    malee.taps("ไฟดับ")
    (case,) = cases(town)
    assert case.number in malee.last_heard.text
    assert (case.place_source, case.point) == (PlaceSource.POLE, pole.point)
    assert (light(town).asset_id, light(town).fault) == (pole.key, "dark")


@pytest.mark.parametrize(
    "typed",
    ["A-0012", "a-0012", "เสา A-0012 ค่ะ", "a 0012", "เสาไฟหมายเลข A-๐๐๑๒ครับ", "A - 0012", "เลขที่: A-0012", "A-0012."],
)
def test_the_number_is_understood_as_people_type_it(town: TownUnderTest, malee: Person, typed: str) -> None:
    a_pole(town, "A-0012")
    malee.says("ไฟดับ")
    malee.says(typed)
    assert "ไฟเป็นอะไรคะ" in malee.last_heard.text


@pytest.mark.parametrize("typed", ["A-12", "A0012", "a12", "A-0013", "B-0012", "A-012", "A-00122"])
def test_a_number_that_is_nearly_right_is_asked_back(town: TownUnderTest, malee: Person, typed: str) -> None:
    a_pole(town, "A-0012")
    a_pole(town, "Z-7777")
    malee.says("ไฟดับ")
    malee.says(typed)
    assert "หมายถึงเสาไหน" in malee.last_heard.text
    assert [label for label in malee.last_heard.labels if label.startswith("A-")] == ["A-0012"]
    malee.taps("A-0012")
    malee.taps("ไฟดับ")
    assert len(cases(town)) == 1


def test_no_more_than_three_are_asked_back_and_none_that_is_gone(town: TownUnderTest, malee: Person) -> None:
    for number in range(1, 6):
        a_pole(town, f"A-000{number}")
    a_pole(town, "A-0009", state=AssetState.REMOVED)
    malee.says("ไฟดับ")
    malee.says("A-0009")
    assert len([label for label in malee.last_heard.labels if label.startswith("A-")]) == 3
    assert "A-0009" not in malee.last_heard.labels


def test_a_number_that_nobody_knows_goes_along_as_the_place_if_they_describe_it(
    town: TownUnderTest, malee: Person
) -> None:
    malee.says("ไฟดับ")
    malee.says("ก-555")
    assert "ไม่พบเสาหมายเลข ก-555" in malee.last_heard.text
    malee.taps("อธิบายเอง")
    malee.says("ดับมาสองคืนแล้ว")
    malee.taps("ข้าม")
    malee.taps("ยืนยัน ส่งเรื่อง")
    (case,) = cases(town)
    assert case.address == "ก-555"
    assert light(town).asset_id is None


def test_a_story_instead_of_a_number_is_a_complaint_about_a_lamp(town: TownUnderTest, malee: Person) -> None:
    malee.says("ไฟดับ")
    malee.says("ไฟหน้าบ้านป้าศรีดับ มืดมาก")
    assert "เกิดขึ้นที่ไหน" in malee.last_heard.text
    malee.says("หน้าบ้านป้าศรี")
    malee.taps("ข้าม")
    malee.taps("ยืนยัน ส่งเรื่อง")
    (case,) = cases(town)
    assert case.type_code == town.engine.office.catalogue.for_poles.code


def test_a_pin_offers_the_nearest_poles_with_distance_and_direction(town: TownUnderTest, malee: Person) -> None:
    a_pole(town, "A-0001", metres_north(12), road="ถนนสุขใจ")
    a_pole(town, "A-0002", metres_north(-40))
    a_pole(town, "A-0003", metres_north(70))
    malee.says("ไฟดับ")
    malee.sends_pin(HERE.latitude, HERE.longitude)
    lines = malee.last_heard.text.splitlines()
    assert "12 ม. ทางทิศเหนือ · ถนนสุขใจ" in lines
    assert "40 ม. ทางทิศใต้" in lines
    assert [line for line in lines if "เสา A-" in line] == ["💡 เสา A-0001", "💡 เสา A-0002"]
    malee.taps("A-0002")
    malee.taps("ติด ๆ ดับ ๆ")
    assert light(town).fault == "flicker"


@pytest.mark.parametrize("is_near", [True, False])
def test_without_a_pole_in_the_list_the_point_is_kept_for_the_register(
    town: TownUnderTest, malee: Person, *, is_near: bool
) -> None:
    a_pole(town, "A-0001", metres_north(12 if is_near else 500))
    malee.says("ไฟดับ")
    malee.sends_pin(HERE.latitude, HERE.longitude)
    if is_near:
        malee.taps("ไม่มีเสาในรายการ")
    malee.says("ดับทั้งคืน")
    malee.taps("ข้าม")
    malee.taps("ยืนยัน ส่งเรื่อง")
    (case,) = cases(town)
    assert (case.place_source, case.point) == (PlaceSource.PIN, HERE)
    assert (light(town).case_id, light(town).asset_id) == (case.key, None)


def test_a_pin_and_a_photo_that_came_first_are_not_asked_for_again(town: TownUnderTest, malee: Person) -> None:
    group = town.staff_group("กองช่าง", [town.officer("chang", "ช่าง")])
    a_pole(town, "A-0001", metres_north(12))
    malee.sends_photo()
    malee.sends_pin(HERE.latitude, HERE.longitude)
    malee.posts_back("do=streetlights.start")
    malee.taps("A-0001")
    malee.taps("ไฟดับ")
    assert light(town).asset_id is not None
    assert len(group.heard[-1].pictures) == 1


def test_tapped_twice_it_is_one_case(town: TownUnderTest, malee: Person) -> None:
    pole = a_pole(town, "A-0012")
    malee.says("ไฟดับ")
    malee.says("A-0012")
    for _ in range(2):
        malee.posts_back(f"do=streetlights.choose_fault&pole={pole.key}&fault=dark")
    (case,) = cases(town)
    assert malee.last_heard.text == f"ท่านติดตามเรื่อง {case.number} อยู่แล้วค่ะ"


def test_what_is_known_already_is_followed_with_one_tap(town: TownUnderTest, malee: Person) -> None:
    a_pole(town, "A-0012")
    for person in (malee, town.resident("dang", "แดง")):
        person.says("ไฟดับ")
        person.says("A-0012")
        person.taps("ไฟดับ")
    town.passes(days=1)
    noi = town.resident("noi", "น้อย")
    noi.says("ไฟดับ")
    noi.says("A-0012")
    assert "แจ้งแล้วเมื่อวานนี้ 2 คน" in noi.last_heard.text
    noi.taps("ติดตามเรื่องนี้ด้วย")
    (case,) = cases(town)
    assert case.number in noi.last_heard.text
    with town.session() as session:
        assert count_followers(session, case.key) == 3


def test_danger_says_what_to_do_before_the_number(town: TownUnderTest, malee: Person) -> None:
    group = town.staff_group("กองช่าง", [town.officer("chang", "ช่าง")])
    a_pole(town, "A-0012")
    malee.says("ไฟดับ")
    malee.says("A-0012")
    malee.taps("สายไฟขาดหรือห้อย")
    advice, receipt = malee.heard[-2:]
    assert "อยู่ห่างอย่างน้อย 10 เมตร" in advice.text
    assert [label for label in advice.labels if "1129" in label or "199" in label] == advice.labels[:2]
    assert cases(town)[0].number in receipt.text
    assert "1129" in "\n".join(heard.text for heard in group.heard)


def test_words_and_photos_told_at_the_pole_go_with_the_case(town: TownUnderTest, malee: Person) -> None:
    group = town.staff_group("กองช่าง", [town.officer("chang", "ช่าง")])
    a_pole(town, "A-0012")
    malee.says("ไฟดับ")
    malee.says("A-0012")
    malee.says("มืดทั้งซอยเลย")
    malee.sends_photo()
    malee.taps("ไฟดับ")
    assert "มืดทั้งซอยเลย" in group.heard[-1].text
    assert len(group.heard[-1].pictures) == 1


def test_what_was_taken_back_is_not_filed(town: TownUnderTest, malee: Person) -> None:
    group = town.staff_group("กองช่าง", [town.officer("chang", "ช่าง")])
    a_pole(town, "A-0012")
    malee.says("ไฟดับ")
    malee.says("A-0012")
    malee.says("ลุงสมานทุบ")
    malee.unsends()
    malee.taps("ไฟดับ")
    assert "ลุงสมาน" not in group.heard[-1].text


def test_another_matter_that_is_half_told_is_not_lost(town: TownUnderTest, malee: Person) -> None:
    malee.says("แจ้งปัญหา")
    malee.taps("ถนน")
    malee.posts_back("do=streetlights.start")
    assert "ทำต่อ" in malee.last_heard.labels


def test_a_photo_right_after_the_receipt_can_be_added(town: TownUnderTest, malee: Person) -> None:
    a_pole(town, "A-0012")
    malee.says("ไฟดับ")
    malee.says("A-0012")
    malee.taps("ไฟดับ")
    assert "ถ่ายรูป" in malee.last_heard.labels
    malee.sends_photo()
    malee.taps("เพิ่มในเรื่องเดิม")
    assert cases(town)[0].number in malee.last_heard.text


def test_it_can_be_put_away(town: TownUnderTest, malee: Person) -> None:
    a_pole(town, "A-0012")
    malee.says("ไฟดับ")
    malee.says("A-0012")
    malee.says("ยกเลิก")
    assert "ไม่มีอะไรถูกส่ง" in malee.last_heard.text
    malee.says("A-0012")
    assert "ไฟเป็นอะไรคะ" not in malee.last_heard.text
