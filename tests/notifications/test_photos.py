"""A photo is fetched at once, kept clean and once, told about when it can't be opened, and gone when taken back."""

import io
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image
from sqlmodel import col, select

from handlers.complaints import locate_by_photo
from handlers.streetlights import read_sticker
from models.errand import ErrandStatus
from models.photo import Photo, PhotoStatus
from notifications import photos
from notifications.errands import Desk
from notifications.photos import FetchPhoto, PhotoVanished
from simulator import Person
from simulator.pictures import sample_photo
from tests.notifications.owed import errands_of, words_to
from tests.towns import TownUnderTest

pillow_heif.register_heif_opener()
UNREADABLE = "เปิดไม่ได้"
LADDER = (0.5, 1, 2, 5, 15, 60, 300, 900)


def _photos(town: TownUnderTest) -> list[Photo]:
    with town.session() as session:
        return list(session.exec(select(Photo).order_by(col(Photo.id))))


def _files(town: TownUnderTest) -> list[Path]:
    return sorted((town.folder / "photos").rglob("*.jpg"))


def _told_unreadable(town: TownUnderTest, somchai: Person) -> int:
    return sum(UNREADABLE in words for words in words_to(town, somchai))


def _with_position() -> bytes:
    tags = Image.Exif()
    tags[0x010F] = "CANARY"
    tags.get_ifd(0x8825).update({1: "N", 2: (18.0, 34.0, 48.0), 3: "E", 4: (99.0, 0.0, 36.0)})
    page = io.BytesIO()
    Image.new("RGB", (640, 480), (10, 90, 10)).save(page, "JPEG", exif=tags)
    return page.getvalue()


