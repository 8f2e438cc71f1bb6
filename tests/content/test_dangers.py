"""Words of danger are found however they are typed, and what only sounds like one is let pass."""

import pytest

from content.dangers import Danger, load_dangers
from content.towns import load_town

DANGERS = load_dangers()
TOLD = {
    "รถชนกันหน้าตลาดมีคนเจ็บหนักค่ะ": "injured",
    "มี คน เจ็บ นอนอยู่ข้างทาง": "injured",
    "เด็กตกท่อระบายน้ำหน้าโรงเรียน": "injured",
    "ไฟไหม้หญ้าข้างบ้าน ควันเยอะมาก": "fire",
    "ไฟใหม้ค่ะ ไม่ใช่ไฟไหม้ธรรมดา": "fire",
    "สายไฟขาดห้อยลงมากลางถนน": "electricity",
    "เสาไฟล้มทับรถ": "electricity",
    "มีคนถือมีดเดินอยู่แถวศาลา": "violence",
    "he said he will KILL MYSELF": "suicide",
    "Somebody is Injured at the bridge": "injured",
}
HARMLESS = (
    "ถนนเป็นหลุมลึกหน้าวัด",
    "ไฟทางดับมาสามวันแล้ว มืดมาก",
    "ช่วยซ่อมด้วยค่ะ กลัวรถล้ม ยังไม่มีคนเจ็บ",
    "ทางโค้งนี้เสี่ยงเกิดอุบัติเหตุ ขอป้ายเตือน",
    "สุนัขจรจัดเยอะ กลัวหมากัดเด็ก",
    "ขยะล้นถังส่งกลิ่นเหม็น",
    "ไฟตกบ่อยมาก ตู้เย็นจะพัง",
    "มีเด็กป่วยไข้เลือดออกสองบ้าน ขอพ่นยุง",
    "ท่อประปาระเบิดหน้าปั๊ม น้ำไหลท่วมถนน",
    "ฝาท่อแตก น้ำเหม็นเอ่อขึ้นถนน",  # in it, across two words: ตก น้ำ
    "ต้นไม้แตกท่อนเดียว",  # ตก ท่อ, and a vowel that belongs to ท่อน
)


@pytest.mark.parametrize("words", TOLD)
def test_a_danger_is_found(words: str) -> None:
    assert DANGERS.told_in(words)[0].code == TOLD[words]


@pytest.mark.parametrize("words", HARMLESS)
def test_what_is_no_danger_passes(words: str) -> None:
    assert DANGERS.told_in(words) == []


def test_a_real_danger_beside_a_feared_one_is_found() -> None:
    assert [one.code for one in DANGERS.told_in("กลัวรถล้มกันอีก เมื่อกี้มีคนหมดสติ")] == ["injured"]


def test_several_dangers_come_in_the_order_of_their_urgency() -> None:
    assert [one.code for one in DANGERS.told_in("สายไฟขาดแล้วไฟไหม้ มีคนเจ็บ")] == ["injured", "fire", "electricity"]


@pytest.mark.parametrize("danger", DANGERS.dangers, ids=lambda danger: danger.code)
def test_every_word_of_a_danger_is_found_and_its_numbers_can_be_called(danger: Danger) -> None:
    assert [word for word in danger.words if danger not in DANGERS.told_in(word)] == []
    assert [phrase for phrase in danger.unless if danger in DANGERS.told_in(phrase)] == []
    assert set(danger.numbers) <= {hotline.number for hotline in load_town("demo").hotlines}
