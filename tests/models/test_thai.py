"""The many ways of typing the same Thai words are one; what people write is kept as they wrote it."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.letters import ELLIPSIS, clip, clip_label, graphemes, utf16_units
from models.thai import canon, clean

THAI = st.text(alphabet=st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B))
ACCENTS = "\u0301\u0323\u0347\u0338\u05b9"
MARKS = st.text(alphabet=ACCENTS + "aeกนเแาำๅ\u0e31\u0e34\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4c\u0e4d\u0e4e \u200b")
ANY = st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=0x10FFFF))
WORDS = THAI | MARKS | ANY

WATER = "น้ำ"
SAME = [
    # sara am: composed, taken apart, tone before and after
    ("นํ้า", WATER),
    ("น้ํา", WATER),
    ("นำ้", WATER),
    ("นํา้", WATER),
    ("น้้ำ", WATER),
    ("น้\u200bำ", WATER),
    ("น้ำ\u200b", WATER),
    ("นํ้าประปา", "น้ำประปา"),
    ("นำ้ท่วม", "น้ำท่วม"),
    ("น้ําเสีย", "น้ำเสีย"),
    ("ท่อนํ้าแตก", "ท่อน้ำแตก"),
    ("ทําไม", "ทำไม"),
    ("กําลัง", "กำลัง"),
    ("จํานวน", "จำนวน"),
    ("ตําบล", "ตำบล"),
    ("อําเภอ", "อำเภอ"),
    ("สํานักงาน", "สำนักงาน"),
    ("ลําพูน", "ลำพูน"),
    ("ค่ํา", "ค่ำ"),
    ("คำ่", "ค่ำ"),
    ("ตํ่า", "ต่ำ"),
    ("ซํ้า", "ซ้ำ"),
    ("ถํ้า", "ถ้ำ"),
    ("ชํารุด", "ชำรุด"),
    ("คํา", "คำ"),
    # tone mark and vowel the other way round
    ("ท\u0e48\u0e35", "ท\u0e35\u0e48"),
    ("ป\u0e48\u0e35", "ป\u0e35\u0e48"),
    ("พ\u0e48\u0e35", "พี่"),
    ("น\u0e49\u0e35", "นี้"),
    ("ร\u0e49\u0e39", "รู้"),
    ("ผ\u0e49\u0e39ใหญ่", "ผู้ใหญ่"),
    ("อย\u0e48\u0e39", "อยู่"),
    ("ป\u0e48\u0e38ม", "ปุ่ม"),
    ("ฝ\u0e49\u0e38น", "ฝุ้น"),
    ("เร\u0e48\u0e37อง", "เรื่อง"),
    ("เม\u0e48\u0e37อ", "เมื่อ"),
    ("ค\u0e48\u0e37น", "คื่น"),
    ("ย\u0e31\u0e48ง", "ย\u0e48\u0e31ง"),
    ("ก\u0e49\u0e31น", "กั้น"),
    ("ส\u0e48\u0e34ง", "สิ่ง"),
    ("ห\u0e49\u0e34ง", "หิ้ง"),
    ("ก\u0e4a\u0e4aวย", "ก๊วย"),
    ("สิทธ\u0e4c\u0e34", "สิทธิ์"),
    ("ศักด\u0e4c\u0e34", "ศักดิ์"),
    ("บริสุทธ\u0e4c\u0e34", "บริสุทธิ์"),
    ("นา\u0e49", "น้า"),
    ("บา\u0e49น", "บ้าน"),
    ("ขา\u0e48ว", "ข่าว"),
    # a doubled mark shows as one
    ("ท\u0e35\u0e35\u0e48", "ที่"),
    ("บ้้าน", "บ้าน"),
    ("ไม่่", "ไม่"),
    # two sara e for one sara ae
    ("เเจ้ง", "แจ้ง"),
    ("เเม่", "แม่"),
    ("เเตก", "แตก"),
    ("ไฟเเดง", "ไฟแดง"),
    ("เ\u200bเสง", "แสง"),
    ("เเก้ไข", "แก้ไข"),
    # digits
    ("๑๒๓", "123"),
    ("หมู่ ๔", "หมู่ 4"),
    ("ซอย ๑๐/๒", "ซอย 10/2"),
    ("พ.ศ. ๒๕๖๙", "พ.ศ. 2569"),
    ("หมู่ 4", "หมู่ 4"),
    # nothing to be seen
    ("ไฟ\u200bดับ", "ไฟดับ"),
    ("ไฟ\u200dดับ", "ไฟดับ"),
    ("\ufeffไฟดับ", "ไฟดับ"),
    ("ไฟ\u2060ดับ", "ไฟดับ"),
    ("\u202eไฟดับ\u202c", "ไฟดับ"),
    ("ไฟ\x00ดับ", "ไฟดับ"),
    ("ไฟ\ud800ดับ", "ไฟดับ"),
    ("ไฟ\u00adดับ", "ไฟดับ"),
    # white space and case
    ("  ถนน \n\t พหลโยธิน ", "ถนน พหลโยธิน"),
    ("ถนน\u00a0พหลโยธิน", "ถนน พหลโยธิน"),
    ("ถนน\u3000พหลโยธิน", "ถนน พหลโยธิน"),
    ("Led ไฟ", "LED ไฟ"),
    ("ＬＥＤ", "led"),
    ("ฤาษี", "ฤๅษี"),
]
DIFFERENT = [
    ("น้ำ", "นำ"), ("น้ำ", "น้า"), ("ที", "ที่"), ("แม", "แม่"), ("เม", "แม"), ("หมู่ 4", "หมู่ 5"),
    ("เสีย", "เสือ"), ("ไฟดับ", "ไฟ ดับ"), ("ขาว", "ข่าว"), ("สิทธิ", "สิทธิ์"), ("ปา", "ป่า"), ("กัน", "กั้น"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), SAME)
def test_words_that_look_alike_are_equal(typed: str, meant: str) -> None:
    assert typed != meant or "4" in typed
    assert canon(typed) == canon(meant)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert canon(one) != canon(other)


def test_rightly_typed_thai_is_already_in_its_one_form() -> None:
    for word in ("น้ำ", "เรื่อง", "สิทธิ์", "แจ้งปัญหา", "ผู้ใหญ่บ้าน", "เก็บขยะ", "ก๊อกน้ำ"):
        assert canon(word) == word


@given(THAI)
@example("ก\u0e38\u0e3a")
def test_the_one_form_has_its_marks_in_unicodes_order(text: str) -> None:
    assert unicodedata.is_normalized("NFC", canon(text))


@settings(max_examples=1000)
@given(WORDS)
@example("e\u0e4d\u0301\u0e32")
@example("าๅ่")
def test_a_second_time_changes_nothing(text: str) -> None:
    assert canon(canon(text)) == canon(text)
    assert clean(clean(text)) == clean(text)


def test_accents_of_other_scripts_keep_the_order_in_which_they_stack() -> None:
    assert canon("A\u0347\u0323") == "a\u0347\u0323" != canon("A\u0323\u0347") == "\u1ea1\u0347"


@given(WORDS)
def test_what_is_compared_can_always_be_hashed_and_stored(text: str) -> None:
    for result in (canon(text), clean(text)):
        assert "\x00" not in result
        result.encode()


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))))
def test_ordinary_words_are_kept_as_they_were_written(text: str) -> None:
    assert clean(text) == text


@given(ANY)
def test_no_control_but_the_newline_is_kept(text: str) -> None:
    assert {letter for letter in clean(text) if unicodedata.category(letter) in {"Cc", "Cs"}} <= {"\n"}


def test_line_ends_become_newlines_and_direction_overrides_go() -> None:
    assert clean("หนึ่ง\r\nสอง\rสาม\tสี่\x00\x1b[31m\u202eห้า\ud83d") == "หนึ่ง\nสอง\nสาม สี่[31mห้า"
    assert clean("👩‍🔧 น\u200bก") == "👩‍🔧 น\u200bก"


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("น้ำ", ["น้ำ"]), ("ที่นี่", ["ที่", "นี่"]), ("แม่", ["แ", "ม่"]), ("👩‍🔧", ["👩‍🔧"]), ("👍🏽!", ["👍🏽", "!"]),
        ("🇹🇭🇱🇦", ["🇹🇭", "🇱🇦"]), ("e\u0301a", ["e\u0301", "a"]), ("a\r\nb", ["a", "\r\n", "b"]),
        ("1\ufe0f\u20e3", ["1\ufe0f\u20e3"]),
    ],
)  # fmt: skip
def test_letters_are_what_a_person_sees(text: str, letters: list[str]) -> None:
    assert graphemes(text) == letters


@given(WORDS, st.integers(min_value=1, max_value=30))
def test_a_clipped_text_fits_and_is_cut_between_letters(text: str, units: int) -> None:
    clipped = clip(text, units)
    assert utf16_units(clipped) <= units
    if clipped != text:
        kept = clipped.removesuffix(ELLIPSIS)
        beginnings = {"".join(graphemes(text)[:count]).rstrip() for count in range(units + 1)}
        assert clipped.endswith(ELLIPSIS)
        assert kept in beginnings


@given(WORDS, st.integers(min_value=1, max_value=30))
def test_a_clipped_label_has_so_many_letters_at_most(text: str, letters: int) -> None:
    clipped = clip_label(text, letters)
    assert len(graphemes(clipped)) <= letters
    assert clipped == text or clipped.endswith(ELLIPSIS)


def test_a_clip_keeps_as_much_as_fits() -> None:
    assert clip("น้ำท่วมถนน", 10) == "น้ำท่วมถนน"
    assert clip("น้ำท่วมถนน", 9) == "น้ำท่วมถ…"
    assert clip("น้ำท่วม", 3) == "…"
    assert clip("😀😀😀", 5) == "😀😀…"
    assert clip_label("น้ำท่วมถนน", 5) == "น้ำท่วม…"


def test_an_emoji_counts_as_line_counts_it() -> None:
    assert utf16_units("😀ก") == 3


def test_a_clip_without_room_for_the_ellipsis_is_refused() -> None:
    with pytest.raises(ValueError, match="room"):
        clip("น้ำ", 0)
    with pytest.raises(ValueError, match="room"):
        clip_label("น้ำ", 0)
