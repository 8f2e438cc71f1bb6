"""Sheets of stickers: the right size, marks to cut along, Thai as it is written, nothing over the edge, read by decoders."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
import zxingcpp
from pypdfium2 import PdfDocument
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_Q

from content.office import Office
from content.qr_codes import NoQrKey, QrKeys, QrKind
from liff_web.desk.lettering import Lettered
from liff_web.desk.qr import LEAST_MODULE, QUIET_ZONE, symbol
from liff_web.desk.sticker_sheets import GRIDS, QR_ROOM, StickerSize, sticker_file
from tests.liff_web.stickers import CODES, LONG_NAMES, PER_MM, Picture, named, printed, qr_box, sheets
from tests.liff_web.test_report import HARD, letters
from tests.liff_web.weather import blurred, glaring, patched, tilted
from tests.towns import TownUnderTest

SIZES = list(StickerSize)
SEEDS = range(8)
SHARE_GONE = 0.15


@pytest.fixture
def office(town: TownUnderTest) -> Office:
    """The invented town's, which has a key."""
    return town.engine.office


def read_by_zxing(picture: Picture) -> set[str]:
    """What a decoder makes of it that telephones' apps are built with."""
    return {found.text for found in zxingcpp.read_barcodes(picture)}


def is_read(picture: Picture, link: str) -> bool:
    """By zxing, or by OpenCV: of the small size in bad light either now and then misses one that the other reads."""
    return link in read_by_zxing(picture) or cv2.QRCodeDetectorAruco().detectAndDecode(picture)[0] == link


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["เทศบาลตำบลบ้านเรา", *LONG_NAMES])
def test_a_blurred_tilted_and_glaring_sticker_is_read(office: Office, size: StickerSize, name: str) -> None:
    for code, sticker in zip(CODES, printed(named(office, name), size), strict=True):
        for seed in SEEDS:
            random = np.random.default_rng(seed)
            picture = blurred(glaring(tilted(sticker, random), random))
            assert is_read(picture, office.pole_url(code)), (code, seed)


@pytest.mark.parametrize("size", SIZES)
def test_with_15_percent_of_the_code_gone_it_is_still_read(office: Office, size: StickerSize) -> None:
    """Every one by zxing; of the small size OpenCV reads but a few of them."""
    for code, sticker in zip(CODES, printed(office, size), strict=True):
        modules = len(symbol(office.pole_url(code), QR_ROOM * GRIDS[size].scale).rows)
        for seed in SEEDS:
            random = np.random.default_rng(seed)
            damaged = patched(sticker, random, modules, SHARE_GONE)
            picture = blurred(glaring(tilted(damaged, random), random))
            assert is_read(picture, office.pole_url(code)), (code, seed)


def test_what_is_read_is_the_towns_own_code(office: Office) -> None:
    for code, sticker in zip(CODES, printed(office, StickerSize.SMALL), strict=True):
        (link,) = read_by_zxing(sticker)
        assert link.startswith("https://liff.line.me/1234567890-AbcdEfgh/p/")
        assert office.qr_keys.read(QrKind.POLE, link.rpartition("/")[2]) == code


def test_a_number_with_thai_letters_is_a_link_that_every_telephone_takes(office: Office) -> None:
    (sticker,) = printed(office, StickerSize.SMALL, ("สด-0123",))
    (link,) = read_by_zxing(sticker)
    assert link == office.pole_url("สด-0123")
    assert link.isascii()


@pytest.mark.parametrize("size", SIZES)
def test_the_code_is_as_wide_as_it_should_be_with_four_modules_of_white(office: Office, size: StickerSize) -> None:
    for code, sticker in zip(CODES, printed(office, size), strict=True):
        left, top, right, bottom = qr_box(sticker)
        found = symbol(office.pole_url(code), QR_ROOM * GRIDS[size].scale)
        assert abs((right - left) / PER_MM - found.width) < 0.3
        assert abs((bottom - top) / PER_MM - found.width) < 0.3
        assert found.width >= 25
        assert found.module >= LEAST_MODULE
        white = round(QUIET_ZONE * found.module * PER_MM) - 1
        around = sticker[top - white : bottom + white, left - white : right + white].copy()
        around[white - 1 : 1 - white, white - 1 : 1 - white] = 255  # the code itself, with half a pixel at its edge
        assert around.min() > 200, "nothing stands in its white border"


