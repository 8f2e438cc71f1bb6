"""Photos from strangers come out upright, small and without metadata, or are refused with a reason."""

import struct
import subprocess
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from notifications import darkroom
from notifications.darkroom import LARGEST_SOURCE, DarkroomOutOfOrder, PhotoUnreadable, develop, read_answer

pillow_heif.register_heif_opener()
KINDS = ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]
GPS = 0x8825
LAMPHUN = {1: "N", 2: (18.0, 34.0, 48.0), 3: "E", 4: (99.0, 0.0, 36.0)}


def file_of(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    page = BytesIO()
    image.save(page, kind, **options)
    return page.getvalue()


def picture(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right, a white corner at the top left."""
    image = Image.new("RGB", (width, height), (200, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height), fill=(0, 0, 200))
    draw.rectangle((0, 0, width // 8, height // 8), fill=(255, 255, 255))
    return image.convert(mode)


def exif(orientation: int = 1, gps: dict[int, Any] | None = None) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "CANARY"
    if gps is not None:
        tags.get_ifd(GPS).update(gps)
    return tags


def shown(jpeg: bytes) -> Image.Image:
    image = Image.open(BytesIO(jpeg))
    image.load()
    return image


def is_near(found: Any, wanted: tuple[int, int, int], by: int = 30) -> bool:
    return all(abs(one - other) <= by for one, other in zip(found, wanted, strict=True))


def refusal(source: bytes, **options: Any) -> str:
    with pytest.raises(PhotoUnreadable) as refused:
        develop(source, **options)
    return refused.value.reason


def png(width: int, height: int, *chunks: tuple[bytes, bytes], depth: int = 8) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0)
    packed = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), *chunks, (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + packed


@pytest.mark.parametrize("kind", KINDS)
def test_a_photo_comes_out_as_a_jpeg_with_a_thumbnail(kind: str) -> None:
    photo = develop(file_of(picture(), kind))
    image, thumbnail = shown(photo.jpeg), shown(photo.thumbnail)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (640, 480))
    assert (photo.width, photo.height) == (640, 480)
    assert (thumbnail.format, thumbnail.size) == ("JPEG", (480, 360))
    assert is_near(image.getpixel((100, 300)), (200, 0, 0))
    assert is_near(image.getpixel((600, 300)), (0, 0, 200))


def test_a_big_photo_is_scaled_to_the_longest_side() -> None:
    photo = develop(file_of(picture(5000, 2500)))
    assert (photo.width, photo.height) == (2048, 1024) == shown(photo.jpeg).size


def test_a_small_photo_is_not_blown_up() -> None:
    photo = develop(file_of(picture(30, 20)))
    assert shown(photo.jpeg).size == shown(photo.thumbnail).size == (30, 20)


# Where the white corner comes to lie for each way of holding a camera; from 5 on the sides are exchanged.
WHITE_AT = {1: (5, 5), 2: (635, 5), 3: (635, 475), 4: (5, 475), 5: (5, 5), 6: (475, 5), 7: (475, 635), 8: (5, 635)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", WHITE_AT)
def test_a_photo_is_turned_upright_once(kind: str, orientation: int) -> None:
    source = file_of(picture(), kind, exif=exif(orientation).tobytes())
    if kind == "HEIF" and orientation > 1:  # a HEIC says it in a property of its own, and in its EXIF once more
        assert b"irot" in source or b"imir" in source
    image = shown(develop(source).jpeg)
    assert image.size == ((480, 640) if orientation > 4 else (640, 480))
    assert is_near(image.getpixel(WHITE_AT[orientation]), (255, 255, 255))


def test_the_place_is_read_and_every_word_about_the_photo_is_dropped() -> None:
    source = file_of(picture(), exif=exif(gps=LAMPHUN), comment=b"CANARY", dpi=(300, 300), xmp=b"<CANARY/>")
    assert source.count(b"CANARY") == 3
    photo = develop(source)
    assert (photo.latitude, photo.longitude) == (18.58, 99.01)
    for jpeg in (photo.jpeg, photo.thumbnail):
        assert b"CANARY" not in jpeg
        assert b"Exif" not in jpeg
        assert set(shown(jpeg).info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }


@pytest.mark.parametrize(
    ("told", "offset", "taken_at"),
    [
        ("2026:11:20 09:05:00", None, "2026-11-20T09:05:00+07:00"),
        ("2026:11:20 09:05:00\0", "+09:00\0", "2026-11-20T09:05:00+09:00"),
        ("2026:11:20 09:05:00", "Z", "2026-11-20T09:05:00+00:00"),
        ("2026:11:20 09:05:00", "nonsense", None),
        ("0000:00:00 00:00:00", None, None),
        ("1970:01:01 00:00:00", None, None),
        ("2026:13:45 99:99:99", None, None),
        ("    :  :     :  :  ", None, None),
        ("yesterday", None, None),
        ("", None, None),
    ],
)
def test_the_time_is_read_in_its_zone_or_that_of_the_place(told: str, offset: str | None, taken_at: str | None) -> None:
    tags = exif()
    tags.get_ifd(0x8769).update({0x9003: told} | ({0x9011: offset} if offset else {}))
    found = develop(file_of(picture(), exif=tags)).taken_at
    assert (found and found.isoformat()) == taken_at


def test_a_file_that_says_nothing_of_its_time_has_none() -> None:
    assert develop(file_of(picture())).taken_at is None


@pytest.mark.parametrize("kind", KINDS[1:])
def test_the_place_is_read_from_other_formats_too(kind: str) -> None:
    photo = develop(file_of(picture(), kind, exif=exif(gps=LAMPHUN)))
    assert (photo.latitude, photo.longitude) == (18.58, 99.01)
    assert b"CANARY" not in photo.jpeg


def test_south_and_west_are_negative() -> None:
    photo = develop(file_of(picture(), exif=exif(gps={**LAMPHUN, 1: "S", 3: "W"})))
    assert (photo.latitude, photo.longitude) == (-18.58, -99.01)


@pytest.mark.parametrize(
    "gps",
    [
        None,
        {},
        {2: (18.0, 0.0, 0.0), 4: (99.0, 0.0, 0.0)},
        {**LAMPHUN, 2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)},
        {**LAMPHUN, 2: (91.0, 0.0, 0.0)},
        {**LAMPHUN, 4: (999.0, 0.0, 0.0)},
        {**LAMPHUN, 1: "X"},
        {**LAMPHUN, 2: (18.0,)},
    ],
)
def test_a_place_that_makes_no_sense_is_no_place(gps: dict[int, Any] | None) -> None:
    photo = develop(file_of(picture(), exif=exif(gps=gps)))
    assert (photo.latitude, photo.longitude) == (None, None)


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK"])
def test_any_colours_a_jpeg_or_png_can_have_are_understood(mode: str) -> None:
    image = shown(develop(file_of(picture(mode=mode), "JPEG" if mode == "CMYK" else "PNG")).jpeg)
    assert image.mode == "RGB"
    assert is_near(image.getpixel((5, 5)), (255, 255, 255))
    assert not is_near(image.getpixel((100, 300)), (255, 255, 255))


def test_sixteen_bit_greys_keep_their_shades() -> None:
    grey = Image.new("I;16", (64, 64), 32768)
    assert is_near(shown(develop(file_of(grey, "PNG")).jpeg).getpixel((10, 10)), (128, 128, 128), by=4)


def test_sixteen_bit_colours_keep_their_shades() -> None:
    line = b"\0" + struct.pack(">HHH", 0x8000, 0x4000, 0xC000) * 64
    deep = png(64, 64, (b"IDAT", zlib.compress(line * 64)), depth=16)
    assert is_near(shown(develop(deep).jpeg).getpixel((10, 10)), (128, 64, 192), by=4)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "HEIF"])
def test_what_can_be_seen_through_becomes_white(kind: str) -> None:
    glass = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    assert is_near(shown(develop(file_of(glass, kind)).jpeg).getpixel((10, 10)), (255, 255, 255), by=2)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "HEIF"])
def test_of_what_moves_the_first_picture_is_kept(kind: str) -> None:
    second = Image.new("RGB", (640, 480), (0, 200, 0))
    moving = file_of(picture(), kind, save_all=True, append_images=[second])
    image = shown(develop(moving).jpeg)
    assert is_near(image.getpixel((100, 300)), (200, 0, 0))
    assert getattr(image, "n_frames", 1) == 1


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("HEIF", "RGB"), ("PNG", "RGBA")])
def test_colours_of_another_profile_become_the_screens(kind: str, mode: str) -> None:
    """A profile whose red is the screen's blue, made by exchanging two names in the table of an sRGB one."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    image = shown(develop(file_of(picture(mode=mode), kind, icc_profile=swapped)).jpeg)
    assert is_near(image.getpixel((100, 300)), (0, 0, 200))
    assert "icc_profile" not in image.info


def test_a_profile_that_makes_no_sense_is_ignored() -> None:
    image = shown(develop(file_of(picture(), icc_profile=b"CANARY" * 50)).jpeg)
    assert is_near(image.getpixel((100, 300)), (200, 0, 0))


def archive() -> bytes:
    page = BytesIO()
    with zipfile.ZipFile(page, "w") as packed:
        packed.writestr("photo.jpg", b"CANARY")
    return page.getvalue()


@pytest.mark.parametrize(
    "source",
    [b"", b"\x00" * 100, b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"GIF89a", archive()],
    ids=["nothing", "zeros", "svg", "pdf", "gif", "zip"],
)
def test_what_is_no_photo_is_refused(source: bytes) -> None:
    assert refusal(source) == "not_a_photo"


@pytest.mark.parametrize(
    "rest", [archive(), b"<script>CANARY</script>", b"%PDF-1.7 CANARY"], ids=["zip", "page", "pdf"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_photo_that_is_something_else_too_is_only_a_photo_afterwards(kind: str, rest: bytes) -> None:
    photo = develop(file_of(picture(64, 48), kind) + rest)
    assert b"CANARY" not in photo.jpeg + photo.thumbnail
    assert not zipfile.is_zipfile(BytesIO(photo.jpeg))


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM"])
def test_formats_off_the_list_are_refused(kind: str) -> None:
    assert refusal(file_of(picture(), kind)) == "not_a_photo"


def test_a_file_too_large_is_refused_unread() -> None:
    assert refusal(b"\xff\xd8" + b"\x00" * LARGEST_SOURCE) == "too_large"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = png(30_000, 30_000, (b"IDAT", zlib.compress(bytes(30_000 * 3 * 1000), 9)))
    assert refusal(bomb) == "too_many_pixels"
    assert refusal(png(8000, 5001)) == "too_many_pixels"


@pytest.mark.parametrize(("width", "height"), [(8000, 5001), (30_000, 30_000), (65_535, 65_535), (2**32 - 1, 1)])
def test_a_heic_that_claims_to_be_huge_is_refused(width: int, height: int) -> None:
    source = file_of(picture(), "HEIF")
    claim = b"ispe" + bytes(4)
    huge = source.replace(claim + struct.pack(">II", 640, 480), claim + struct.pack(">II", width, height))
    assert huge != source
    assert refusal(huge) in ("too_many_pixels", "not_a_photo", "broken")


def test_a_heic_of_more_tiles_than_anybody_takes_is_refused() -> None:
    source = file_of(picture(128, 128), "HEIF", tile_size=64)
    claim = b"ispe" + bytes(4)
    assert b"grid" in source
    huge = source.replace(claim + struct.pack(">II", 128, 128), claim + struct.pack(">II", 60_000, 60_000))
    assert refusal(huge) in ("too_many_pixels", "not_a_photo", "broken")


def test_a_text_that_unpacks_without_end_is_refused() -> None:
    endless = b"Comment\x00\x00" + zlib.compress(bytes(200_000_000), 9)
    assert refusal(png(8, 8, (b"zTXt", endless), (b"IDAT", zlib.compress(bytes(8 * 25))))) in ("broken", "too_costly")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_file_that_ends_too_early_is_worth_fetching_again(kind: str) -> None:
    noise = Image.effect_noise((600, 600), 90).convert("RGB")
    source = file_of(noise, kind)
    assert refusal(source[: len(source) * 95 // 100]) == "cut_short"


@pytest.mark.parametrize("kind", ["WEBP", "AVIF", "HEIF"])
@pytest.mark.parametrize("share", [10, 50, 95])
def test_a_part_of_any_other_file_is_refused_too(kind: str, share: int) -> None:
    source = file_of(Image.effect_noise((600, 600), 90).convert("RGB"), kind)
    assert refusal(source[: len(source) * share // 100]) in ("cut_short", "broken", "not_a_photo")


def test_a_broken_png_is_refused_though_its_exif_can_be_read() -> None:
    source = bytearray(file_of(picture(), "PNG", exif=exif(gps=LAMPHUN)))
    data_at = source.index(b"IDAT")
    source[data_at + 4 : data_at + 40] = bytes(36)
    assert refusal(bytes(source)) == "broken"


def test_a_photo_that_takes_too_long_is_given_up() -> None:
    assert refusal(file_of(picture()), timeout=0.001) == "too_slow"


def test_the_largest_photo_fits_the_childs_limits() -> None:
    see_through = Image.new("RGBA", (8000, 5000), (0, 128, 0, 255))
    photo = develop(file_of(see_through, "PNG", compress_level=1))
    assert (photo.width, photo.height) == (2048, 1280)


def test_a_child_that_was_killed_says_nothing_about_the_installation() -> None:
    with pytest.raises(PhotoUnreadable) as refused:
        read_answer(subprocess.CompletedProcess([], -9, b"", b""))
    assert refused.value.reason == "too_costly"


@pytest.mark.parametrize(("code", "answer"), [(1, b""), (0, b""), (0, b"nonsense\n"), (0, b"{}\n")])
def test_a_child_that_does_not_work_is_not_the_photos_fault(code: int, answer: bytes) -> None:
    with pytest.raises(DarkroomOutOfOrder):
        read_answer(subprocess.CompletedProcess([], code, answer, b"ModuleNotFoundError"))


@pytest.mark.parametrize("harm", ["bytearray(1_500_000_000)", "open('harm', 'wb', 0).write(bytes(1))"])
def test_the_child_can_neither_fill_the_memory_nor_the_disk(harm: str, tmp_path: Path) -> None:
    child = str(Path(darkroom.__file__).with_name("darkroom_child.py"))
    program = f"import runpy; runpy.run_path({child!r}, run_name='__main__'); {harm}"
    ended = subprocess.run([sys.executable, "-c", program], input=b"", capture_output=True, cwd=tmp_path, check=False)
    assert ended.stdout.startswith(b'{"unreadable"')
    assert ended.returncode != 0


def test_the_parent_never_loads_a_decoder() -> None:
    loads = "import sys, notifications.darkroom; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loads], check=False).returncode == 0


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_damaged_file_is_shown_or_refused_and_nothing_else(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    source = bytearray(file_of(picture(64, 48), kind, exif=exif(gps=LAMPHUN)))
    for place in data.draw(st.lists(st.integers(0, len(source) - 1), min_size=1, max_size=20)):
        source[place] = data.draw(st.integers(0, 255))
    outcome = developed_or_refused(bytes(source))
    assert outcome in {"JPEG", "not_a_photo", "broken", "cut_short", "too_many_pixels", "too_costly"}


def developed_or_refused(source: bytes) -> str | None:
    try:
        return shown(develop(source).jpeg).format
    except PhotoUnreadable as refused:
        return refused.reason
