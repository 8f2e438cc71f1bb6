"""Staff groups: only one that has enrolled hears of cases, and a stranger's is left after an hour."""

from models.enrolment import CodeKind
from tests.bot.hand_made import delivery, post
from tests.handlers.stories import files
from tests.towns import TownUnderTest


def test_a_group_that_has_not_enrolled_hears_nothing_and_is_left_after_an_hour(town: TownUnderTest) -> None:
    malee = town.resident("malee", "มาลี")
    group = town.line.group("แม่บ้าน", members=[malee])
    group.invites_bot(by=malee)
    assert "ภายในหนึ่งชั่วโมง" in group.last_heard.text
    for words in ("สวัสดี", "แจ้งปัญหา", "ฉุกเฉิน", "ลงทะเบียน 123456", "ยกเลิก"):
        malee.within(group).says(words)
    malee.within(group).sends_photo()
    malee.within(group).sends_sticker()
    files(malee)
    assert len(group.heard) == 1
    town.passes(minutes=59)
    assert group.bot_is_in
    town.passes(minutes=2)
    assert not group.bot_is_in


def test_an_enrolled_group_is_not_left(town: TownUnderTest) -> None:
    group = town.staff_group("กองช่าง", [town.officer("mana", "ช่างมานะ")])
    assert "กองช่าง" in group.last_heard.text
    town.passes(hours=3)
    assert group.bot_is_in


def test_a_groups_code_is_taken_in_a_group_only_and_once(town: TownUnderTest) -> None:
    mana = town.officer("mana", "ช่างมานะ")
    code = town.code(CodeKind.GROUP, "public_works")
    mana.says(f"ลงทะเบียนกลุ่ม {code}")
    assert "กรุณาส่งในกลุ่ม" in mana.last_heard.text
    first, second = (town.line.group(name, members=[mana], slug=name) for name in ("ช่าง 1", "ช่าง 2"))
    for group in (first, second):
        group.invites_bot(by=mana)
        mana.within(group).says(f"ลงทะเบียนกลุ่ม{code}")
    assert "ลงทะเบียนกลุ่มนี้เป็นกลุ่มของกองช่างแล้ว" in first.last_heard.text
    assert "รหัสไม่ถูกต้อง" in second.last_heard.text
    mana.within(second).says("ลงทะเบียนกลุ่ม")
    assert "ตามด้วยรหัส 6 หลัก" in second.last_heard.text


def test_guessing_in_a_group_has_an_end(town: TownUnderTest) -> None:
    malee = town.resident("malee", "มาลี")
    group = town.line.group("แม่บ้าน", members=[malee])
    group.invites_bot(by=malee)
    code = town.code(CodeKind.GROUP, "public_works")
    for guess in range(1, 6):
        malee.within(group).says(f"ลงทะเบียนกลุ่ม {(int(code) + guess) % 10**6:06}")
    malee.within(group).says(f"ลงทะเบียนกลุ่ม {code}")
    assert "กรุณารอหนึ่งชั่วโมง" in group.last_heard.text


def test_two_groups_of_a_division_both_hear_and_another_division_does_not(town: TownUnderTest) -> None:
    mana, malee = town.officer("mana", "ช่างมานะ"), town.officer("malee", "หมอมาลี", "public_health")
    day, night = town.staff_group("ช่างกลางวัน", [mana]), town.staff_group("ช่างกลางคืน", [mana])
    health = town.staff_group("กองสาธารณสุข", [malee], "public_health")
    number = files(town.resident("somchai", "สมชาย"))
    assert number in day.last_heard.text
    assert number in night.last_heard.text
    assert number not in health.last_heard.text


def test_a_group_that_put_the_bot_out_needs_a_new_code_when_it_invites_it_again(town: TownUnderTest) -> None:
    mana = town.officer("mana", "ช่างมานะ")
    group = town.staff_group("กองช่าง", [mana])
    group.removes_bot(by=mana)
    heard = len(group.heard)
    number = files(town.resident("somchai", "สมชาย"))
    group.invites_bot(by=mana)
    assert len(group.heard) == heard + 1
    assert "ยังไม่ได้ลงทะเบียน" in group.last_heard.text
    mana.within(group).says(f"ลงทะเบียนกลุ่ม {town.code(CodeKind.GROUP, 'public_works')}")
    assert number in group.last_heard.text


def test_what_was_filed_before_there_was_a_group_is_shown_when_it_enrols(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    numbers = [files(somchai, words=f"หลุมที่ {row}") for row in range(6)]
    mana = town.officer("mana", "ช่างมานะ")
    group = town.staff_group("กองช่าง", [mana])
    assert [number for number in numbers if any(number in heard.text for heard in group.heard)] == numbers[:4]
    mana.within(group).taps("รับเรื่อง")
    assert "ช่างมานะ" in somchai.last_heard.text


def test_staff_talking_among_themselves_are_not_answered(town: TownUnderTest) -> None:
    mana = town.officer("mana", "ช่างมานะ")
    group = town.staff_group("กองช่าง", [mana])
    files(town.resident("somchai", "สมชาย"))
    heard = len(group.heard)
    for words in ("ใครว่างไปดูหน่อย", "แจ้งปัญหา", "ติดตาม", "ขอบคุณครับ", "โอเค", "ยกเลิก", "ข้าม", "ฉุกเฉิน"):
        mana.within(group).says(words)
    mana.within(group).sends_photo()
    mana.within(group).sends_pin(18.6, 99.0)
    mana.within(group).sends_sticker()
    assert len(group.heard) == heard


def test_an_old_joining_that_is_delivered_late_does_not_undo_the_enrolment(town: TownUnderTest) -> None:
    group = town.staff_group("กองช่าง", [town.officer("mana", "ช่างมานะ")])
    source = {"type": "group", "groupId": group.group_id}
    late = {"type": "join", "webhookEventId": "LATE", "timestamp": 1, "mode": "active", "source": source}
    post(town, delivery(town, late))
    town.settles()
    town.passes(hours=2)
    assert group.bot_is_in
