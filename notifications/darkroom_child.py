"""The darkroom's inside, run as a program of its own: a file on standard input, the developed photo on standard output;
with boxes as its argument (JSON), what is in them is made unrecognisable. Imports nothing of ours; started only by
`darkroom`."""

import json
import math
import random
import resource
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

MEMORY_BYTES = 1_000_000_000
CPU_SECONDS = 15
MOST_PIXELS = 40_000_000
LONGEST_SIDE, THUMBNAIL_SIDE = 2048, 480
QUALITY, THUMBNAIL_QUALITY = 82, 78
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
GPS, PHOTO = 0x8825, 0x8769
DATE_TIME_ORIGINAL, OFFSET_TIME_ORIGINAL = 0x9003, 0x9011
# HEIC and AVIF say so in these four letters, after the length of their first box.
ISO_MEDIA = b"ftyp"
# Of the QR codes in a photo, so many are told, and none longer than an address.
MOST_CODES, LONGEST_CODE = 4, 300
# What is left of a blurred part: so many blocks on its longer side, each at least so many pixels wide.
MOST_BLOCKS, SMALLEST_BLOCK = 8, 8
# Before then no telephone took photos: a clock that was never set.
FIRST_YEAR = 2000
# How far a block's colour is moved at random, in each channel. All number plates can be drawn and blurred alike, and
# the one that comes out the same be found; not if nobody knows by how much each block is off.
MOST_OFF = 20


def confine() -> None:
    """Before Pillow is loaded: whatever it is made to do, it stays small, short and away from the disk."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


if __name__ == "__main__":  # never in a process that merely imports this
    confine()

from PIL import AvifImagePlugin, Image, ImageCms, ImageOps, UnidentifiedImageError  # noqa: E402

Image.MAX_IMAGE_PIXELS = None  # counted below, before anything is decoded
AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # more would only reserve memory


class Unreadable(Exception):
    """Carries the reason that the parent raises as PhotoUnreadable."""


def main() -> None:
    source = sys.stdin.buffer.read()
    try:
        answer = blur(source, json.loads(sys.argv[1])) if len(sys.argv) > 1 else develop(source)
    except Unreadable as refusal:
        answer = told({"unreadable": str(refusal)})
    except MemoryError:
        answer = told({"unreadable": "too_costly"})
    sys.stdout.buffer.write(answer)


def develop(source: bytes) -> bytes:
    image = opened(source)
    upright = decoded(image)
    # Asked only now: on some broken PNGs, reading the EXIF first swallows the error.
    place, time = taken_where(image), taken_when(image)
    photo = flat(srgb_profiled(shrunk(upright, LONGEST_SIDE)))
    return answered(photo, place, time, codes_in(photo))


def blur(source: bytes, boxes: Sequence[Sequence[float]]) -> bytes:
    """The same photo with each box (left, top, width, height in fractions of the photo) made unrecognisable."""
    photo = flat(shrunk(decoded(opened(source)), LONGEST_SIDE))
    for box in boxes:
        hide(photo, pixels_of(box, photo.size))
    return answered(photo, None, None)


def pixels_of(box: Sequence[float], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The box in whole pixels, every one that it touches, and at least one."""
    (left, top, width, height), (across, down) = box, size
    first = min(across - 1, math.floor(left * across)), min(down - 1, math.floor(top * down))
    last = math.ceil((left + width) * across), math.ceil((top + height) * down)
    return *first, max(first[0] + 1, min(across, last[0])), max(first[1] + 1, min(down, last[1]))


def hide(photo: Image.Image, box: tuple[int, int, int, int]) -> None:
    """Put a few large blocks in place of what was there, their edges softened. It cannot be undone from the pixels."""
    part = photo.crop(box)
    block = max(SMALLEST_BLOCK, max(part.size) / MOST_BLOCKS)
    grid = max(1, int(part.width / block)), max(1, int(part.height / block))
    blocks = part.resize(grid, Image.Resampling.BOX)
    chance = random.SystemRandom()
    shades = bytes(min(255, max(0, shade + chance.randint(-MOST_OFF, MOST_OFF))) for shade in blocks.tobytes())
    mosaic = Image.frombytes("RGB", grid, shades).resize((grid[0] * 4, grid[1] * 4), Image.Resampling.NEAREST)
    photo.paste(mosaic.resize(part.size, Image.Resampling.BILINEAR), box)


def codes_in(photo: Image.Image) -> list[str]:
    """What the QR codes in it say. Whoever reads them trusts nothing of it."""
    import zxingcpp  # after confine()

    try:
        found = zxingcpp.read_barcodes(
            photo.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        )
    except MemoryError:
        raise
    except Exception:
        return []
    return [code.text for code in found if 0 < len(code.text) <= LONGEST_CODE][:MOST_CODES]


