"""The cards that wait for photos on their way: fifteen seconds at most, and shown once."""

from simulator import Group, Person
from tests.notifications.owed import words_to
from tests.towns import TownUnderTest

NUMBER = "70-000001"


def _tells(town: TownUnderTest, photos: int = 1) -> tuple[Person, Group]:
    """A complaint with photos, up to its filing."""
    group = town.staff_group("กองช่าง", [town.officer("mana", "ช่างมานะ")])
    somchai = town.resident("somchai", "สมชาย")
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says("ถนนเป็นหลุม")
    somchai.says("หน้าวัด")
    town.line.faults.add("content", status=202)
    for _ in range(photos):
        somchai.sends_photo()
    if not photos:
        somchai.taps("ข้าม")
    somchai.taps("ยืนยัน")
    return somchai, group


def _cards(group: Group) -> list[str]:
    return [heard.text for heard in group.heard if f"เรื่องใหม่ {NUMBER}" in heard.text]


def test_the_card_waits_for_a_photo_and_goes_out_with_it(town: TownUnderTest) -> None:
    _, group = _tells(town)
    assert _cards(group) == []
    town.line.faults.clear()
    town.passes(seconds=1)
    assert len(_cards(group)) == 1
    assert len(group.last_heard.pictures) == 1
    town.passes(minutes=30)
    assert len(_cards(group)) == 1


def test_the_card_waits_for_all_the_photos(town: TownUnderTest) -> None:
    _, group = _tells(town, photos=2)
    town.line.faults.clear()
    town.line.faults.add("content", status=202, times=1)
    town.passes(seconds=1)
    assert _cards(group) == []
    town.passes(seconds=3)
    assert len(_cards(group)) == 1


def test_after_fifteen_seconds_the_card_goes_out_without_the_photo_and_only_once(town: TownUnderTest) -> None:
    _, group = _tells(town)
    town.passes(seconds=14)
    assert _cards(group) == []
    town.passes(seconds=1)
    assert len(_cards(group)) == 1
    assert group.last_heard.pictures == []
    town.line.faults.clear()
    town.passes(minutes=30)
    assert len(_cards(group)) == 1


def test_a_photo_that_is_gone_is_waited_for_no_longer(town: TownUnderTest) -> None:
    somchai, group = _tells(town)
    town.line.faults.clear()
    town.line.faults.add("content", status=404)
    town.passes(seconds=1)
    assert len(_cards(group)) == 1
    assert any("เปิดไม่ได้" in words for words in words_to(town, somchai))


def test_a_case_without_photos_is_shown_at_once(town: TownUnderTest) -> None:
    _, group = _tells(town, photos=0)
    assert len(_cards(group)) == 1
