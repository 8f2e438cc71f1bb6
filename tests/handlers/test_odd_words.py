"""Words of any length and make: all that fits is kept, and what is cut is said to be cut."""

import pytest

from simulator import Person
from tests.handlers.stories import PLACE, ROAD, cases, files, said_of, tells, the_case
from tests.towns import TownUnderTest

MARKUP = '<script>alert("1")</script> {words} %s {"type":"flex"} \\n &do=complaints.cancel'


@pytest.fixture
def somchai(town: TownUnderTest) -> Person:
    return town.resident("somchai", "สมชาย")


def test_odd_words_are_kept_as_they_are(town: TownUnderTest, somchai: Person) -> None:
    group = town.staff_group("กองช่าง", [town.officer("mana", "ช่างมานะ")])
    for words in (MARKUP, "🔥🔥👨‍👩‍👧‍👦🏳️‍🌈", "หลุม 𝕏 ٣ \u202eกลับ", "ก็", "1", "นะ\nหลาย\nบรรทัด"):
        files(somchai, words=words)
        kept = words.replace("\u202e", "")
        assert said_of(town, cases(town)[-1]) == kept
        assert kept in group.last_heard.text


def test_a_nul_is_dropped_and_the_rest_kept(town: TownUnderTest, somchai: Person) -> None:
    files(somchai, words="หลุม\x00ลึก", place="หน้า\x00วัด")
    assert (said_of(town, the_case(town)), the_case(town).address) == ("หลุมลึก", "หน้าวัด")


def test_8868_letters_are_kept_whole(town: TownUnderTest, somchai: Person) -> None:
    group = town.staff_group("กองช่าง", [town.officer("mana", "ช่างมานะ")])
    files(somchai, words="ก" * 8868)
    assert len(said_of(town, the_case(town))) == 8868
    assert "กกก…" in group.last_heard.text


def test_of_30000_letters_the_first_10000_are_kept_and_the_rest_is_said_to_be_lost(
    town: TownUnderTest, somchai: Person
) -> None:
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says("ก" * 30_000)
    assert "10000 ตัวอักษรแรก" in somchai.heard[-2].text
    assert "เกิดขึ้นที่ไหนคะ" in somchai.last_heard.text
    somchai.says("ข" * 30_000)
    somchai.says("ข้าม")
    somchai.says("ยืนยัน")
    case = the_case(town)
    assert (len(said_of(town, case)), len(case.address or "")) == (10_000, 1_000)


def test_many_messages_together_are_cut_like_one(town: TownUnderTest, somchai: Person) -> None:
    tells(somchai)
    for _ in range(3):
        somchai.says("ค" * 4_999)
    assert "10000 ตัวอักษรแรก" in somchai.heard[-2].text
    somchai.says("ยืนยัน")
    assert said_of(town, the_case(town)).startswith(ROAD)
    assert len(said_of(town, the_case(town))) <= 10_002


@pytest.mark.parametrize("deed", ["handovers.decline", "handovers.hand_over"])
def test_an_officers_endless_reason_reaches_the_reporter_cut(town: TownUnderTest, somchai: Person, deed: str) -> None:
    mana = town.officer("mana", "ช่างมานะ")
    group = town.staff_group("กองช่าง", [mana])
    files(somchai)
    mana.within(group).posts_back(f"do={deed}&case=1")
    if deed == "handovers.hand_over":
        mana.within(group).taps("กองคลัง")
    mana.within(group).says("ด" * 6_000)
    assert "ดดดด" in somchai.last_heard.text
    assert len(somchai.last_heard.text) < 1_500


def test_an_endless_sentence_about_the_repair_is_cut(town: TownUnderTest, somchai: Person) -> None:
    mana = town.officer("mana", "ช่างมานะ")
    group = town.staff_group("กองช่าง", [mana])
    files(somchai, place=PLACE * 60)
    mana.within(group).taps("เสร็จสิ้น")
    mana.within(group).sends_photo()
    mana.within(group).says("ด" * 6_000)
    assert "ดำเนินการเสร็จแล้วค่ะ" in somchai.last_heard.text
    somchai.taps("ยังไม่เรียบร้อย")
    somchai.says("ต" * 6_000)
    assert "ตตต…" in group.last_heard.text
