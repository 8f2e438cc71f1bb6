"""Everybody follows their own cases, and nobody sees another's."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.handlers.stories import ROAD, cases, files, finishes, number_in, said_of
from tests.towns import TownUnderTest


def test_who_has_no_cases_is_told_how_to_begin(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.says("ติดตาม")
    assert "ยังไม่เคยแจ้งเรื่อง" in somchai.last_heard.text
    assert "แจ้งปัญหา" in somchai.last_heard.labels


def test_the_time_line_tells_every_step_in_bangkoks_time(town: TownUnderTest) -> None:
    mana = town.officer("mana", "ช่างมานะ")
    group = town.staff_group("กองช่าง", [mana])
    somchai = town.resident("somchai", "สมชาย")
    files(somchai)
    town.passes(hours=1)
    mana.within(group).taps("รับเรื่อง")
    town.passes(hours=15)
    finishes(mana.within(group))
    somchai.says("ติดตาม")
    assert "เสร็จแล้ว รอท่านยืนยัน" in somchai.last_heard.text
    somchai.taps("ดูรายละเอียด")
    steps = ["ท่านแจ้งเรื่อง", "20 พ.ย. 69 เวลา 9.00 น.", "รับเรื่อง", "20 พ.ย. 69 เวลา 10.00 น.", "แจ้งว่าเสร็จแล้ว"]
    steps.append("21 พ.ย. 69 เวลา 1.00 น.")
    rest = somchai.last_heard.text
    for step in steps:
        assert step in rest
        rest = rest.partition(step)[2]


def test_the_list_shows_ones_ten_newest_cases(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    for row in range(11):
        somchai.says(f"หลุมที่ {row} " + "ยาว" * 500)
        for button in ("complaints.choose_type&type=road", "complaints.skip", "complaints.skip", "complaints.confirm"):
            somchai.posts_back(f"do={button}")
        town.clock.passes(minutes=7)  # nobody files so many at once
    somchai.says("ติดตาม")
    assert "70-000011" in somchai.last_heard.text
    assert "70-000001" not in somchai.last_heard.text


def test_a_case_that_went_to_and_fro_for_long_can_still_be_shown(town: TownUnderTest) -> None:
    mana = town.officer("mana", "ช่างมานะ")
    group = town.staff_group("กองช่าง", [mana])
    somchai = town.resident("somchai", "สมชาย")
    files(somchai)
    for _ in range(7):
        mana.within(group).taps("เสร็จสิ้น")
        mana.within(group).says("ไม่มีรูป")
        mana.within(group).says("มืดแล้ว")
        mana.within(group).says("ทำแล้ว")
        somchai.taps("ยังไม่เรียบร้อย")
        somchai.says("ข้าม")
    somchai.posts_back("do=tracking.show_case&case=1")
    assert "ความคืบหน้า" in somchai.last_heard.text


def test_two_people_telling_at_the_same_time_never_mix(town: TownUnderTest) -> None:
    somchai, malee = town.resident("somchai", "สมชาย"), town.resident("malee", "มาลี")
    for person in (somchai, malee):
        person.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    malee.taps("ขยะ")
    for person, words in ((somchai, "หลุม"), (malee, "กองขยะ"), (somchai, "บ้านสมชาย"), (malee, "บ้านมาลี")):
        person.says(words)
    for person in (malee, somchai):
        person.says("ข้าม")
        person.says("ยืนยัน")
    first, second = cases(town)
    assert (said_of(town, first), first.address, first.type_code) == ("กองขยะ", "บ้านมาลี", "garbage")
    assert (said_of(town, second), second.address, second.type_code) == ("หลุม", "บ้านสมชาย", "road")
    malee.says("ติดตาม")
    assert number_in(malee.last_heard.text) == first.number
    assert second.number not in malee.last_heard.text


def test_no_id_whatever_shows_anothers_case(town: TownUnderTest) -> None:
    somchai, malee = town.resident("somchai", "สมชาย"), town.resident("malee", "มาลี")
    for _ in range(3):
        files(somchai)
    own = files(malee, words="กองขยะ")

    ids = st.one_of(st.integers(-2, 6).map(str), st.integers().map(str), st.text(max_size=12))

    @settings(
        max_examples=25, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(ids)
    def whatever_she_asks_for(case_id: str) -> None:
        heard = len(malee.heard)
        malee.posts_back(f"do=tracking.show_case&case={case_id}")
        said = "\n".join(message.text for message in malee.heard[heard:])
        assert said
        assert ROAD not in said
        assert own in said or "70-" not in said

    whatever_she_asks_for()
