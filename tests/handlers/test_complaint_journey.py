"""A complaint from the first word to the stars, over the wire."""

from tests.towns import TownUnderTest


def test_a_complaint_goes_from_chat_to_repaired(town: TownUnderTest) -> None:
    mana, wichai = town.officer("mana", "ช่างมานะ"), town.officer("wichai", "ช่างวิชัย")
    group = town.staff_group("กองช่าง", [mana, wichai])
    somchai = town.resident("somchai", "สมชาย")

    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says("ถนนหน้าโรงเรียนเป็นหลุมลึก")
    somchai.sends_pin(18.6477, 99.0417, "ถนนใหญ่")
    somchai.sends_photo()
    assert "ถนนหน้าโรงเรียนเป็นหลุมลึก" in somchai.last_heard.text
    somchai.taps("ยืนยัน ส่งเรื่อง")
    assert "70-000001" in somchai.last_heard.text

    assert "70-000001" in group.last_heard.text
    mana.within(group).taps("รับเรื่อง")
    assert "ช่างมานะ" in group.last_heard.text
    assert "ช่างมานะ" in somchai.last_heard.text
    wichai.within(group).taps("รับเรื่อง")
    assert "ช่างมานะ" in group.last_heard.text
    assert "ไปแล้วค่ะ" in group.last_heard.text

    mana.within(group).taps("เสร็จสิ้น")
    mana.within(group).sends_photo()
    mana.within(group).says("ซ่อมเรียบร้อยแล้ว")
    assert "ซ่อมเรียบร้อยแล้ว" in somchai.last_heard.text
    assert len(somchai.last_heard.pictures) == 2
    somchai.taps("ยังไม่เรียบร้อย")
    assert "ยังไม่เรียบร้อย 70-000001" in group.last_heard.text
    somchai.says("ยังมีหลุมเล็กอยู่")
    assert "ยังมีหลุมเล็กอยู่" in group.last_heard.text