def test_a_photo_is_fetched_at_once_and_kept_without_its_metadata(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.sends_photo(_with_position())

    (photo,) = _photos(town)
    assert (photo.status, photo.width, photo.height) == (PhotoStatus.STORED, 640, 480)
    assert len(_files(town)) == 2  # the photo and its thumbnail
    for file in _files(town):
        assert b"CANARY" not in file.read_bytes()
        assert not Image.open(file).getexif()


def test_a_photo_as_an_iphone_takes_it_is_kept_upright_and_without_its_place(town: TownUnderTest) -> None:
    page, tags = io.BytesIO(), Image.Exif()
    tags[0x0112] = 6
    tags[0x010F] = "CANARY"
    Image.new("RGB", (640, 480), (10, 90, 10)).save(page, "HEIF", exif=tags.tobytes())
    town.resident("somchai", "สมชาย").sends_photo(page.getvalue())

    (photo,) = _photos(town)
    assert (photo.status, photo.width, photo.height) == (PhotoStatus.STORED, 480, 640)
    assert not any(b"CANARY" in file.read_bytes() for file in _files(town))


@pytest.mark.parametrize("fault", [{"status": 202}, {"status": 500}, {"reset": True}, {"rate_limited": True}])
def test_a_photo_that_line_has_not_ready_is_fetched_again(town: TownUnderTest, fault: dict[str, Any]) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("content", times=2, **fault)
    somchai.sends_photo()
    assert _photos(town)[0].status == PhotoStatus.WANTED
    town.passes(seconds=0.5)
    town.passes(seconds=1)

    assert _photos(town)[0].status == PhotoStatus.STORED
    assert _told_unreadable(town, somchai) == 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_photo_that_line_no_longer_has_is_told_once_and_not_asked_for_again(town: TownUnderTest, status: int) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("content", status=status)
    somchai.sends_photo()
    town.passes(minutes=1)

    assert _photos(town)[0].status == PhotoStatus.GONE
    assert _told_unreadable(town, somchai) == 1
    assert errands_of(town, photos.FETCH)[0].attempts == 1


def test_a_photo_that_never_comes_is_given_up_at_the_end_of_the_ladder_and_told_once(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("content", status=500)
    somchai.sends_photo()
    for wait in LADDER:
        assert _photos(town)[0].status == PhotoStatus.WANTED
        town.passes(seconds=wait)

    assert _photos(town)[0].status == PhotoStatus.GONE
    assert _told_unreadable(town, somchai) == 1


def test_a_photo_waits_for_a_locked_door_however_long(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("content", status=401)
    somchai.sends_photo()
    for _ in range(30):
        town.passes(minutes=1)
    town.line.faults.clear()
    town.passes(minutes=1)

    assert _photos(town)[0].status == PhotoStatus.STORED


BROKEN = {
    "torn": b"\xff\xd8\xff\xe0 no picture",
    "a drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a document": b"%PDF-1.7",
    "an archive": b"PK\x03\x04" + bytes(40),
    "a bomb": b"\x89PNG\r\n\x1a\n" + bytes.fromhex("0000000d4948445200007530000075300802000000ec25fe52"),
    "half a heic": bytes.fromhex("0000001c6674797068656963000000006d696631") + b"heicmiaf",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_picture_is_told_once_and_nothing_else_of_the_complaint_is_lost(
    town: TownUnderTest, broken: bytes
) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.says("แจ้งปัญหา")
    somchai.taps("ถนน")
    somchai.says("ถนนเป็นหลุม")
    somchai.sends_photo(broken)
    town.passes(hours=1)
    assert _photos(town)[0].status == PhotoStatus.UNREADABLE
    assert _told_unreadable(town, somchai) == 1
    assert _files(town) == []

    somchai.says("หน้าวัด")
    somchai.taps("ข้าม")
    assert "ถนนเป็นหลุม" in somchai.last_heard.text


def test_a_file_above_ten_megabytes_is_told_once_and_not_kept(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.sends_photo(sample_photo() + b"\0" * (10 * 1024 * 1024))
    town.passes(minutes=1)

    assert _photos(town)[0].status == PhotoStatus.GONE
    assert _told_unreadable(town, somchai) == 1
    assert _files(town) == []


def test_the_same_picture_is_kept_once_and_stays_while_one_of_its_photos_does(town: TownUnderTest) -> None:
    somchai, picture = town.resident("somchai", "สมชาย"), sample_photo(7)
    somchai.sends_photo(picture)
    somchai.sends_photo(picture)
    assert len(_files(town)) == 2

    somchai.unsends()
    assert [photo.status for photo in _photos(town)] == [PhotoStatus.STORED, PhotoStatus.GONE]
    assert len(_files(town)) == 2


def test_a_photo_taken_back_is_deleted_from_the_disk(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    somchai.sends_photo()
    assert len(_files(town)) == 2
    somchai.unsends()
    assert _photos(town)[0].status == PhotoStatus.GONE
    assert _files(town) == []


@pytest.mark.parametrize("still_there", [True, False])
def test_a_photo_taken_back_before_it_was_fetched_is_not_kept_and_nobody_is_told(
    town: TownUnderTest, still_there: bool
) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.faults.add("content", status=500, times=1)
    somchai.sends_photo()
    contents = dict(town.line.world.contents)
    somchai.unsends()
    if still_there:  # LINE still gives the bytes
        town.line.world.unsent_ids.clear()
        town.line.world.contents.update(contents)
    town.passes(seconds=1)

    assert _photos(town)[0].status == PhotoStatus.GONE
    assert _told_unreadable(town, somchai) == 0
    assert _files(town) == []
    ended = ErrandStatus.DONE if still_there else ErrandStatus.GIVEN_UP
    assert errands_of(town, photos.FETCH)[0].status == ended


def test_a_photo_whose_file_vanished_before_it_was_marked_is_fetched_again(town: TownUnderTest) -> None:
    somchai = town.resident("somchai", "สมชาย")
    town.line.after_delivery = town.engine.inbox.take_due
    somchai.sends_photo()
    errand = errands_of(town, photos.FETCH)[0]
    kind = FetchPhoto(town.engine.photos, locate_by_photo, read_sticker)
    outcome = kind.go(town.engine.errands._line, errand.facts)
    assert outcome.sha256 is not None
    town.engine.photos.drop(outcome.sha256)  # another runner: the same picture, taken back this instant
    with pytest.raises(PhotoVanished), town.engine.database.begin() as session:
        kind.settle(Desk(session, town.engine.office, town.clock()), errand.facts, outcome)

    assert _photos(town)[0].status == PhotoStatus.WANTED
    town.settles()
    assert _photos(town)[0].status == PhotoStatus.STORED
    assert len(_files(town)) == 2
