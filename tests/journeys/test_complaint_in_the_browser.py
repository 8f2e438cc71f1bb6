"""The whole journey on the phones of the page: from adding the account to the stars, in Thai."""

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from models.enrolment import CodeKind
from models.officer import Role
from tests.journeys.conftest import ServedTown
from tests.journeys.phones import BrowserPhone, phone

# `make screenshots` keeps the pictures in docs/; an ordinary run throws them away.
PICTURES = os.environ.get("SCREENSHOTS")


def look(shown: BrowserPhone | Page, name: str, folder: Path) -> None:
    """Keep a picture of a phone, or of all of them."""
    kept = Path(PICTURES) if PICTURES else folder
    target = shown.view if isinstance(shown, BrowserPhone) else shown
    target.screenshot(path=kept / f"{name}.png")


def test_a_pothole_is_told_accepted_repaired_and_rated(desktop: Page, served: ServedTown, tmp_path: Path) -> None:
    somchai, mana, group = phone(desktop, "somchai"), phone(desktop, "mana"), phone(desktop, "public_works")
    _office_opens(served, mana, phone(desktop, "wichai"), group)

    somchai.adds()
    somchai.hears("สวัสดีค่ะ นี่คือ LINE ของเทศบาลตำบลบ้านเรา")
    look(somchai, "1-greeting", tmp_path)
    somchai.taps("แจ้งปัญหา")
    somchai.hears("แจ้งเรื่องอะไรคะ")
    somchai.folds_menu()
    look(somchai, "2-what-is-it-about", tmp_path)
    somchai.taps("ถนน", exact=False)
    somchai.hears("เกิดอะไรขึ้นคะ")
    somchai.says("ถนนหน้าโรงเรียนเป็นหลุมลึก รถล้มบ่อย")
    somchai.hears("เกิดขึ้นที่ไหนคะ")
    look(somchai, "3-where", tmp_path)
    somchai.sends_place("หน้าตลาดสด")
    somchai.hears("มีรูปไหมคะ")
    somchai.sends_photo()
    somchai.hears("ตรวจดูก่อนส่งค่ะ")
    look(somchai, "4-summary", tmp_path)
    somchai.taps("ยืนยัน ส่งเรื่อง")
    somchai.hears("-000001")
    look(somchai, "5-receipt", tmp_path)

    group.hears("ถนนหน้าโรงเรียนเป็นหลุมลึก")
    look(group, "6-the-divisions-card", tmp_path)
    group.taps("รับเรื่อง")
    somchai.hears("ช่างมานะ (กองช่าง)")
    group.acts_as("wichai")
    group.taps("รับเรื่อง")
    group.hears("ช่างมานะ (กองช่าง) รับเรื่อง")
    group.acts_as("mana")
    group.taps("เสร็จสิ้น")
    group.hears("ไม่มีรูป")
    group.sends_photo()
    group.hears("ว่าทำอะไรไป")
    look(group, "7-finishing", tmp_path)
    group.taps("ซ่อมเรียบร้อยแล้ว")

    somchai.hears("ให้คะแนนงานนี้กี่ดาวคะ")
    expect(somchai.view.locator(".row.is-bot").last.locator("img")).to_have_count(2)
    look(somchai, "8-before-and-after", tmp_path)
    look(desktop, "journey", tmp_path)
    somchai.taps("★5", exact=False)
    somchai.hears("ขอบคุณสำหรับ 5 ดาวค่ะ")
    somchai.says("ติดตาม")
    somchai.hears("เสร็จสมบูรณ์")
    somchai.taps("ดูรายละเอียด")
    somchai.hears("ความคืบหน้า")
    look(somchai, "9-time-line", tmp_path)


def _office_opens(served: ServedTown, mana: BrowserPhone, wichai: BrowserPhone, group: BrowserPhone) -> None:
    for officer, name in ((mana, "ช่างมานะ"), (wichai, "ช่างวิชัย")):
        officer.adds()
        officer.hears("สวัสดีค่ะ")
        officer.says(f"ลงทะเบียน {served.code(CodeKind.OFFICER, 'public_works', Role.OFFICER)}")
        officer.hears("ให้ประชาชนเห็นชื่อท่าน")
        officer.says(name)
        officer.hears(f"“{name}”")
    group.taps("เชิญบอตเข้ากลุ่ม")
    group.hears("ยังไม่ได้ลงทะเบียน")
    group.says(f"ลงทะเบียนกลุ่ม {served.code(CodeKind.GROUP, 'public_works')}")
    group.hears("เป็นกลุ่มของกองช่างแล้วค่ะ")