def answered(
    photo: Image.Image, place: tuple[float, float] | None, time: str | None, codes: Sequence[str] = ()
) -> bytes:
    jpeg, thumbnail = as_jpeg(photo, QUALITY), as_jpeg(shrunk(photo, THUMBNAIL_SIDE), THUMBNAIL_QUALITY)
    size = {"width": photo.width, "height": photo.height, "jpeg_bytes": len(jpeg)}
    head = {**size, "place": place, "taken_at": time, "codes": codes}
    return told(head) + jpeg + thumbnail


def told(head: Mapping[str, Any]) -> bytes:
    return json.dumps(head).encode() + b"\n"


def learn_heif() -> None:
    """Let Pillow open HEIC: loading that takes a quarter of the child's start, so it is done for such files alone.

    Of one the picture itself and nothing that lies beside it: its thumbnail need not show the same.
    """
    import pillow_heif

    pillow_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)


def opened(source: bytes) -> Image.Image:
    """The file's header only: what it is and how many pixels it claims."""
    formats: tuple[str, ...] = FORMATS
    if source[4:8] == ISO_MEDIA:
        learn_heif()
        formats = (*FORMATS, "HEIF")
    try:
        image = Image.open(BytesIO(source), formats=formats)
    except UnidentifiedImageError:
        raise Unreadable("not_a_photo") from None
    except MemoryError:
        raise
    except Exception:
        raise Unreadable("broken") from None
    if image.width * image.height > MOST_PIXELS:
        raise Unreadable("too_many_pixels")
    return image


def decoded(image: Image.Image) -> Image.Image:
    """Upright pixels. A file that ends too early is refused and named: LINE serves whole files, so our copy was cut and
    is worth fetching again, and half a photo with the rest grey would pass for evidence."""
    try:
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        return ImageOps.exif_transpose(image)
    except MemoryError:
        raise
    except Exception as error:
        raise Unreadable("cut_short" if "truncated" in str(error) else "broken") from None


def taken_where(image: Image.Image) -> tuple[float, float] | None:
    """Latitude and longitude of the EXIF, or nothing: cameras write much nonsense here, (0, 0) is one kind of it."""
    try:
        gps = image.getexif().get_ifd(GPS)
        latitude = degrees(gps[2], {"N": 1, "S": -1}[gps[1].strip("\0 ").upper()])
        longitude = degrees(gps[4], {"E": 1, "W": -1}[gps[3].strip("\0 ").upper()])
    except MemoryError:
        raise
    except Exception:
        return None
    is_on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    return (latitude, longitude) if is_on_earth and (latitude, longitude) != (0, 0) else None


def taken_when(image: Image.Image) -> str | None:
    """The time of the EXIF as ISO 8601, with its offset if the camera told one; nothing if it is no time."""
    try:
        told = image.getexif().get_ifd(PHOTO)
        day, clock = told[DATE_TIME_ORIGINAL].strip("\0 ").split(" ")
        offset = str(told.get(OFFSET_TIME_ORIGINAL, "")).strip("\0 ")
        time = datetime.fromisoformat(f"{day.replace(':', '-')}T{clock}{offset}")
        return time.isoformat() if time.year >= FIRST_YEAR else None
    except MemoryError:
        raise
    except Exception:
        return None


def degrees(parts: tuple[Any, Any, Any], sign: int) -> float:
    whole, minutes, seconds = (float(part) for part in parts)
    value = sign * (whole + minutes / 60 + seconds / 3600)
    if not math.isfinite(value):
        raise ValueError("not an angle")
    return round(value, 7)


def shrunk(image: Image.Image, longest: int) -> Image.Image:
    small = full_colour(image).copy()
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return small


def full_colour(image: Image.Image) -> Image.Image:
    """A mode that can be scaled: palettes and 16-bit greys are spread out first."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("RGB", "RGBA", "L", "CMYK"):
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def srgb_profiled(image: Image.Image) -> Image.Image:
    """The colours of an embedded profile as everybody's screen shows them; a profile that makes no sense is ignored."""
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    shown_as = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=shown_as) or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def flat(image: Image.Image) -> Image.Image:
    """Plain RGB on white, with nothing left that the file said about itself."""
    plain = Image.new("RGB", image.size, "white")
    is_see_through = image.mode == "RGBA"
    plain.paste(image if is_see_through else image.convert("RGB"), mask=image if is_see_through else None)
    return plain


def as_jpeg(image: Image.Image, quality: int) -> bytes:
    page = BytesIO()
    image.save(page, "JPEG", quality=quality, optimize=True, progressive=True)
    return page.getvalue()


if __name__ == "__main__":
    main()