def test_as_many_modules_are_spare_as_the_room_allows(office: Office) -> None:
    assert symbol(office.pole_url("A-0123"), QR_ROOM).level == ERROR_CORRECT_H
    longest = symbol(office.pole_url("ก" * 20), QR_ROOM)
    assert longest.level == ERROR_CORRECT_Q


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["อบต.ดู่", *LONG_NAMES, "เทศบาลตำบล" + "น้ำผึ้ง" * 12])
def test_nothing_hangs_over_the_edge_and_cut_marks_stand_off_it(office: Office, size: StickerSize, name: str) -> None:
    codes, grid = ("A-0123", "ฎ" * 20, "W" * 20)[: GRIDS[size].places], GRIDS[size]
    for sticker in printed(named(office, name), size, codes):
        edge = round(1.2 * PER_MM)
        inside = sticker.copy()
        inside[edge:-edge, edge:-edge] = 255
        assert inside.min() > 200
    sheet = next(sheets(sticker_file(office, codes, size)))
    for x, y in grid.corners()[: len(codes)]:
        for across, down in ((x - 1.4, y), (x, y - 1.4), (x + grid.width + 1.4, y + grid.height)):
            spot = sheet[round(down * PER_MM) - 3 : round(down * PER_MM) + 4, round(across * PER_MM) - 3 :][:, :7]
            assert spot.min() < 200, "a mark to cut along"


@pytest.mark.parametrize("size", SIZES)
def test_a_sticker_says_what_it_is_for_whose_it_is_and_that_nobody_asks_for_money(
    office: Office, size: StickerSize
) -> None:
    document = PdfDocument(sticker_file(office, ["A-0123"], size))
    said, say = letters(document), office.says_in("th")
    for words in ("A-0123", "053-000-111", "LINE", "Scantoreport", f"{GRIDS[size].width:g}"):
        assert words in said, words
    assert document.get_metadata_value("Title") == say("stickers.file", town="เทศบาลตำบลบ้านเรา")


def test_lines_on_stickers_are_shaped_like_any_other() -> None:
    sheet = Lettered()
    sheet.add_page()
    sheet.write_on(105, 50, HARD, 24)
    sheet.write_in(0, 50 + 70 - 0.8 * sheet.font_size, 210, HARD, 24, "", "C")
    page = PdfDocument(bytes(sheet.output()))[0].render(scale=4, grayscale=True).to_pil().convert("L")
    ink = np.array(page.point(lambda light: 255 if light < 128 else 0)) > 0
    first, second = ink[: 340 * 4 // 2], ink[340 * 4 // 2 :]
    heights = [int(np.ptp(np.flatnonzero(half.any(axis=1)))) for half in (first, second)]
    assert abs(heights[0] - heights[1]) <= 1, "marks stand as high above each other"
    assert abs(int(first.sum()) - int(second.sum())) < first.sum() * 0.02, "and do not collide"


def test_stickers_of_a_size_fill_a_sheet_before_the_next(office: Office) -> None:
    for size, codes, pages in ((StickerSize.SMALL, 9, 1), (StickerSize.SMALL, 10, 2), (StickerSize.LARGE, 3, 2)):
        told: list[int] = []
        content = sticker_file(office, [f"A-{number}" for number in range(codes)], size, told.append)
        assert (len(PdfDocument(content)), sum(told)) == (pages, codes)


def test_without_a_key_nothing_is_printed(office: Office) -> None:
    with pytest.raises(NoQrKey):
        sticker_file(replace(office, qr_keys=QrKeys()), ["A-0123"], StickerSize.SMALL)
