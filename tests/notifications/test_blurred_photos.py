"""What an officer blurs is gone from the file, not covered; the rest of the photo stays as it was."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from notifications.darkroom import PhotoUnreadable, blur, develop

MOST_COLOURS_LEFT = 8 * 8
EVERYTHING = (0.0, 0.0, 1.0, 1.0)


def noisy(width: int = 640, height: int = 480) -> Image.Image:
    """A photo in which each pixel differs from its neighbours, as letters and eyes do."""
    return Image.merge("RGB", [Image.effect_noise((width, height), 120) for _ in range(3)])


def jpeg_of(image: Image.Image) -> bytes:
    page = BytesIO()
    image.save(page, "JPEG", quality=95, comment=b"CANARY")
    return page.getvalue()


def shown(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg)).convert("RGB")


def detail(image: Image.Image, box: tuple[int, int, int, int]) -> float:
    """How much neighbouring pixels differ inside the box: what letters and faces are made of."""
    part = image.crop(box)
    moved = ImageChops.difference(part, ImageChops.offset(part, 1, 1)).crop((1, 1, *part.size))
    return max(ImageStat.Stat(moved).mean)


@pytest.mark.parametrize(
    ("box", "pixels"),
    [
        ((0.25, 0.25, 0.25, 0.25), (160, 120, 320, 240)),
        ((0.0, 0.0, 0.1, 0.1), (0, 0, 64, 48)),
        ((0.9, 0.9, 0.1, 0.1), (576, 432, 640, 480)),
        ((0.5, 0.5, 0.3, 0.03), (320, 240, 512, 254)),
        (EVERYTHING, (0, 0, 640, 480)),
    ],
    ids=["in the middle", "a corner", "the other corner", "a number plate", "everything"],
)
def test_what_was_in_a_box_is_gone(box: tuple[float, float, float, float], pixels: tuple[int, int, int, int]) -> None:
    original = develop(jpeg_of(noisy()))
    blurred = shown(blur(original.jpeg, [box]).jpeg)
    before, after = detail(shown(original.jpeg), pixels), detail(blurred, pixels)
    assert before > 50
    assert after < before / 10


def test_what_is_outside_of_the_boxes_stays() -> None:
    original = develop(jpeg_of(noisy()))
    blurred = shown(blur(original.jpeg, [(0.0, 0.0, 0.5, 1.0)]).jpeg)
    beside = (340, 0, 640, 480)
    changed = ImageChops.difference(shown(original.jpeg).crop(beside), blurred.crop(beside))
    assert max(ImageStat.Stat(changed).mean) < 12
    assert detail(blurred, beside) > 40


def test_of_two_photos_that_differ_in_a_box_nobody_can_tell_which_it_was() -> None:
    """As all number plates of a country can be drawn, blurred alike and compared: only chance may decide."""
    plates = [Image.new("RGB", (640, 480), "white") for _ in range(2)]
    plates[0].paste((0, 0, 0), (300, 200, 304, 230))
    sources = [develop(jpeg_of(plate)).jpeg for plate in plates]
    box = (0.25, 0.25, 0.5, 0.5)
    same, again, other = (shown(blur(source, [box]).jpeg) for source in (sources[0], sources[0], sources[1]))
    by_chance = max(ImageStat.Stat(ImageChops.difference(same, again)).mean)
    by_the_plate = max(ImageStat.Stat(ImageChops.difference(same, other)).mean)
    assert by_chance > 1
    assert by_the_plate < 2 * by_chance


def test_the_thumbnail_shows_no_more_than_the_photo() -> None:
    blurred = blur(develop(jpeg_of(noisy())).jpeg, [EVERYTHING])
    assert detail(shown(blurred.thumbnail), (0, 0, 480, 360)) < 10
    for jpeg in (blurred.jpeg, blurred.thumbnail):
        assert b"Exif" not in jpeg
        assert b"CANARY" not in jpeg
        assert jpeg.count(b"\xff\xd8\xff") == 1  # no picture within the picture


@pytest.mark.parametrize("size", [(1, 1), (9, 3), (2048, 16)])
def test_even_the_smallest_photo_can_be_blurred(size: tuple[int, int]) -> None:
    blurred = blur(jpeg_of(noisy(*size)), [(0.0, 0.0, 0.001, 0.001), EVERYTHING, (0.999, 0.999, 0.001, 0.001)])
    assert shown(blurred.jpeg).size == size


def test_many_boxes_over_each_other_take_no_longer_than_a_child_may() -> None:
    blurred = blur(jpeg_of(noisy(2048, 2048)), [EVERYTHING] * 50)
    assert (blurred.width, blurred.height) == (2048, 2048)


def test_a_file_that_is_no_photo_any_more_is_refused() -> None:
    with pytest.raises(PhotoUnreadable):
        blur(b"no photo", [EVERYTHING])
